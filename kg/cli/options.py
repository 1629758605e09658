"""What several commands of the command line share: options, and the way to the graph."""

import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg import paths
from kg.errors import DateError
from kg.paths import Place

if TYPE_CHECKING:
    from kg.graph import Graph

F = TypeVar("F", bound=Callable[..., Any])
FILE = click.Path(dir_okay=False, path_type=Path, allow_dash=True)


class PlaceType(click.Path):
    """A path, or the http or https address of a service."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return an address as it stands, and anything else as a path."""
        found = paths.place(value)
        return found if isinstance(found, str) else super().convert(value, param, ctx)


class DateType(click.types.StringParamType):
    """A year, month or day; what is none is wrong use, and the message says the form."""

    name = "date"
    otherwise = ""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return what a text says; fails if that is in no calendar."""
        try:
            return self.meant(value)
        except DateError as error:
            self.fail(f"{error}{self.otherwise}", param, ctx)

    def meant(self, value: Any) -> Any:
        """Return the date that is written; raises DateError if it is none."""
        from kg.model.dates import PartialDate

        return PartialDate(value)


class DayType(DateType):
    """A year, month or day, or ``today``."""

    otherwise = ", or today"

    def meant(self, value: Any) -> Any:
        """Return the date that is written, or that of today; raises DateError if it is none."""
        from kg.model.dates import PartialDate

        return PartialDate.asked(value)


class SpanType(DateType):
    """Two dates, each as a word of its own, and the time between them."""

    is_composite = True
    arity = 2

    def meant(self, value: Any) -> Any:
        """Return the time between two dates; raises DateError if there is no day in it."""
        from kg.model.dates import Span

        return Span.parse(*value)


class WeekType(DateType):
    """A day, for the week in which it lies, or a week."""

    def meant(self, value: Any) -> Any:
        """Return what is written as it stands; raises DateError if it is no day and no week."""
        from kg.model import dates

        dates.week(value)
        return value


DATE = DateType()
SPAN = SpanType()
WEEK = WeekType()


def day_option(purpose: str) -> Callable[[F], F]:
    """Return what gives a command the option --as-of, by default today."""
    return click.option(
        *("--as-of", "day"),
        type=DayType(),
        metavar="DATE",
        default="today",
        show_default=True,
        help=purpose,
    )


class Named(click.Choice[str]):
    """One of some names, which are looked up only when somebody asks for them."""

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names
        self.case_sensitive = True

    @cached_property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override] # click writes it, once
        """The names."""
        return tuple(self._names())


def counted(number: int, noun: str, none: str = "0") -> str:
    """Return a number of things in words, such as "1 row" or "2,000 rows"."""
    return f"{f'{number:,}' if number else none} {noun}{'' if number == 1 else 's'}"


def store_option(command: F) -> F:
    """Give a command the option --store."""
    return click.option(
        "--store",
        type=PlaceType(file_okay=False, path_type=Path),
        default=None,
        metavar="PLACE",
        help="Folder of the built graph, or address of a SPARQL service. "
        "[default: $KG_STORE, or build/store]",
    )(command)


def folder(store: Place | None) -> Path:
    """Return a store's folder, or the default one; raises UsageError if it is an address."""
    found = paths.store() if store is None else store
    if isinstance(found, Path):
        return found
    raise click.UsageError("a graph is built in a folder; send it to a service with 'kg push'")


def data_option(command: F) -> F:
    """Give a command the option --data."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        default=paths.DATA,
        help="Folder of the data to read. [default: the data that comes with kg]",
        show_default=False,
    )(command)


def texts_option(command: F) -> F:
    """Give a command the option --texts."""
    return click.option(
        "--texts",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        help="Folder with the sources' texts (SOURCE.txt), to hold every quote against them.",
    )(command)


def tell(message: str) -> None:
    """Say on standard error what long work is at."""
    click.echo(f"… {message}", err=True)


def progress() -> Callable[[str], None]:
    """Return how long work says what it is at, if a person looks on."""
    return tell if sys.stderr.isatty() else lambda _: None


def open_graph(store: Place | None, deadline: float | None = None) -> "Graph":
    """Return the graph in a store folder or on a service, or in the default one."""
    from kg import graph

    return graph.open(store, deadline=graph.DEADLINE if deadline is None else deadline)
