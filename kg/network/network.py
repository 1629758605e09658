"""
The graph as a network for drawing and exporting: entities, the relations between them, and for
each relation what it rests on.

Two claims of the same statement are one edge with two pieces of evidence; different statements
about the same two entities are parallel edges.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

import networkx
from pyoxigraph import Literal, NamedNode

from kg.entities import evidence, names, places, timespans
from kg.entities.evidence import Passage
from kg.entities.names import Names
from kg.errors import QueryError
from kg.model import namespaces, schema
from kg.model.namespaces import SKOS
from kg.sparql import queries, rules
from kg.sparql.quads import Quads
from kg.sparql.table import Table, text

Network: TypeAlias = networkx.MultiDiGraph

_TITLE = "Regional security cooperation"


def whole(store: Quads) -> Network:
    """Return the network of every relation that the graph draws."""
    return _built(store, queries.run(store, queries.find("edges")))


def around(store: Quads, iri: str, hops: int = 1) -> Network:
    """Return the part of the network within some steps of an entity."""
    full = whole(store)
    centre = key(iri)
    if centre not in full:
        return full.subgraph([]).copy()
    near = networkx.ego_graph(full, centre, radius=hops, undirected=True)
    return full.subgraph(near.nodes).copy()


def of(store: Quads, table: Table) -> Network:
    """
    Return the network of a table whose first columns are source and target.

    Raises QueryError if the table has not this form.
    """
    if table.columns[:2] != ("source", "target"):
        raise QueryError(
            "only a query whose columns begin with source and target can be drawn; it has "
            + ", ".join(table.columns)
        )
    return _built(store, table)


def key(iri: str) -> str:
    """Return the key of a node: the id of an entity, or the prefixed name of a code."""
    return namespaces.ident(iri)


def _built(store: Quads, table: Table) -> Network:
    known = names.read(store)
    said = evidence.passages(store)
    graph = Network(title=_TITLE, version="", as_of="")
    for (source, target, predicate), bases in _edges(table).items():
        attributes = _edge(predicate, bases, said, known)
        graph.add_edge(key(source), key(target), key=attributes["predicate"], **attributes)
    _describe(store, graph, known, said)
    return graph


def _edges(table: Table) -> Mapping[tuple[str, str, str], list[str]]:
    """Return the bases of each statement; a table without these columns has none."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in table.terms:
        cells = dict(zip(table.columns, row, strict=True))
        ends = (cells["source"], cells["target"])
        if all(isinstance(end, NamedNode) for end in ends):
            predicate = text(cells.get("predicate") or cells.get("label"))
            found[text(ends[0]), text(ends[1]), predicate].append(text(cells.get("basis")))
    return found


def _edge(
    predicate: str, bases: Iterable[str], said: Mapping[str, tuple[Passage, ...]], known: Names
) -> dict[str, Any]:
    passages = sorted(
        (p for basis in bases for p in said.get(basis, ())), key=lambda p: (p.source, p.start or 0)
    )
    prefix = namespaces.prefixes()["rule"]
    applied = [b.removeprefix(prefix) for b in bases if b.startswith(prefix)]
    return {
        "predicate": namespaces.ident(predicate),
        "label": known.label(predicate),
        "labels": schema.labels(predicate),
        "inferred": bool(applied or passages) and all(p.inferred for p in passages),
        "rule": "; ".join(rules.stored()[name].title for name in applied),
        "evidence": [_evidence(p) for p in passages],
    }


def _evidence(passage: Passage) -> dict[str, Any]:
    own = asdict(passage)
    title, address, source = own.pop("title"), own.pop("address"), own.pop("source")
    return {**own, "source": title, "source_iri": namespaces.entity(source).value, "url": address}


def _describe(
    store: Quads, graph: Network, known: Names, said: Mapping[str, tuple[Passage, ...]]
) -> None:
    kinds = _kinds(store)
    facts = _facts(store, known, said)
    notes = _notes(store)
    dated = timespans.dates(store)
    placed = places.places(store)
    for node, attributes in graph.nodes(data=True):
        iri = namespaces.iri(node).value
        kind = kinds.get(iri)
        label = known.label(iri)
        attributes.update(
            iri=iri,
            label=label,
            labels=dict(known.translated.get(iri, {})),
            kind=namespaces.kind_name(kind) if kind else "",
            kind_label=schema.label(kind) if kind else "",
            kind_labels=schema.labels(kind.value) if kind else {},
            names=[n for n in known.all.get(iri, ()) if n != label],
            note=notes.get(iri, ""),
            facts=facts.get(iri, []),
            group=(schema.display_group(kind) if kind else "") or "code",
            dates=_span(dated.get(iri)),
            places=[asdict(spot) for spot in placed.get(iri, ())],
        )
    for source, target, attributes in graph.edges(data=True):
        spans = (dated.get(namespaces.iri(source).value), dated.get(namespaces.iri(target).value))
        attributes["dates"] = _span(timespans.shared(*spans))


def _span(dates: timespans.Span | None) -> list[str | None] | None:
    # A list, as JSON has no other sequence.
    return None if dates is None else list(dates)


def _kinds(store: Quads) -> dict[str, NamedNode]:
    table = queries.run(store, queries.find("nodes"))
    return {text(node): kind for node, kind, _ in table.terms if isinstance(kind, NamedNode)}


def _facts(
    store: Quads, known: Names, said: Mapping[str, tuple[Passage, ...]]
) -> dict[str, list[dict[str, Any]]]:
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for subject, predicate, value, claim in queries.run(store, queries.find("facts")).terms:
        if predicate != SKOS.altLabel and isinstance(value, Literal):
            statement = (text(subject), text(predicate), value.value)
            found[statement].extend(_evidence(p) for p in said.get(text(claim), ()))
    facts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (owner, prop, words), passages in found.items():
        about = {"property": known.label(prop), "labels": schema.labels(prop)}
        facts[owner].append({**about, "value": words, "evidence": passages})
    return facts


def _notes(store: Quads) -> dict[str, str]:
    quads = [
        q for p in (SKOS.definition, SKOS.note) for q in store.quads_for_pattern(None, p, None)
    ]
    return {text(q.subject): text(q.object) for q in quads}
