"""The command that writes files for other tools."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    open_graph,
    store_option,
)
from kg.paths import Place

if TYPE_CHECKING:
    pass

_EXPORTS = (
    *("nq", "trig", "ttl", "nt", "rdfxml", "jsonld"),
    *("graphml", "gexf", "node-link", "cytoscape", "gephi", "neo4j", "parquet"),
)


@click.command("export")
@click.option(
    "--format", "format", type=click.Choice(_EXPORTS), required=True, help="Kind of file to write."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="File or -.")
@click.option("--query", "query", help="Only the rows of this stored query or SPARQL.")
@click.option("--entity", help="Only this entity and what surrounds it.")
@click.option(
    "--hops", type=click.IntRange(0, 10), default=1, show_default=True, help="Steps from --entity."
)
@store_option
def export_graph(
    format: str, output: Path, query: str | None, entity: str | None, hops: int, store: Place | None
) -> None:
    """Write the whole graph, a query's rows, or an entity's surroundings as a file."""
    from kg.export import selection

    if query and entity:
        raise click.UsageError("give --query or --entity, not both")
    with open_graph(store) as graph:
        report = selection.export_part(graph, format, output, query=query, entity=entity, hops=hops)
    _written(report)


def _written(report: Any) -> None:
    counts = ", ".join(f"{n:,} {what}" for what, n in report.counts.items())
    for path in report.paths:
        click.echo(f"wrote {path} ({counts})", err=True)
    if report.replaced:
        click.echo(f"{report.replaced} characters the format cannot hold became U+FFFD", err=True)
    if report.guarded:
        click.echo(f"{report.guarded} texts got an apostrophe so that they cannot run", err=True)


COMMANDS = (export_graph,)
