"""Ties over time: first and last contact, rhythm, gaps, rise and fall."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kg.analysis import findings
from kg.analysis.findings import RankedFinding, Result, Scores
from kg.analysis.measure import measure
from kg.analysis.projection import Tie, Ties

_WINDOW = 3


@measure("contacts")
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
    for (one, other), own in ties.by_pair.items():
        begun = sorted(tie.span.first_day for tie in own if tie.span)
        ends = (str(begun[0]), str(begun[-1])) if begun else ("not stated", "not stated")
        between = gaps(own)
        rhythm = (int(median(between)) if between else None, max(between, default=None))
        now, before = (
            sum(0 <= day.year - first < _WINDOW for day in begun) for first in (last - 2, last - 5)
        )
        trend = "" if now == before else "rises" if now > before else "falls"
        who, number = (ties.label(one), ties.label(other)), float(len(own))
        cells = (*who, number, *ends, *rhythm, len(own) - len(begun), now, before, trend)
        found.append(RankedFinding((one, other), cells, number, findings.links(own)))
    columns = (
        *("one", "other", "occasions", "first", "last", "medianGapDays", "longestGapDays"),
        *("undated", "lastThree", "threeBefore", "trend"),
    )
    notes = (f"the last three years are {last - 2} to {last}",) if last else ()

    def scores(tried: Ties) -> Scores:
        return {pair: float(len(own)) for pair, own in tried.by_pair.items()}

    spread = findings.ranges(scores, ties)
    return Result("contacts", columns, "occasions", findings.ordered(found), spread, notes)


def gaps(own: Sequence[Tie]) -> list[int]:
    """Return the days between one beginning and the next, as far as dates are known by month."""
    starts = [tie.span.start for tie in own if tie.span and tie.span.start]
    days = sorted(start.first_day for start in starts if start.precision != "year")
    return [(b - a).days for a, b in pairwise(days)]
