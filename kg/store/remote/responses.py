"""
Read what a SPARQL service replied: rows, yes or no, or a graph, and whether it is all of it.

What is peculiar to an engine is in a module named for it.
"""

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from kg import text
from kg.errors import ServiceError
from kg.store.remote.endpoint import Address
from kg.store.remote.http import Reply
from kg.store.remote.virtuoso import plain, said_yes

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
    body = plain(reply.body) if format == QueryResultsFormat.JSON else reply.body
    try:
        # Read it once to the end, so that what is broken is found before anything is shown.
        found = pyoxigraph.parse_query_results(body, format)
        some = isinstance(found, QuerySolutions) and len(list(found)) > 0
        if form == "ask" and isinstance(found, QuerySolutions):
            body, format = said_yes(some), QueryResultsFormat.JSON
        return pyoxigraph.parse_query_results(body, format)
    except (SyntaxError, ValueError) as error:
        raise ServiceError(
            f"{place}: its answer is broken ({text.one_line(str(error))}); ask again", place
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
            f"{place}: its answer is broken ({text.one_line(str(error))}); ask again", place
        ) from error
    found = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    if not isinstance(found, QueryTriples):
        raise TypeError("a CONSTRUCT query gives triples")
    return found


def _foreign(reply: Reply, place: Address) -> ServiceError:
    kind = text.one_line(reply.kind) or "nothing known"
    return ServiceError(
        f"{place}: answered with {kind}, which is no answer to a query; "
        "give the address of the service's query endpoint",
        place,
    )
