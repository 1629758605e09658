"""Bars stacked over fiscal years: the training of countries by programme, their aid by account."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.analysis.figures import canvas
from kg.analysis.figures.canvas import ACCENT, FAINT, INK, SHADES, SMALL, SOFT, WARM, Picture, Sheet
from kg.model.dates import Span
from kg.sparql.table import Table

Years = tuple[int, int]
# Neighbours differ in lightness or hatching, so that they are told apart in grey too.
_TONES = (
    (SHADES[5], ""),
    (SHADES[2], ""),
    (WARM, ""),
    (SHADES[0], "////"),
    (SHADES[3], ""),
    ("#f0cd8c", ""),
    ("#8b97a4", "...."),
)
_REST = "all others"
_ACROSS, _PANELS = 3, 12
_TINY, _NAMES = 6.0, 8.0


@dataclass(frozen=True)
class Stack:
    """What is stacked: the column of the groups, that of the numbers, their unit, the source."""

    name: str
    title: str
    group: str
    number: str
    unit: str
    step: int
    about: str
    source: str


TRAINED = Stack(
    "training",
    "People trained by the United States",
    "programme",
    "people",
    "people",
    1,
    "as the Foreign Military Training Report prints them",
    "foreign-military-training-report",
)
SPENT = Stack(
    "training",
    "Cost of training by the United States",
    "programme",
    "cost",
    "million US dollars of the year",
    1_000_000,
    "as the Foreign Military Training Report prints it",
    "foreign-military-training-report",
)
AID = Stack(
    "aid",
    "Military aid of the United States",
    "account",
    "constantObligated",
    "million constant US dollars",
    1_000_000,
    "obligations without inflation, as U.S. Overseas Loans and Grants reckons it",
    "us-overseas-loans-and-grants",
)


class _Heights:
    """The sums of rows by country, year and group, and how many rows only tell of plans."""

    def __init__(self, stack: Stack, rows: Table, between: Span | None) -> None:
        self.sums: dict[tuple[str, int, str], float] = defaultdict(float)
        self.planned: dict[tuple[str, int], int] = defaultdict(int)
        asked = (between or Span()).years
        for row in rows.dicts():
            country, year = str(row["country"]), int(row["year"])
            if year in asked:
                number = float(row[stack.number] or 0)
                self.sums[country, year, str(row[stack.group])] += number
                self.planned[country, year] += int(row.get("planned") or 0)
        years = [year for _, year, _ in self.sums] or [0]
        self.years: Years = (min(years), max(years))

    def of(self, country: str, year: int = 0, group: str = "") -> float:
        """Return the sum of a country, in all years and groups if none is given."""
        return sum(
            number
            for (c, y, g), number in self.sums.items()
            if c == country and year in (0, y) and group in ("", g)
        )

    def largest(self, place: int) -> list[str]:
        """Return what stands at a place of the keys, that of the largest sum first."""
        found: dict[str, float] = defaultdict(float)
        for key, number in self.sums.items():
            found[str(key[place])] += number
        return sorted(found, key=lambda one: (-found[one], one))


def stacked(stack: Stack, rows: Table, foot: str, between: Span | None) -> Picture:
    """Return the years of the one country of some rows, each bar with its sum."""
    heights = _Heights(stack, rows, between)
    country = next(iter(heights.largest(0)), "")
    groups = heights.largest(2)

    def paint(sheet: Sheet) -> None:
        down = _key(sheet, groups)
        axes = sheet.axes(0.75, down, sheet.width - 1.1, sheet.depth - down - 0.3)
        _bars(axes, heights, country, groups)
        for year in range(heights.years[0], heights.years[1] + 1):
            _told(axes, heights, stack, country, year)
        _years(axes, heights.years)
        _scale(axes, stack)
        sheet.bare(axes, "bottom")

    title = f"{stack.title}: {country or 'not stated'}"
    told = f"{_subtitle(stack, heights)} In all years: {_number(heights.of(country), stack)}."
    return Picture(stack.name, title, told, foot, (9.2, 5.4), rows, paint)


def panels(stack: Stack, rows: Table, foot: str, top: int | None, between: Span | None) -> Picture:
    """Return a small chart for each of the countries with the largest sums, each on its scale."""
    heights = _Heights(stack, rows, between)
    countries, groups = heights.largest(0)[: top or _PANELS], heights.largest(2)
    down = -(-len(countries) // _ACROSS)
    size = (9.2, 2.8 + 1.45 * max(down, 1))

    def paint(sheet: Sheet) -> None:
        head = _key(sheet, groups)
        wide, high = (sheet.width - 0.7) / _ACROSS, (sheet.depth - head) / max(down, 1)
        for place, country in enumerate(countries):
            left, top_ = 0.35 + place % _ACROSS * wide, head + place // _ACROSS * high
            axes = sheet.axes(left + 0.42, top_ + 0.24, wide - 0.62, high - 0.52)
            _bars(axes, heights, country, groups)
            total = _number(heights.of(country), stack)
            axes.set_title(f"{country}  {total}", loc="left", size=_NAMES, color=INK, pad=4)
            _plans(axes, heights, country)
            _years(axes, heights.years, few=True)
            _scale(axes, stack)
            sheet.bare(axes, "bottom")

    title = f"{stack.title}, by country"
    told = f"{_subtitle(stack, heights)} Scales differ; beside each country, its sum."
    return Picture(stack.name, title, told, foot, size, rows, paint)


def _subtitle(stack: Stack, heights: _Heights) -> str:
    first, last = heights.years
    planned = sum(heights.planned.values())
    plans = f"; {planned:,} rows that only tell of plans are left out of years with a p"
    said = f"{stack.unit[0].upper()}{stack.unit[1:]} by fiscal year and {stack.group}"
    told = stack.about[0].upper() + stack.about[1:]
    return f"{said}, {first}–{last}{plans if planned else ''}.\n{told}."


def _key(sheet: Sheet, groups: Sequence[str]) -> float:
    """Draw what the tones stand for, and return how deep that reaches."""
    shown = [*groups[: len(_TONES)], *([_REST] if len(groups) > len(_TONES) else [])]
    lines = -(-len(shown) // 2)
    axes = sheet.plain(0.35, 0.08, sheet.width - 0.7, 0.19 * max(lines, 1))
    axes.set(xlim=(0, 2), ylim=(max(lines, 1), 0))
    for place, group in enumerate(shown):
        x, y = place // max(lines, 1), place % max(lines, 1) + 0.5
        fill, hatch = _tone(place)
        corners = ([x, x + 0.035, x + 0.035, x], [y - 0.32, y - 0.32, y + 0.32, y + 0.32])
        axes.fill(*corners, facecolor=fill, hatch=hatch, edgecolor=INK, lw=0.4)
        axes.text(x + 0.05, y, canvas.wrap(group, 64, 1), va="center", size=SMALL)
    return 0.19 * lines + 0.28


def _tone(place: int) -> tuple[str, str]:
    return _TONES[place] if place < len(_TONES) else (canvas.PAPER, "")


def _bars(axes: Any, heights: _Heights, country: str, groups: Sequence[str]) -> None:
    own: Mapping[tuple[int, int], float] = _stacked(heights, country, groups)
    bottoms: dict[int, float] = defaultdict(float)
    wide = 0.76 if heights.years[1] - heights.years[0] < 40 else 1
    for (place, year), number in sorted(own.items()):
        fill, hatch = _tone(place)
        style = {"facecolor": fill, "hatch": hatch, "edgecolor": INK, "lw": 0.25}
        axes.bar(year, number, wide, bottoms[year], **style)
        bottoms[year] += number
    axes.set_ylim(0, max([*bottoms.values(), 1]) * 1.12)


def _stacked(
    heights: _Heights, country: str, groups: Sequence[str]
) -> Mapping[tuple[int, int], float]:
    """Return the heights of a country by place of the group and year; the rest has the last."""
    places = {group: min(place, len(_TONES)) for place, group in enumerate(groups)}
    own: dict[tuple[int, int], float] = defaultdict(float)
    for (state, year, group), number in heights.sums.items():
        if state == country and number:
            own[places[group], year] += number
    return own


def _told(axes: Any, heights: _Heights, stack: Stack, country: str, year: int) -> None:
    """Write the sum of a year above its bar, and how many rows of plans are not in it."""
    total, plans = heights.of(country, year), heights.planned[country, year]
    if heights.years[1] - heights.years[0] >= 40:
        return
    words = _number(total, stack) if total else ""
    if plans:
        words = f"{plans} p\n{words}"
    style = {"ha": "center", "size": _TINY, "color": INK}
    axes.annotate(words, (year, total), (0, 2), textcoords="offset points", **style)


def _plans(axes: Any, heights: _Heights, country: str) -> None:
    for (state, year), rows in heights.planned.items():
        if state == country and rows:
            place, offset = (year, heights.of(country, year)), (0, 1)
            style = {"ha": "center", "size": _TINY, "color": ACCENT}
            axes.annotate("p", place, offset, textcoords="offset points", **style)


def _years(axes: Any, years: Years, *, few: bool = False) -> None:
    first, last = years
    axes.set_xlim(first - 0.7, last + 0.7)
    step = 1 if last - first < 24 and not few else 5 if last - first < 24 else 10
    marks = [year for year in range(first, last + 1) if step == 1 or year % step == 0]
    axes.set_xticks(marks, [str(year) for year in marks], size=_TINY if few else SMALL)


def _scale(axes: Any, stack: Stack) -> None:
    axes.locator_params(axis="y", nbins=4)
    marks = [mark for mark in axes.get_yticks() if mark <= axes.get_ylim()[1]]
    axes.set_yticks(marks, [f"{mark / stack.step:,g}" for mark in marks])
    axes.tick_params(axis="y", labelsize=_TINY, colors=SOFT)
    axes.grid(axis="y", color=FAINT, lw=0.5)
    axes.set_axisbelow(True)


def _number(value: float, stack: Stack) -> str:
    """Return a sum as it is written: whole, or in millions to the tenth."""
    if stack.step == 1:
        return f"{value:,.0f}"
    return f"{value / stack.step:,.1f}"
