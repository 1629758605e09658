"""
Dates as precise as a source has them, and the time from one of them to another.

Everything that knows what a year, a month or a day is, where it begins and ends, or whether it
falls into a span, asks here; the page asks ``core/dates.js``, which passes the same vectors.
"""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self, TypeAlias

import pyoxigraph

from kg.errors import DateError
from kg.model.namespaces import XSD

Precision: TypeAlias = Literal["year", "month", "day"]

FORM = "write 2025, 2025-08 or 2025-08-20"
_WRITTEN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")


@dataclass(frozen=True, order=True, slots=True)
class PartialDate:
    """
    A year, a month or a day, as it is written: ``2025``, ``2025-08`` or ``2025-08-20``.

    Raises DateError for any other form, and for what no calendar has.  Dates are in the order of
    their first days, and of two that begin together the less precise comes first.
    """

    written: str

    def __post_init__(self) -> None:
        if not _WRITTEN.fullmatch(self.written):
            raise DateError(f"{self.written!r} is no date; {FORM}", self.written)
        try:
            _ = self.first_day
        except ValueError as error:
            message = f"{self.written!r} is no date of the calendar; {FORM}"
            raise DateError(message, self.written) from error

    @classmethod
    def today(cls) -> Self:
        """Return the day on which it is asked for."""
        return cls(datetime.date.today().isoformat())

    @classmethod
    def asked(cls, given: str) -> Self:
        """Return the date that somebody asks for, which may be ``today``; raises DateError."""
        return cls.today() if given == "today" else cls(given)

    @classmethod
    def maybe(cls, written: str) -> Self | None:
        """Return the date that a text is, or None if it is none."""
        try:
            return cls(written)
        except DateError:
            return None

    def __str__(self) -> str:
        return self.written

    @property
    def precision(self) -> Precision:
        """How much is known of the day."""
        return _PRECISIONS[self.written.count("-")]

    @property
    def year(self) -> int:
        """The year."""
        return int(self.written[:4])

    @property
    def first_day(self) -> datetime.date:
        """The earliest day that may be meant."""
        year, month, day, *_ = (*map(int, self.written.split("-")), 1, 1)
        return datetime.date(year, month, day)

    @property
    def last_day(self) -> datetime.date:
        """The latest day that may be meant."""
        first = self.first_day
        if self.precision == "day":
            return first
        month = 12 if self.precision == "year" else first.month
        return datetime.date(first.year, month, calendar.monthrange(first.year, month)[1])

    def literal(self) -> pyoxigraph.Literal:
        """Return the date as a value in RDF, of the XSD type that is exactly as precise."""
        kinds = {"year": XSD.gYear, "month": XSD.gYearMonth, "day": XSD.date}
        return pyoxigraph.Literal(self.written, datatype=kinds[self.precision])

    def includes(self, other: "PartialDate") -> bool:
        """Return whether another date says the same, and more precisely."""
        return other.written.startswith(f"{self.written}-")


@dataclass(frozen=True, slots=True)
class Span:
    """From one date to another; a bound that is None is open: nobody states it."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    @classmethod
    def parse(cls, start: str | None, end: str | None) -> Self:
        """Return the span between two dates; raises DateError if one is none, or no day is left."""
        made = cls(*(None if date is None else PartialDate(date) for date in (start, end)))
        if made.first_day > made.last_day:
            message = f"between {start} and {end} there is no day; write the earlier one first"
            raise DateError(message, f"{start} {end}")
        return made

    def __str__(self) -> str:
        return f"{self.start or '…'} to {self.end or '…'}"

    @property
    def first_day(self) -> datetime.date:
        """The earliest day that may be meant; that of the calendar if the start is open."""
        return self.start.first_day if self.start else datetime.date.min

    @property
    def last_day(self) -> datetime.date:
        """The latest day that may be meant; that of the calendar if the end is open."""
        return self.end.last_day if self.end else datetime.date.max

    @property
    def years(self) -> range:
        """The years from that of the first day to that of the last."""
        return range(self.first_day.year, self.last_day.year + 1)

    def may_touch(self, window: "Span") -> bool:
        """Return whether some day of this may lie in a window; an open bound may be anywhere."""
        return self.first_day <= window.last_day and self.last_day >= window.first_day

    def must_touch(self, window: "Span") -> bool:
        """
        Return whether some day of this lies in a window, whichever days its dates stand for.

        The window reaches as far as it is written.  Beyond what is stated nothing is certain: with
        one bound open, what holds is that there was something at the other one.
        """
        start, end = self.start or self.end, self.end or self.start
        if start is None or end is None:
            return False
        return start.last_day <= window.last_day and end.first_day >= window.first_day

    def shared(self, other: "Span") -> "Span":
        """Return the time that both have: from the later start to the earlier end."""
        starts = [date for date in (self.start, other.start) if date]
        ends = [date for date in (self.end, other.end) if date]
        return Span(
            max(starts, key=lambda date: date.first_day, default=None),
            min(ends, key=lambda date: date.last_day, default=None),
        )


def precise(dates: Iterable[PartialDate]) -> list[PartialDate]:
    """Return dates in order, without those that only say a part of another one."""
    found = sorted({*dates})
    return [date for date in found if not any(map(date.includes, found))]


def week(written: str) -> Span:
    """
    Return Monday to Sunday of the week of a day, or of a week that is written as ``2025-W34``.

    Raises DateError for anything else, a month too.
    """
    try:
        day = datetime.date.fromisoformat(written)
    except ValueError as error:
        message = f"{written!r} is no day; write 2025-08-20, or 2025-W34 for a whole week"
        raise DateError(message, written) from error
    monday = day - datetime.timedelta(days=day.weekday())
    sunday = monday + datetime.timedelta(days=6)
    return Span.parse(monday.isoformat(), sunday.isoformat())
