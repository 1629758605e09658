"""Bars stacked over fiscal years: the training of countries by programme, their aid by account."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from kg.analysis.figures import canvas
from kg.analysis.figures.canvas import ACCENT, FAINT, INK, SHADES, SMALL, SOFT, WARM, Picture, Sheet
from kg.analysis.figures.plot import BETWEEN, TOP, figure
from kg.analysis.options import Option
from kg.model.dates import Span
from kg.sparql.table import Table

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
# Over so many years bars touch, and no sum is written on them.
_MANY = 40


@dataclass(frozen=True)
class Stack:
    """What is stacked: the column of the groups, that of the numbers, and their unit."""

    name: str
    title: str
    group: str
    number: str
    unit: str
    step: int
    about: str

    def spelled(self, value: float) -> str:
        """Return a sum as it is written: whole, or in millions to the tenth."""
        return f"{value:,.0f}" if self.step == 1 else f"{value / self.step:,.1f}"


TRAINED = Stack(
    "training",
    "People trained by the United States",
    "programme",
    "people",
    "people",
    1,
    "as the Foreign Military Training Report prints them",
)
SPENT = Stack(
    "training",
    "Cost of training by the United States",
    "programme",
    "cost",
    "million US dollars of the year",
    1_000_000,
    "as the Foreign Military Training Report prints it",
)
AID = Stack(
    "aid",
    "Military aid of the United States",
    "account",
    "constantObligated",
    "million constant US dollars",
    1_000_000,
    "obligations without inflation, as U.S. Overseas Loans and Grants reckons it",
)


COUNTRY = Option("country", "Only this country.")
COST = Option("cost", "The cost instead of the people.", bool)


@figure(
    "training",
    "people trained by country, fiscal year and programme",
    "people-trained",
    *(COUNTRY, COST, TOP, BETWEEN),
    parameters={"country": "country"},
    table="source/foreign-military-training-report",
)
def training(
    rows: Table,
    foot: str,
    *,
    country: str = "",
    cost: bool = False,
    top: int | None = None,
    between: Span | None = None,
) -> Picture:
    """Return the people trained, or what that cost, of one country or of those with the most."""
    stack = SPENT if cost else TRAINED
    if country:
        return stacked(stack, rows, foot, between)
    return panels(stack, rows, foot, top, between)


@figure(
    "aid",
    "military aid in constant dollars by country, fiscal year and account",
    "aid-by-year",
    *(COUNTRY, TOP, BETWEEN),
    parameters={"country": "country"},
    table="source/us-overseas-loans-and-grants",
)
def aid(
    rows: Table,
    foot: str,
    *,
    country: str = "",
    top: int | None = None,
    between: Span | None = None,
) -> Picture:
    """Return the military aid of one country, or of those with the most."""
    if country:
        return stacked(AID, rows, foot, between)
    return panels(AID, rows, foot, top, between)


def stacked(stack: Stack, rows: Table, foot: str, between: Span | None) -> Picture:
    """Return the years of the one country of some rows, each bar with its sum."""
    bars = _Bars(stack, rows, between)
    country = next(iter(bars.largest(0)), "")

    def paint(sheet: Sheet) -> None:
        down = bars.draw_key(sheet)
        axes = sheet.axes(0.75, down, sheet.width - 1.1, sheet.depth - down - 0.3)
        bars.draw(axes, country)
        for year in bars.years if len(bars.years) <= _MANY else ():
            total, plans = bars.total(country, year), bars.planned[country, year]
            words = stack.spelled(total) if total else ""
            words = f"{plans} p\n{words}" if plans else words
            style = {"ha": "center", "size": _TINY, "color": INK}
            axes.annotate(words, (year, total), (0, 2), textcoords="offset points", **style)
        bars.draw_scales(axes)
        sheet.bare(axes, "bottom")

    title = f"{stack.title}: {country or 'not stated'}"
    told = f"{bars.subtitle} In all years: {stack.spelled(bars.total(country))}."
    return Picture(stack.name, title, told, foot, (9.2, 5.4), rows, paint)


def panels(stack: Stack, rows: Table, foot: str, top: int | None, between: Span | None) -> Picture:
    """Return a small chart for each of the countries with the largest sums, each on its scale."""
    bars = _Bars(stack, rows, between)
    countries = bars.largest(0)[: top or _PANELS]
    down = -(-len(countries) // _ACROSS)
    size = (9.2, 2.8 + 1.45 * max(down, 1))

    def paint(sheet: Sheet) -> None:
        head = bars.draw_key(sheet)
        wide, high = (sheet.width - 0.7) / _ACROSS, (sheet.depth - head) / max(down, 1)
        for place, country in enumerate(countries):
            left, above = 0.35 + place % _ACROSS * wide, head + place // _ACROSS * high
            axes = sheet.axes(left + 0.42, above + 0.24, wide - 0.62, high - 0.52)
            bars.draw(axes, country)
            total = stack.spelled(bars.total(country))
            axes.set_title(f"{country}  {total}", loc="left", size=_NAMES, color=INK, pad=4)
            for (state, year), plans in bars.planned.items():
                if state == country and plans:
                    style = {"ha": "center", "size": _TINY, "color": ACCENT}
                    top_of_bar = (year, bars.total(country, year))
                    axes.annotate("p", top_of_bar, (0, 1), textcoords="offset points", **style)
            bars.draw_scales(axes, small=True)
            sheet.bare(axes, "bottom")

    title = f"{stack.title}, by country"
    told = f"{bars.subtitle} Scales differ; beside each country, its sum."
    return Picture(stack.name, title, told, foot, size, rows, paint)


class _Bars:
    """The sums of rows by country, year and group, as bars; rows of plans are only counted."""

    def __init__(self, stack: Stack, rows: Table, between: Span | None) -> None:
        self._stack = stack
        self._sums: dict[tuple[str, int, str], float] = defaultdict(float)
        self.planned: dict[tuple[str, int], int] = defaultdict(int)
        asked = (between or Span()).years
        for row in rows.dicts():
            country, year = str(row["country"]), int(row["year"])
            if year in asked:
                number = float(row[stack.number] or 0)
                self._sums[country, year, str(row[stack.group])] += number
                self.planned[country, year] += int(row.get("planned") or 0)
        years = [year for _, year, _ in self._sums] or [0]
        self.years = range(min(years), max(years) + 1)
        self._groups = self.largest(2)

    def total(self, country: str, year: int | None = None) -> float:
        """Return the sum of a country, in all years if none is given."""
        return sum(
            number
            for (one, then, _), number in self._sums.items()
            if one == country and year in (None, then)
        )

    def largest(self, place: int) -> list[str]:
        """Return what stands at a place of the keys, that of the largest sum first."""
        found: dict[str, float] = defaultdict(float)
        for key, number in self._sums.items():
            found[str(key[place])] += number
        return sorted(found, key=lambda one: (-found[one], one))

    @property
    def subtitle(self) -> str:
        """What is drawn, of which years, and what is left out."""
        stack, planned = self._stack, sum(self.planned.values())
        plans = f"; {planned:,} rows that only tell of plans are left out of years with a p"
        said = f"{stack.unit[0].upper()}{stack.unit[1:]} by fiscal year and {stack.group}"
        told = stack.about[0].upper() + stack.about[1:]
        return f"{said}, {self.years[0]}–{self.years[-1]}{plans if planned else ''}.\n{told}."

    def draw_key(self, sheet: Sheet) -> float:
        """Draw what the tones stand for, and return how deep that reaches."""
        rest = [_REST] if len(self._groups) > len(_TONES) else []
        shown = [*self._groups[: len(_TONES)], *rest]
        lines = -(-len(shown) // 2)
        axes = sheet.plain(0.35, 0.08, sheet.width - 0.7, 0.19 * max(lines, 1))
        axes.set(xlim=(0, 2), ylim=(max(lines, 1), 0))
        for place, group in enumerate(shown):
            x, y = place // max(lines, 1), place % max(lines, 1) + 0.5
            style = {**_tone(place), "edgecolor": INK, "lw": 0.4}
            canvas.box(axes, (x, x + 0.035), (y - 0.32, y + 0.32), **style)
            axes.text(x + 0.05, y, canvas.wrap(group, 64, 1), va="center", size=SMALL)
        return 0.19 * lines + 0.28

    def draw(self, axes: Any, country: str) -> None:
        """Draw the years of a country, its groups upon each other and the smallest on top."""
        places = {group: min(place, len(_TONES)) for place, group in enumerate(self._groups)}
        own: dict[tuple[int, int], float] = defaultdict(float)
        for (one, year, group), number in self._sums.items():
            if one == country and number:
                own[places[group], year] += number
        tops: dict[int, float] = defaultdict(float)
        wide = 0.76 if len(self.years) <= _MANY else 1
        for (place, year), number in sorted(own.items()):
            style = {**_tone(place), "edgecolor": INK, "lw": 0.25}
            axes.bar(year, number, wide, tops[year], **style)
            tops[year] += number
        axes.set_ylim(0, max([*tops.values(), 1]) * 1.12)

    def draw_scales(self, axes: Any, *, small: bool = False) -> None:
        """Write the years below the bars, and sums beside them."""
        axes.set_xlim(self.years[0] - 0.7, self.years[-1] + 0.7)
        step = 10 if len(self.years) > 24 else 5 if small else 1
        marks = [year for year in self.years if year % step == 0]
        axes.set_xticks(marks, [str(year) for year in marks], size=_TINY if small else SMALL)
        axes.locator_params(axis="y", nbins=4)
        sums = [mark for mark in axes.get_yticks() if mark <= axes.get_ylim()[1]]
        axes.set_yticks(sums, [f"{mark / self._stack.step:,g}" for mark in sums])
        axes.tick_params(axis="y", labelsize=_TINY, colors=SOFT)
        axes.grid(axis="y", color=FAINT, lw=0.5)
        axes.set_axisbelow(True)


def _tone(place: int) -> dict[str, str]:
    """Return how a group is filled, by its place among the largest."""
    fill, hatch = _TONES[place] if place < len(_TONES) else (canvas.PAPER, "")
    return {"facecolor": fill, "hatch": hatch}
