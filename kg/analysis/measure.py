"""
How a measure says what it is: by a decorator on the function that reckons it.

The function takes the ties of a cut, or the store and the cut, and returns what it finds.  Its
docstring says in the first paragraph what that is, and then how it is made and what to beware of.
``kg.analysis.registry`` finds whatever is decorated so in the modules of this room.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec

from kg.analysis.cut import Cut
from kg.analysis.findings import Result
from kg.analysis.options import Option
from kg.analysis.projection import Ties

if TYPE_CHECKING:
    from kg.network.reader import Reader

P = ParamSpec("P")
SEED = Option("seed", "Start of what is drawn by lot.", int, otherwise="1")


@dataclass(frozen=True)
class Asked:
    """What a measure over ties is asked: of which graph, cut and ties, and with which options."""

    graph: "Reader"
    cut: Cut
    ties: Ties
    options: Mapping[str, Any]


Arguments = Callable[[Asked], Mapping[str, Any]]


@dataclass(frozen=True)
class Measure(Generic[P]):
    """
    A measure: its name, the function, what that takes first, and what it can be asked beside.

    ``arguments`` gives the keywords of the function where they are not the options themselves,
    such as the nodes of two sides for the names of two states.
    """

    name: str
    function: Callable[P, Result]
    takes: Literal["ties", "store"] = "ties"
    options: tuple[Option, ...] = ()
    arguments: Arguments = attrgetter("options")

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Return the findings, without the note on the cut that ``run`` adds."""
        return self.function(*args, **kwargs)

    @property
    def method(self) -> str:
        """How it is made, with its literature and caveats."""
        return inspect.getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """What it finds, in a line."""
        paragraph = self.method.partition("\n\n")[0]
        return " ".join(paragraph.split()).removeprefix("Return ").rstrip(".")


def measure(
    name: str,
    *options: Option,
    takes: Literal["ties", "store"] = "ties",
    arguments: Arguments = attrgetter("options"),
) -> Callable[[Callable[P, Result]], Measure[P]]:
    """Return what makes a measure of a function."""
    return lambda function: Measure(name, function, takes, options, arguments)
