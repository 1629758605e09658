"""
Read what a SPARQL service replied: rows, yes or no, or a graph, and whether it is all of it.

What is peculiar to an engine is here and nowhere else.  Of Virtuoso: ``_plain``, ``_said_yes``,
``check`` and ``is_fault_of_ours``.
"""

import json
import re

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from kg.errors import ServiceError
from kg.sparql import screen
from kg.store.remote.endpoint import Address
from kg.store.remote.http import Reply

_TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}
_GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}
ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
TRIPLES = "application/n-triples, text/turtle;q=0.5"


def rows(reply: Reply, form: str, place: Address) -> QuerySolutions | QueryBoolean:
    """Return the rows of a reply, or its yes or no; raises ServiceError if it has none."""
    format = _TABLES.get(reply.kind)
    if format is None:
        raise _foreign(reply, place)
    body = _plain(reply.body) if format == QueryResultsFormat.JSON else reply.body
    try:
        # Read it once to the end, so that what is broken is found before anything is shown.
        found = pyoxigraph.parse_query_results(body, format)
        some = isinstance(found, QuerySolutions) and len(list(found)) > 0
        if form == "ask" and isinstance(found, QuerySolutions):
            body, format = _said_yes(some), QueryResultsFormat.JSON
        return pyoxigraph.parse_query_results(body, format)
    except (SyntaxError, ValueError) as error:
        raise ServiceError(
            f"{place}: its answer is broken ({screen.one_line(str(error))}); ask again"
        ) from error


def graph(reply: Reply, place: Address) -> QueryTriples:
    """Return the triples of a reply; raises ServiceError if it has none."""
    format = _GRAPHS.get(reply.kind)
    if format is None:
        raise _foreign(reply, place)
    store = pyoxigraph.Store()
    try:
        store.extend(pyoxigraph.parse(reply.body, format))
    except (SyntaxError, ValueError) as error:
        raise ServiceError(
            f"{place}: its answer is broken ({screen.one_line(str(error))}); ask again"
        ) from error
    found = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    if not isinstance(found, QueryTriples):
        raise TypeError("a CONSTRUCT query gives triples")
    return found


def _foreign(reply: Reply, place: Address) -> ServiceError:
    kind = screen.one_line(reply.kind) or "nothing known"
    return ServiceError(
        f"{place}: answered with {kind}, which is no answer to a query; "
        "give the address of the service's query endpoint"
    )


_BOOLEAN = re.compile(
    rb'("datatype":\s*"http://www\.w3\.org/2001/XMLSchema#boolean",\s*"value":\s*)"([01])"'
)
_TYPED = re.compile(rb'("type":\s*)"typed-literal"')


def _plain(body: bytes) -> bytes:
    """
    Return JSON rows as the standard has them.

    Virtuoso calls a literal with a datatype a typed-literal, and writes true as 1.  Inside of
    a string of JSON the quotation marks would be escaped, so nothing else can match.
    """
    if b'"typed-literal"' not in body:
        return body
    body = _TYPED.sub(rb'\1"literal"', body)
    return _BOOLEAN.sub(lambda m: m[1] + (b'"true"' if m[2] == b"1" else b'"false"'), body)


def _said_yes(some: bool) -> bytes:
    """Return the answer to ASK, which Virtuoso gives as one row, or none."""
    return json.dumps({"head": {}, "boolean": some}).encode()


def check(reply: Reply, place: Address) -> None:
    """Raise ServiceError if the answer is part of a larger one, as Virtuoso says in headers."""
    if state := reply.headers.get("x-sql-state"):
        said = screen.one_line(reply.headers.get("x-sql-message", state))
        raise ServiceError(f"{place}: answered in part only ({said}); give it more time")
    if rows := reply.headers.get("x-sparql-maxrows"):
        raise ServiceError(
            f"{place}: gives no more than {screen.one_line(rows)} rows; raise its limit "
            "(ResultSetMaxRows), or ask for less"
        )


def is_fault_of_ours(reply: Reply) -> bool:
    """Return whether an error is the query's, which Virtuoso may report as one of its own."""
    return bool(re.match(r"Virtuoso (22|37|42)\w{3} Error", reply.words))
