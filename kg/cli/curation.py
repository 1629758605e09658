"""The commands for those who add to the data: check, match, diff, new, sources."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import click

from kg.cli.options import (
    FILE,
    Named,
    PlaceType,
    counted,
    data_option,
    folder,
    open_graph,
    progress,
    store_option,
    texts_option,
)
from kg.paths import Place

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
    from kg.cli import output
    from kg.curation import checks, file_check
    from kg.store import row_checks
    from kg.text import safe

    if file is not None:
        if rows:
            raise click.UsageError("name a FILE or --rows; rows are checked in the built graph")
        problems = file_check.check_file(file, texts)
        output.print_lines(safe(str(problem)) for problem in problems)
        click.echo(f"{counted(len(problems), 'problem', none='no')} in {file}", err=True)
        raise SystemExit(1 if problems else 0)
    findings = checks.check_data(data, texts)
    if rows:
        target = folder(store)
        findings += row_checks.check_rows(target, progress())
        click.echo(f"with the rows of tables in the graph of {target}", err=True)
    serious = [finding for finding in findings if finding.serious]
    output.print_lines(safe(str(finding)) for finding in serious)
    told = counted(len(serious), "finding", none="no")
    unstated = counted(len(findings) - len(serious), "thing")
    click.echo(f"{told}; {unstated} that no source states", err=True)
    raise SystemExit(1 if serious else 0)


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
    wanted = [name] if name is not None else []
    if file is not None:
        wanted = matching_files.names_in_column(file, column)
    with open_graph(store) as graph:
        if format == "toml":
            output.print_lines(matching_files.pair_drafts(graph.names))
            return
        if pairs:
            found = matching_files.pair_rows(graph.names)
        else:
            found = matching_files.candidate_rows(wanted, graph.names)
        output.print_document(matching_files.csv_document(found))


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

    found = diff.Difference(snapshot.read_snapshot(old), snapshot.read_snapshot(new))
    if format == "patch":
        output.print_lines(found.patch())
    else:
        output.print_lines(map(text.safe, found.lines()))
    click.echo(found.summary(), err=True)


def hint_languages() -> Iterable[str]:
    """Return the languages in which a new file says what to fill in."""
    from kg.model import languages

    return languages.codes("drafts")


@click.group("new")
def new() -> None:
    """Begin a new file of the data."""


@new.command("source")
@click.argument("address")
@click.option("--name", help="Name of the files. [default: made of the address]")
@click.option(
    "--lang",
    type=Named(hint_languages),
    default="en",
    show_default=True,
    help="Language of the hints.",
)
@data_option
def new_source(address: str, name: str | None, lang: str, data: Path) -> None:
    """Write the files of a new source at ADDRESS, to be filled in; nothing is fetched."""
    from kg.cli import output
    from kg.curation import drafts

    written = drafts.draft_source(address, data, datetime.date.today(), name, lang)
    output.print_lines(map(str, written))
    click.echo("fill in what is empty, then run 'kg check' on each file", err=True)


@click.command("sources")
@click.argument("source", required=False)
@store_option
def list_sources(source: str | None, store: Place | None) -> None:
    """List the sources with how many claims each makes; of one SOURCE, of which sort."""
    from kg.cli import output
    from kg.sparql import queries
    from kg.sparql.table import Table, term_text

    with open_graph(store) as graph:
        if source is None:
            output.print_rows(graph.query("sources").only(*_SOURCE_COLUMNS))
            return
        wanted = graph.names.find(source)
        whole = queries.run_query(graph.store, "source-profile")
        own = [row for row in whole.terms if term_text(row[-1]) == wanted]
        output.print_rows(Table(whole.columns, own).only(*whole.columns[1:-1]))


COMMANDS = (check_data, match_names, show_difference, new, list_sources)
