"""
The graph as Python sees it: open it, ask it, draw it.

What is opened is a Reader, which the rooms that draw, measure, report and export take.
"""

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph

from kg import paths
from kg.errors import StoreError
from kg.model import namespaces
from kg.model.dates import Span
from kg.model.manifest import Manifest
from kg.paths import Place
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.queries import Query
from kg.sparql.table import Table
from kg.store import versions

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.entities.dossier import Dossier, Explanation
    from kg.entities.names import Names
    from kg.network.networks import Networks
    from kg.sparql.answers import Answer
    from kg.sparql.sandbox import Sandbox
    from kg.store.remote.service import Service
    from kg.viewer.page import Page

# The seconds that SPARQL of the user's own may take.
DEADLINE = 10.0
_NAME = re.compile(r"[\w-]+")
# What queries understand as any entity whatever, so that it is the name of none.
_ANY = "any"


class Graph:
    """A graph in a folder or on a service, open for reading; close it, or use a with block."""

    def __init__(self, place: Place, *, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._sandbox: Sandbox | None = None
        self._service: Service | None = None
        self.store: Quads
        if isinstance(place, Path):
            # A later build may put another graph there; this one stays with what it opened.
            self._quads = versions.location(place)
            self.store = versions.open_quads(self._quads)
        else:
            from kg.store.remote import service

            self.store = self._service = service.open_service(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process in which SPARQL of the user's own runs, and the line to a service."""
        if self._service is not None:
            self._service.close()
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    @functools.cached_property
    def manifest(self) -> Manifest:
        """What the graph was made from, and how much is in it."""
        return self._service.manifest if self._service else versions.manifest_of(self._quads)

    @functools.cached_property
    def names(self) -> "Names":
        """What every entity and code is called."""
        from kg.entities.names import Names

        return Names.of(self.store)

    def query(self, query: str, **parameters: object) -> Table:
        """
        Return the answer to a stored query, by name or id, or to SPARQL of the user's own.

        The latter runs in a process of its own with a deadline.  Raises QueryError, or one of its
        kinds, if the query is unknown, malformed, refused, or runs too long or too large.
        """
        if _NAME.fullmatch(query.strip()):
            found = queries.find_query(query.strip())
            return queries.run_query(self.store, found, self.given(found, parameters))
        return self.ask(query).table()

    def given(self, query: Query, parameters: Mapping[str, object]) -> dict[str, str]:
        """Return parameters as text, with names of entities replaced by what they stand for."""
        named = {p.name for p in query.parameters if p.type == "entity"}
        every = _ANY if f"code:{_ANY}" in query.text else None
        return {
            name: self.names.find(str(value)) if name in named and value != every else str(value)
            for name, value in parameters.items()
        }

    def ask(self, sparql: str, format: str | None = None) -> "Answer":
        """Return the answer to untrusted SPARQL; raises QueryError if there is none."""
        if self._service is not None:
            return self._service.ask(sparql, format, self._deadline)
        from kg.sparql.sandbox import Sandbox

        if self._sandbox is None:
            self._sandbox = Sandbox(self._quads, deadline=self._deadline)
        return self._sandbox.run(sparql, format=format, prefixes=namespaces.prefixes())

    @functools.cached_property
    def networks(self) -> "Networks":
        """Entities and relations as this package sees them: typed, and not to be changed."""
        from kg.network.networks import Networks

        return Networks(self.store, self.names, self.manifest.digest)

    def network(self, query: str | None = None, **parameters: object) -> "networkx.MultiDiGraph":
        """Return the whole network, or that of a query whose columns begin with source, target."""
        if query is None:
            return self.networks.whole.to_networkx()
        return self.networks.answered(self.query(query, **parameters)).to_networkx()

    def around(self, entity: str, hops: int = 1) -> "networkx.MultiDiGraph":
        """Return the network within some steps of an entity; raises UnknownNameError if none."""
        return self.networks.around(self.names.find(entity), hops).to_networkx()

    def view(
        self,
        *queries: str,
        span: Span | tuple[str, str] | None = None,
        title: str | None = None,
        lang: str = "en",
        theme: str = "auto",
        **choice: Any,
    ) -> "Page":
        """
        Return a page of the graph, or of scenes of it, that a notebook shows.

        ``span`` is the time to which it keeps, and ``choice`` what else ``kg view`` takes: entity,
        hops, start, end, kinds, sources, stories.  Raises UnknownNameError or QueryError if a name
        or a query is unknown, DateError if the span is none, DataError if a story is malformed.
        """
        from kg.viewer import compose, page
        from kg.viewer.choice import Choice

        time = Span.parse(*span) if isinstance(span, tuple) else span
        made = compose.view(self, Choice(queries=queries, span=time, **choice))
        html = page.page(
            made.network,
            title=title,
            scenes=made.scenes,
            lang=lang,
            theme=theme,
            extras=made.extras,
        )
        return page.Page(html, page.counts(made.network, made.scenes))

    def show(self, entity: str) -> "Dossier":
        """Return what is known of an entity; raises UnknownNameError if there is none."""
        from kg.entities import dossier

        return dossier.dossier(self.store, self.names, self.names.find(entity))

    def explain(
        self, subject: str, predicate: str | None = None, object: str | None = None
    ) -> "list[Explanation]":
        """
        Return why each statement of a subject holds, or only those with a predicate and object.

        Raises UnknownNameError if a name stands for nothing or nothing is stated.
        """
        from kg.entities import dossier

        return dossier.explain(self.store, self.names, subject, predicate, object)

    def rdflib(self) -> "rdflib.Dataset":
        """
        Return an rdflib Dataset over the same store, whose default graph is the union.

        It is for walking, serializing and trusted queries; SPARQL of others belongs in query().
        Raises StoreError if the graph is on a service.
        """
        if not isinstance(self.store, pyoxigraph.Store):
            raise StoreError("rdflib's view is of a store in a folder; export the graph to rdflib")
        from kg.sparql.rdflib_store import rdflib_dataset

        return rdflib_dataset(self.store, self.ask)


def open(path: Path | str | None = None, *, deadline: float = DEADLINE) -> Graph:
    """
    Return the graph in a store folder or on a SPARQL service, or the default one.

    Raises StoreError if there is none, ServiceError if a service cannot be asked.
    """
    return Graph(paths.store() if path is None else paths.place(path), deadline=deadline)
