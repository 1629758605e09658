"""
The formats of files of rows: how each is known, and how each engine reads it.

A format is one row of ``FORMATS``: the ends of its names, the first bytes of what comes without a
name, and how DuckDB and Spark read a file of it with the connections that Ibis has to them.
"""

import csv
import gzip
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from kg.errors import TableError

if TYPE_CHECKING:
    from ibis.expr.types import Table

Read: TypeAlias = Callable[[Any, Path], "Table"]
_PACKED = {".gz": b"\x1f\x8b", ".zst": b"(\xb5/\xfd"}
_HEAD = 1 << 16


@dataclass(frozen=True)
class FileFormat:
    """A format of files of rows, with the functions by which each engine reads one."""

    name: str
    suffixes: tuple[str, ...]
    begins: bytes
    duckdb: Read
    spark: Read


def separated(name: str, suffixes: tuple[str, ...], mark: str = "") -> FileFormat:
    """Return a format of text whose cells stand between a mark; without one, it is looked for."""

    def duckdb(connection: Any, file: Path) -> "Table":
        given = {"delim": mark or separator(file), "quote": '"', "escape": '"'}
        return connection.read_csv(no_pattern(file), all_varchar=True, header=True, **given)

    def spark(connection: Any, file: Path) -> "Table":
        given = {"sep": mark or ",", "quote": '"', "escape": '"'}
        return connection.read_csv(str(file), multiLine=True, header=True, **given)

    return FileFormat(name, suffixes, b"", duckdb, spark)


def no_pattern(file: Path) -> str:
    """Return a path in which what DuckDB would take for a pattern stands for itself."""
    return re.sub(r"([*?\[])", r"[\1]", str(file))


FORMATS = {
    format.name: format
    for format in (
        separated("csv", (".csv",)),
        separated("tsv", (".tsv", ".tab"), "\t"),
        FileFormat(
            "parquet",
            (".parquet", ".pq"),
            b"PAR1",
            lambda connection, file: connection.read_parquet(no_pattern(file)),
            lambda connection, file: connection.read_parquet(str(file)),
        ),
        FileFormat(
            "jsonl",
            (".jsonl", ".ndjson"),
            b"{",
            lambda connection, file: connection.read_json(
                no_pattern(file), format="newline_delimited"
            ),
            lambda connection, file: connection.read_json(str(file)),
        ),
    )
}


def format_of(file: Path) -> FileFormat:
    """Return the format of a file by its name; raises TableError if the name tells none."""
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    for format in FORMATS.values():
        if suffixes and suffixes[-1] in format.suffixes:
            return format
    ends = [format.suffixes[0] for format in FORMATS.values()]
    raise TableError(
        f"{file}: its name tells no format; end it in {', '.join(ends[:-1])} or {ends[-1]} "
        "(.gz or .zst behind it), or give --format"
    )


def standard_input(folder: Path, format: str | None = None) -> Path:
    """Write what comes in on standard input into a file; raises TableError if nothing does."""
    head = sys.stdin.buffer.read(_HEAD)
    if not head:
        raise TableError("standard input: is empty; pipe a table into it")
    packed = next((end for end, begins in _PACKED.items() if head.startswith(begins)), "")
    marked = (f.name for f in FORMATS.values() if f.begins and head.startswith(f.begins))
    file = folder / f"standard-input.{format or next(marked, 'csv')}{packed}"
    with file.open("wb") as out:
        out.write(head)
        shutil.copyfileobj(sys.stdin.buffer, out)
    return file


def separator(file: Path) -> str:
    """Return what stands between the cells of a CSV file, by its first line."""
    if file.suffix.lower() == ".zst":
        return ","
    with _opened(file) as content:
        first = content.readline(_HEAD)
    plain = "".join(first.split('"')[::2])  # what stands in quotes separates nothing
    return max(",;\t|", key=plain.count)


def ragged_line(file: Path) -> str:
    """Return which line of a CSV file has not as many cells as the first, and how many; or ''."""
    if file.suffix.lower() == ".zst":
        return ""
    with _opened(file) as content:
        reader = csv.reader(content, delimiter=separator(file))
        wanted = len(next(reader, []))
        for row in reader:
            if row and len(row) != wanted:
                return f"line {reader.line_num} has {len(row)} cells, not {wanted}"
    return ""


def _opened(file: Path) -> IO[str]:
    if file.suffix.lower() == ".gz":
        return gzip.open(file, "rt", encoding="utf-8", errors="replace", newline="")
    return file.open("r", encoding="utf-8", errors="replace", newline="")
