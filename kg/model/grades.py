"""
Grades of the Admiralty code, as ``B2``: how reliable a source is, how credible what it says.

The page asks ``core/grades.js``, which passes the same vectors.
"""

RELIABILITIES = tuple("ABCDEF")
CREDIBILITIES = tuple("123456")


def is_grade(text: str) -> bool:
    """Return whether a text is a grade of both parts."""
    return len(text) == 2 and text[0] in RELIABILITIES and text[1] in CREDIBILITIES


def rank(grade: str) -> int:
    """Return the place of a grade from the best: by reliability, then by credibility, none last."""
    if not is_grade(grade):
        return len(RELIABILITIES) * len(CREDIBILITIES)
    reliability, credibility = RELIABILITIES.index(grade[0]), CREDIBILITIES.index(grade[1])
    return reliability * len(CREDIBILITIES) + credibility


def doubt(grade: str) -> float:
    """Return how far what is so graded is to be doubted: 0 for A1 to 1 for F6, and for none."""
    if not is_grade(grade):
        return 1.0
    return (RELIABILITIES.index(grade[0]) + CREDIBILITIES.index(grade[1])) / 10
