"""
What is peculiar to Virtuoso: how it writes JSON and limits, and what it cannot put in order.

It sorts no rows that are longer than some 4,000 characters.  The query is then asked without
its ORDER BY, and the embedded engine orders what came.
"""

import json
import re

import pyoxigraph
from pyoxigraph import QuerySolutions

from kg import text
from kg.errors import ServiceError
from kg.model import namespaces
from kg.sparql.formats import Result
from kg.store.remote.endpoint import Address
from kg.store.remote.http import Reply

_TOO_LONG = re.compile(r"\b(SR319|SR478)\b")
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_MORE = re.compile(r"[{}#]|\b(LIMIT|OFFSET|VALUES)\b", re.IGNORECASE)


def is_too_long(error: ServiceError) -> bool:
    """Return whether a service refuses to sort rows for their length."""
    return bool(_TOO_LONG.search(error.said))


def split_order(query: str) -> tuple[str, str] | None:
    """Return a query without its ORDER BY, and this; nothing if it has none, or not at its end."""
    places = [found.start() for found in _ORDER.finditer(query)]
    if not places or _MORE.search(query, places[-1]):
        return None
    return query[: places[-1]], query[places[-1] :]


def order_rows(found: Result, order: str) -> Result:
    """Return rows as an ORDER BY of their columns has them."""
    if not isinstance(found, QuerySolutions):
        raise TypeError("only rows have an order")
    columns = " ".join(map(str, found.variables))
    rows = "\n".join(
        f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in found
    )
    text = f"SELECT {columns} WHERE {{ VALUES ({columns}) {{\n{rows}\n}} }} {order}"
    return pyoxigraph.Store().query(text, prefixes=namespaces.prefixes())


_BOOLEAN = re.compile(
    rb'("datatype":\s*"http://www\.w3\.org/2001/XMLSchema#boolean",\s*"value":\s*)"([01])"'
)


_TYPED = re.compile(rb'("type":\s*)"typed-literal"')


def standard_json(body: bytes) -> bytes:
    """
    Return JSON rows as the standard has them.

    Virtuoso calls a literal with a datatype a typed-literal, and writes true as 1.  Inside of
    a string of JSON the quotation marks would be escaped, so nothing else can match.
    """
    if b'"typed-literal"' not in body:
        return body
    body = _TYPED.sub(rb'\1"literal"', body)
    return _BOOLEAN.sub(lambda m: m[1] + (b'"true"' if m[2] == b"1" else b'"false"'), body)


def boolean_json(some: bool) -> bytes:
    """Return the answer to ASK, which Virtuoso gives as one row, or none."""
    return json.dumps({"head": {}, "boolean": some}).encode()


def check_whole(reply: Reply, place: Address) -> None:
    """Raise ServiceError if the answer is part of a larger one, as Virtuoso says in headers."""
    if state := reply.headers.get("x-sql-state"):
        said = text.one_line(reply.headers.get("x-sql-message", state))
        raise ServiceError(f"{place}: answered in part only ({said}); give it more time", place)
    if rows := reply.headers.get("x-sparql-maxrows"):
        raise ServiceError(
            f"{place}: gives no more than {text.one_line(rows)} rows; raise its limit "
            "(ResultSetMaxRows), or ask for less",
            place,
        )


def is_fault_of_ours(reply: Reply) -> bool:
    """Return whether an error is the query's, which Virtuoso may report as one of its own."""
    return bool(re.match(r"Virtuoso (22|37|42)\w{3} Error", reply.words))
