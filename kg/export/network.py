"""
A network as files: GraphML, GEXF, node-link JSON, Cytoscape.js JSON; and the cells of its tables.

The XML formats are written here and not by networkx, whose writers let through characters that no
XML reader takes, refuse None, have no place for the evidence and stamp GEXF with the date.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from kg.errors import ExportError
from kg.text import Cell, Cleaner

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
_GRAPH_COLUMNS: Mapping[str, type] = dict.fromkeys(("title", "version", "as_of"), str)
_OF_FIRST_EVIDENCE = ("quote", "level", "modality", "grade")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9/:._#-]*")
_GRAPHML_TYPES = {str: "string", int: "int", bool: "boolean"}
_GEXF_TYPES = {str: "string", int: "integer", bool: "boolean"}


class Network(Protocol):
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


def nodes(network: Network) -> list[tuple[str, Attributes]]:
    """Return the nodes in order of id.

    Raises ExportError if an id is not made of plain letters, digits and / : . _ # -.
    """
    found = [(_safe(node), data) for node, data in network.nodes(data=True)]
    return sorted(found, key=lambda node: node[0])


def edges(network: Network) -> list[Edge]:
    """Return the edges in order of source, predicate and target, parallel ones kept apart.

    Raises ExportError if a predicate is not made of plain letters, digits and / : . _ # -.
    """
    found = network.edges(keys=True, data=True)
    ordered = [(source, _safe(key), target, data) for source, target, key, data in found]
    return sorted(ordered, key=lambda edge: edge[:3])


def edge_id(edge: Edge) -> str:
    """Return what tells an edge from every other, in this network and in any other export."""
    return " ".join(edge[:3])


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


def graphml(network: Network, clean: Cleaner) -> Iterator[str]:
    """Yield a GraphML document."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _keys("graph", _GRAPH_COLUMNS)
    yield from _keys("node", NODE_COLUMNS)
    yield from _keys("edge", EDGE_COLUMNS)
    yield '<graph edgedefault="directed">\n'
    yield _data("graph", _graph_cells(network), clean)
    for node, data in nodes(network):
        yield f"{_tag('node', {'id': node})}\n{_data('node', node_cells(data), clean)}</node>\n"
    for edge in edges(network):
        yield f"{_tag('edge', _ends(edge))}\n{_data('edge', edge_cells(edge[3]), clean)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def gexf(network: Network, clean: Cleaner) -> Iterator[str]:
    """Yield a GEXF 1.3 document, whose edges have a kind: Gephi merges parallel ones without."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield _meta(_graph_cells(network), clean)
    yield '<graph defaultedgetype="directed" mode="static" idtype="string">\n'
    yield from _declared("node", NODE_COLUMNS)
    yield from _declared("edge", EDGE_COLUMNS)
    yield "<nodes>\n"
    for node, data in nodes(network):
        yield _gexf_item("node", {"id": node}, node_cells(data), clean)
    yield "</nodes>\n<edges>\n"
    for edge in edges(network):
        yield _gexf_item("edge", _ends(edge) | {"kind": edge[1]}, edge_cells(edge[3]), clean)
    yield "</edges>\n</graph>\n</gexf>\n"


def node_link(network: Network, clean: Cleaner) -> Iterator[str]:
    """Yield the JSON that ``networkx.node_link_graph(data, edges="edges")`` reads."""
    yield f'{{"directed":true,"multigraph":true,"graph":{_json(network.graph, clean)},\n"nodes":['
    yield from _listed(({**data, "id": node} for node, data in nodes(network)), clean)
    yield '],\n"edges":['
    yield from _listed(map(_link, edges(network)), clean)
    yield "]}\n"


def cytoscape(network: Network, clean: Cleaner) -> Iterator[str]:
    """Yield the JSON that Cytoscape.js and Cytoscape read."""
    yield f'{{"data":{_json(network.graph, clean)},\n"elements":{{"nodes":['
    members = ({"data": {**data, "id": node}} for node, data in nodes(network))
    yield from _listed(members, clean)
    yield '],\n"edges":['
    links = ({"data": {**edge[3], **_ends(edge)}} for edge in edges(network))
    yield from _listed(links, clean)
    yield "]}}\n"


FORMATS: Mapping[str, Callable[[Network, Cleaner], Iterator[str]]] = {
    "graphml": graphml,
    "gexf": gexf,
    "node-link": node_link,
    "cytoscape": cytoscape,
}


def _safe(name: object) -> str:
    if isinstance(name, str) and _ID.fullmatch(name):
        return name
    raise ExportError(
        f"{name!a} cannot be exported as an id: use letters, digits and / : . _ # - only"
    )


def _ends(edge: Edge) -> dict[str, str]:
    return {"id": edge_id(edge), "source": edge[0], "target": edge[2]}


def _link(edge: Edge) -> Attributes:
    source, key, target, data = edge
    return {**data, "source": source, "target": target, "key": key}


def _graph_cells(network: Network) -> dict[str, Cell]:
    return {name: _cell(network.graph.get(name)) for name in _GRAPH_COLUMNS}


def _cell(value: object) -> Cell:
    """Return a value as one cell: nothing for an empty list, JSON for a full one."""
    plain: Cell | list[object] | dict[str, object] = _plain(value)
    if isinstance(plain, list | dict):
        return _compact(plain) if plain else None
    return plain


def _plain(value: object) -> Any:
    """Return a value as JSON can say it, exact numbers and days as text."""
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


def _compact(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _json(value: object, clean: Cleaner) -> str:
    return clean(_compact(_plain(value)))


def _listed(items: Iterable[Attributes], clean: Cleaner) -> Iterator[str]:
    """Yield the items of a JSON array, each on a line of its own."""
    mark = "\n"
    for item in items:
        yield mark + _json(item, clean)
        mark = ",\n"


def _text(cell: Cell, clean: Cleaner) -> str:
    return str(cell).lower() if isinstance(cell, bool) else clean(str(cell))


def _element_text(cell: Cell, clean: Cleaner) -> str:
    # An XML reader would make a line feed of a bare carriage return.
    return escape(_text(cell, clean), {"\r": "&#13;"})


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>"


def _keys(scope: str, columns: Mapping[str, type]) -> Iterator[str]:
    for name, kind in columns.items():
        title = {"attr.name": name, "attr.type": _GRAPHML_TYPES[kind]}
        yield f"{_tag('key', {'id': f'{scope}_{name}', 'for': scope, **title})}</key>\n"


def _data(scope: str, cells: Mapping[str, Cell], clean: Cleaner) -> str:
    return "".join(
        f'<data key="{scope}_{name}">{_element_text(cell, clean)}</data>\n'
        for name, cell in cells.items()
        if cell is not None
    )


def _meta(cells: Mapping[str, Cell], clean: Cleaner) -> str:
    told = "; ".join(str(cell) for cell in cells.values() if cell)
    return f"<meta>\n<description>{_element_text(told, clean)}</description>\n</meta>\n"


def _declared(scope: str, columns: Mapping[str, type]) -> Iterator[str]:
    yield f'<attributes class="{scope}">\n'
    for name, kind in columns.items():
        if name != "label":
            title = {"id": name, "title": name, "type": _GEXF_TYPES[kind]}
            yield f"{_tag('attribute', title)}</attribute>\n"
    yield "</attributes>\n"


def _gexf_item(
    scope: str, attributes: Mapping[str, str], cells: Mapping[str, Cell], clean: Cleaner
) -> str:
    label = _text(cells["label"] or "", clean)
    values = "".join(
        f"{_tag('attvalue', {'for': name, 'value': _text(cell, clean)})}</attvalue>\n"
        for name, cell in cells.items()
        if cell is not None and name != "label"
    )
    tag = _tag(scope, {**attributes, "label": label})
    return f"{tag}\n<attvalues>\n{values}</attvalues>\n</{scope}>\n"
