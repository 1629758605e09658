"""The forms that a value in a data file may have, and records, which are tables of values."""

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    create_model,
)
from pydantic_core import PydanticCustomError
from pyoxigraph import NamedNode

from kg.model import languages
from kg.model.dates import PartialDate
from kg.model.terms import Term

WORD = r"[a-z0-9]+(-[a-z0-9]+)*"
ID = rf"[a-z]+(-[a-z]+)*/{WORD}"

# What the store can hold and compare as an xsd:decimal.
_LARGEST = Decimal(10) ** 20
_FINEST = -18
_DIGITS = 28

_CERTAIN = 100


def mistake(value: object, remedy: str) -> PydanticCustomError:
    """Return the error that says of a value what is wrong with it and what to write instead."""
    shown = repr(value)[:80] if isinstance(value, str) else str(value)[:80]
    return PydanticCustomError("form", "{shown} {remedy}", {"shown": shown, "remedy": remedy})


def written_as(pattern: str, remedy: str) -> AfterValidator:
    """Return a check that a text has a form, which says what to write if it has another."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise mistake(value, remedy)
        return value

    return AfterValidator(check)


def listed(value: Any) -> Any:
    """Return one text as a list of one, and anything else as it is."""
    return (value,) if isinstance(value, str) else value


def partial_date(value: Any) -> PartialDate:
    """Return a year, month or day; a day may also be written without quotes."""
    text = str(value) if type(value) in (datetime.date, PartialDate) else value
    if isinstance(text, str) and (date := PartialDate.maybe(text)):
        return date
    raise mistake(value, "is no date; write '2025', '2025-08' or '2025-08-20'")


def day(value: Any) -> datetime.date:
    """Return a day, which may be written with or without quotes."""
    if type(value) is datetime.date:
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise mistake(value, "is no day; write it as 2025-08-20") from error


def offset(value: Any) -> int:
    """Return a whole number from 0 on, which a table of CSV has as text."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,12}", value):
        return int(value)
    if type(value) is int and value >= 0:
        return value
    raise mistake(value, "is no offset; write a whole number, 0 or more")


def score(value: int) -> int:
    """Return a whole number that is no more than certainty, in percent."""
    if value > _CERTAIN:
        raise mistake(value, "is no score; write a whole number from 0 to 100")
    return value


def number(value: Any) -> Decimal:
    """Return a number that the store can hold as it is written."""
    try:
        found = Decimal(value) if type(value) in (str, int, Decimal) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise mistake(value, "is no number; write it in digits, such as 1200 or 1.5")
    _, digits, exponent = found.as_tuple()
    if abs(found) >= _LARGEST or int(exponent) < _FINEST or len(digits) > _DIGITS:
        raise mistake(value, "is too large or too fine for a number; write it as_written")
    return found


def address(value: str) -> str:
    """Return an address of the web that can be an IRI."""
    try:
        if re.match("https?://", value):
            return NamedNode(value).value
    except ValueError:  # characters that no IRI has
        pass
    raise mistake(value, "is no address; write it in full, with %20 for a space and the like")


Id = Annotated[
    str, written_as(ID, "is no id; write kind/name in small letters, digits and hyphens")
]
Code = Annotated[str, written_as(WORD, "is no code; write small letters, digits and hyphens")]
Thing = Annotated[str, written_as(f"{ID}|{WORD}", "is no id or code; write kind/name or a code")]
Words = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Words, ...], BeforeValidator(listed)]
Dated = Annotated[InstanceOf[PartialDate], BeforeValidator(partial_date)]
Day = Annotated[datetime.date, BeforeValidator(day)]
Offset = Annotated[int, BeforeValidator(offset)]
Score = Annotated[Offset, AfterValidator(score)]
Number = Annotated[Decimal, BeforeValidator(number)]
Address = Annotated[str, AfterValidator(address)]


class Record(BaseModel):
    """Something written by hand: an unknown key is an error, and nothing changes it later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Keys that may stand in the same table and belong to other records.
    beside: ClassVar[tuple[str, ...]] = ()

    @classmethod
    @functools.cache
    def terms(cls) -> Mapping[str, Term]:
        """Return what each key that stands for a property stands for."""
        marks = {key: field.metadata for key, field in cls.model_fields.items()}
        return {
            key: mark for key, found in marks.items() for mark in found if isinstance(mark, Term)
        }

    def said(self) -> Iterator[tuple[str, Term, Any]]:
        """Yield each value that is given, with its key and what the key stands for."""
        for key, term in self.terms().items():
            value = getattr(self, key)
            for one in value if isinstance(value, tuple) else (value,):
                if one is not None:
                    yield key, term, one


R = TypeVar("R", bound=Record)


def translated(codes: Iterable[str], *keys: str) -> Callable[[type[R]], type[R]]:
    """
    Return a decorator that gives a kind of record more keys: texts in each of some languages.

    The key ``title_{}`` stands for ``title_es`` and the like; English has a key of its own.
    """
    texts: dict[str, Any] = {
        key.format(code): (Words | None, None)
        for key in keys
        for code in codes
        if code != languages.ENGLISH
    }

    def extended(kind: type[R]) -> type[R]:
        return create_model(
            kind.__name__, __base__=kind, __module__=kind.__module__, __doc__=kind.__doc__, **texts
        )

    return extended
