"""Ties over time: first and last contact, rhythm, gaps, rise and fall."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kg.analysis import findings
from kg.analysis.findings import Finding, Result, Scores
from kg.analysis.projection import Tie, Ties

_WINDOW = 3


def contacts(ties: Ties, *, recent: int | None = None) -> Result:
    """
    Return for each two how often they met, first and last, at what rhythm, and whether it rises.

    The rhythm is the median of the days between one beginning and the next, over occasions dated
    to the month at least (a month counts from its first day); the longest gap is the largest of
    them.  Rise and fall compare the occasions of the last three years with those of the three
    before, as counts; the last year is that of the newest source, unless another one is given.

    A gap is one in the sources: a meeting that nobody wrote about leaves one too.  An occasion
    without a date counts for the number and for nothing else.  Standing ties (partnerships,
    memberships) count once, when they begin.
    """
    last = recent or ties.until
    found = []
    for (one, other), own in findings.by_pair(ties.ties).items():
        now, before = (_during(own, last - shift, last - shift + _WINDOW) for shift in (2, 5))
        cells = (ties.label(one), ties.label(other), float(len(own)), *_times(own), now, before)
        trend = "" if now == before else "rises" if now > before else "falls"
        links = findings.links(own)
        found.append(Finding((one, other), (*cells, trend), float(len(own)), links))
    columns = (
        *("one", "other", "occasions", "first", "last", "medianGapDays", "longestGapDays"),
        *("undated", "lastThree", "threeBefore", "trend"),
    )
    notes = (f"the last three years are {last - 2} to {last}",) if last else ()
    spread = findings.ranges(_counts, ties)
    return Result("contacts", columns, "occasions", findings.ordered(found), spread, notes)


def _counts(ties: Ties) -> Scores:
    return {pair: float(len(own)) for pair, own in findings.by_pair(ties.ties).items()}


def _times(own: Sequence[Tie]) -> tuple[str, str, int | None, int | None, int]:
    begun = sorted(tie.span.first_day.isoformat() for tie in own if tie.span)
    between = gaps(own)
    ends = (begun[0], begun[-1]) if begun else ("not stated", "not stated")
    typical = int(median(between)) if between else None
    return (*ends, typical, max(between, default=None), len(own) - len(begun))


def gaps(own: Sequence[Tie]) -> list[int]:
    """Return the days between one beginning and the next, as far as dates are known by month."""
    starts = [tie.span.start for tie in own if tie.span and tie.span.start]
    days = sorted(start.first_day for start in starts if start.precision != "year")
    return [(b - a).days for a, b in pairwise(days)]


def _during(own: Sequence[Tie], first: int, end: int) -> int:
    return sum(first <= tie.span.first_day.year < end for tie in own if tie.span)
