"""The networks of a graph: all that it draws, what an answer has, what is near an entity."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from kg.entities import evidence, places, timespans
from kg.entities.evidence import Passage
from kg.entities.names import Names
from kg.entities.places import Spot
from kg.errors import QueryError
from kg.model import namespaces, schema
from kg.model.dates import Span
from kg.model.namespaces import SKOS
from kg.network.network import Fact, Network, Node, Relation
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import Table, term_text

_TITLE = "Regional security cooperation"


class Networks:
    """
    The networks of a graph.

    What they all tell of entities and claims is read once, when the first of them is asked for.
    """

    def __init__(self, store: Quads, names: Names, version: str = "") -> None:
        self._store = store
        self._names = names
        self._version = version

    @functools.cached_property
    def whole(self) -> Network:
        """The network of every relation that the graph draws."""
        return self.answered(queries.run_query(self._store, "edges"))

    def around(self, iri: str, hops: int = 1) -> Network:
        """Return the part of the whole within some steps of an entity; nothing if it is alone."""
        return self.whole.near(namespaces.ident(iri), hops)

    def answered(self, table: Table) -> Network:
        """
        Return the network of an answer whose first columns are source and target.

        Raises QueryError if the answer has not this form.
        """
        if table.columns[:2] != ("source", "target"):
            raise QueryError(
                "only a query whose columns begin with source and target can be drawn; it has "
                + ", ".join(table.columns)
            )
        bases: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for row in table.terms:
            cells = dict(zip(table.columns, row, strict=True))
            ends = (cells["source"], cells["target"])
            if all(isinstance(end, NamedNode) for end in ends):
                predicate = term_text(cells.get("predicate") or cells.get("label"))
                bases[term_text(ends[0]), term_text(ends[1]), predicate].append(
                    term_text(cells.get("basis"))
                )
        iris = dict.fromkeys(end for source, target, _ in bases for end in (source, target))
        nodes = {namespaces.ident(iri): self._node(iri) for iri in iris}
        relations = tuple(self._relation(*stated, own) for stated, own in bases.items())
        return Network(_TITLE, nodes, relations, self._version)

    def _relation(self, source: str, target: str, predicate: str, bases: Iterable[str]) -> Relation:
        prefix = namespaces.prefixes()["rule"]
        applied = tuple(b.removeprefix(prefix) for b in bases if b.startswith(prefix))
        said = (p for basis in bases for p in self.passages.get(basis, ()))
        passages = tuple(sorted(said, key=lambda p: (p.source, p.start or 0)))
        return Relation(
            source=namespaces.ident(source),
            target=namespaces.ident(target),
            predicate=namespaces.ident(predicate),
            label=self._names.label(predicate),
            labels=schema.labels(predicate),
            inferred=bool(applied or passages) and all(p.inferred for p in passages),
            rules=applied,
            passages=passages,
            dates=timespans.shared(self._dates.get(source), self._dates.get(target)),
        )

    def _node(self, iri: str) -> Node:
        label = self._names.label(iri)
        kind = self._kinds.get(iri)
        return Node(
            key=namespaces.ident(iri),
            iri=iri,
            label=label,
            labels=self._names.translated.get(iri, {}),
            kind=namespaces.kind_name(kind) if kind else "",
            kind_label=schema.label(kind) if kind else "",
            kind_labels=schema.labels(kind.value) if kind else {},
            names=tuple(name for name in self._names.all.get(iri, ()) if name != label),
            note=self._notes.get(iri, ""),
            facts=self._facts.get(iri, ()),
            group=(schema.display_group(kind) if kind else "") or "code",
            dates=self._dates.get(iri),
            places=self._places.get(iri, ()),
        )

    @functools.cached_property
    def passages(self) -> Mapping[str, tuple[Passage, ...]]:
        """The passages on which each claim rests, by the IRI of the claim."""
        return evidence.passages(self._store)

    @functools.cached_property
    def _dates(self) -> Mapping[str, Span]:
        return timespans.dates(self._store)

    @functools.cached_property
    def _places(self) -> Mapping[str, tuple[Spot, ...]]:
        return places.places(self._store)

    @functools.cached_property
    def _kinds(self) -> Mapping[str, NamedNode]:
        table = queries.run_query(self._store, "nodes")
        return {
            term_text(node): kind for node, kind, _ in table.terms if isinstance(kind, NamedNode)
        }

    @functools.cached_property
    def _notes(self) -> Mapping[str, str]:
        of_kinds = (SKOS.definition, SKOS.note)
        quads = (q for kind in of_kinds for q in self._store.quads_for_pattern(None, kind, None))
        return {term_text(quad.subject): term_text(quad.object) for quad in quads}

    @functools.cached_property
    def _facts(self) -> Mapping[str, tuple[Fact, ...]]:
        said: dict[tuple[str, str, str], list[Passage]] = defaultdict(list)
        table = queries.run_query(self._store, "facts")
        for subject, predicate, value, claim in table.terms:
            if predicate != SKOS.altLabel and isinstance(value, Literal):
                statement = (term_text(subject), term_text(predicate), value.value)
                said[statement].extend(self.passages.get(term_text(claim), ()))
        facts: dict[str, list[Fact]] = defaultdict(list)
        for (owner, prop, words), passages in said.items():
            name, label = namespaces.ident(prop), self._names.label(prop)
            facts[owner].append(Fact(name, words, label, schema.labels(prop), tuple(passages)))
        return {owner: tuple(own) for owner, own in facts.items()}
