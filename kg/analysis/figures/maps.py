"""Maps: states by how much they take part, and who meets whom, year by year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from kg.analysis.figures import canvas
from kg.analysis.figures.canvas import ACCENT, FAINT, INK, SMALL, SOFT, Picture, Sheet
from kg.model import geography
from kg.model.dates import PartialDate, Span
from kg.sparql.table import Table

_REGION = "Americas"
_FRAME = ((-120.0, -30.0), (-57.0, 34.0))
_STRETCH = 1.06
# In degrees: narrower lands have their name beside them, tiny ones get a dot.
_NARROW, _TINY = 3.15, 0.6


def intensity(rows: Table, foot: str) -> Picture:
    """Return a map of the hemisphere: in how many engagements each state takes part."""
    counts = _counts(rows)
    names = {row["code"]: row["state"] for row in rows.dicts()}
    steps = _steps([count for code, count in counts.items() if code in geography.outlines(_REGION)])

    def paint(sheet: Sheet) -> None:
        axes = sheet.plain(0.3, 0.05, sheet.width - 0.6, sheet.depth - 0.1)
        axes.set(xlim=_FRAME[0], ylim=_FRAME[1])
        axes.set_aspect(_STRETCH)
        for code, rings in geography.outlines(_REGION).items():
            _land(axes, rings, _tone(counts.get(code, 0), steps))
        _numbers(axes, counts, names, steps)
        _scale(axes, steps)

    subtitle = (
        "Number of different engagements, agreements and partnerships in which each state takes\n"
        "part, all years. White: no source of the graph tells of any. Small islands are dots."
    )
    return Picture("map", "Where cooperation is reported", subtitle, foot, (7.4, 9.2), rows, paint)


def _counts(rows: Table) -> Counter[str]:
    return Counter(
        code for code, _ in {(r["code"], r["itemId"]) for r in rows.dicts() if r["code"]}
    )


def _steps(counts: Sequence[int]) -> list[int]:
    """Return the least number of each shade: steps that grow, up to the largest number."""
    most = max(counts, default=1)
    return [s for s in (1, 2, 5, 10, 20, 50) if s <= most]


def _tone(count: int, steps: Sequence[int]) -> str:
    reached = [i for i, step in enumerate(steps) if count >= step]
    return canvas.SHADES[reached[-1]] if reached else canvas.PAPER


def _land(axes: Any, rings: Sequence[geography.Ring], tone: str) -> None:
    for ring in rings:
        axes.fill(*zip(*ring, strict=True), facecolor=tone, edgecolor=SOFT, lw=0.35)


def _numbers(
    axes: Any, counts: Mapping[str, int], names: Mapping[str, str], steps: Sequence[int]
) -> None:
    """Write names and numbers: on the land where there is room, else beside it."""
    beside: dict[bool, list[tuple[float, float, str]]] = {True: [], False: []}
    for code in sorted(counts):
        place, rings = geography.middle(code), geography.outlines(_REGION).get(code)
        if place is None or rings is None or code == "CAN":
            continue
        x, y = place[0], min(place[1], _FRAME[1][1] - 2)
        tone = _tone(counts[code], steps)
        if _breadth(rings) >= _NARROW:
            words = f"{names[code]}\n{counts[code]}"
            ink = canvas.on(tone)
            axes.text(x, y, words, ha="center", va="center", size=7, color=ink, linespacing=1.0)
            continue
        if _breadth(rings) < _TINY:
            axes.plot(x, y, "o", ms=5, mfc=tone, mec=INK, mew=0.5, zorder=3)
        beside[_is_west(x, y)].append((x, y, f"{names[code]}  {counts[code]}"))
    for west, labels in beside.items():
        _margin(axes, labels, west)


def _is_west(x: float, y: float) -> bool:
    """Return whether the nearer open sea is the Pacific."""
    return (y < 17.8 and x < -78) or (y < -15 and x < -66)


def _margin(axes: Any, labels: Sequence[tuple[float, float, str]], west: bool) -> None:
    """Write labels out at sea, apart from each other, each with a line to its land."""
    # What lies further west goes higher on the eastern side, so that lines do not cross.
    ordered = sorted(labels, key=lambda label: label[1] - (0 if west else 0.3 * label[0]))
    heights = canvas.apart([y - 4 * (west and y > 0) for _, y, _ in ordered], 1.75)
    for (x, y, words), height in zip(ordered, heights, strict=True):
        end = (
            min(x - 6, -97.0 if y > 0 else x - 6) if west else max(x + 5, -56.0 if y > 8 else x + 5)
        )
        axes.plot([x, end], [y, height], color=SOFT, lw=0.45, zorder=2)
        side = "right" if west else "left"
        axes.text(end + (-0.4 if west else 0.4), height, words, ha=side, va="center", size=6.8)


def _breadth(rings: Sequence[geography.Ring]) -> float:
    """Return how broad a land is on the average, in degrees: its area by its height."""
    largest = max(rings, key=_area, default=[])
    ys = [y for _, y in largest]
    return _area(largest) / (max(ys) - min(ys)) if ys else 0.0


def _area(ring: geography.Ring) -> float:
    ends = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in ends)) / 2


def _scale(axes: Any, steps: Sequence[int]) -> None:
    for i, step in enumerate(steps):
        x, y = -117.0, -30.0 - 3.2 * i
        corners = ([x, x + 4, x + 4, x], [y, y, y + 2.6, y + 2.6])
        axes.fill(*corners, facecolor=canvas.SHADES[i], edgecolor=SOFT, lw=0.4)
        upper = f"–{steps[i + 1] - 1}" if i + 1 < len(steps) and steps[i + 1] - 1 > step else ""
        told = f"{step}{upper}" if i + 1 < len(steps) else f"{step} or more"
        axes.text(x + 5, y + 1.3, told, va="center", size=SMALL)


def years(rows: Table, foot: str, between: Span | None) -> Picture:
    """Return who took part in the same engagement, a small map for each year."""
    shown = between.years if between else range(2018, 2027)
    begun = {r["from"]: PartialDate(r["from"]).year for r in rows.dicts() if r["from"]}
    dated = [r for r in rows.dicts() if begun.get(r["from"]) in shown and r["code"]]
    columns = min(3, len(shown))
    lines = -(-len(shown) // columns)
    size = (0.7 + 2.75 * columns, 1.85 + 3.25 * lines)

    def paint(sheet: Sheet) -> None:
        for i, one in enumerate(shown):
            left, top = 0.35 + 2.75 * (i % columns), 0.2 + 3.25 * (i // columns)
            axes = sheet.plain(left, top, 2.65, 3.15)
            _year(axes, one, [r for r in dated if begun[r["from"]] == one])

    subtitle = (
        "A line joins two states that took part in the same engagement or agreement begun in the\n"
        "year; the thicker, the more. Of occasions of over eight states only dots are shown.\n"
        "States outside the hemisphere are left out."
    )
    kept = [t for t, r in zip(rows.terms, rows.dicts(), strict=True) if r in dated]
    table = Table(rows.columns, kept)
    return Picture("years", "The network, year by year", subtitle, foot, size, table, paint)


def _year(axes: Any, one: int, dated: Sequence[Mapping[str, Any]]) -> None:
    axes.set(xlim=_FRAME[0], ylim=_FRAME[1])
    axes.set_aspect(_STRETCH)
    for rings in geography.outlines(_REGION).values():
        _land(axes, rings, "#f3f3f3")
    there = Counter(code for code, _ in {(r["code"], r["itemId"]) for r in dated})
    for (a, b), count in _joined(dated).items():
        ends = [p for p in (_place(a), _place(b)) if p]
        if len(ends) == 2:
            axes.plot(*zip(*ends, strict=True), color=ACCENT, lw=0.5 + 0.55 * count, alpha=0.7)
    for code, count in sorted(there.items()):
        place = _place(code)
        if place:
            axes.plot(*place, "o", ms=2.2 + 0.8 * count**0.5, mfc=ACCENT, mec="white", mew=0.4)
    items = len({r["itemId"] for r in dated})
    axes.text(-119, -50, str(one), size=13, weight="bold")
    axes.text(-119, -55, f"{items} occasion{'s' if items != 1 else ''}", size=SMALL, color=SOFT)
    axes.plot([-120, -30], [-57, -57], color=FAINT, lw=0.8)


def _place(code: str) -> tuple[float, float] | None:
    place = geography.middle(code)
    # The north is cut off: its states stand at the edge.
    return (max(place[0], -100.0), min(place[1], 33.0)) if place and place[0] < -30 else None


def _joined(dated: Sequence[Mapping[str, Any]], most: int = 8) -> Counter[tuple[str, str]]:
    there: dict[str, set[str]] = {}
    for row in dated:
        there.setdefault(row["itemId"], set()).add(row["code"])
    return Counter(
        pair
        for codes in there.values()
        if len(codes) <= most
        for pair in combinations(sorted(codes), 2)
    )
