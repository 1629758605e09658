"""
Entities and the relations between them as one network, and the same as a plain networkx graph.

Two claims of the same statement are one relation with two passages; different statements about
the same two entities are parallel relations.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pyoxigraph import Triple

from kg.entities.evidence import Passage
from kg.entities.places import Spot
from kg.model import namespaces
from kg.model.dates import PartialDate, Span
from kg.sparql import rules

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True)
class Fact:
    """A value that a property of an entity has, and the passages that say it."""

    property: str
    value: str
    label: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Node:
    """An entity, source or code: what it is called, and what is stated of it alone."""

    key: str
    iri: str = ""
    label: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    kind_label: str = ""
    kind_labels: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    note: str = ""
    facts: tuple[Fact, ...] = ()
    group: str = ""
    dates: Span | None = None
    places: tuple[Spot, ...] = ()

    def attributes(self) -> dict[str, Any]:
        """Return what is known of the node as JSON has it."""
        facts = [
            {
                "property": fact.label,
                "labels": dict(fact.labels),
                "value": fact.value,
                "evidence": [passage.attributes() for passage in fact.passages],
            }
            for fact in self.facts
        ]
        return {
            "iri": self.iri,
            "label": self.label,
            "labels": dict(self.labels),
            "kind": self.kind,
            "kind_label": self.kind_label,
            "kind_labels": dict(self.kind_labels),
            "names": list(self.names),
            "note": self.note,
            "facts": facts,
            "group": self.group,
            "dates": dates(self.dates),
            "places": [asdict(spot) for spot in self.places],
        }

    @classmethod
    def of(cls, key: str, attributes: Mapping[str, Any]) -> Node:
        """Return the node with these attributes; those that are missing are empty."""
        named = ("iri", "label", "kind", "kind_label", "note", "group")
        return cls(
            key=key,
            labels=_labels(attributes.get("labels")),
            kind_labels=_labels(attributes.get("kind_labels")),
            names=tuple(map(_words, attributes.get("names") or ())),
            facts=tuple(
                Fact(
                    property=_words(fact["property"]),
                    value=_words(fact["value"]),
                    label=_words(fact["property"]),
                    labels=_labels(fact.get("labels")),
                    passages=tuple(map(Passage.of, fact.get("evidence") or ())),
                )
                for fact in attributes.get("facts") or ()
            ),
            dates=_span(attributes.get("dates")),
            places=tuple(Spot(**spot) for spot in attributes.get("places") or ()),
            **{name: _words(attributes.get(name) or "") for name in named},
        )


@dataclass(frozen=True)
class Relation:
    """A statement about two entities, and what it rests on: passages, or rules by their names."""

    source: str
    target: str
    predicate: str
    label: str = field(default="", compare=False)
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)
    inferred: bool = field(default=False, compare=False)
    rules: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = field(default=(), compare=False)
    dates: Span | None = field(default=None, compare=False)
    # The passages of each premise of the rules; empty unless they were asked for.
    premises: tuple[tuple[Passage, ...], ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells the relation from every other of its network."""
        return self.source, self.target, self.predicate

    @property
    def triple(self) -> Triple:
        """The statement itself."""
        return Triple(*map(namespaces.iri, (self.source, self.predicate, self.target)))

    @property
    def rule(self) -> str:
        """The titles of the rules that infer it, or nothing."""
        stored = rules.stored_rules() if self.rules else {}
        return "; ".join(stored[name].title if name in stored else name for name in self.rules)

    @property
    def sources(self) -> frozenset[str]:
        """The sources that say it."""
        return frozenset(passage.source or passage.title for passage in self.passages)

    @property
    def support(self) -> tuple[Passage, ...]:
        """All that it rests on: the passages that say it, and those of its premises."""
        return (*self.passages, *(p for premise in self.premises for p in premise))

    def attributes(self) -> dict[str, Any]:
        """Return what is known of the relation as JSON has it."""
        return {
            "predicate": self.predicate,
            "label": self.label,
            "labels": dict(self.labels),
            "inferred": self.inferred,
            "rule": self.rule,
            "evidence": [passage.attributes() for passage in self.passages],
            "dates": dates(self.dates),
        }

    @classmethod
    def of(cls, source: str, target: str, key: object, attributes: Mapping[str, Any]) -> Relation:
        """Return the relation with these attributes; those that are missing are empty."""
        named = {rule.title: rule.name for rule in rules.stored_rules().values()}
        titles = _words(attributes.get("rule") or "").split("; ")
        return cls(
            source=source,
            target=target,
            predicate=_words(attributes.get("predicate") or key),
            label=_words(attributes.get("label") or ""),
            labels=_labels(attributes.get("labels")),
            inferred=bool(attributes.get("inferred")),
            rules=tuple(named.get(title, title) for title in titles if title),
            passages=tuple(map(Passage.of, attributes.get("evidence") or ())),
            dates=_span(attributes.get("dates")),
        )


