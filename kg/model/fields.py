"""The forms that a value in a data file may have."""

import datetime
import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar

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

_WORD = r"[a-z0-9]+(-[a-z0-9]+)*"

_ID = rf"[a-z]+(-[a-z]+)*/{_WORD}"

# What the store can hold and compare as an xsd:decimal.
_LARGEST = Decimal(10) ** 20

_FINEST = -18

_DIGITS = 28

_CERTAIN = 100


def _form(pattern: str, remedy: str) -> AfterValidator:
    """Return a check that a text has a form, which says what to write if it has another."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise _mistake(value, remedy)
        return value

    return AfterValidator(check)


def _mistake(value: object, remedy: str) -> PydanticCustomError:
    shown = repr(value)[:80] if isinstance(value, str) else str(value)[:80]
    return PydanticCustomError("form", "{shown} {remedy}", {"shown": shown, "remedy": remedy})


def listed(value: Any) -> Any:
    """Return one text as a list of one, and anything else as it is."""
    return (value,) if isinstance(value, str) else value


def _dated(value: Any) -> PartialDate:
    """Return a year, month or day; a day may also be written without quotes."""
    text = value.isoformat() if type(value) is datetime.date else value
    date = PartialDate.maybe(text) if isinstance(text, str) else None
    if date is None:
        raise _mistake(value, "is no date; write '2025', '2025-08' or '2025-08-20'")
    return date


def _day(value: Any) -> datetime.date:
    if type(value) is datetime.date:
        return value
    date = PartialDate.maybe(value) if isinstance(value, str) else None
    if date is None or date.precision != "day":
        raise _mistake(value, "is no day; write it as 2025-08-20")
    return date.first_day


def _whole(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch("[0-9]{1,12}", value):
        return int(value)
    if type(value) is int and value >= 0:
        return value
    raise _mistake(value, "is no offset; write a whole number, 0 or more")


def _percent(value: int) -> int:
    if value > _CERTAIN:
        raise _mistake(value, "is no score; write a whole number from 0 to 100")
    return value


def _number(value: Any) -> Decimal:
    try:
        number = Decimal(value) if type(value) in (str, int, Decimal) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _mistake(value, "is no number; write it in digits, such as 1200 or 1.5")
    _, digits, exponent = number.as_tuple()
    if abs(number) >= _LARGEST or int(exponent) < _FINEST or len(digits) > _DIGITS:
        raise _mistake(value, "is too large or too fine for a number; write it as_written")
    return number


def _address(value: str) -> str:
    try:
        if re.match("https?://", value):
            return NamedNode(value).value
    except ValueError:  # characters that no IRI has
        pass
    raise _mistake(value, "is no address; write it in full, with %20 for a space and the like")


Id = Annotated[str, _form(_ID, "is no id; write kind/name in small letters, digits and hyphens")]

Code = Annotated[str, _form(_WORD, "is no code; write small letters, digits and hyphens")]

Thing = Annotated[str, _form(f"{_ID}|{_WORD}", "is no id or code; write kind/name or a code")]

Words = Annotated[str, Field(min_length=1)]

Dated = Annotated[InstanceOf[PartialDate], BeforeValidator(_dated)]

Day = Annotated[datetime.date, BeforeValidator(_day)]

Offset = Annotated[int, BeforeValidator(_whole)]

Score = Annotated[Offset, AfterValidator(_percent)]

Number = Annotated[Decimal, BeforeValidator(_number)]

Address = Annotated[str, AfterValidator(_address)]

Ids = Annotated[tuple[Id, ...], BeforeValidator(listed)]

Codes = Annotated[tuple[Code, ...], BeforeValidator(listed)]

Things = Annotated[tuple[Thing, ...], BeforeValidator(listed)]

Texts = Annotated[tuple[Words, ...], BeforeValidator(listed)]


class Record(BaseModel):
    """Something written by hand: an unknown key is an error, and nothing changes it later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
