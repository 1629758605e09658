"""
The engines that run a mapping: DuckDB on this machine, PySpark on a cluster.

Both run the same Ibis expressions; what differs is how files are read and lines are written.
"""

import contextlib
import csv
import gzip
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import ibis
from ibis.expr.types import StringColumn, Table

from kg.errors import TableError
from kg.tables.file_formats import FORMATS, format_of, ragged_line

_LONG = 400
# Each thread of DuckDB needs memory of its own; more of them would not fit in what it is given.
_THREADS = 8
_SHUFFLES = "spark.sql.shuffle.partitions"


class Engine(Protocol):
    """Something that reads tables, keeps what was reckoned from them, and writes lines."""

    connection: Any

    def read(self, files: Sequence[Path], format: str | None = None) -> Table:
        """Return the rows of files of the same columns, every cell as text."""

    def keep(self, name: str, table: Table) -> Table:
        """Return a table whose rows are reckoned once and kept for this run."""

    def listed(self, name: str, columns: Mapping[str, Sequence[str | None]]) -> Table:
        """Return columns of texts as a table that is kept for this run."""

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return the rows of a small table that was reckoned from kept ones."""

    def write(self, lines: StringColumn, target: Path) -> None:
        """Write a column of texts of several lines each into a new folder."""

    def close(self) -> None:
        """Give back what the engine holds."""


class DuckDB:
    """DuckDB with its working files in a folder, so that memory does not grow with the rows."""

    def __init__(self, folder: Path, *, memory: str = "768MB", threads: int = _THREADS) -> None:
        self.connection = ibis.duckdb.connect(
            folder / "work.duckdb",
            memory_limit=memory,
            threads=min(threads, os.cpu_count() or 1),
            temp_directory=str(folder / "spill"),
            preserve_insertion_order=False,
        )
        self.connection.raw_sql("SET enable_progress_bar = false")

    def read(self, files: Sequence[Path], format: str | None = None) -> Table:
        """Return the rows of files of the same columns; raises TableError if one is broken."""
        tables = [self._read(file, format) for file in files]
        first = tables[0]
        for file, table in zip(files, tables, strict=True):
            if set(table.columns) != set(first.columns):
                other = sorted(set(table.columns) ^ set(first.columns))
                raise TableError(
                    f"{file}: its columns are not those of {files[0]} ({', '.join(other)[:200]}); "
                    "load the files one by one"
                )
        return ibis.union(*(t.select(first.columns) for t in tables)) if tables[1:] else first

    def _read(self, file: Path, format: str | None) -> Table:
        known = FORMATS[format] if format else format_of(file)
        with _in_one_line(file):
            if not file.is_file():
                raise TableError(f"{file}: is no file; name one that exists")
            table = known.duckdb(self.connection, file)
            return table.select(**{c: table[c].cast("string") for c in table.columns})

    def keep(self, name: str, table: Table) -> Table:
        """Return a table whose rows are reckoned once; raises TableError if a file is broken."""
        with _in_one_line(None):
            return self.connection.create_table(name, table, temp=True)

    def listed(self, name: str, columns: Mapping[str, Sequence[str | None]]) -> Table:
        """Return columns of texts as a table, without the libraries that Ibis would load for it."""
        unnested = ", ".join(f'unnest(?::VARCHAR[]) AS "{column}"' for column in columns)
        values = [list(column) for column in columns.values()]
        self.connection.con.execute(f"CREATE TEMP TABLE {name} AS SELECT {unnested}", values)
        return self.connection.table(name)

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return the rows of a small table, without the libraries that Ibis would load for it."""
        with _in_one_line(None):
            found = self.connection.raw_sql(ibis.to_sql(table, dialect="duckdb"))
            return [dict(zip(table.columns, row, strict=True)) for row in found.fetchall()]

    def write(self, lines: StringColumn, target: Path) -> None:
        """Write a column of texts of several lines each into compressed files of a new folder."""
        target.parent.mkdir(parents=True, exist_ok=True)
        query = ibis.to_sql(lines.name("line").as_table(), dialect="duckdb")
        folder = str(target).replace("'", "''")
        # With neither quotes nor a separator that occurs, CSV is the text itself.
        options = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\\x01'"
        options += ", PER_THREAD_OUTPUT true, COMPRESSION zstd, FILE_EXTENSION 'nq.zst'"
        with _in_one_line(None):
            self.connection.raw_sql(f"COPY ({query}) TO '{folder}' ({options})")

    def close(self) -> None:
        """Close the connection."""
        self.connection.disconnect()