@dataclass(frozen=True)
class Network:
    """Nodes by key, the relations between them, and of which state of the graph they are."""

    title: str
    nodes: Mapping[str, Node]
    relations: tuple[Relation, ...]
    version: str = ""
    as_of: str = ""

    def __contains__(self, key: object) -> bool:
        return key in self.nodes

    @functools.cached_property
    def outgoing(self) -> Mapping[str, list[Relation]]:
        """The relations that begin at each node; a node without any is absent."""
        found: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            found[relation.source].append(relation)
        return dict(found)

    @functools.cached_property
    def incoming(self) -> Mapping[str, list[Relation]]:
        """The relations that end at each node; a node without any is absent."""
        found: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            found[relation.target].append(relation)
        return dict(found)

    def at(self, key: str) -> list[Relation]:
        """Return the relations that begin or end at a node."""
        return [*self.outgoing.get(key, ()), *self.incoming.get(key, ())]

    def neighbours(self, key: str) -> set[str]:
        """Return the nodes that a node has relations with, in either direction."""
        onward = (relation.target for relation in self.outgoing.get(key, ()))
        back = (relation.source for relation in self.incoming.get(key, ()))
        return {*onward, *back}

    def near(self, key: str, hops: int = 1) -> Network:
        """Return the part within some steps of a node, in either direction."""
        found = border = {key} & self.nodes.keys()
        for _ in range(hops):
            border = {other for one in border for other in self.neighbours(one)} - found
            found = found | border
        return self.among(found)

    def among(self, keys: Collection[str]) -> Network:
        """Return the part that has only these nodes, and every relation between them."""
        nodes = {key: node for key, node in self.nodes.items() if key in keys}
        kept = (r for r in self.relations if r.source in nodes and r.target in nodes)
        return replace(self, nodes=nodes, relations=tuple(kept))

    def only(self, relations: Iterable[Relation]) -> Network:
        """Return the part that has only these relations, and the nodes that they join."""
        kept = tuple(relations)
        ends = {end for relation in kept for end in (relation.source, relation.target)}
        nodes = {key: node for key, node in self.nodes.items() if key in ends}
        return replace(self, nodes=nodes, relations=kept)

    def joined(self, other: Network) -> Network:
        """Return the network with what another one has beyond it."""
        known = {relation.key for relation in self.relations}
        more = (relation for relation in other.relations if relation.key not in known)
        nodes = {**self.nodes, **{k: n for k, n in other.nodes.items() if k not in self.nodes}}
        return replace(self, nodes=nodes, relations=(*self.relations, *more))

    def to_networkx(self) -> networkx.MultiDiGraph:
        """
        Return a plain graph, its nodes and edges with all that is known of them as JSON has it.

        The key of an edge is its predicate.
        """
        import networkx

        made = networkx.MultiDiGraph(title=self.title, version=self.version, as_of=self.as_of)
        made.add_nodes_from((key, node.attributes()) for key, node in self.nodes.items())
        made.add_edges_from((*r.key, r.attributes()) for r in self.relations)
        return made

    @classmethod
    def from_networkx(cls, graph: networkx.MultiDiGraph) -> Network:
        """Return the network of a plain graph with attributes as ``to_networkx`` gives them."""
        told = (_words(graph.graph.get(name) or "") for name in ("title", "version", "as_of"))
        title, version, as_of = told
        nodes = {key: Node.of(key, data) for key, data in graph.nodes(data=True)}
        relations = (Relation.of(*edge) for edge in graph.edges(keys=True, data=True))
        return cls(title, nodes, tuple(relations), version, as_of)


def dates(span: Span | None) -> list[str | None] | None:
    """Return a span as JSON has it: a list of beginning and end."""
    if span is None:
        return None
    return [None if date is None else str(date) for date in (span.start, span.end)]


def _words(value: object) -> str:
    """Return a value in words; what nobody stated is said to be so."""
    if value is None:
        return "not stated"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _labels(given: Mapping[str, Any] | None) -> dict[str, str]:
    return {language: _words(label) for language, label in (given or {}).items() if label}


def _span(given: Iterable[Any] | None) -> Span | None:
    """Return a beginning and an end as far as they are dates, or nothing if neither is."""
    start, end = (PartialDate.maybe(str(date)) for date in given or ("", ""))
    return Span(start, end) if start or end else None
