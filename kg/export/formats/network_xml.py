"""
A network as XML: GraphML and GEXF.

They are written here and not by networkx, whose writers let through characters that no XML reader
takes, refuse None, have no place for the evidence and stamp GEXF with the date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.export.kinds import NetworkFormat
from kg.export.network import (
    EDGE_COLUMNS,
    GRAPH_COLUMNS,
    NODE_COLUMNS,
    PlainNetwork,
    edge_cells,
    edges,
    graph_cells,
    node_cells,
    nodes,
)
from kg.text import Cell, Cleaner, Guard

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_GRAPHML_TYPES = {str: "string", int: "int", bool: "boolean"}
_GEXF_TYPES = {str: "string", int: "integer", bool: "boolean"}


class _Xml:
    """Tags and texts of a document, without the characters that XML has no way to write."""

    def __init__(self, clean: Cleaner) -> None:
        # These bring half of the standard library's network with them.
        from xml.sax.saxutils import escape, quoteattr

        self._clean, self._escape, self._quoted = clean, escape, quoteattr

    def tag(self, name: str, attributes: Mapping[str, str]) -> str:
        """Return an opening tag."""
        inner = "".join(f" {key}={self._quoted(value)}" for key, value in attributes.items())
        return f"<{name}{inner}>"

    def attribute(self, cell: Cell) -> str:
        """Return a cell as the value of an attribute, not yet quoted."""
        return str(cell).lower() if isinstance(cell, bool) else self._clean(str(cell))

    def text(self, cell: Cell) -> str:
        """Return a cell as what stands in an element."""
        # An XML reader would make a line feed of a bare carriage return.
        return self._escape(self.attribute(cell), {"\r": "&#13;"})


def graphml(network: PlainNetwork, guard: Guard) -> Iterator[str]:
    """Yield a GraphML document."""
    xml = _Xml(guard.clean)

    def data(scope: str, cells: Mapping[str, Cell]) -> str:
        return "".join(
            f'<data key="{scope}_{name}">{xml.text(cell)}</data>\n'
            for name, cell in cells.items()
            if cell is not None
        )

    yield f'{_HEAD}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    columns = {"graph": GRAPH_COLUMNS, "node": NODE_COLUMNS, "edge": EDGE_COLUMNS}
    for scope, names in columns.items():
        for name, kind in names.items():
            title = {"attr.name": name, "attr.type": _GRAPHML_TYPES[kind]}
            yield f"{xml.tag('key', {'id': f'{scope}_{name}', 'for': scope, **title})}</key>\n"
    yield f'<graph edgedefault="directed">\n{data("graph", graph_cells(network))}'
    for node, about in nodes(network):
        yield f"{xml.tag('node', {'id': node})}\n{data('node', node_cells(about))}</node>\n"
    for edge in edges(network):
        yield f"{xml.tag('edge', edge.ends)}\n{data('edge', edge_cells(edge.about))}</edge>\n"
    yield "</graph>\n</graphml>\n"


def gexf(network: PlainNetwork, guard: Guard) -> Iterator[str]:
    """Yield a GEXF 1.3 document, whose edges have a kind: Gephi merges parallel ones without."""
    xml = _Xml(guard.clean)

    def item(scope: str, attributes: Mapping[str, str], cells: Mapping[str, Cell]) -> str:
        values = "".join(
            f"{xml.tag('attvalue', {'for': name, 'value': xml.attribute(cell)})}</attvalue>\n"
            for name, cell in cells.items()
            if cell is not None and name != "label"
        )
        tag = xml.tag(scope, {**attributes, "label": xml.attribute(cells["label"] or "")})
        return f"{tag}\n<attvalues>\n{values}</attvalues>\n</{scope}>\n"

    yield f'{_HEAD}<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    told = "; ".join(str(cell) for cell in graph_cells(network).values() if cell)
    yield f"<meta>\n<description>{xml.text(told)}</description>\n</meta>\n"
    yield '<graph defaultedgetype="directed" mode="static" idtype="string">\n'
    for scope, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        yield f'<attributes class="{scope}">\n'
        for name, kind in columns.items():
            if name != "label":
                title = {"id": name, "title": name, "type": _GEXF_TYPES[kind]}
                yield f"{xml.tag('attribute', title)}</attribute>\n"
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node, about in nodes(network):
        yield item("node", {"id": node}, node_cells(about))
    yield "</nodes>\n<edges>\n"
    for edge in edges(network):
        yield item("edge", edge.ends | {"kind": edge.key}, edge_cells(edge.about))
    yield "</edges>\n</graph>\n</gexf>\n"


FORMATS = (
    NetworkFormat("graphml", "GraphML", ".graphml", "yEd, Gephi, igraph, networkx", (graphml,)),
    NetworkFormat("gexf", "GEXF 1.3", ".gexf", "Gephi, with parallel edges", (gexf,)),
)
