"""What an export says of a network: its nodes and edges in order, and the cells of a table."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from kg.errors import ExportError
from kg.text import Cell

Attributes: TypeAlias = Mapping[str, Any]
Edge: TypeAlias = tuple[str, str, str, Attributes]

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


def nodes(network: PlainNetwork) -> list[tuple[str, Attributes]]:
    """Return the nodes in order of id.

    Raises ExportError if an id is not made of plain letters, digits and / : . _ # -.
    """
    found = [(_safe(node), data) for node, data in network.nodes(data=True)]
    return sorted(found, key=lambda node: node[0])


def edges(network: PlainNetwork) -> list[Edge]:
    """Return the edges in order of source, predicate and target, parallel ones kept apart.

    Raises ExportError if a predicate is not made of plain letters, digits and / : . _ # -.
    """
    found = network.edges(keys=True, data=True)
    ordered = [(source, _safe(key), target, data) for source, target, key, data in found]
    return sorted(ordered, key=lambda edge: edge[:3])


def edge_id(edge: Edge) -> str:
    """Return what tells an edge from every other, in this network and in any other export."""
    return " ".join(edge[:3])


def ends(edge: Edge) -> dict[str, str]:
    """Return the id of an edge, and of the nodes that it goes from and to."""
    return {"id": edge_id(edge), "source": edge[0], "target": edge[2]}


def graph_cells(network: PlainNetwork) -> dict[str, Cell]:
    """Return what is said of the network as a whole."""
    return {name: _cell(network.graph.get(name)) for name in GRAPH_COLUMNS}


def node_cells(data: Attributes) -> dict[str, Cell]:
    """Return what a table says of one node."""
    return {name: _cell(data.get(name)) for name in NODE_COLUMNS}


def edge_cells(data: Attributes) -> dict[str, Cell]:
    """Return what a table says of one edge: the first evidence in columns, all of it as JSON."""
    evidence = data.get("evidence") or []
    first = evidence[0] if evidence else {}
    cells = {name: _cell(data.get(name)) for name in EDGE_COLUMNS}
    cells |= {name: _cell(first.get(name)) for name in _OF_FIRST_EVIDENCE}
    return cells | {"sources": len({item["source_iri"] for item in evidence})}


def compact_json(value: object) -> str:
    """Return a value as JSON on one line, exact numbers and days as text.

    Raises ExportError if the value is of a type that JSON cannot say.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _safe(name: object) -> str:
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
