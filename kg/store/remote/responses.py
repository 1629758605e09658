"""
Read what a SPARQL service replied: rows, yes or no, or a graph, and whether it is all of it.

What is peculiar to an engine is in a module named for it.
"""

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from kg import text
from kg.errors import ServiceError
from kg.sparql.formats import GRAPHS, TABLES
from kg.store.remote.endpoint import Address
from kg.store.remote.http import Reply
from kg.store.remote.virtuoso import boolean_json, standard_json

# What a service is asked for, the second if it has not the first.
ROWS = f"{TABLES['json'].media_type}, {TABLES['xml'].media_type};q=0.5"
TRIPLES = f"{GRAPHS['nt'].media_type}, {GRAPHS['ttl'].media_type};q=0.5"


def read_rows(reply: Reply, form: str, place: Address) -> QuerySolutions | QueryBoolean:
    """Return the rows of a reply, or its yes or no; raises ServiceError if it has none."""
    format = QueryResultsFormat.from_media_type(reply.kind)
    if format not in (TABLES["json"], TABLES["xml"]):
        raise _foreign(reply, place)
    body = standard_json(reply.body) if format == TABLES["json"] else reply.body
    try:
        # Read it once to the end, so that what is broken is found before anything is shown.
        found = pyoxigraph.parse_query_results(body, format)
        some = isinstance(found, QuerySolutions) and len(list(found)) > 0
        if form == "ask" and isinstance(found, QuerySolutions):
            body, format = boolean_json(some), TABLES["json"]
        return pyoxigraph.parse_query_results(body, format)
    except (SyntaxError, ValueError) as error:
        raise _broken(error, place) from error


def read_graph(reply: Reply, place: Address) -> QueryTriples:
    """Return the triples of a reply; raises ServiceError if it has none."""
    format = RdfFormat.from_media_type(reply.kind)
    if format not in (GRAPHS["nt"], GRAPHS["ttl"]):
        raise _foreign(reply, place)
    store = pyoxigraph.Store()
    try:
        store.extend(pyoxigraph.parse(reply.body, format))
    except (SyntaxError, ValueError) as error:
        raise _broken(error, place) from error
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


def _broken(error: Exception, place: Address) -> ServiceError:
    reason = text.one_line(str(error))
    return ServiceError(f"{place}: its answer is broken ({reason}); ask again", place)
