"""
What a page is told of a network, small: tables by column, each repeated text kept once.

Entities are known by their place in the list; a scene names some of them with their positions.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.model import languages, schema
from kg.model.namespaces import RSC
from kg.network.network import dates
from kg.viewer import placement

if TYPE_CHECKING:
    from kg.entities.evidence import Passage
    from kg.network.network import Network, Node, Relation
    from kg.viewer.scene import Scene

Row: TypeAlias = dict[str, Any]

# Name of the group, its title in the legend, its shape, and whether the shape is only outlined.
GROUPS = (
    ("agent", "dot", False),
    ("post", "dot", True),
    ("engagement", "star", False),
    ("place", "triangleDown", False),
    ("threat", "triangle", False),
    ("results", "hexagon", False),
    ("commitment", "diamond", False),
    ("source", "square", False),
    ("code", "square", True),
    ("other", "diamond", True),
)
_NAMES = frozenset(name for name, *_ in GROUPS)


def tables(network: Network, scenes: Sequence[Scene]) -> dict[str, Any]:
    """Return what the page is told of a network and of the scenes of it."""
    keys = sorted(network.nodes)
    relations = sorted(network.relations, key=lambda relation: relation.key)
    index = {key: number for number, key in enumerate(keys)}
    evidence, terms = _Pool(), _Pool()
    nodes = [_node(network.nodes[key], evidence, terms) for key in keys]
    edges = [
        {
            "from": index[relation.source],
            "to": index[relation.target],
            "bend": bend,
            "predicate": terms.term(
                relation.predicate, relation.label or words(relation.predicate), relation.labels
            ),
            "inferred": relation.inferred,
            "rule": relation.rule,
            "evidence": evidence.passages(relation.passages),
            "dates": dates(relation.dates),
        }
        for relation, bend in zip(relations, _bends(relations), strict=True)
    ]
    used = {node["group"] for node in nodes}
    return {
        "groups": [
            {"name": name, "shape": shape, "hollow": hollow}
            for name, shape, hollow in GROUPS
            if name in used
        ],
        "nodes": columns(nodes),
        "edges": columns(edges),
        "terms": columns(terms.items),
        "evidence": columns(evidence.items),
        "ontology": {
            "leads_to": schema.leads_to(),
            "stages": schema.stages(),
            "passing": sorted(schema.kinds_marked(RSC.passing)),
            "mapped": sorted(schema.kinds_marked(RSC.mapped)),
        },
        "cuts": [_scene(one, network, index, relations, at) for at, one in enumerate(scenes, 1)],
    }


def columns(rows: Sequence[Row]) -> dict[str, Any]:
    """Return rows by column; a column with few different values as these and their places."""
    made: dict[str, Any] = {}
    for name in rows[0] if rows else ():
        values = [row[name] for row in rows]
        written = [json.dumps(value, sort_keys=True) for value in values]
        places = {text: place for place, text in enumerate(dict.fromkeys(written))}
        if len(places) * 2 > len(values) and len(values) > 1:
            made[name] = values
        else:
            pool = [json.loads(text) for text in places]
            made[name] = {"pool": pool, "at": [places[text] for text in written]}
    return {"count": len(rows), "columns": made}


class _Pool:
    """Rows kept once, however often they are needed."""

    def __init__(self) -> None:
        self.items: list[Row] = []
        self._places: dict[str, int] = {}

    def place(self, item: Row) -> int:
        """Return where an item stands among the items."""
        key = json.dumps(item, sort_keys=True)
        if key not in self._places:
            self._places[key] = len(self.items)
            self.items.append(item)
        return self._places[key]

    def passages(self, passages: Iterable[Passage]) -> list[int]:
        """Return where each passage stands among the items."""
        return [self.place(passage.attributes()) for passage in passages]

    def term(self, key: str, label: str, labels: Mapping[str, str]) -> int:
        """Return where a kind, a relation or a property with its labels stands."""
        none = dict.fromkeys(languages.labelled())
        return self.place({"key": key, **none, **_labels(label, labels)})


def _labels(label: str, labels: Mapping[str, str]) -> Row:
    """Return the label in English, and in each language that has another one."""
    others = {one: labels.get(one) or label for one in languages.labelled()}
    return {one: own for one, own in others.items() if own != label} | {"en": label}


def _node(node: Node, evidence: _Pool, terms: _Pool) -> Row:
    title = node.kind_label or node.kind or "Thing"
    facts = sorted(node.facts, key=lambda fact: (fact.label, fact.value))
    return {
        "key": node.key,
        "group": node.group if node.group in _NAMES else "other",
        "kind": terms.term(node.kind or "thing", title, node.kind_labels),
        "labels": _labels(node.label or node.key, node.labels),
        "iri": node.iri,
        "names": node.names,
        "note": node.note,
        "facts": [
            [
                terms.term(fact.label, words(fact.label), fact.labels),
                fact.value,
                evidence.passages(fact.passages),
            ]
            for fact in facts
        ],
        "dates": dates(node.dates),
        "places": [asdict(spot) for spot in node.places] or None,
    }


def words(term: str) -> str:
    """Return a term like ``rsc:startDate`` as words, other text as it is."""
    name = re.fullmatch(r"[a-z]*:([A-Za-z]+)", term)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[1]).lower() if name else term


def _scene(
    scene: Scene, network: Network, index: Mapping[str, int], relations: Sequence[Relation], at: int
) -> Row:
    drawn = [
        (number, relation)
        for number, relation in enumerate(relations)
        if scene.ties is None or relation.key in scene.ties
    ]
    clusters = scene.clusters
    return {
        "ties": None if scene.ties is None else [number for number, _ in drawn],
        "name": scene.name or f"cut-{at}",
        "title": {"en": scene.title, **scene.titles},
        "nodes": [index[node] for node in scene.nodes],
        "groups": [[index[member] for member in cluster.members] for cluster in clusters],
        "anchors": [None if c.anchor is None else index[c.anchor] for c in clusters],
        "positions": placement.placed(scene, network, [relation for _, relation in drawn]),
        "emphasis": [index[node] for node in scene.emphasis if node in index],
    }


def _bends(relations: Iterable[Relation]) -> list[float]:
    """Return how far each relation curves, so that no two of a pair lie on each other."""
    pairs = [frozenset((relation.source, relation.target)) for relation in relations]
    between, seen = Counter(pairs), defaultdict[frozenset[str], int](int)
    bends = []
    for relation, pair in zip(relations, pairs, strict=True):
        turn, seen[pair] = seen[pair], seen[pair] + 1
        if relation.source == relation.target:
            bends.append(18.0 + 10.0 * turn)
            continue
        # Half a step off the middle when the number is even; seen from the lesser end, always.
        offset = 0.36 * (turn - (between[pair] - 1) / 2)
        bends.append(round(offset if relation.source < relation.target else -offset, 3))
    return bends
