"""The part of the graph that an export takes: all, an answer, or what is near an entity."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.errors import ExportError
from kg.export import registry as export
from kg.export.registry import Report
from kg.model import namespaces
from kg.model.namespaces import GRAPH
from kg.network.network import Network
from kg.network.reader import Reader
from kg.sparql.table import text


def export_part(
    graph: Reader, format: str, target: Path, *, query: str | None, entity: str | None, hops: int
) -> Report:
    """
    Write a part of the graph in a format and return what was written.

    Raises ExportError if the format cannot hold the part, UnknownNameError or QueryError if there
    is no such entity or query.
    """
    kind = export.FORMATS[format].kind
    if kind == "network":
        return export.write_network(
            _network(graph, query, entity, hops).to_networkx(), format, target
        )
    if query is not None and kind == "table":
        return export.write_table(graph.query(query), format, target)
    quads = _statements(graph, query, entity, hops)
    if kind == "table":
        return export.write_statements(quads, format, target)
    return export.write_rdf(quads, format, target, namespaces.prefixes())


def _network(graph: Reader, query: str | None, entity: str | None, hops: int) -> Network:
    if entity is not None:
        return graph.networks.around(graph.names.find(entity), hops)
    if query is not None:
        return graph.networks.answered(graph.query(query))
    return graph.networks.whole


def _statements(graph: Reader, query: str | None, entity: str | None, hops: int) -> Iterator[Quad]:
    if query is not None:
        return _constructed(graph, query)
    return iter(graph.store) if entity is None else _near(graph, entity, hops)


def _constructed(graph: Reader, query: str) -> Iterator[Quad]:
    answer = graph.ask(query) if " " in query.strip() else None
    if answer is None or answer.form != "construct":
        raise ExportError(
            "only a CONSTRUCT or DESCRIBE query gives statements; "
            "export rows as parquet, or with 'kg query NAME --format csv'"
        )
    return (Quad(t.subject, t.predicate, t.object) for t in answer.triples())


def _near(graph: Reader, entity: str, hops: int) -> Iterator[Quad]:
    """Yield the statements that touch the entities near one, and their evidence."""
    centre = graph.names.find(entity)
    around = graph.networks.around(centre, hops)
    nodes = {centre, *(node.iri for node in around.nodes.values())}
    graphs: dict[str, None] = {}
    for quad in graph.store:
        near = {text(quad.subject), text(quad.object)} & nodes
        if near and quad.graph_name != GRAPH["provenance"]:
            graphs[text(quad.graph_name)] = None
            yield quad
    yield from _provenance(graph, graphs)


def _provenance(graph: Reader, graphs: dict[str, None]) -> Iterator[Quad]:
    for name in graphs:
        for quad in graph.store.quads_for_pattern(NamedNode(name), None, None):
            yield quad
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(f"{name}#"):
                yield from graph.store.quads_for_pattern(quad.object, None, None)
