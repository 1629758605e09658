"""The part of the graph that an export takes: all, an answer, or what is near an entity."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.errors import ExportError
from kg.export import registry
from kg.export.kinds import Written
from kg.model import namespaces
from kg.model.namespaces import GRAPH
from kg.network.reader import Reader
from kg.sparql.table import term_text


def write(
    graph: Reader,
    format: str,
    target: Path,
    *,
    query: str | None = None,
    entity: str | None = None,
    hops: int = 1,
) -> Written:
    """
    Write the graph, or a part of it, in a format and return what was written.

    Raises ExportError if the format cannot hold the part, UnknownNameError or QueryError if there
    is no such entity or query.
    """
    kind = registry.FORMATS[format].kind
    if kind == "network":
        networks = graph.networks
        if entity is not None:
            found = networks.around(graph.names.find(entity), hops)
        else:
            found = networks.answered(graph.query(query)) if query else networks.whole
        return registry.write_network(found.to_networkx(), format, target)
    if kind == "table" and query is not None:
        return registry.write_table(graph.query(query), format, target)
    quads: Iterable[Quad]
    if query is not None:
        answer = graph.ask(query) if " " in query.strip() else None
        if answer is None or answer.form != "construct":
            raise ExportError(
                "only a CONSTRUCT or DESCRIBE query gives statements; "
                "export rows as parquet, or with 'kg query NAME --format csv'"
            )
        quads = (Quad(t.subject, t.predicate, t.object) for t in answer.triples())
    else:
        quads = graph.store if entity is None else near(graph, entity, hops)
    if kind == "table":
        return registry.write_statements(quads, format, target)
    return registry.write_rdf(quads, format, target, namespaces.prefixes())


def near(graph: Reader, entity: str, hops: int) -> Iterator[Quad]:
    """Yield the statements that touch the entities near one, and where they come from."""
    centre = graph.names.find(entity)
    around = graph.networks.around(centre, hops)
    nodes = {centre, *(node.iri for node in around.nodes.values())}
    graphs: dict[str, None] = {}
    for quad in graph.store:
        touched = {term_text(quad.subject), term_text(quad.object)} & nodes
        if touched and quad.graph_name != GRAPH["provenance"]:
            graphs[term_text(quad.graph_name)] = None
            yield quad
    # What is said of each graph, and of the passages it names, whose addresses begin with its own.
    for name in graphs:
        for quad in graph.store.quads_for_pattern(NamedNode(name), None, None):
            yield quad
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(f"{name}#"):
                yield from graph.store.quads_for_pattern(quad.object, None, None)
