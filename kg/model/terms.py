"""How the values in a data file become RDF terms."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.model.languages import ENGLISH
from kg.model.namespaces import XSD


@dataclass(frozen=True)
class Term:
    """The property a field stands for, and how its values become terms."""

    predicate: NamedNode
    encode: Callable[[Any], NamedNode | Literal]


def text(value: str) -> Literal:
    """Return words of a source, or about it, as they stand."""
    return Literal(value)


def english(value: str) -> Literal:
    """Return words of the editors, which are English."""
    return Literal(value, language=ENGLISH)


def number(value: Decimal) -> Literal:
    """Return a number as xsd:decimal in plain notation."""
    return Literal(format(value.normalize(), "f"), datatype=XSD.decimal)


def integer(value: int) -> Literal:
    """Return a whole number as xsd:integer."""
    return Literal(value)


def day(value: datetime.date) -> Literal:
    """Return a day as xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date)
