"""Commands that ask: stored queries, SPARQL of the user's own, status and terms."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    FILE,
    day_option,
    open_graph,
    show_rows,
    store_option,
)
from kg.errors import ParameterError, QueryError
from kg.paths import Place

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.model.dates import PartialDate

_ROWS = ("table", "csv", "tsv", "json", "xml")

_GRAPHS = ("ttl", "nt", "jsonld")


@click.command("queries")
def list_queries() -> None:
    """List the stored queries: id, name, and the question each answers."""
    from kg.sparql import queries

    found = sorted(queries.stored_queries().values(), key=lambda q: (q.id, q.name))
    widest = max(len(q.name) for q in found)
    for query in found:
        click.echo(f"{query.id:<6}{query.name:<{widest + 2}}{query.question}")
        for parameter in query.parameters:
            default = f" (default {parameter.default})" if parameter.default else ""
            click.echo(
                f"{'':<6}{'':<{widest + 2}}  {parameter.name}=… {parameter.meaning}{default}"
            )


@click.command("query")
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--file", "-f", "file", type=FILE, help="File with SPARQL of your own.")
@click.option(
    "--format",
    "format",
    type=click.Choice((*_ROWS, *_GRAPHS)),
    help="Rows: table, csv, tsv, json, xml. Graphs: ttl, nt, jsonld.",
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
    if (name is None) == (file is None):
        raise click.UsageError(
            "give the name of a stored query, or - for standard input, or --file"
        )
    if name is not None and name != "-":
        _stored(name, _pairs(parameters), format, store)
        return
    if parameters:
        raise click.UsageError("KEY=VALUE goes with a stored query, not with SPARQL of your own")
    with open_graph(store, deadline) as graph:
        _own(graph, _sparql(file), format)


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    pairs = [p.partition("=") for p in parameters]
    for key, equals, _ in pairs:
        if not equals:
            raise click.UsageError(f"{key!r} is no parameter; write it as KEY=VALUE")
    return {key: value for key, _, value in pairs}


def _sparql(file: Path | None) -> str:
    try:
        raw = sys.stdin.buffer.read() if file in (None, Path("-")) else Path(str(file)).read_bytes()
        return raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file or 'standard input'}: {error}") from error


def _stored(name: str, given: Mapping[str, str], format: str | None, store: Place | None) -> None:
    from kg.cli import output
    from kg.model import namespaces
    from kg.sparql import queries
    from kg.sparql.answers import Answer
    from kg.sparql.table import Table

    query = queries.find_query(name)
    with open_graph(store) as graph:
        try:
            text = query.render(graph.given(query, dict(given)))
        except ParameterError as error:
            if error.code != "malformed":
                raise
            raise click.UsageError(str(error)) from error
        found = queries.evaluate(graph.store, text)
        if format in (None, "table"):
            show_rows(Table.of(found))
        else:
            output.document(Answer.of(found, format, namespaces.prefixes()).body)


def _own(graph: "Graph", sparql: str, format: str | None) -> None:
    from kg.cli import output
    from kg.sparql import screen

    is_graph = screen.query_form(sparql) in ("construct", "describe")
    wanted = format or ("ttl" if is_graph else "table")
    if is_graph != (wanted in _GRAPHS):
        kind, choice = ("a graph", _GRAPHS) if is_graph else ("rows", _ROWS)
        raise QueryError(f"this query gives {kind}; choose --format {' or '.join(choice)}")
    if wanted != "table":
        output.document(graph.ask(sparql, wanted).body)
        return
    answer = graph.ask(sparql)
    if answer.form == "ask":
        click.echo("yes" if answer.boolean() else "no")
    else:
        show_rows(answer.table())


@click.command("status")
@day_option("Day to judge by.")
@store_option
def show_status(day: "PartialDate", store: Place | None) -> None:
    """Print every objective with its target and its state on a day, oldest debt first."""
    _stored("objective-status", {"date": str(day)}, None, store)


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
