"""Change points in yearly series: where a count shifts, tested, and said when it is too short."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from kg.analysis import findings
from kg.analysis.findings import RankedFinding, Result
from kg.analysis.measure import SEED, Asked, measure
from kg.analysis.projection import Tie, Ties

_SHORTEST = 8
_FEWEST = 8
_PERMUTATIONS = 4999
_LEVEL = 0.05


def asked_years(asked: Asked) -> dict[str, Any]:
    """Return the years of the cut, over which a series then goes, and the seed."""
    between = asked.cut.between
    return {**asked.options, **({"over": between.years} if between else {})}


@measure("changes", SEED, arguments=asked_years)
def changes(ties: Ties, *, over: range | None = None, seed: int = 1) -> Result:
    """
    Return for each kind of occasion, and for all, whether and where its yearly number shifts.

    One shift: A. N. Pettitt, "A non-parametric approach to the change-point problem", Applied
    Statistics 28 (1979), with its approximate p.  Since counts have ties and series are short, a
    permutation p of the same statistic stands beside it (4,999 permutations, seeded), and it
    decides, after the correction of S. Holm (Scandinavian Journal of Statistics 6, 1979) over all
    series tried.

    Both tests take the years for exchangeable if nothing changes: no trend, no dependence from
    year to year.  They find one shift, the largest.  Under eight years or eight occasions nothing
    is tested.  The counts are those of the sources at hand: a shift may be one of the collection.
    Years count as nothing if no source dates anything in them; the years are those asked for, or
    all from the first occasion to the newest source.
    """
    dated = [tie for tie in ties.ties if tie.span]
    kinds = {"all": dated}
    for kind in sorted({tie.kind for tie in dated}):
        kinds[kind] = [tie for tie in dated if tie.kind == kind]
    spread = over or ties.years
    series = {name: occasions_by_year(own, spread) for name, own in kinds.items()}
    shifts: dict[str, Shift] = {}
    for name, years in series.items():
        counts = [len(occasions) for occasions in years.values()]
        shift = pettitt(counts, seed) if sum(counts) >= _FEWEST else None
        if shift:
            shifts[name] = shift
    adjusted = holm({name: shift.permuted for name, shift in shifts.items()})
    found = []
    for name, years in series.items():
        tested = told_shift(years, shifts.get(name), adjusted.get(name))
        links = findings.links(tie for own in years.values() for tie in own.values())
        found.append(RankedFinding((name,), (name, *tested), 0.0, links))
    columns = (
        *("series", "years", "occasions", "lastYearBefore", "meanBefore", "meanAfter"),
        *("statistic", "p", "pPermuted", "pAdjusted", "verdict"),
    )
    return Result("changes", columns, "", tuple(found))


def occasions_by_year(dated: Iterable[Tie], spread: range) -> dict[int, dict[str, Tie]]:
    """Return the occasions that begin in each year, one tie for each."""
    found: dict[int, dict[str, Tie]] = {year: {} for year in spread}
    for tie in dated:
        if tie.span and tie.span.first_day.year in spread:
            found[tie.span.first_day.year].setdefault(tie.occasion, tie)
    return found


@dataclass(frozen=True)
class Shift:
    """The largest shift of a series: after which place, the statistic, and two p values."""

    place: int
    statistic: int
    approximate: float
    permuted: float


def told_shift(
    years: Mapping[int, Mapping[str, Tie]], shift: Shift | None, adjusted: float | None
) -> tuple[object, ...]:
    """Return the cells that tell of a series, from its years to what the tests say of it."""
    over, numbers = [*years], [len(occasions) for occasions in years.values()]
    period = f"{over[0]}–{over[-1]}" if over else "none"
    if shift is None or adjusted is None:
        return (period, sum(numbers), *[None] * 7, "too short or too few to test")
    place = shift.place
    means = (mean(numbers[:place] or [0]), mean(numbers[place:] or [0]))
    verdict = "shifts" if adjusted < _LEVEL else "no shift that chance would not give"
    tests = (shift.statistic, shift.approximate, shift.permuted, adjusted)
    when = over[place - 1] if place else None
    return (period, sum(numbers), when, *means, *tests, verdict)


def pettitt(values: Sequence[float], seed: int = 1) -> Shift | None:
    """Return the largest shift of a series with its p values; None if it is too short."""
    size = len(values)
    if size < _SHORTEST:
        return None
    place, statistic = largest_shift(values)
    approximate = min(1.0, 2 * math.exp(-6 * statistic**2 / (size**3 + size**2)))
    chance, mixed, reached = random.Random(seed), list(values), 1  # noqa: S311 - no secret
    for _ in range(_PERMUTATIONS):
        chance.shuffle(mixed)
        reached += largest_shift(mixed)[1] >= statistic
    return Shift(place, statistic, approximate, reached / (_PERMUTATIONS + 1))


def largest_shift(values: Sequence[float]) -> tuple[int, int]:
    """Return how many values lie before the largest shift, and Pettitt's K, from ranks."""
    ordered = sorted(values)
    counts = Counter(values)
    below = {v: ordered.index(v) for v in counts}
    # Twice the midrank, so that everything stays whole.
    ranks = [2 * below[v] + counts[v] + 1 for v in values]
    total, best, place = 0, 0, 0
    for number, rank in enumerate(ranks[:-1], 1):
        total += rank
        shift = abs(total - number * (len(values) + 1))
        if shift > best:
            best, place = shift, number
    return place, best


def holm(p: Mapping[str, float]) -> dict[str, float]:
    """Return p values corrected for their number."""
    found, least = {}, 0.0
    for place, name in enumerate(sorted(p, key=lambda n: (p[n], n))):
        least = max(least, min(1.0, p[name] * (len(p) - place)))
        found[name] = least
    return found
