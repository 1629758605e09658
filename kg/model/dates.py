"""Dates as precise as a source has them."""

import re

from pyoxigraph import Literal

from kg.model.namespaces import XSD

PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def partial_date(value: str) -> Literal:
    """Return a year, month or day as the XSD type that is exactly as precise."""
    kind = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(value)]
    return Literal(value, datatype=kind)


def first_day(date: str) -> str:
    """Return the earliest day of a date that may lack its day or month."""
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def last_day(date: str) -> str:
    """Return the latest day of a date that may lack its day or month, as text that compares."""
    return date + "-12-31"[len(date) - 4 :] if len(date) < 10 else date
