"""
What is known of an entity: names, passages, time spans, places, status, dossier.

The quads of a graph come in; what they say of entities goes out as frozen classes, by IRI, and the
one resolver that tells which entity a person means by a name. It imports ``kg.model``,
``kg.sparql`` and the modules at the top.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.entities.dossier import Conflict, Dossier, Explanation, Statement
    from kg.entities.dossier_text import dossier_lines, explanation_lines
    from kg.entities.evidence import Passage
    from kg.entities.expectations import Expectation
    from kg.entities.names import Names
    from kg.entities.places import Spot

__all__ = [
    "Conflict",
    "Dossier",
    "Expectation",
    "Explanation",
    "Names",
    "Passage",
    "Spot",
    "Statement",
    "dossier_lines",
    "explanation_lines",
]

__getattr__ = face(
    __name__,
    {
        "dossier": ("Conflict", "Dossier", "Explanation", "Statement"),
        "dossier_text": ("dossier_lines", "explanation_lines"),
        "evidence": ("Passage",),
        "expectations": ("Expectation",),
        "names": ("Names",),
        "places": ("Spot",),
    },
)
