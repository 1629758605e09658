"""
Put the rows of an answer in order where the service cannot.

Virtuoso sorts no rows that are longer than some 4,000 characters.  The query is then asked without
its ORDER BY, and the embedded engine orders what came.
"""

import re

import pyoxigraph
from pyoxigraph import QuerySolutions

from kg.errors import ServiceError
from kg.model import namespaces
from kg.sparql.quads import Result

_TOO_LONG = re.compile(r"\b(SR319|SR478)\b")
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_MORE = re.compile(r"[{}#]|\b(LIMIT|OFFSET|VALUES)\b", re.IGNORECASE)


def is_too_long(error: ServiceError) -> bool:
    """Return whether a service refuses to sort rows for their length."""
    return bool(_TOO_LONG.search(str(error)))


def split_order(query: str) -> tuple[str, str] | None:
    """Return a query without its ORDER BY, and this; nothing if it has none, or not at its end."""
    places = [found.start() for found in _ORDER.finditer(query)]
    if not places or _MORE.search(query, places[-1]):
        return None
    return query[: places[-1]], query[places[-1] :]


def ordered(found: Result, order: str) -> Result:
    """Return rows as an ORDER BY of their columns has them."""
    if not isinstance(found, QuerySolutions):
        raise TypeError("only rows have an order")
    columns = " ".join(map(str, found.variables))
    rows = "\n".join(
        f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in found
    )
    text = f"SELECT {columns} WHERE {{ VALUES ({columns}) {{\n{rows}\n}} }} {order}"
    return pyoxigraph.Store().query(text, prefixes=namespaces.prefixes())
