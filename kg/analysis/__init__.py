"""
Measures over a cut of the network, each with its range, and pictures of rows (in ``figures``).

An open graph and a question come in; findings go out, with the relations behind each and what would
become of them without each source.  The room imports the rooms up to ``kg.network``, and it knows
networkx and rustworkx; a new measure is one function in one of its modules.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.analysis.cut import Cut
    from kg.analysis.findings import Range, RankedFinding, Result
    from kg.analysis.measure import Measure
    from kg.analysis.projection import Tie, Ties
    from kg.analysis.registry import Question, find_measure, measures, run, ties

__all__ = [
    "Cut",
    "Measure",
    "Question",
    "Range",
    "RankedFinding",
    "Result",
    "Tie",
    "Ties",
    "find_measure",
    "measures",
    "run",
    "ties",
]

__getattr__ = face(
    __name__,
    {
        "cut": ("Cut",),
        "findings": ("RankedFinding", "Range", "Result"),
        "measure": ("Measure",),
        "projection": ("Tie", "Ties"),
        "registry": ("Question", "find_measure", "measures", "run", "ties"),
    },
)
