"""Commands that ask: stored queries, SPARQL of the user's own, status and terms."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FILE, Named, day_option, open_graph, store_option
from kg.errors import ParameterError, QueryError
from kg.paths import Place

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.model.dates import PartialDate

# The folders of what people ask; the others are for reports and for the program itself.
_OF_PEOPLE = ("questions", "tables")


@click.command("queries")
@click.argument("word", required=False, default="")
@click.option("--all", "every", is_flag=True, help="Also what reports and the program itself ask.")
def list_queries(word: str, every: bool) -> None:
    """
    List the questions that are answered here, with what each may be told.

    With WORD only those that have it in their id, name or question, or in what a parameter means.
    """
    from kg.sparql import queries

    known = sorted(queries.stored_queries().values(), key=lambda query: (query.id, query.name))
    found = [q for q in known if (every or q.folder in _OF_PEOPLE) and q.speaks_of(word)]
    if not found:
        hint = "" if every else "; with --all there are more"
        raise QueryError(f"no question speaks of {word!r}{hint}")
    wide = max(len(query.name) for query in found) + 2
    for query in found:
        click.echo(f"{query.id:<6}{query.name:<{wide}}{query.question}")
        for parameter in query.parameters:
            default = f" (default {parameter.default})" if parameter.default else ""
            told = f"{parameter.name}=… {parameter.meaning}{default}"
            click.echo(f"{'':<6}{'':<{wide}}  {told}")


def answer_formats() -> Iterable[str]:
    """Return the names of what an answer can be printed as, rows before graphs."""
    from kg.sparql.format_names import GRAPHS, TABLES

    return ("table", *TABLES, *GRAPHS)


@click.command("query")
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--file", "-f", "file", type=FILE, help="File with SPARQL of your own.")
@click.option(
    "--format",
    type=Named(answer_formats),
    help="What to print, of rows or of graphs. [default: a table, or Turtle]",
)
@click.option(
    "--deadline",
    type=click.FloatRange(min=0.1, max=3600),
    default=10.0,
    show_default=True,
    help="Seconds that SPARQL of your own may take.",
)
@store_option
def run_query(
    name: str | None,
    parameters: tuple[str, ...],
    file: Path | None,
    format: str | None,
    deadline: float,
    store: Place | None,
) -> None:
    """
    Answer the stored query NAME (by name or id), or SPARQL of your own.

    SPARQL of your own comes from standard input if NAME is -, or from --file.
    """
    from kg.cli import output
    from kg.model import namespaces
    from kg.sparql import queries
    from kg.sparql.answers import Answer
    from kg.sparql.table import Table

    if (name is None) == (file is None):
        raise click.UsageError(
            "give the name of a stored query, or - for standard input, or --file"
        )
    if name is None or name == "-":
        if parameters:
            raise click.UsageError("KEY=VALUE goes with a stored query, not with your own SPARQL")
        with open_graph(store, deadline) as graph:
            _answer_own(graph, file, format)
        return
    given = {}
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if not equals:
            raise click.UsageError(f"{key!r} is no parameter; write it as KEY=VALUE")
        given[key] = value
    query = queries.find_query(name)
    with open_graph(store) as graph:
        try:
            sparql = query.render(graph.given(query, given))
        except ParameterError as error:
            if error.code != "malformed":
                raise
            raise click.UsageError(str(error)) from error
        found = queries.evaluate(graph.store, sparql)
        if format in (None, "table"):
            output.print_rows(Table.of(found))
        else:
            output.print_document(Answer.of(found, format, namespaces.prefixes()).body)


def _answer_own(graph: "Graph", file: Path | None, format: str | None) -> None:
    """Print the answer to SPARQL in a file or on standard input, in a format that it fits."""
    from kg.cli import output
    from kg.sparql import screen
    from kg.sparql.formats import GRAPHS, TABLES

    try:
        raw = sys.stdin.buffer.read() if file in (None, Path("-")) else Path(str(file)).read_bytes()
        sparql = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file or 'standard input'}: {error}") from error
    is_graph = screen.query_form(sparql) in ("construct", "describe")
    fit = GRAPHS if is_graph else ("table", *TABLES)
    wanted = format or ("ttl" if is_graph else "table")
    if wanted not in fit:
        kind = "a graph" if is_graph else "rows"
        raise QueryError(f"this query gives {kind}; choose --format {' or '.join(fit)}")
    if wanted != "table":
        output.print_document(graph.ask(sparql, wanted).body)
        return
    answer = graph.ask(sparql)
    if answer.form == "ask":
        click.echo("yes" if answer.boolean() else "no")
    else:
        output.print_rows(answer.table())


@click.command("status")
@day_option("Day to judge by.")
@store_option
def show_status(day: "PartialDate", store: Place | None) -> None:
    """Print every objective with its target and its state on a day, oldest debt first."""
    from kg.cli import output

    with open_graph(store) as graph:
        output.print_rows(graph.query("objective-status", date=day))


@click.command("terms")
@click.argument("term", required=False)
def show_terms(term: str | None) -> None:
    """Print the reference of the ontology, or of one TERM."""
    from kg.model import glossary

    if term is None:
        for entry in glossary.entries().values():
            click.echo(f"{entry.name:<34}{entry.kind:<11}{entry.definition}")
        return
    entry = glossary.find_term(term)
    click.echo(f"{entry.label}  ({entry.kind}, {entry.name})\n{entry.definition}")
    for title, value in entry.details:
        click.echo(f"  {title + ':':<19}{value}")


COMMANDS = (list_queries, run_query, show_status, show_terms)
