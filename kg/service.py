"""
The quads of any SPARQL 1.1 service, read over HTTP as if they lay here.

A query goes out as a form, with the prefixes that it uses written into it.  The default graph of
the service has to be the union of its named graphs.  What is peculiar to an engine, so far to
Virtuoso, is in ``_plain``, ``_whole``, ``_said_yes`` and ``_is_fault_of_ours``.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Self
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from kg import address, screen, vocab, worker
from kg.address import Address
from kg.errors import (
    KGError,
    QueryError,
    QueryTimeoutError,
    ServiceError,
    ServiceTimeoutError,
    StoreError,
)
from kg.quads import Result
from kg.sandbox import Answer
from kg.store import Manifest
from kg.transport import Line, Patience, Reply, Request
from kg.vocab import GRAPH, RDF

Subject = NamedNode | BlankNode | Triple
Object = NamedNode | BlankNode | Literal | Triple
_Pattern = tuple[Object | DefaultGraph | None, ...]

# Said last of all when a graph is sent, so that whoever finds it finds a whole graph.
MANIFEST = GRAPH["manifest"]

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
_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_TRIPLES = "application/n-triples, text/turtle;q=0.5"
_PREFIXED = re.compile(r"([A-Za-z][\w-]*):")
_BATCH = 20_000
_PAIRS = 200
_REMEMBERED = 10_000


class Service:
    """A SPARQL service: its address, and the line to it."""

    def __init__(self, place: Address, line: Line) -> None:
        self.place = place
        self.line = line
        self._matches: dict[_Pattern, tuple[Quad, ...]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.line.close()

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        use_default_graph_as_union: bool = True,
    ) -> Result:
        """Return the answer to a query; raises ServiceError if there is no whole one."""
        return self._answer(query, prefixes or {}, None)

    def _answer(self, query: str, prefixes: Mapping[str, str], deadline: float | None) -> Result:
        form = screen.form(query)
        graph = form in ("construct", "describe")
        # On one line, so that the lines the service counts are those of the query.
        known = [f"PREFIX {p}: <{prefixes[p]}>" for p in _used(query) if p in prefixes]
        body = urlencode({"query": " ".join([*known, query])}).encode()
        headers = {
            "Accept": _TRIPLES if graph else _ROWS,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        reply = self.line.send(Request("POST", self.place, body, headers), deadline)
        _whole(reply, self.place)
        return _graph(reply, self.place) if graph else _rows(reply, form, self.place)

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Object | None,
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
        /,
    ) -> Iterator[Quad]:
        """Return the quads that have these terms; None stands for any."""
        given = (graph_name, subject, predicate, object)
        if given not in self._matches:
            if len(self._matches) == _REMEMBERED:
                self._matches.clear()
            self._matches[given] = tuple(self._matched(given))
        return iter(self._matches[given])

    def _matched(self, given: "_Pattern") -> Iterator[Quad]:
        pairs = zip("gspo", given, strict=True)
        g, s, p, o = (f"?{name}" if term is None else str(term) for name, term in pairs)
        names = [name for name, term in zip("gspo", given, strict=True) if term is None] or ["x"]
        text = f"SELECT ?{' ?'.join(names)} WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }}"
        known = dict(zip("gspo", given, strict=True))
        return (_quad({**known, **row}) for row in self.rows(text))

    def rows(self, query: str) -> Iterator[dict[str, object]]:
        """Yield the rows of an answer by column."""
        found = self.query(query, prefixes=vocab.prefixes())
        if isinstance(found, QuerySolutions):
            names = [variable.value for variable in found.variables]
            yield from (dict(zip(names, row, strict=True)) for row in found)

    def __iter__(self) -> Iterator[Quad]:
        """Return every quad of the graphs that are ours, in answers of a moderate size."""
        for batch in _batches(self.counts()):
            pairs = " ".join(f"({graph} {predicate})" for graph, predicate, _ in batch)
            text = f"SELECT * WHERE {{ VALUES (?g ?p) {{ {pairs} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            quads = [_quad(row) for row in self.rows(text)]
            wanted = sum(n for _, _, n in batch)
            if len(quads) != wanted:
                raise ServiceError(
                    f"{self.place}: gave {len(quads):,} of {wanted:,} statements; raise the limit "
                    "of rows that the service gives (ResultSetMaxRows), or push the graph anew"
                )
            yield from quads

    def __len__(self) -> int:
        """Return how many quads the graphs that are ours have."""
        return sum(n for _, _, n in self.counts())

    def counts(self) -> list[tuple[NamedNode, NamedNode, int]]:
        """Return how often each predicate is used in each graph of ours."""
        rows = self.rows(
            "SELECT ?g ?p (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER (STRSTARTS(STR(?g), "{vocab.base()}")) }} GROUP BY ?g ?p ORDER BY ?g ?p'
        )
        found = [(row["g"], row["p"], number(row["n"])) for row in rows]
        return [
            (g, p, n)
            for g, p, n in found
            if isinstance(g, NamedNode) and isinstance(p, NamedNode) and g != MANIFEST
        ]

    def ask(self, query: str, format: str | None, deadline: float) -> Answer:
        """Return the answer to untrusted SPARQL; raises QueryError if there is none."""
        screen.check(query)
        try:
            found = self._answer(query, vocab.prefixes(), deadline)
        except ServiceTimeoutError as error:
            raise QueryTimeoutError(
                f"the query was stopped after {deadline:g} seconds: "
                "narrow its patterns, add a LIMIT, or allow it more time"
            ) from error
        except ServiceError as error:
            if error.status not in (400, 500):
                raise
            raise QueryError(str(error)) from error
        return _document(found, format)

    @functools.cached_property
    def manifest(self) -> Manifest:
        """What the graph was made from, as was said when it was sent."""
        rows = list(
            self.rows(
                f"SELECT ?whole ?union WHERE {{ GRAPH {MANIFEST} {{ {MANIFEST} rdf:value ?whole }} "
                f"OPTIONAL {{ {MANIFEST} rdf:value ?union }} }}"
            )
        )
        if not rows:
            raise StoreError(
                f"{self.place}: holds no whole graph; send one with 'kg push', which takes up "
                "again where it was interrupted"
            )
        if rows[0]["union"] is None:
            raise StoreError(
                f"{self.place}: its default graph is not the union of its named graphs; "
                "set it so (Oxigraph: --union-default-graph, or ?union-default-graph at the end "
                "of the address)"
            )
        return _manifest(self.place, getattr(rows[0]["whole"], "value", ""))


def connect(text: str, patience: Patience | None = None) -> Service:
    """Return the service at an address, without asking it anything yet."""
    return at(address.parse(text), patience)


def at(place: Address, patience: Patience | None = None) -> Service:
    """Return the service at a place, without asking it anything yet."""
    return Service(place, Line(place, patience or Patience(), _is_fault_of_ours))


def opened(text: str, patience: Patience | None = None) -> Service:
    """Return the service at an address; raises StoreError if it holds no whole graph."""
    found = connect(text, patience)
    try:
        _ = found.manifest
    except KGError:
        found.close()
        raise
    return found


def described(manifest: Manifest) -> Quad:
    """Return the quad that tells a reader of a service what its graph was made from."""
    words = json.dumps(asdict(manifest), sort_keys=True)
    return Quad(MANIFEST, RDF.value, Literal(words), MANIFEST)


def _manifest(place: Address, words: str) -> Manifest:
    try:
        return Manifest(**json.loads(words))
    except (ValueError, TypeError) as error:
        message = f"{place}: holds the graph of another version; send one with 'kg push'"
        raise StoreError(message) from error


def _used(query: str) -> list[str]:
    return sorted(set(_PREFIXED.findall(query)))


def _quad(row: Mapping[str, object]) -> Quad:
    return Quad(row["s"], row["p"], row["o"], row["g"])  # type: ignore[arg-type]


def number(term: object) -> int:
    """Return the number that a term of an answer stands for."""
    return int(getattr(term, "value", "0"))


def _batches(
    counts: Sequence[tuple[NamedNode, NamedNode, int]],
) -> Iterator[list[tuple[NamedNode, NamedNode, int]]]:
    batch: list[tuple[NamedNode, NamedNode, int]] = []
    size = 0
    for entry in counts:
        if batch and (size + entry[2] > _BATCH or len(batch) == _PAIRS):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry[2]
    if batch:
        yield batch


def _rows(reply: Reply, form: str, place: Address) -> QuerySolutions | QueryBoolean:
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


def _graph(reply: Reply, place: Address) -> QueryTriples:
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


def _whole(reply: Reply, place: Address) -> None:
    """Raise ServiceError if the answer is part of a larger one, as Virtuoso says in headers."""
    if state := reply.headers.get("x-sql-state"):
        said = screen.one_line(reply.headers.get("x-sql-message", state))
        raise ServiceError(f"{place}: answered in part only ({said}); give it more time")
    if rows := reply.headers.get("x-sparql-maxrows"):
        raise ServiceError(
            f"{place}: gives no more than {screen.one_line(rows)} rows; raise its limit "
            "(ResultSetMaxRows), or ask for less"
        )


def _is_fault_of_ours(reply: Reply) -> bool:
    """Return whether an error is the query's, which Virtuoso may report as one of its own."""
    return bool(re.match(r"Virtuoso (22|37|42)\w{3} Error", reply.words))


def _document(found: Result, format: str | None) -> Answer:
    graph = isinstance(found, QueryTriples)
    name = format or ("nt" if graph else "tsv")
    if name not in (worker.GRAPHS if graph else worker.TABLES):
        known = ", ".join(worker.GRAPHS if graph else worker.TABLES)
        raise QueryError(f"{name!r} is no format of such an answer: choose from {known}")
    if isinstance(found, QueryTriples):
        prefixes = {} if name == "nt" else vocab.prefixes()
        body = pyoxigraph.serialize(found, format=worker.GRAPHS[name], prefixes=prefixes)
        return Answer("construct", name, body or b"")
    body = bytes(found.serialize(format=worker.TABLES[name]) or b"")
    return Answer("ask" if isinstance(found, QueryBoolean) else "select", name, body)
