"""
How a figure says what it is: by a decorator on the function that draws it.

The function takes the rows of a stored query and what stands below the picture, and its options by
name.  ``kg.analysis.figures.registry`` finds whatever is decorated so in the modules of this room.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec

from kg.analysis.figures.canvas import Picture
from kg.analysis.options import Option
from kg.model.dates import Span

P = ParamSpec("P")
TOP = Option("top", "How many rows to draw.", int, choices=range(1, 61))
BETWEEN = Option("between", "Only this time.", Span)


@dataclass(frozen=True)
class Plot(Generic[P]):
    """
    A figure: its name, what it shows, the query whose rows it draws, and what it can be asked.

    ``parameters`` names those of the query and the options that they are given, ``credit`` what
    the figure rests on beside the graph, ``table`` the id of the source of whole tables.
    """

    name: str
    title: str
    query: str
    function: Callable[P, Picture]
    options: tuple[Option, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    credit: str = ""
    table: str = ""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Picture:
        """Return the picture of some rows."""
        return self.function(*args, **kwargs)


def figure(
    name: str, title: str, query: str, *options: Option, **more: Any
) -> Callable[[Callable[P, Picture]], Plot[P]]:
    """Return what makes a figure of a function; more are the other fields of a ``Plot``."""
    return lambda function: Plot(name, title, query, function, options, **more)
