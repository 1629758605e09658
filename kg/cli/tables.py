"""The commands of the command line for large tables: load them, list them, take them out again."""

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FILE, Named, data_option, folder, progress, store_option
from kg.paths import Place

if TYPE_CHECKING:
    from kg.tables.loader import LoadReport


def table_formats() -> Iterable[str]:
    """Return the names of the formats of files of rows."""
    from kg.tables.file_formats import FORMATS

    return FORMATS


_FORMAT = click.option(
    "--format",
    type=Named(table_formats),
    help="Format of the files, if their names do not tell it.",
)


@click.command("load")
@click.argument("mapping")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@_FORMAT
@click.option(
    "--engine",
    type=click.Choice(("duckdb", "spark")),
    default="duckdb",
    show_default=True,
    help="What reads the table: DuckDB into the store, or Spark into files of N-Quads.",
)
@click.option(
    "--master", help="Address of the Spark cluster, such as local[2] or spark://HOST:7077."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write files of N-Quads into this new folder, not into the store.",
)
@data_option
@store_option
def load_table(
    mapping: str,
    files: tuple[Path, ...],
    format: str | None,
    engine: str,
    master: str | None,
    output: Path | None,
    data: Path,
    store: Place | None,
) -> None:
    """
    Load the rows of FILEs into the graph as MAPPING says, and report how each cell was read.

    MAPPING is the name of a mapping that comes with the ontology, or a file.  Files are CSV, TSV,
    Parquet or JSON lines, as they are or packed by gzip or zstd; - is standard input.
    """
    if engine == "spark" and (master is None or output is None):
        raise click.UsageError("--engine spark needs --master and -o")
    if master is not None and engine != "spark":
        raise click.UsageError("--master goes with --engine spark")
    from kg.store import load_table as loading
    from kg.store.table_catalog import Holding
    from kg.tables.mapping import find_mapping, read_mapping

    path = find_mapping(mapping)
    read_mapping(path)
    with _given(files, format) as given:
        if output is not None:
            _write(path, given, format, master, output, folder(store))
            return
        target = folder(store)
        holding = Holding(path.stem, path, given, format)
        manifest, report = loading.add_table(target, data, holding, progress())
    if report is None:
        click.echo("unchanged: the graph has these rows already", err=True)
        return
    _say(report)
    if report.aside:
        file = target / manifest.digest / f"{report.name}-set-aside.csv"
        click.echo(f"the rows set aside, with reasons: {file}", err=True)
    click.echo(
        f"graph {manifest.digest} in {target}: {manifest.statements:,} statements, "
        f"{manifest.rows:,} rows of tables",
        err=True,
    )


@contextlib.contextmanager
def _given(files: tuple[Path, ...], format: str | None) -> Iterator[tuple[Path, ...]]:
    """Yield the files, with what comes in on standard input in one of its own."""
    from kg.tables import file_formats

    with tempfile.TemporaryDirectory() as folder:
        yield tuple(
            file_formats.standard_input(Path(folder), format) if file == Path("-") else file
            for file in files
        )


def _write(
    path: Path,
    files: tuple[Path, ...],
    format: str | None,
    master: str | None,
    output: Path,
    store: Path,
) -> None:
    """Write the rows of files as N-Quads, by Spark if there is a master, else by DuckDB."""
    from kg.store import versions
    from kg.tables import engines, loader
    from kg.tables.mapping import read_mapping

    names = loader.KnownNames.of(versions.open_store(store))
    output.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        runner: engines.Engine = (
            engines.DuckDB(Path(work)) if master is None else engines.Spark(master)
        )
        try:
            report = loader.load(
                runner,
                files,
                path.stem,
                read_mapping(path),
                names,
                output,
                format=format,
                progress=progress(),
            )
        finally:
            runner.close()
    _say(report)
    click.echo(f"wrote N-Quads into {output}", err=True)


def _say(report: "LoadReport") -> None:
    """Print what became of the rows of a table."""
    from kg.cli import output
    from kg.text import safe

    click.echo(f"{report.title}: {report.rows:,} rows in, {report.entities:,} entities out, "
               f"{report.aside:,} rows set aside", err=True)  # fmt: skip
    lines = []
    for remark in report.remarks:
        shown = " … ".join(repr(example[:60]) for example in remark.examples)
        lines.append(safe(f"{remark.column:<12}{remark.rows:>9,}  {remark.text}: {shown}"))
    output.print_lines(lines or ["every cell is as printed"])


@click.command("unload")
@click.argument("name")
@data_option
@store_option
def unload_table(name: str, data: Path, store: Place | None) -> None:
    """Take the loaded table NAME out of the graph again."""
    from kg.errors import TableError
    from kg.store import builder as stores
    from kg.store import table_catalog
    from kg.text import suggestion

    target = folder(store)
    known = table_catalog.loaded_tables(target)
    if name not in known:
        hint = suggestion(name, known) or "; 'kg tables' lists them"
        raise TableError(f"no table called {name!r} was loaded{hint}")
    table_catalog.forget_table(name, target)
    manifest, _ = stores.build_store(target, data, progress=progress())
    click.echo(f"graph {manifest.digest} in {target}: without {name}", err=True)


@click.command("tables")
@data_option
@store_option
def list_tables(data: Path, store: Place | None) -> None:
    """List the tables that the graph is built with, and the mappings there are."""
    from kg.store import table_catalog
    from kg.tables.mapping import read_mapping, stored_mappings

    target = folder(store)
    loaded = table_catalog.loaded_tables(target)
    for name, holding in sorted(table_catalog.all_tables(data, target).items()):
        where = "loaded" if name in loaded else "with the data"
        click.echo(f"{name}  ({where}: {', '.join(file.name for file in holding.files)})")
    for name, path in stored_mappings().items():
        click.echo(f"mapping {name}: {read_mapping(path).title}")


@click.command("mapping")
@click.argument("file", type=FILE)
@_FORMAT
def new_mapping(file: Path, format: str | None) -> None:
    """Print a mapping to begin with for the table in FILE, to be filled in."""
    from kg.cli import output
    from kg.tables import engines
    from kg.tables.draft import draft_mapping

    with _given((file,), format) as given, tempfile.TemporaryDirectory() as work:
        engine = engines.DuckDB(Path(work))
        try:
            text = draft_mapping(engine, given[0], format)
        finally:
            engine.close()
    output.print_lines(text.split("\n"))
    click.echo("keep it in a file and fill in what is empty, then run 'kg load' with it", err=True)


COMMANDS = (load_table, unload_table, list_tables)
