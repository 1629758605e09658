"""Change points in yearly series: where a count shifts, tested, and said when it is too short."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import mean

from kg.analysis import findings
from kg.analysis.centrality import years
from kg.analysis.findings import Finding, Result
from kg.analysis.projection import Tie, Ties

_SHORTEST = 8
_FEWEST = 8
_PERMUTATIONS = 4999
_LEVEL = 0.05


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
    spread = over or years(ties)
    series = dict(_series(ties, spread))
    tested = {n: _tested([len(c) for c in s.values()], seed) for n, s in series.items()}
    adjusted = holm({n: t.permuted for n, t in tested.items() if t})
    found = []
    for name, counts in series.items():
        cells = (name, *_cells([*spread], counts, tested[name], adjusted.get(name)))
        links = findings.links(tie for own in counts.values() for tie in own.values())
        found.append(Finding((name,), cells, 0.0, links))
    columns = (
        *("series", "years", "occasions", "lastYearBefore", "meanBefore", "meanAfter"),
        *("statistic", "p", "pPermuted", "pAdjusted", "verdict"),
    )
    return Result("changes", columns, "", tuple(found))


class Shift:
    """The largest shift of a series: after which place, the statistic, and two p values."""

    def __init__(self, place: int, statistic: int, approximate: float, permuted: float) -> None:
        self.place, self.statistic = place, statistic
        self.approximate, self.permuted = approximate, permuted


def pettitt(values: Sequence[float], seed: int = 1) -> Shift | None:
    """Return the largest shift of a series with its p values; None if it is too short."""
    size = len(values)
    if size < _SHORTEST:
        return None
    place, statistic = _largest(values)
    approximate = min(1.0, 2 * math.exp(-6 * statistic**2 / (size**3 + size**2)))
    chance, mixed, reached = random.Random(seed), list(values), 1  # noqa: S311 - no secret
    for _ in range(_PERMUTATIONS):
        chance.shuffle(mixed)
        reached += _largest(mixed)[1] >= statistic
    return Shift(place, statistic, approximate, reached / (_PERMUTATIONS + 1))


def _tested(counts: Sequence[int], seed: int) -> Shift | None:
    return pettitt(counts, seed) if sum(counts) >= _FEWEST else None


def _largest(values: Sequence[float]) -> tuple[int, int]:
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


def _series(ties: Ties, spread: range) -> Iterator[tuple[str, dict[int, dict[str, Tie]]]]:
    """Yield the occasions that begin in each year, one tie for each, of all and by kind."""
    dated = [tie for tie in ties.ties if tie.span]
    yield "all", _by_year(dated, spread)
    for kind in sorted({tie.kind for tie in dated}):
        yield kind, _by_year((tie for tie in dated if tie.kind == kind), spread)


def _by_year(dated: Iterable[Tie], spread: range) -> dict[int, dict[str, Tie]]:
    found: dict[int, dict[str, Tie]] = {year: {} for year in spread}
    for tie in dated:
        year = tie.span.first_day.year if tie.span else None
        if year is not None and year in spread:
            found[year].setdefault(tie.occasion, tie)
    return found


def _cells(
    spread: Sequence[int],
    counts: Mapping[int, Mapping[str, Tie]],
    shift: Shift | None,
    adjusted: float | None,
) -> tuple[object, ...]:
    numbers = [len(found) for found in counts.values()]
    period = f"{spread[0]}–{spread[-1]}" if spread else "none"
    if shift is None or adjusted is None:
        return (period, sum(numbers), *[None] * 7, "too short or too few to test")
    place = shift.place
    means = (mean(numbers[:place] or [0]), mean(numbers[place:] or [0]))
    verdict = "shifts" if adjusted < _LEVEL else "no shift that chance would not give"
    tests = (shift.statistic, shift.approximate, shift.permuted, adjusted)
    when = spread[place - 1] if place else None
    return (period, sum(numbers), when, *means, *tests, verdict)
