"""The command that writes files for other tools."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Named, open_graph, store_option
from kg.paths import Place

if TYPE_CHECKING:
    from kg.export.kinds import Written


def export_formats() -> Iterable[str]:
    """Return the names of the formats of exports."""
    from kg.export.registry import FORMATS

    return FORMATS


class _Command(click.Command):
    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say what each format is for."""
        from kg.export.registry import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(form.name, form.description) for form in FORMATS.values()])


@click.command("export", cls=_Command)
@click.option("--format", type=Named(export_formats), required=True, help="Kind of file to write.")
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
        written = selection.write(graph, format, output, query=query, entity=entity, hops=hops)
    _tell(written)


def _tell(written: "Written") -> None:
    counts = ", ".join(f"{n:,} {what}" for what, n in written.counts.items())
    for path in written.paths:
        click.echo(f"wrote {path} ({counts})", err=True)
    if written.replaced:
        click.echo(f"{written.replaced} characters the format cannot hold became U+FFFD", err=True)
    if written.guarded:
        click.echo(f"{written.guarded} texts got an apostrophe so that they cannot run", err=True)


COMMANDS = (export_graph,)
