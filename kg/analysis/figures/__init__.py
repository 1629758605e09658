"""
Pictures of the rows of stored queries, and of the findings of measures.

An open graph and the name of a figure come in; a picture goes out, with the rows it shows and what
they rest on, to be written as SVG or PNG.  The room imports what ``kg.analysis`` does and knows
matplotlib, which loads when something is drawn; a new figure is one function in one of its modules.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.analysis.figures.canvas import (
        ACCENT,
        INK,
        PAPER,
        SHADES,
        SOFT,
        WARM,
        Picture,
        ink_on,
        shade,
        write,
    )
    from kg.analysis.figures.plot import Plot
    from kg.analysis.figures.registry import draw, picture, plots, ranking

__all__ = [
    "ACCENT",
    "INK",
    "PAPER",
    "SHADES",
    "SOFT",
    "WARM",
    "Picture",
    "Plot",
    "draw",
    "ink_on",
    "picture",
    "plots",
    "ranking",
    "shade",
    "write",
]

__getattr__ = face(
    __name__,
    {
        "canvas": (
            "ACCENT",
            "INK",
            "PAPER",
            "SHADES",
            "SOFT",
            "WARM",
            "Picture",
            "ink_on",
            "shade",
            "write",
        ),
        "plot": ("Plot",),
        "registry": ("draw", "picture", "plots", "ranking"),
    },
)
