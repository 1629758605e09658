"""The command line: data on standard output, all else on standard error."""

import atexit
import gc
import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import analysis, curation, push, reports, tables, view
from kg.cli.options import (
    FILE,
    data_option,
    folder,
    open_graph,
    progress,
    show_rows,
    store_option,
)
from kg.errors import DataError, KGError, QueryError
from kg.paths import Place
from kg.version import VERSION

if TYPE_CHECKING:
    from kg.graph import Graph

_ROWS = ("table", "csv", "tsv", "json", "xml")
_GRAPHS = ("ttl", "nt", "jsonld")
_EXPORTS = (
    *("nq", "trig", "ttl", "nt", "rdfxml", "jsonld"),
    *("graphml", "gexf", "node-link", "cytoscape", "gephi", "neo4j", "parquet"),
)


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        """Show an error of ours as lines that say what to mend; let every other one through."""
        try:
            return super().invoke(ctx)
        except DataError as error:
            _problems(error)
            raise SystemExit(1) from error
        except KGError as error:
            raise click.ClickException(str(error)) from error
        except RuntimeError as error:
            # What the engine says when it comes upon a damaged block in the middle of an answer.
            if not str(error).startswith("Corruption"):
                raise
            message = "the graph on the disk is damaged; delete its folder and run 'kg build'"
            raise click.ClickException(message) from error
        except OSError as error:
            if error.errno is None or error.filename is not None:
                raise
            # Whoever read our output has gone, or the disk is full: the rest has nowhere to go.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                raise SystemExit(1) from error
            message = f"standard output cannot be written ({error.strerror})"
            raise click.ClickException(message) from error


# At the end of a command there is nothing left to collect.
atexit.register(gc.freeze)


def _problems(error: DataError) -> None:
    from kg.sparql.text_table import safe

    for problem in error.problems:
        click.echo(safe(str(problem)), err=True)
    count = len(error.problems)
    click.echo(f"{count} problem{'s' if count != 1 else ''} in the data; no graph built", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="kg")
def cli() -> None:
    """Ask the knowledge graph of regional security cooperation, with evidence for every answer."""
    for stream in (sys.stdout, sys.stderr):
        # Show what an output that is not Unicode cannot hold as escapes; do not fail on it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@cli.command("build")
@store_option
@data_option
def build_graph(store: Place | None, data: Path) -> None:
    """Build the graph from the data, unless nothing changed since the last time."""
    from kg.store import builder as stores

    target = folder(store)
    manifest, built = stores.build(target, data, progress=progress())
    verb = "built" if built else "unchanged"
    click.echo(
        f"{verb}: {manifest.claims:,} claims of {manifest.sources:,} "
        f"source{'s' if manifest.sources != 1 else ''} about {manifest.entities:,} entities; "
        f"{manifest.statements:,} statements in all, {manifest.inferred:,} of them by rule"
        + (f"; {manifest.rows:,} rows of tables" if manifest.rows else ""),
        err=True,
    )
    click.echo(f"graph {manifest.digest} in {target}", err=True)


@cli.command("about")
@store_option
def show_about(store: Place | None) -> None:
    """Say in a few lines what is in the graph, and what to try next."""
    from kg.cli import about, output

    with open_graph(store) as graph:
        output.lines(about.lines(graph))


@cli.command("queries")
def list_queries() -> None:
    """List the stored queries: id, name, and the question each answers."""
    from kg.sparql import queries

    found = sorted(queries.stored().values(), key=lambda q: (q.id, q.name))
    widest = max(len(q.name) for q in found)
    for query in found:
        click.echo(f"{query.id:<6}{query.name:<{widest + 2}}{query.question}")
        for parameter in query.parameters:
            default = f" (default {parameter.default})" if parameter.default else ""
            click.echo(
                f"{'':<6}{'':<{widest + 2}}  {parameter.name}=… {parameter.meaning}{default}"
            )


@cli.command("query")
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
    from kg.sparql import queries

    query = queries.find(name)
    with open_graph(store) as graph:
        text = query.render(graph.given(query, dict(given)))
        found = queries.answer(graph.store, text)
        if format in (None, "table"):
            show_rows(queries.table(found))
        else:
            output.document(queries.document(found, str(format)))


def _own(graph: "Graph", sparql: str, format: str | None) -> None:
    from kg.cli import output
    from kg.sparql import screen
    from kg.sparql.table import Table

    is_graph = screen.form(sparql) in ("construct", "describe")
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
        show_rows(Table(*answer.table()))


@cli.command("show")
@click.argument("entity")
@store_option
def show_entity(entity: str, store: Place | None) -> None:
    """Print what is known of ENTITY (an id, an IRI, or any of its names), with evidence."""
    from kg.cli import output
    from kg.entities import dossier_text

    with open_graph(store) as graph:
        output.lines(dossier_text.dossier(graph.show(entity), graph.names))


@cli.command("explain")
@click.argument("subject")
@click.argument("predicate", required=False)
@click.argument("object", required=False)
@store_option
def explain_statement(
    subject: str, predicate: str | None, object: str | None, store: Place | None
) -> None:
    """Print why statements of SUBJECT hold: sources, places and quotes, or rule and premises."""
    from kg.cli import output
    from kg.entities import dossier_text

    with open_graph(store) as graph:
        for explanation in graph.explain(subject, predicate, object):
            output.lines(dossier_text.explanation(explanation, graph.names))


@cli.command("status")
@click.option("--as-of", "day", metavar="DATE", default="today", help="Day to judge by.")
@store_option
def show_status(day: str, store: Place | None) -> None:
    """Print every objective with its target and its state on a day, oldest debt first."""
    _stored("objective-status", {"date": day}, None, store)


@cli.command("export")
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


@cli.command("terms")
@click.argument("term", required=False)
def show_terms(term: str | None) -> None:
    """Print the reference of the ontology, or of one TERM."""
    from kg.model import glossary

    if term is None:
        for entry in glossary.entries().values():
            click.echo(f"{entry.name:<34}{entry.kind:<11}{entry.definition}")
        return
    entry = glossary.find(term)
    click.echo(f"{entry.label}  ({entry.kind}, {entry.name})\n{entry.definition}")
    for title, value in entry.details:
        click.echo(f"  {title + ':':<19}{value}")


_GROUPS = (analysis, curation, push, reports, tables, view)

curation.new.add_command(tables.new_mapping)
for command in (command for group in _GROUPS for command in group.COMMANDS):
    cli.add_command(command)
