"""A network as JSON: in the form of networkx and D3, and in that of Cytoscape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.export.kinds import NetworkFormat
from kg.export.network import Attributes, PlainNetwork, compact_json, edges, nodes
from kg.text import NOT_JSON, Guard


def node_link(network: PlainNetwork, guard: Guard) -> Iterator[str]:
    """Yield the JSON that ``networkx.node_link_graph(data, edges="edges")`` reads."""
    about = guard.clean(compact_json(network.graph))
    yield f'{{"directed":true,"multigraph":true,"graph":{about},\n"nodes":['
    yield from _listed(({**about, "id": node} for node, about in nodes(network)), guard)
    yield '],\n"edges":['
    links = (
        {**edge.about, "source": edge.source, "target": edge.target, "key": edge.key}
        for edge in edges(network)
    )
    yield from _listed(links, guard)
    yield "]}\n"


def cytoscape(network: PlainNetwork, guard: Guard) -> Iterator[str]:
    """Yield the JSON that Cytoscape.js and Cytoscape read."""
    about = guard.clean(compact_json(network.graph))
    yield f'{{"data":{about},\n"elements":{{"nodes":['
    yield from _listed(({"data": {**about, "id": node}} for node, about in nodes(network)), guard)
    yield '],\n"edges":['
    yield from _listed(({"data": {**edge.about, **edge.ends}} for edge in edges(network)), guard)
    yield "]}}\n"


def _listed(items: Iterable[Attributes], guard: Guard) -> Iterator[str]:
    """Yield the items of a JSON array, each on a line of its own."""
    mark = "\n"
    for item in items:
        yield mark + guard.clean(compact_json(item))
        mark = ",\n"


FORMATS = (
    NetworkFormat(
        "node-link",
        "node-link JSON",
        ".json",
        "networkx and D3; nothing left out",
        (node_link,),
        NOT_JSON,
    ),
    NetworkFormat(
        "cytoscape",
        "Cytoscape JSON",
        ".cyjs",
        "Cytoscape.js; nothing left out",
        (cytoscape,),
        NOT_JSON,
    ),
)
