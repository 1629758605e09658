"""
Which entity a name may stand for, and which entities may be the same; nothing is decided.

In come the names of a graph and one more name, or a column of them; out come candidates with a
score and a reason, and hypotheses of pairs.
It imports the model and the names of ``entities``; it alone compares words by rapidfuzz.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.curation.matching.matcher import Candidate, Hypothesis, Matcher, hypotheses

__all__ = ["Candidate", "Hypothesis", "Matcher", "hypotheses"]

__getattr__ = face(
    __name__,
    {
        "matcher": ("Candidate", "Hypothesis", "Matcher", "hypotheses"),
    },
)
