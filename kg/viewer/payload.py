"""
What a page is told of a network, small: tables by column, each repeated text kept once.

Entities are known by their place in the list; a cut names some of them with their positions.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.model import languages, schema
from kg.model.namespaces import RSC
from kg.viewer import layout
from kg.viewer.scene import Cut, Group

if TYPE_CHECKING:
    from kg.network.network import Network

Row: TypeAlias = dict[str, Any]
Relation: TypeAlias = tuple[str, str, str, dict[str, Any]]

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
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NAMES = frozenset(name for name, *_ in GROUPS)
_PIECE = ("claim", "source", "source_iri", "url", "unit", "quote", "level", "modality",
          "grade", "reason", "date")  # fmt: skip


def tables(network: Network, cuts: Sequence[Cut]) -> dict[str, Any]:
    """Return what the page is told of a network and of the cuts through it."""
    keys = sorted(network.nodes)
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    index = {key: number for number, key in enumerate(keys)}
    evidence, terms = _Pool(), _Pool()
    nodes = [_node(key, network.nodes[key], evidence, terms) for key in keys]
    relations = [
        {**_edge(key, data, evidence, terms), "from": index[source], "to": index[target],
         "bend": bend}
        for (source, target, key, data), bend in zip(edges, _bends(edges), strict=True)
    ]  # fmt: skip
    used = {node["group"] for node in nodes}
    return {
        "groups": [
            {"name": name, "shape": shape, "hollow": hollow}
            for name, shape, hollow in GROUPS
            if name in used
        ],
        "nodes": columns(nodes),
        "edges": columns(relations),
        "terms": columns(terms.items),
        "evidence": columns(evidence.items),
        "ontology": {
            "leads_to": schema.leads_to(),
            "stages": schema.stages(),
            "passing": sorted(schema.kinds_marked(RSC.passing)),
            "mapped": sorted(schema.kinds_marked(RSC.mapped)),
        },
        "cuts": [_cut(cut, network, index, edges, at) for at, cut in enumerate(cuts)],
    }


def columns(rows: Sequence[Row]) -> dict[str, Any]:
    """Return rows by column; a column with few different values as these and their places."""
    if not rows:
        return {"count": 0, "columns": {}}
    return {
        "count": len(rows),
        "columns": {name: _column([row[name] for row in rows]) for name in rows[0]},
    }


def _column(values: list[Any]) -> Any:
    written = [json.dumps(value, sort_keys=True) for value in values]
    places = {text: place for place, text in enumerate(dict.fromkeys(written))}
    if len(places) * 2 > len(values) and len(values) > 1:
        return values
    return {"pool": [json.loads(text) for text in places], "at": [places[t] for t in written]}


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

    def evidence(self, evidence: Iterable[Mapping[str, Any]]) -> list[int]:
        """Return where each piece of evidence stands among the items."""
        return [self.place(_piece(item)) for item in evidence]

    def term(self, key: str, label: str, labels: Mapping[str, str]) -> int:
        """Return where a kind, a relation or a property with its labels stands."""
        none = dict.fromkeys(languages.labelled())
        return self.place({"key": key, **none, **_labels(label, labels)})


def _piece(item: Mapping[str, Any]) -> Row:
    piece: Row = {name: text(item.get(name) or "") for name in _PIECE}
    for name in ("start", "end"):
        piece[name] = None if item.get(name) is None else int(item[name])
    return piece


def _labels(label: str, labels: Mapping[str, str]) -> Row:
    """Return the label in English, and in each language that has another one."""
    others = {one: text(labels.get(one) or "") for one in languages.labelled()}
    return {one: own for one, own in others.items() if own not in ("", label)} | {"en": label}


def _node(key: str, data: Mapping[str, Any], evidence: _Pool, terms: _Pool) -> Row:
    group = str(data.get("group") or "other")
    kind = text(data.get("kind") or "thing")
    title = text(data.get("kind_label") or data.get("kind") or "Thing")
    return {
        "key": key,
        "group": group if group in _NAMES else "other",
        "kind": terms.term(kind, title, data.get("kind_labels") or {}),
        "labels": _labels(text(data.get("label") or key), data.get("labels") or {}),
        "iri": text(data.get("iri") or ""),
        "names": [text(name) for name in data.get("names") or ()],
        "note": text(data.get("note") or ""),
        "facts": _facts(data, evidence, terms),
        "dates": _span(data.get("dates")),
        "places": list(data.get("places") or ()) or None,
    }


def _facts(data: Mapping[str, Any], evidence: _Pool, terms: _Pool) -> list[Any]:
    """Return each fact as its property, its value, and what it rests on."""
    facts = sorted(
        data.get("facts") or (), key=lambda fact: (text(fact["property"]), text(fact["value"]))
    )
    return [
        [
            terms.term(name := text(fact["property"]), words(name), fact.get("labels") or {}),
            text(fact["value"]),
            evidence.evidence(fact.get("evidence") or ()),
        ]
        for fact in facts
    ]


def _edge(key: object, data: Mapping[str, Any], evidence: _Pool, terms: _Pool) -> Row:
    predicate = text(data.get("predicate") or key)
    label = text(data.get("label") or words(predicate))
    return {
        "predicate": terms.term(predicate, label, data.get("labels") or {}),
        "inferred": bool(data.get("inferred")),
        "rule": text(data.get("rule") or ""),
        "evidence": evidence.evidence(data.get("evidence") or ()),
        "dates": _span(data.get("dates")),
    }


def _span(dates: Any) -> list[str | None] | None:
    """Return a beginning and an end as far as they are dates, or nothing if neither is."""
    found = [str(one) if _DATE.fullmatch(str(one)) else None for one in dates or ()]
    return found if any(found) else None


def text(value: object) -> str:
    """Return a value as the page writes it; what nobody stated is said to be so."""
    if value is None:
        return "not stated"
    return str(value).lower() if isinstance(value, bool) else str(value)


def words(term: str) -> str:
    """Return a term like ``rsc:startDate`` as words, other text as it is."""
    name = re.fullmatch(r"[a-z]*:([A-Za-z]+)", term)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[1]).lower() if name else term


def _cut(
    cut: Cut, network: Network, index: Mapping[str, int], edges: list[Relation], at: int
) -> Row:
    drawn: list[str | Group] = [*cut.nodes, *cut.groups]
    stands = {node: number for number, node in enumerate(cut.nodes)}
    for number, group in enumerate(cut.groups, len(cut.nodes)):
        stands.update(dict.fromkeys(group.members, number))
    drawn_edges = [edge for edge in edges if cut.ties is None or edge[:3] in cut.ties]
    links, degrees = _links(network, stands, drawn_edges)
    sizes = [
        _size(degrees[number]) if isinstance(one, str) else _gathered(len(one.members))
        for number, one in enumerate(drawn)
    ]
    boxes = [_box(network, one, size) for one, size in zip(drawn, sizes, strict=True)]
    places = layout.positions(boxes, [*links, *_tethers(cut, stands)])
    ties = None
    if cut.ties is not None:
        ties = [number for number, edge in enumerate(edges) if edge[:3] in cut.ties]
    return {
        "ties": ties,
        "name": cut.name or f"cut-{at + 1}",
        "title": {"en": cut.title, **cut.titles},
        "nodes": [index[node] for node in cut.nodes],
        "groups": [[index[member] for member in group.members] for group in cut.groups],
        "anchors": [None if g.anchor is None else index[g.anchor] for g in cut.groups],
        "positions": [
            [x, y, size] for (x, y), size in zip(places, sizes, strict=True)
        ],
        "emphasis": [index[node] for node in cut.emphasis if node in index],
    }  # fmt: skip


def _links(
    network: Network, stands: Mapping[str, int], edges: list[Relation]
) -> tuple[list[layout.Link], Counter[int]]:
    """Return what pulls what, and how many relations each sign has."""
    pulls: dict[tuple[int, int], float] = defaultdict(float)
    ties: Counter[int] = Counter()
    for source, target, _, data in edges:
        if source in stands and target in stands and stands[source] != stands[target]:
            ends = (stands[source], stands[target])
            ties.update(ends)
            pulls[min(ends), max(ends)] += _pull(network, source, target, data)
    return [layout.Link(a, b, min(3.0, pull)) for (a, b), pull in sorted(pulls.items())], ties


def _tethers(cut: Cut, stands: Mapping[str, int]) -> list[layout.Link]:
    """Return what holds each group beside its entity."""
    return [
        layout.Link(number, stands[group.anchor], 4.0)
        for number, group in enumerate(cut.groups, len(cut.nodes))
        if group.anchor is not None
    ]


def _pull(network: Network, source: str, target: str, data: Mapping[str, Any]) -> float:
    # A source mentions everything, and what is only inferred shall not decide where things stand.
    if "source" in (network.nodes[source].get("group"), network.nodes[target].get("group")):
        return 0.1
    return 0.4 if data.get("inferred") else 1.0


def _size(degree: int) -> int:
    return int(min(30, round(7 + 2.4 * sqrt(degree))))


def _gathered(members: int) -> int:
    return int(min(18, round(7 + 1.5 * sqrt(members))))


def _box(network: Network, one: str | Group, size: int) -> layout.Box:
    if isinstance(one, Group):
        return layout.Box(2 * size + 80, 2 * size + 26, _group(network, one.members[0]))
    length = len(text(network.nodes[one].get("label") or ""))
    lines = min(3, 1 + length // 20)
    room = 0.8 + size / 50
    width = max(2 * size + 16, min(length, 20) * 6.5 + 12) * room
    height = (2 * size + 14 * lines + 12) * room
    return layout.Box(width, height, _group(network, one))


def _group(network: Network, node: str) -> str:
    return str(network.nodes[node].get("group") or "other")


def _bends(edges: list[Relation]) -> list[float]:
    """Return how far each edge curves, so that no two of a pair lie on each other."""
    between = Counter(frozenset(edge[:2]) for edge in edges)
    seen: dict[frozenset[str], int] = defaultdict(int)
    return [_bend(edge[0], edge[1], between, seen) for edge in edges]


def _bend(
    source: str, target: str, between: Counter[frozenset[str]], seen: dict[frozenset[str], int]
) -> float:
    pair = frozenset((source, target))
    turn, seen[pair] = seen[pair], seen[pair] + 1
    if source == target:
        return 18.0 + 10.0 * turn
    # Half a step off the middle when the number is even; seen from the lesser end, always.
    offset = 0.36 * (turn - (between[pair] - 1) / 2)
    return round(offset if source < target else -offset, 3)
