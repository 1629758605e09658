"""
The quads of any SPARQL 1.1 service, read over HTTP as if they lay here.

A query goes out as a form, with the prefixes that it uses written into it.  The default graph of
the service has to be the union of its named graphs.  What is peculiar to
one engine is in a module named for it.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Self
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Triple,
)

from kg.errors import (
    KGError,
    QueryError,
    QueryTimeoutError,
    ServiceError,
    ServiceTimeoutError,
    StoreError,
)
from kg.model import namespaces
from kg.model.manifest import Manifest
from kg.model.namespaces import GRAPH, RDF
from kg.sparql import screen
from kg.sparql.answers import Answer
from kg.sparql.formats import Result
from kg.sparql.table import term_text
from kg.store.remote import responses, virtuoso
from kg.store.remote.endpoint import Address
from kg.store.remote.http import Client, Patience, Request

Subject = NamedNode | BlankNode | Triple
Object = NamedNode | BlankNode | Literal | Triple
_Pattern = tuple[Object | DefaultGraph | None, ...]

# Said last of all when a graph is sent, so that whoever finds it finds a whole graph.
MANIFEST = GRAPH["manifest"]

_PREFIXED = re.compile(r"([A-Za-z][\w-]*):")
_BATCH = 20_000
_PAIRS = 200
_REMEMBERED = 10_000


class Service:
    """A SPARQL service: its address, and the client that speaks to it."""

    def __init__(self, place: Address, client: Client) -> None:
        self.place = place
        self.client = client
        self._matches: dict[_Pattern, tuple[Quad, ...]] = {}

    @classmethod
    def at(cls, place: Address | str, patience: Patience | None = None) -> Self:
        """Return the service at an address, without asking it anything yet."""
        address = Address.parse(place) if isinstance(place, str) else place
        return cls(address, Client(address, patience or Patience(), virtuoso.is_fault_of_ours))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.client.close()

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        use_default_graph_as_union: bool = True,
    ) -> Result:
        """Return the answer to a query; raises ServiceError if there is no whole one."""
        try:
            return self._answer(query, prefixes or {}, None)
        except ServiceError as error:
            pieces = virtuoso.split_order(query)
            if pieces is None or not virtuoso.is_too_long(error):
                raise
        bare, order = pieces
        return virtuoso.order_rows(self._answer(bare, prefixes or {}, None), order)

    def _answer(self, query: str, prefixes: Mapping[str, str], deadline: float | None) -> Result:
        form = screen.query_form(query)
        graph = form in ("construct", "describe")
        # On one line, so that the lines the service counts are those of the query.
        known = [
            f"PREFIX {p}: <{prefixes[p]}>"
            for p in sorted({*_PREFIXED.findall(query)})
            if p in prefixes
        ]
        body = urlencode({"query": " ".join([*known, query])}).encode()
        headers = {
            "Accept": responses.TRIPLES if graph else responses.ROWS,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        reply = self.client.send(Request("POST", self.place, body, headers), deadline)
        virtuoso.check_whole(reply, self.place)
        if graph:
            return responses.read_graph(reply, self.place)
        return responses.read_rows(reply, form, self.place)

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
        found = self.query(query, prefixes=namespaces.prefixes())
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
                    "of rows that the service gives (ResultSetMaxRows), or push the graph anew",
                    self.place,
                )
            yield from quads

    def __len__(self) -> int:
        """Return how many quads the graphs that are ours have."""
        return sum(n for _, _, n in self.counts())

    def counts(self) -> list[tuple[NamedNode, NamedNode, int]]:
        """Return how often each predicate is used in each graph of ours."""
        rows = self.rows(
            "SELECT ?g ?p (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER (STRSTARTS(STR(?g), "{namespaces.base()}")) }} GROUP BY ?g ?p ORDER BY ?g ?p'
        )
        found = [(row["g"], row["p"], int(term_text(row["n"]))) for row in rows]
        return [
            (g, p, n)
            for g, p, n in found
            if isinstance(g, NamedNode) and isinstance(p, NamedNode) and g != MANIFEST
        ]

    def ask(self, query: str, format: str | None, deadline: float) -> Answer:
        """Return the answer to untrusted SPARQL; raises QueryError if there is none."""
        screen.check_query(query)
        try:
            found = self._answer(query, namespaces.prefixes(), deadline)
        except ServiceTimeoutError as error:
            raise QueryTimeoutError(
                f"the query was stopped after {deadline:g} seconds: "
                "narrow its patterns, add a LIMIT, or allow it more time",
                deadline,
            ) from error
        except ServiceError as error:
            if error.status not in (400, 500):
                raise
            raise QueryError(str(error)) from error
        return Answer.of(found, format, namespaces.prefixes())

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
                "again where it was interrupted",
                f"{self.place}",
            )
        if rows[0]["union"] is None:
            raise StoreError(
                f"{self.place}: its default graph is not the union of its named graphs; "
                "set it so (Oxigraph: --union-default-graph, or ?union-default-graph at the end "
                "of the address)",
                f"{self.place}",
            )
        try:
            return Manifest(**json.loads(term_text(rows[0]["whole"])))
        except (ValueError, TypeError) as error:
            message = f"{self.place}: holds the graph of another version; send one with 'kg push'"
            raise StoreError(message, f"{self.place}") from error


def open_service(text: str, patience: Patience | None = None) -> Service:
    """Return the service at an address; raises StoreError if it holds no whole graph."""
    found = Service.at(text, patience)
    try:
        _ = found.manifest
    except KGError:
        found.close()
        raise
    return found


def manifest_quad(manifest: Manifest) -> Quad:
    """Return the quad that tells a reader of a service what its graph was made from."""
    words = json.dumps(asdict(manifest), sort_keys=True)
    return Quad(MANIFEST, RDF.value, Literal(words), MANIFEST)


def _quad(row: Mapping[str, object]) -> Quad:
    return Quad(row["s"], row["p"], row["o"], row["g"])  # type: ignore[arg-type]


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
