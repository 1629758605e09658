"""
One HTML page that shows a network, its evidence included, and loads nothing from elsewhere.

The page is put together from the template, style and script in ``viewer/``, the data that pyvis
makes of the network, and the vis-network script inside the installed pyvis. A content security
policy names each script and style by its hash, so nothing in the data can ever run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib import resources
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyvis.edge import Edge
from pyvis.network import Network as Drawing
from pyvis.node import Node

from kg import layout

if TYPE_CHECKING:
    from kg.network import Network as Graph

    _Row = tuple[str, str, str, dict[str, Any]]

_SCRIPTS = ("text", "dom", "model", "search", "labels", "drawing", "evidence", "panel",
            "legend", "list", "finder", "main")  # fmt: skip
_VIS = "lib/vis-9.1.2/vis-network.min.js"
_SLOT = re.compile(r"\{\{ (\w+) \}\}")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# Name of the group, its title in the legend, its shape, and whether the shape is only outlined.
_GROUPS = (
    ("agent", "Agents", "dot", False),
    ("post", "Posts", "dot", True),
    ("engagement", "Engagements", "star", False),
    ("place", "Places", "triangleDown", False),
    ("threat", "Threats", "triangle", False),
    ("results", "Results chain", "hexagon", False),
    ("commitment", "Commitments", "diamond", False),
    ("source", "Sources", "square", False),
    ("code", "Codes", "square", True),
    ("other", "Other", "diamond", True),
)
_SHAPES = {name: shape for name, _, shape, _ in _GROUPS}


def page(graph: Graph, *, title: str | None = None) -> str:
    """Return a page that shows ``graph`` and works offline, without any request."""
    heading = title or str(graph.graph.get("title") or "Network")
    script, program, style = _vis_network(), _program(), _asset("viewer.css")
    return _filled(
        _asset("template.html"),
        {
            "title": html.escape(_UNSAFE.sub("\ufffd", heading)),
            "policy": _policy([script, program], [style]),
            "style": style,
            "data": _embedded(_data(graph, heading)),
            "vis": script,
            "program": program,
        },
    )


def write(graph: Graph, path: str | os.PathLike[str], *, title: str | None = None) -> None:
    """Write the page of ``graph`` to ``path``; a failed write leaves the old file."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(page(graph, title=title).encode("utf-8"))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _filled(template: str, slots: Mapping[str, str]) -> str:
    # One pass, so that braces inside the data are never taken for a slot.
    return _SLOT.sub(lambda slot: slots[slot[1]], template)


def _asset(name: str) -> str:
    return (resources.files("kg") / "viewer" / name).read_text("utf-8")


def _program() -> str:
    """Return the modules of the script as one, in order, without imports and exports."""
    modules = "\n".join(_asset(f"{name}.js") for name in _SCRIPTS)
    return re.sub(r"^import .*;\n|^export ", "", modules, flags=re.MULTILINE)


