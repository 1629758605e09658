"""
Briefings of a few pages in which each sentence is a row of a stored query, with its evidence.

A graph, the name of a recipe and what it is on come in; a briefing in the reader's language goes
out, and from it a page, a text or a document. It imports the rooms below it; recipes are in
``ontology/reports``, what they say in ``ontology/words``.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.reports.document import Briefing
    from kg.reports.formats import FORMATS
    from kg.reports.frame import Frame
    from kg.reports.registry import compose, render

__all__ = ["FORMATS", "Briefing", "Frame", "compose", "render"]

__getattr__ = face(
    __name__,
    {
        "document": ("Briefing",),
        "formats": ("FORMATS",),
        "frame": ("Frame",),
        "registry": ("compose", "render"),
    },
)
