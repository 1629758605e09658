"""The command that sends the graph to a service: push."""

from pathlib import Path

import click

from kg.cli.options import folder, progress, store_option, tell
from kg.paths import Place


@click.command("push")
@click.argument("address", required=False)
@click.option(
    "--bulk",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write files for a bulk loader into this folder, and send nothing.",
)
@click.option("--update", metavar="ADDRESS", help="Where the service takes SPARQL updates.")
@click.option("--quads", metavar="ADDRESS", help="Where the service takes N-Quads.")
@store_option
def push_graph(
    address: str | None,
    bulk: Path | None,
    update: str | None,
    quads: str | None,
    store: Place | None,
) -> None:
    """
    Send the graph to the SPARQL service whose query endpoint is at ADDRESS.

    What the service holds of this graph is replaced; its other graphs are left alone. An
    interrupted push goes on where it was. Name and password come from KG_SERVICE_USER and
    KG_SERVICE_PASSWORD, a token from KG_SERVICE_TOKEN, or both from a netrc file.
    """
    if (address is None) == (bulk is None) or (bulk and (update or quads)):
        raise click.UsageError("give the ADDRESS of a service, or --bulk and a folder")
    source = folder(store)
    if bulk is not None:
        from kg.store import chunks, versions
        from kg.store.remote import service

        location = versions.location(source)
        manifest = versions.manifest_of(location)
        described = service.manifest_quad(manifest)
        written = chunks.write_chunks(versions.open_quads(location), manifest, described, bulk)
        click.echo(
            f"wrote {manifest.statements:,} statements in {len(written) - 1} files to {bulk}; "
            "load the last one last, since it declares the graph whole",
            err=True,
        )
        return
    from kg.store import push

    ends = push.Ends.of(str(address), update, quads)
    done = push.push_graph(source, ends, progress=progress(), notice=tell)
    there = f", {done.found} of which were there" if done.found else ""
    click.echo(
        f"pushed: {done.statements:,} statements in {done.parts} parts{there}; "
        f"the counts of {done.families} families of graphs and {done.samples} samples agree",
        err=True,
    )


COMMANDS = (push_graph,)
