"""The commands for those who add to the data: check, match, diff, new, sources."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    FILE,
    PlaceType,
    data_option,
    folder,
    open_graph,
    progress,
    show_rows,
    store_option,
    texts_option,
)
from kg.paths import Place

if TYPE_CHECKING:
    from kg.errors import Problem

_PLACE = PlaceType(exists=True, path_type=Path)
_SOURCE_COLUMNS = ("source", "title", "publisher", "date", "reliability", "claims")


@click.command("check")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rows", is_flag=True, help="Check the rows of tables in the built graph too.")
@store_option
@data_option
@texts_option
def check_data(
    file: Path | None, rows: bool, store: Place | None, data: Path, texts: Path | None
) -> None:
    """
    Check the data and the ontology; exit with 1 if there is anything to mend.

    With FILE (of the register, the sources or the claims) only that file, in a moment.  The rows
    of tables take seconds, and longer the more there are; what is found is kept with the graph.
    """
    from kg import text
    from kg.cli import output
    from kg.curation import checks
    from kg.store import row_checks

    if file is not None:
        if rows:
            raise click.UsageError("name a FILE or --rows; rows are checked in the built graph")
        _check_one(file, texts)
        return
    findings = checks.check_data(data, texts)
    if rows:
        target = folder(store)
        findings += row_checks.check(target, progress())
        click.echo(f"with the rows of tables in the graph of {target}", err=True)
    serious = [f for f in findings if f.serious]
    output.lines(text.safe(str(f)) for f in serious)
    open_ = len(findings) - len(serious)
    click.echo(
        f"{len(serious) or 'no'} finding{'s' if len(serious) != 1 else ''}; "
        f"{open_} thing{'s' if open_ != 1 else ''} that no source states",
        err=True,
    )
    if serious:
        raise SystemExit(1)


def _check_one(file: Path, texts: Path | None) -> None:
    from kg import text
    from kg.cli import output
    from kg.curation import file_check

    found: list[Problem] = file_check.check_file(file, texts)
    output.lines(text.safe(str(problem)) for problem in found)
    click.echo(f"{len(found) or 'no'} problem{'s' if len(found) != 1 else ''} in {file}", err=True)
    if found:
        raise SystemExit(1)


@click.command("match")
@click.argument("name", required=False)
@click.option("--file", "-f", "file", type=FILE, help="CSV file with a column of names.")
@click.option("--column", help="The column of --file. [default: the first]")
@click.option("--pairs", is_flag=True, help="List the entities of one kind that may be the same.")
@click.option(
    "--format",
    type=click.Choice(("csv", "toml")),
    default="csv",
    show_default=True,
    help="Rows, or with --pairs drafts of claims.",
)
@store_option
def match_names(
    name: str | None,
    file: Path | None,
    column: str | None,
    pairs: bool,
    format: str,
    store: Place | None,
) -> None:
    """
    Say which entity NAME, or each name in a CSV file, stands for or may stand for; as CSV.

    A name is linked if the graph has it, alike but for case, accents and punctuation. Everything
    else is only proposed, with a score and a reason.
    """
    from kg.cli import output
    from kg.curation.matching import files as matching_files

    if (name is not None) + (file is not None) + pairs != 1:
        raise click.UsageError("give a NAME, or --file, or --pairs")
    if column is not None and file is None:
        raise click.UsageError("--column goes with --file")
    if format == "toml" and not pairs:
        raise click.UsageError("--format toml goes with --pairs")
    wanted = [name] if name is not None else matching_files.names(file, column) if file else []
    with open_graph(store) as graph:
        if format == "toml":
            output.lines(matching_files.drafts(graph.names))
            return
        found = (
            matching_files.pairs(graph.names) if pairs else matching_files.rows(wanted, graph.names)
        )
        output.document(matching_files.document(found))


@click.command("diff")
@click.argument("old", type=_PLACE)
@click.argument("new", type=_PLACE)
@click.option(
    "--format",
    "format",
    type=click.Choice(("words", "patch")),
    default="words",
    show_default=True,
    help="In words by entity, or as an RDF Patch that makes OLD the same as NEW.",
)
def show_difference(old: Place, new: Place, format: str) -> None:
    """Say what was added, withdrawn or revised from OLD to NEW: stores, data, or .nq and .trig."""
    from kg import text
    from kg.cli import output
    from kg.store import diff, snapshot

    found = diff.Difference(snapshot.read(old), snapshot.read(new))
    if format == "patch":
        output.lines(diff.patch(found))
    else:
        output.lines(map(text.safe, diff.lines(found)))
    click.echo(diff.summary(found), err=True)


@click.group("new")
def new() -> None:
    """Begin a new file of the data."""


@new.command("source")
@click.argument("address")
@click.option("--name", help="Name of the files. [default: made of the address]")
@data_option
def new_source(address: str, name: str | None, data: Path) -> None:
    """Write the files of a new source at ADDRESS, to be filled in; nothing is fetched."""
    from kg.cli import output
    from kg.curation import drafts

    written = drafts.draft(address, data, datetime.date.today(), name)
    output.lines(map(str, written))
    click.echo("fill in what is empty, then run 'kg check' on each file", err=True)


@click.command("sources")
@click.argument("source", required=False)
@store_option
def list_sources(source: str | None, store: Place | None) -> None:
    """List the sources with how many claims each makes; of one SOURCE, of which sort."""
    from kg.sparql import queries
    from kg.sparql.table import Table, term_text

    with open_graph(store) as graph:
        if source is None:
            whole = graph.query("sources")
            columns = [whole.columns.index(column) for column in _SOURCE_COLUMNS]
            rows = [tuple(row[column] for column in columns) for row in whole.terms]
            show_rows(Table(_SOURCE_COLUMNS, rows))
            return
        wanted = graph.names.find(source)
        whole = queries.run_query(graph.store, "source-profile")
        rows = [row[1:-1] for row in whole.terms if term_text(row[-1]) == wanted]
        show_rows(Table(whole.columns[1:-1], rows))


COMMANDS = (check_data, match_names, show_difference, new, list_sources)
