"""What can be asked of a measure or a figure: by a keyword in Python, by a flag in the shell."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from kg.errors import AnalysisError
from kg.text import suggestion


@dataclass(frozen=True)
class Option:
    """
    Something that can be asked, and what it says.

    Its kind is that of its value: ``str``, ``int``, ``bool``, ``PartialDate`` or ``Span``; if many
    may be given, there is a tuple of them.  ``otherwise`` says what holds if nothing is given, and
    ``default`` reckons it where that is no constant.
    """

    name: str
    help: str
    kind: type = str
    choices: Collection[str] | range = ()
    many: bool = False
    otherwise: str = ""
    default: Callable[[], Any] | None = None


def refuse_unknown(what: str, options: Iterable[Option], given: Collection[str]) -> None:
    """Raise AnalysisError if something is given that is none of the options of a thing."""
    names = [option.name for option in options]
    for name in given:
        if name not in names:
            there = f"; it has {', '.join(names)}" if names else "; it has none"
            raise AnalysisError(f"{what} has no option {name!r}{suggestion(name, names) or there}")