def _vis_network() -> str:
    script = (resources.files("pyvis") / _VIS).read_text("utf-8")
    # Developer tools would ask for the source map.
    return re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    return "; ".join((
        "default-src 'none'",
        f"script-src {' '.join(map(_digest, scripts))}",
        f"style-src {' '.join(map(_digest, styles))}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(data: object) -> str:
    """Return JSON that no text inside it can end: plain ASCII, without markup characters."""
    text = json.dumps(data, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _data(graph: Graph, heading: str) -> dict[str, Any]:
    evidence = _Pool()
    nodes, edges, *_ = _network(graph, evidence).get_network_data()
    used = {node["group"] for node in nodes}
    return {
        "title": heading,
        "version": _text(graph.graph.get("version") or ""),
        "as_of": _text(graph.graph.get("as_of") or ""),
        "groups": [
            {"name": name, "title": title, "shape": shape, "hollow": hollow}
            for name, title, shape, hollow in _GROUPS
            if name in used
        ],
        "nodes": nodes,
        "edges": edges,
        "evidence": evidence.items,
    }


class _Pool:
    """Evidence kept once, however many statements share it."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}

    def places(self, evidence: Iterable[Mapping[str, Any]]) -> list[int]:
        """Return where each piece of ``evidence`` stands among the items."""
        return [self._place(_piece(item)) for item in evidence]

    def _place(self, item: dict[str, Any]) -> int:
        key = json.dumps(item, sort_keys=True)
        if key not in self._places:
            self._places[key] = len(self.items)
            self.items.append(item)
        return self._places[key]


def _piece(item: Mapping[str, Any]) -> dict[str, Any]:
    texts = ("claim", "source", "source_iri", "url", "unit", "quote", "level", "modality",
             "grade", "reason", "date")  # fmt: skip
    piece: dict[str, Any] = {name: _text(item.get(name) or "") for name in texts}
    for name in ("start", "end"):
        piece[name] = None if item.get(name) is None else int(item[name])
    return piece


def _network(graph: Graph, evidence: _Pool) -> Drawing:
    """Return pyvis' network of ``graph``, every parallel relation kept."""
    network = Drawing(directed=True, cdn_resources="in_line")
    keys = sorted(graph.nodes)
    # Identifiers of our own: vis-network keeps them in plain objects, where "__proto__" is taken.
    names = {key: f"n{number}" for number, key in enumerate(keys)}
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    places = _places(graph, keys, edges)
    # add_node and add_edge search all nodes each time; their lists are filled directly.
    for key, (x, y) in zip(keys, places, strict=True):
        options = _node(graph.nodes[key], evidence) | {"key": key, "x": x, "y": y}
        options["size"] = _size(graph.degree(key))
        label = _text(graph.nodes[key].get("label") or key)
        network.nodes.append(Node(names[key], _SHAPES[options["group"]], label, **options).options)
    network.node_ids.extend(names.values())
    network.node_map.update({node["id"]: node for node in network.nodes})
    for number, ((source, target, key, data), bend) in enumerate(
        zip(edges, _bends(edges), strict=True)
    ):
        options = _edge(key, data, evidence) | {"id": f"e{number}", "bend": bend}
        network.edges.append(Edge(names[source], names[target], True, **options).options)
    return network


def _node(data: Mapping[str, Any], evidence: _Pool) -> dict[str, Any]:
    group = str(data.get("group") or "other")
    facts = sorted(data.get("facts") or (), key=lambda fact: (_text(fact["property"]),
                                                             _text(fact["value"])))  # fmt: skip
    return {
        "group": group if group in _SHAPES else "other",
        "kind": _text(data.get("kind") or "thing"),
        "kind_label": _text(data.get("kind_label") or data.get("kind") or "Thing"),
        "iri": _text(data.get("iri") or ""),
        "names": [_text(name) for name in data.get("names") or ()],
        "note": _text(data.get("note") or ""),
        "facts": [
            {
                "property": _words(_text(fact["property"])),
                "value": _text(fact["value"]),
                "evidence": evidence.places(fact.get("evidence") or ()),
            }
            for fact in facts
        ],
    }


def _edge(key: object, data: Mapping[str, Any], evidence: _Pool) -> dict[str, Any]:
    predicate = _text(data.get("predicate") or key)
    return {
        "predicate": predicate,
        "label": _text(data.get("label") or _words(predicate)),
        "inferred": bool(data.get("inferred")),
        "rule": _text(data.get("rule") or ""),
        "evidence": evidence.places(data.get("evidence") or ()),
    }


def _text(value: object) -> str:
    if value is None:
        return "not stated"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _words(term: str) -> str:
    """Return a term like ``rsc:startDate`` as words, other text as it is."""
    name = re.fullmatch(r"[a-z]*:([A-Za-z]+)", term)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[1]).lower() if name else term


def _size(degree: int) -> int:
    return int(min(34, round(7 + 3.2 * sqrt(degree))))


def _places(graph: Graph, keys: list[str], edges: list[_Row]) -> list[tuple[int, int]]:
    index = {key: number for number, key in enumerate(keys)}
    boxes = [_box(graph.nodes[key], _size(graph.degree(key))) for key in keys]
    links = [
        layout.Link(index[source], index[target], _pull(graph, source, target, data))
        for source, target, _, data in edges
    ]
    return layout.positions(boxes, links)


def _pull(graph: Graph, source: str, target: str, data: Mapping[str, Any]) -> float:
    # A source mentions everything, and what is only inferred shall not decide where things stand.
    if "source" in (graph.nodes[source].get("group"), graph.nodes[target].get("group")):
        return 0.1
    return 0.4 if data.get("inferred") else 1.0


def _box(data: Mapping[str, Any], size: int) -> layout.Box:
    length = len(_text(data.get("label") or ""))
    lines = min(3, 1 + length // 20)
    room = 0.8 + size / 50
    width = max(2 * size + 16, min(length, 20) * 6.5 + 12) * room
    height = (2 * size + 14 * lines + 12) * room
    return layout.Box(width, height, str(data.get("group") or "other"))


def _bends(edges: list[_Row]) -> list[float]:
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