@contextlib.contextmanager
def _in_one_line(file: Path | None) -> Iterator[None]:
    """Say in one line what DuckDB says in many, or which line of a CSV file is broken."""
    import duckdb

    try:
        yield
    except (duckdb.Error, UnicodeDecodeError) as error:
        broken = ""
        if file and file.suffix.lower() in (".csv", ".gz"):
            with contextlib.suppress(OSError, csv.Error):
                broken = ragged_line(file)
        text = broken or " ".join(str(error).split())
        place = f"{file}: " if file else ""
        raise TableError(f"{place}cannot be read ({text[:_LONG]}); mend or replace it") from error


class Spark:
    """PySpark, on this machine or on a cluster; it writes partitioned, compressed N-Quads."""

    def __init__(self, master: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise TableError(
                "pyspark is not installed; run 'pip install security-cooperation-graph[spark]'"
            ) from error
        session = SparkSession.builder.master(master).appName("kg load")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.ansi.enabled": "false",
        }
        for key, value in settings.items():
            session = session.config(key, value)
        started = session.getOrCreate()
        context = started.sparkContext
        context.setLogLevel("ERROR")
        if not context.getConf().contains(_SHUFFLES):
            # The 200 parts that Spark cuts by default cost more than the work in them.
            started.conf.set(_SHUFFLES, str(2 * context.defaultParallelism))
        self.connection = ibis.pyspark.connect(started)

    def read(self, files: Sequence[Path], format: str | None = None) -> Table:
        """Return the rows of files of the same columns."""
        tables = []
        for file in files:
            known = FORMATS[format] if format else format_of(file)
            tables.append(known.spark(self.connection, file))
        texts = [t.select(**{c: t[c].cast("string") for c in t.columns}) for t in tables]
        return ibis.union(*texts) if texts[1:] else texts[0]

    def keep(self, name: str, table: Table) -> Table:
        """Return a table whose rows the cluster keeps for this run."""
        self.connection.create_view(name, table, overwrite=True)
        # A checkpoint cuts off the plan, which would else be made again in every later one.
        kept = self.connection._session.table(name).localCheckpoint()
        kept.createOrReplaceTempView(name)
        return self.connection.table(name)

    def listed(self, name: str, columns: Mapping[str, Sequence[str | None]]) -> Table:
        """Return columns of texts as a table that the cluster keeps for this run."""
        texts = dict.fromkeys(columns, "string")
        return self.keep(name, ibis.memtable(dict(columns), schema=texts))

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return the rows of a small table."""
        found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
        return found

    def write(self, lines: StringColumn, target: Path) -> None:
        """Write a column of texts of several lines each into compressed parts of a new folder."""
        frame = self.connection._session.sql(self.connection.compile(lines.name("line").as_table()))
        frame.write.mode("error").option("compression", "gzip").text(str(target))

    def close(self) -> None:
        """Stop the session."""
        self.connection._session.stop()


def line_files(folder: Path) -> Iterator[Path]:
    """Yield the files of lines in a folder that an engine wrote, in order."""
    yield from sorted(f for f in folder.iterdir() if f.suffix in (".nq", ".gz", ".zst"))


def opened(file: Path) -> io.BufferedIOBase:
    """Return a file of lines, compressed or not, opened for reading as bytes."""
    if file.suffix == ".gz":
        return gzip.open(file, "rb")
    if file.suffix == ".zst":
        import pyarrow

        return io.BufferedReader(pyarrow.input_stream(file, compression="zstd"))
    return file.open("rb")
