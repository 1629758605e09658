"""The command that builds the graph."""

from pathlib import Path

import click

from kg.cli.options import counted, data_option, folder, progress, store_option
from kg.paths import Place


@click.command("build")
@store_option
@data_option
def build_graph(store: Place | None, data: Path) -> None:
    """Build the graph from the data, unless nothing changed since the last time."""
    from kg.store import builder as stores

    target = folder(store)
    manifest, built = stores.build_store(target, data, progress=progress())
    verb = "built" if built else "unchanged"
    click.echo(
        f"{verb}: {manifest.claims:,} claims of {counted(manifest.sources, 'source')} "
        f"about {manifest.entities:,} entities; "
        f"{manifest.statements:,} statements in all, {manifest.inferred:,} of them by rule"
        + (f"; {manifest.rows:,} rows of tables" if manifest.rows else ""),
        err=True,
    )
    click.echo(f"graph {manifest.digest} in {target}", err=True)


COMMANDS = (build_graph,)
