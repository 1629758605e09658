"""Maps: states by how much they take part, and who meets whom, year by year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from kg.analysis.figures import canvas
from kg.analysis.figures.canvas import ACCENT, FAINT, INK, SMALL, SOFT, Picture, Sheet
from kg.analysis.figures.plot import BETWEEN, figure
from kg.model import geography
from kg.model.dates import PartialDate, Span
from kg.sparql.table import Table

_REGION = "Americas"
_FRAME = ((-120.0, -30.0), (-57.0, 34.0))
_STRETCH = 1.06
_CREDIT = ". Outlines: countryinfo"
# In degrees: narrower lands have their name beside them, tiny ones get a dot.
_NARROW, _TINY = 3.15, 0.6
_FEW = 8


@figure(
    "map",
    "in how many engagements each state takes part",
    "engagements-by-state",
    credit=_CREDIT,
)
def intensity(rows: Table, foot: str) -> Picture:
    """Return a map of the hemisphere: in how many engagements each state takes part."""
    items = {(row["code"], row["itemId"]) for row in rows.dicts() if row["code"]}
    counts = Counter(code for code, _ in items)
    names = {row["code"]: row["state"] for row in rows.dicts()}
    outlines = geography.outlines(_REGION)
    # The least number of each shade: steps that grow, up to the largest number.
    most = max((count for code, count in counts.items() if code in outlines), default=1)
    steps = [step for step in (1, 2, 5, 10, 20, 50) if step <= most]

    def tone(code: str) -> str:
        reached = [place for place, step in enumerate(steps) if counts[code] >= step]
        return canvas.SHADES[reached[-1]] if reached else canvas.PAPER

    def paint(sheet: Sheet) -> None:
        axes = sheet.plain(0.3, 0.05, sheet.width - 0.6, sheet.depth - 0.1)
        axes.set(xlim=_FRAME[0], ylim=_FRAME[1])
        axes.set_aspect(_STRETCH)
        for code, land in outlines.items():
            draw_land(axes, land, tone(code))
        beside: dict[bool, list[tuple[float, float, str]]] = {True: [], False: []}
        for code in sorted(counts):
            place, rings = geography.middle(code), outlines.get(code)
            if place is None or rings is None or code == "CAN":
                continue
            x, y = place[0], min(place[1], _FRAME[1][1] - 2)
            if breadth(rings) >= _NARROW:
                words, ink = f"{names[code]}\n{counts[code]}", canvas.ink_on(tone(code))
                style = {"ha": "center", "va": "center", "size": 7, "linespacing": 1.0}
                axes.text(x, y, words, color=ink, **style)
                continue
            if breadth(rings) < _TINY:
                axes.plot(x, y, "o", ms=5, mfc=tone(code), mec=INK, mew=0.5, zorder=3)
            pacific_is_nearer = (y < 17.8 and x < -78) or (y < -15 and x < -66)
            beside[pacific_is_nearer].append((x, y, f"{names[code]}  {counts[code]}"))
        for west, labels in beside.items():
            draw_margin(axes, labels, west)
        draw_scale(axes, steps)

    subtitle = (
        "Number of different engagements, agreements and partnerships in which each state takes\n"
        "part, all years. White: no source of the graph tells of any. Small islands are dots."
    )
    return Picture("map", "Where cooperation is reported", subtitle, foot, (7.4, 9.2), rows, paint)


def draw_land(axes: Any, rings: Sequence[geography.Ring], tone: str) -> None:
    """Fill the outlines of a land."""
    for ring in rings:
        axes.fill(*zip(*ring, strict=True), facecolor=tone, edgecolor=SOFT, lw=0.35)


def draw_margin(axes: Any, labels: Sequence[tuple[float, float, str]], west: bool) -> None:
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


def breadth(rings: Sequence[geography.Ring]) -> float:
    """Return how broad a land is on the average, in degrees: its area by its height."""
    largest = max(rings, key=area, default=[])
    ys = [y for _, y in largest]
    return area(largest) / (max(ys) - min(ys)) if ys else 0.0


def area(ring: geography.Ring) -> float:
    """Return the area inside an outline, in square degrees."""
    ends = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in ends)) / 2


def draw_scale(axes: Any, steps: Sequence[int]) -> None:
    """Draw which shade stands for how many."""
    for i, step in enumerate(steps):
        x, y = -117.0, -30.0 - 3.2 * i
        shade = canvas.SHADES[i]
        canvas.box(axes, (x, x + 4), (y, y + 2.6), facecolor=shade, edgecolor=SOFT, lw=0.4)
        upper = f"–{steps[i + 1] - 1}" if i + 1 < len(steps) and steps[i + 1] - 1 > step else ""
        told = f"{step}{upper}" if i + 1 < len(steps) else f"{step} or more"
        axes.text(x + 5, y + 1.3, told, va="center", size=SMALL)


@figure(
    "years",
    "who took part together, a small map for each year",
    "engagements-by-state",
    BETWEEN,
    credit=_CREDIT,
)
def years(rows: Table, foot: str, *, between: Span | None = None) -> Picture:
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
            draw_year(axes, one, [r for r in dated if begun[r["from"]] == one])

    subtitle = (
        "A line joins two states that took part in the same engagement or agreement begun in the\n"
        "year; the thicker, the more. Of occasions of over eight states only dots are shown.\n"
        "States outside the hemisphere are left out."
    )
    kept = [t for t, r in zip(rows.terms, rows.dicts(), strict=True) if r in dated]
    table = Table(rows.columns, kept)
    return Picture("years", "The network, year by year", subtitle, foot, size, table, paint)


def draw_year(axes: Any, one: int, dated: Sequence[Mapping[str, Any]]) -> None:
    """Draw who took part in the same occasions of a year, and its number of occasions."""
    axes.set(xlim=_FRAME[0], ylim=_FRAME[1])
    axes.set_aspect(_STRETCH)
    for rings in geography.outlines(_REGION).values():
        draw_land(axes, rings, "#f3f3f3")
    there: dict[str, set[str]] = {}
    for row in dated:
        there.setdefault(row["itemId"], set()).add(row["code"])
    few = [sorted(codes) for codes in there.values() if len(codes) <= _FEW]
    joined = Counter(pair for codes in few for pair in combinations(codes, 2))
    for pair, count in joined.items():
        ends = [place for place in map(place_of, pair) if place]
        if len(ends) == 2:
            axes.plot(*zip(*ends, strict=True), color=ACCENT, lw=0.5 + 0.55 * count, alpha=0.7)
    present = Counter(code for codes in there.values() for code in codes)
    for code, count in sorted(present.items()):
        if place := place_of(code):
            axes.plot(*place, "o", ms=2.2 + 0.8 * count**0.5, mfc=ACCENT, mec="white", mew=0.4)
    axes.text(-119, -50, str(one), size=13, weight="bold")
    occasions = f"{len(there)} occasion{'s' if len(there) != 1 else ''}"
    axes.text(-119, -55, occasions, size=SMALL, color=SOFT)
    axes.plot([-120, -30], [-57, -57], color=FAINT, lw=0.8)


def place_of(code: str) -> tuple[float, float] | None:
    """Return where a state of the hemisphere stands; in the north, at the edge of the map."""
    place = geography.middle(code)
    return (max(place[0], -100.0), min(place[1], 33.0)) if place and place[0] < -30 else None
