"""
The sheet that figures are drawn on, and the only place that knows matplotlib.

The same picture gives the same bytes: no dates, no random ids, type drawn as outlines from the
font that comes with the library.  Ink, greys and one accent differ in lightness, so that a figure
reads in grey and by any eye.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from kg.errors import AnalysisError
from kg.sparql.table import Table

INK, SOFT, FAINT, PAPER = "#1b1b1b", "#5f6368", "#d5d8dc", "#ffffff"
ACCENT, WARM = "#0b4f8a", "#c8641e"
# From light to dark, in steps that stay apart in grey.
SHADES = ("#e6eef5", "#bcd3e6", "#84aecf", "#4682b1", "#1d5a91", "#0a3258")
SMALL, NORMAL = 7.5, 8.5
_HEAD, _FOOT, _EDGE = 0.95, 0.62, 0.35
_SUFFIXES = (".svg", ".png")
_STYLE: dict[str, Any] = {
    "svg.hashsalt": "kg",
    "svg.fonttype": "path",
    "font.family": ["DejaVu Sans"],
    "font.size": NORMAL,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": SOFT,
    "axes.linewidth": 0.6,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.major.width": 0.6,
    "ytick.major.size": 0,
    "path.simplify": False,
}


@dataclass(frozen=True)
class Picture:
    """A figure: what it says, its size in inches, the rows it shows, and how it is painted."""

    name: str
    title: str
    subtitle: str
    foot: str
    size: tuple[float, float]
    rows: Table
    paint: Callable[["Sheet"], None]


class Sheet:
    """A page with a head and a foot; axes are placed in inches below the head."""

    def __init__(self, figure: Any, size: tuple[float, float]) -> None:
        self._figure, self.width, self.height = figure, *size
        self.depth = self.height - _HEAD - _FOOT

    def axes(self, left: float, top: float, width: float, height: float, **options: Any) -> Any:
        """Return axes at a place measured from the left edge and from below the head."""
        bottom = self.height - _HEAD - top - height
        place = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        return self._figure.add_axes(place, **options)

    def plain(self, left: float, top: float, width: float, height: float) -> Any:
        """Return axes without lines and ticks."""
        axes = self.axes(left, top, width, height)
        axes.set_axis_off()
        return axes

    def bare(self, axes: Any, *kept: str) -> None:
        """Leave axes only some of their lines."""
        for side, spine in axes.spines.items():
            spine.set_visible(side in kept)


def write(picture: Picture, target: Path) -> Path:
    """
    Write a picture as SVG or PNG, by the name of the file, and return the path.

    Raises AnalysisError if matplotlib is missing, or the file cannot be written or is neither.
    """
    if target.suffix.lower() not in _SUFFIXES:
        raise AnalysisError(f"{target}: a figure is written as .svg or .png")
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        message = "figures need matplotlib; run 'pip install security-cooperation-graph[plots]'"
        raise AnalysisError(message) from error
    with mpl.rc_context():
        mpl.rcdefaults()
        cast("dict[str, Any]", mpl.rcParams).update(_STYLE)
        figure = Figure(figsize=picture.size, facecolor=PAPER)
        FigureCanvasAgg(figure)
        _write_frame(figure, picture)
        picture.paint(Sheet(figure, picture.size))
        about = {"Title": picture.title, "Description": f"{picture.subtitle} {picture.foot}"}
        # What a file says of itself by default would differ from day to day.
        silent = "Date" if target.suffix.lower() == ".svg" else "Software"
        metadata = {**about, silent: None}
        try:
            figure.savefig(target, dpi=200, metadata=metadata, facecolor=PAPER)
        except OSError as error:
            raise AnalysisError(f"{target}: cannot be written ({error.strerror})") from error
    return target


def _write_frame(figure: Any, picture: Picture) -> None:
    """Write the head and the foot of a picture."""
    width, height = picture.size
    left = _EDGE / width
    figure.text(left, 1 - 0.30 / height, picture.title, size=13, weight="bold", va="top")
    below = 1 - 0.57 / height
    figure.text(left, below, picture.subtitle, size=NORMAL, color=SOFT, va="top", linespacing=1.35)
    foot = "\n".join(wrap(line, int(19 * width), 4) for line in picture.foot.splitlines())
    figure.text(left, 0.2 / height, foot, size=6.5, color=SOFT, va="bottom", linespacing=1.4)


def shade(value: float, most: float) -> str:
    """Return the shade of a number between nothing and the most."""
    if value <= 0 or most <= 0:
        return PAPER
    return SHADES[min(int(value / most * len(SHADES)), len(SHADES) - 1)]


def ink_on(colour: str) -> str:
    """Return the ink that reads on a shade."""
    return PAPER if colour in SHADES[3:] else INK


def box(axes: Any, wide: tuple[float, float], high: tuple[float, float], **style: Any) -> None:
    """Fill the rectangle from one place to another, in width and in height."""
    (left, right), (low, up) = wide, high
    axes.fill([left, right, right, left], [low, low, up, up], **style)


def wrap(words: str, width: int, lines: int = 3) -> str:
    """Return words broken into lines, cut with an ellipsis if there are too many."""
    import textwrap

    return "\n".join(textwrap.wrap(words, width, max_lines=lines, placeholder=" …")) or ""


def apart(places: Sequence[float], least: float) -> list[float]:
    """Return places in order moved up as little as keeps them apart."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + least) if found else place)
    return found
