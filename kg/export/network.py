"""What an export says of a network: its nodes and edges in order, and the cells of a table."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol, TypeAlias

from kg.errors import ExportError
from kg.text import Cell

Attributes: TypeAlias = Mapping[str, Any]

# What a table says of a node and of an edge; lists go in as compact JSON.
NODE_COLUMNS: Mapping[str, type] = dict.fromkeys(
    ("label", "kind", "kind_label", "group", "iri", "note", "names", "facts"), str
)
EDGE_COLUMNS: Mapping[str, type] = {
    "label": str,
    "predicate": str,
    "inferred": bool,
    "rule": str,
    "sources": int,
    **dict.fromkeys(("quote", "level", "modality", "grade", "evidence"), str),
}
GRAPH_COLUMNS: Mapping[str, type] = dict.fromkeys(("title", "version", "as_of"), str)
_OF_FIRST_EVIDENCE = ("quote", "level", "modality", "grade")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9/:._#-]*")


class PlainNetwork(Protocol):
    """What an export needs of a ``networkx.MultiDiGraph``."""

    @property
    def graph(self) -> dict[str, Any]:
        """Return what is said of the network as a whole."""

    @property
    def nodes(self) -> Any:
        """Return a view that yields nodes with their attributes."""

    @property
    def edges(self) -> Any:
        """Return a view that yields edges with their keys and attributes."""


class Edge(NamedTuple):
    """An edge from node to node, whose key is its predicate, and what is known of it."""

    source: str
    key: str
    target: str
    about: Attributes

    @property
    def id(self) -> str:
        """What tells it from every other, in this network and in any other export."""
        return f"{self.source} {self.key} {self.target}"

    @property
    def ends(self) -> dict[str, str]:
        """Its id, and those of the nodes that it goes from and to."""
        return {"id": self.id, "source": self.source, "target": self.target}


def nodes(network: PlainNetwork) -> list[tuple[str, Attributes]]:
    """Return the nodes in order of id.

    Raises ExportError if an id is not made of plain letters, digits and / : . _ # -.
    """
    found = [(plain_id(node), about) for node, about in network.nodes(data=True)]
    return sorted(found, key=lambda node: node[0])


def edges(network: PlainNetwork) -> list[Edge]:
    """Return the edges in order of source, predicate and target, parallel ones kept apart.

    Raises ExportError if a predicate is not made of plain letters, digits and / : . _ # -.
    """
    found = network.edges(keys=True, data=True)
    edges = [Edge(source, plain_id(key), target, about) for source, target, key, about in found]
    return sorted(edges, key=lambda edge: edge[:3])


def graph_cells(network: PlainNetwork) -> dict[str, Cell]:
    """Return what is said of the network as a whole."""
    return {name: _cell(network.graph.get(name)) for name in GRAPH_COLUMNS}


def node_cells(about: Attributes) -> dict[str, Cell]:
    """Return what a table says of one node."""
    return {name: _cell(about.get(name)) for name in NODE_COLUMNS}


def edge_cells(about: Attributes) -> dict[str, Cell]:
    """Return what a table says of one edge: the first evidence in columns, all of it as JSON."""
    evidence = about.get("evidence") or []
    first = evidence[0] if evidence else {}
    cells = {name: _cell(about.get(name)) for name in EDGE_COLUMNS}
    cells |= {name: _cell(first.get(name)) for name in _OF_FIRST_EVIDENCE}
    return cells | {"sources": len({item["source_iri"] for item in evidence})}


def compact_json(value: object) -> str:
    """Return a value as JSON on one line, exact numbers and days as text.

    Raises ExportError if the value is of a type that JSON cannot say.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain_id(name: object) -> str:
    """Return an id unchanged; raises ExportError if it is not plain enough for every format."""
    if isinstance(name, str) and _ID.fullmatch(name):
        return name
    raise ExportError(
        f"{name!a} cannot be exported as an id: use letters, digits and / : . _ # - only"
    )


def _cell(value: object) -> Cell:
    """Return a value as one cell: nothing for an empty list, JSON for a full one."""
    if isinstance(value, Mapping | list | tuple):
        return compact_json(value) if value else None
    plain: Cell = _plain(value)
    return plain


def _plain(value: object) -> Any:
    """Return a value as JSON can say it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal) or (isinstance(value, float) and not math.isfinite(value)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    raise ExportError(f"a value of type {type(value).__name__} cannot be exported: {value!r:.80}")
