"""In which format a file of rows is, by its name or by its first bytes."""

import csv
import gzip
import shutil
import sys
from pathlib import Path
from typing import IO

from kg.errors import TableError

FORMATS = ("csv", "tsv", "parquet", "jsonl")
_SUFFIXES = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".parquet": "parquet", ".pq": "parquet",
             ".jsonl": "jsonl", ".ndjson": "jsonl"}  # fmt: skip
_PACKED = (".gz", ".zst")

_HEAD = 1 << 16


def format_of(file: Path) -> str:
    """Return the format of a file by its name; raises TableError if the name tells none."""
    suffixes = [s.lower() for s in file.suffixes]
    plain = suffixes[:-1] if suffixes and suffixes[-1] in _PACKED else suffixes
    found = _SUFFIXES.get(plain[-1]) if plain else None
    if found is None:
        raise TableError(
            f"{file}: its name tells no format; end it in .csv, .tsv, .parquet or .jsonl "
            f"(.gz or .zst behind it), or give --format"
        )
    return found


def standard_input(folder: Path, format: str | None = None) -> Path:
    """Write what comes in on standard input into a file; raises TableError if nothing does."""
    head = sys.stdin.buffer.read(1 << 16)
    if not head:
        raise TableError("standard input: is empty; pipe a table into it")
    packed = ".gz" if head[:2] == b"\x1f\x8b" else ".zst" if head[:4] == b"(\xb5/\xfd" else ""
    kind = format or ("parquet" if head[:4] == b"PAR1" else "jsonl" if head[:1] == b"{" else "csv")
    file = folder / f"standard-input.{kind}{packed}"
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


def ragged(file: Path, mark: str) -> str:
    """Return which line of a CSV file has not as many cells as the first, and how many; or ''."""
    if file.suffix.lower() == ".zst":
        return ""
    with _opened(file) as content:
        reader = csv.reader(content, delimiter=mark)
        wanted = len(next(reader, []))
        for row in reader:
            if row and len(row) != wanted:
                return f"line {reader.line_num} has {len(row)} cells, not {wanted}"
    return ""


def _opened(file: Path) -> IO[str]:
    if file.suffix.lower() == ".gz":
        return gzip.open(file, "rt", encoding="utf-8", errors="replace", newline="")
    return file.open("r", encoding="utf-8", errors="replace", newline="")
