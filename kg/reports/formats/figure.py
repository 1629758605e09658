"""The figures of a briefing: rectangles and labels, and their picture as PNG by matplotlib."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from kg.errors import ExportError
from kg.reports.document import BarChart

WIDTH = 660
_INK, _QUIET, _LINE = "#16212e", "#55606e", "#c3ccd6"
# From dark to light and then to ochre, so that neighbours differ in grey too.
_FILLS = ("#12395c", "#7fb0d6", "#b8741a", "#cfe0ee", "#4a7396", "#f0cd8c", "#8b97a4", "#e6e9ec")
_TOP, _HIGH, _ROW = 20, 92, 20
_NAMES = 268


@dataclass(frozen=True)
class Rectangle:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Label:
    """A line of text: where it stands, and how it is aligned."""

    x: float
    y: float
    text: str
    align: str = "start"
    fill: str = _INK


Mark = Rectangle | Label
Number = Callable[[float], str]


@dataclass(frozen=True)
class Drawing:
    """What is drawn of a figure, on a sheet of the height that it needs."""

    height: float
    marks: tuple[Mark, ...]
    width: float = WIDTH


def drawn(figure: BarChart, number: Number) -> Drawing:
    """Return the drawing of a figure, whose numbers are written as a reader writes them."""
    fills = dict(zip(figure.groups, islice(cycle(_FILLS), len(figure.groups)), strict=True))
    if figure.kind == "bars":
        return Drawing(_ROW * len(figure.places) + 8.0, tuple(lying_bars(figure, fills, number)))
    legend = tuple(legend_marks(fills))
    base = max((mark.y for mark in legend if isinstance(mark, Label)), default=0)
    return Drawing(base + 8, (*stacked_columns(figure, fills, number), *legend))


def lying_bars(figure: BarChart, fills: dict[str, str], number: Number) -> Iterator[Mark]:
    """Yield the bars of each place in a line of its own, with their sum."""
    most = max((bar.number for bar in figure.bars), default=1) or 1
    for row, place in enumerate(figure.places):
        y, x = 4.0 + row * _ROW, float(_NAMES)
        yield Label(_NAMES - 8, y + 13, _shortened(place, 42), "end")
        for group in figure.groups:
            width = (WIDTH - _NAMES - 60) * figure.number(place, group) / most
            if width:
                yield Rectangle(x, y + 2, width, _ROW - 6, fills[group])
                x += width
        total = sum(figure.number(place, group) for group in figure.groups)
        yield Label(x + 6, y + 13, number(total))


def stacked_columns(figure: BarChart, fills: dict[str, str], number: Number) -> Iterator[Mark]:
    """Yield the bars of each place as a column, with their sum, over a line."""
    places, groups = figure.places, figure.groups
    sums = {p: sum(figure.number(p, g) for g in groups) for p in places}
    most = max(sums.values(), default=1) or 1
    step = WIDTH / max(len(places), 1)
    wide = min(step * 0.7, 46)
    yield Rectangle(0, _TOP + _HIGH, WIDTH, 1, _LINE)
    for n, place in enumerate(places):
        middle, y = step * (n + 0.5), float(_TOP + _HIGH)
        for group in groups:
            height = _HIGH * figure.number(place, group) / most
            if height:
                y -= height
                yield Rectangle(middle - wide / 2, y, wide, height, fills[group])
        if sums[place]:
            yield Label(middle, y - 5, number(sums[place]), "middle")
        yield Label(middle, _TOP + _HIGH + 16, place, "middle", _QUIET)


def legend_marks(fills: dict[str, str]) -> Iterator[Mark]:
    """Yield the colour and the name of each group, in as many lines as they need."""
    x, y = 0.0, 18.0
    for group, fill in fills.items():
        name = _shortened(group, 34)
        wide = 24 + 6.6 * len(name) + 14
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 18
        yield Rectangle(x, _TOP + _HIGH + 22 + y - 10, 12, 11, fill)
        yield Label(x + 18, _TOP + _HIGH + 22 + y, name)
        x += wide


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def png(figure: BarChart, number: Number) -> bytes:
    """Return the picture of a figure as PNG; raises ExportError if matplotlib is missing."""
    try:
        from matplotlib import patches
        from matplotlib.figure import Figure as Sheet
    except ImportError as error:
        raise ExportError(
            "figures in DOCX need matplotlib; run 'pip install matplotlib'"
        ) from error
    drawing = drawn(figure, number)
    width, height = drawing.width, drawing.height
    sheet = Sheet(figsize=(width / 100, height / 100), dpi=220)
    axes = sheet.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    for mark in drawing.marks:
        x, y, fill = mark.x, mark.y, mark.fill
        if isinstance(mark, Rectangle):
            box = patches.Rectangle((x, y), mark.width, mark.height, color=fill, lw=0)
            axes.add_patch(box)
        else:
            place = {"start": "left", "end": "right", "middle": "center"}[mark.align]
            # A dollar in a name is no formula.
            axes.text(x, y, mark.text, ha=place, size=8.2, color=fill, parse_math=False)
    out = io.BytesIO()
    sheet.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
