"""
Read the files of the data folder, TOML and CSV, with the line of everything in them.

A CSV file holds claims whose keys are its columns; what holds for all of them is in ``claims.toml``
beside it.  An empty cell says nothing, and ``;`` stands between several values.
"""

import csv
import io
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import Problem, ProblemCode

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]")
_LONG = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'', re.DOTALL)
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_PLACE = re.compile(r"line (\d+), column (\d+)")
_SIZE_LIMIT = 32 * 2**20


class Lines:
    """The line of each table of an array of tables, and of each key in it."""

    def __init__(self, text: str) -> None:
        self._tables: dict[str, list[dict[str, int]]] = defaultdict(list)
        keys: dict[str, int] = {"": 1}
        self._tables[""].append(keys)
        # What stands in a text of several lines is no key; only \n ends a line.
        flat = _LONG.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(flat.split("\n"), 1):
            if header := _HEADER.match(line):
                keys = {"": number}
                self._tables[header[1]].append(keys)
            elif key := _KEY.match(line):
                keys.setdefault(key[1], number)

    def keys(self, table: str = "", index: int = 0) -> Mapping[str, int]:
        """Return the line of each key of the table with this index; the table's own under ""."""
        tables = self._tables[table]
        elsewhere = self._tables[""][0].get(table, 0)
        return tables[index] if index < len(tables) else {"": elsewhere}


@dataclass(frozen=True)
class Place:
    """Where something is written: the file, and the line at which it begins."""

    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def problem(
        self,
        key: str,
        message: str,
        code: ProblemCode,
        value: str = "",
        suggestions: tuple[str, ...] = (),
        other: str = "",
    ) -> Problem:
        """Return a problem with a key of what is written here."""
        line = self.lines.get(key, self.line)
        return Problem(self.file, line, key, message, code, value, suggestions, other)


@dataclass(frozen=True)
class File:
    """The tables of a file, and the place of each."""

    name: str
    tables: Mapping[str, Any]
    lines: Lines | None = None
    rows: tuple[int, ...] = ()

    def place(self, table: str = "", index: int = 0) -> Place:
        """Return where a table of the file is written."""
        if self.lines is None:
            return Place(self.name, self.rows[index] if table else 1)
        here = self.lines.keys(table, index)
        return Place(self.name, here.get("", 0), here)


def toml_under(root: Path, pattern: str, problems: list[Problem]) -> list[File]:
    """Return the TOML files that fit a pattern; what cannot be read becomes a problem."""
    paths = sorted(root.glob(pattern))
    found = [read_toml(path, problems, path.relative_to(root).as_posix()) for path in paths]
    return [file for file in found if file]


def csv_beside(root: Path, heads: list[File], problems: list[Problem]) -> list[File]:
    """Return the CSV files beside some TOML files, each with the keys of that file."""
    beside = [(path, head) for head in heads for path in (root / head.name).parent.glob("*.csv")]
    found = [
        read_csv(path, problems, path.relative_to(root).as_posix(), head)
        for path, head in sorted(beside, key=lambda one: one[0])
    ]
    return [file for file in found if file]


def read_toml(path: Path, problems: list[Problem], name: str | None = None) -> File | None:
    """
    Return a TOML file, or None after adding why it cannot be read to the problems.

    These call it by a name: that of the file in its folder, unless there is a better one.
    """
    name = name or f"{path.parent.name}/{path.name}"
    try:
        text = decoded(path)
        return File(name, tomllib.loads(text, parse_float=Decimal), Lines(text))
    except RecursionError:
        message = "is nested too deeply; write flat tables"
        problems.append(Problem(name, 0, "", message, "unreadable"))
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        found = _PLACE.match(place)
        line = int(found[1]) if found else text.count("\n") + 1
        where = f" in column {found[2]}" if found else " at the end"
        message = f"is not valid TOML{where} ({reason}); correct it"
        problems.append(Problem(name, line, "", message, "unreadable"))
    except (OSError, ValueError) as error:
        problems.append(Problem(name, 0, "", str(error), "unreadable"))
    return None


def read_csv(path: Path, problems: list[Problem], name: str, head: File) -> File | None:
    """Return a CSV file of claims with the keys of its TOML file, or None after adding why not."""
    rows, lines = [], []
    try:
        reader = csv.DictReader(io.StringIO(decoded(path), newline=""), strict=True)
        columns = reader.fieldnames or ()
        if len(set(columns)) < len(columns):
            raise ValueError("has two columns of the same name; each key needs one of its own")
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(f"line {reader.line_num} has not as many cells as the first line")
            cells = {key: cell for key, cell in row.items() if cell}
            rows.append({
                key: [part.strip() for part in cell.split(";")] if ";" in cell else cell
                for key, cell in cells.items()
            })  # fmt: skip
            lines.append(reader.line_num)
    except (OSError, ValueError, csv.Error) as error:
        problems.append(Problem(name, 0, "", str(error), "unreadable"))
        return None
    shared = {key: value for key, value in head.tables.items() if key != "claim"}
    return File(name, {**shared, "claim": rows}, rows=tuple(lines))


def decoded(path: Path) -> str:
    """Return a file's text; raises ValueError if it is too large or not UTF-8."""
    if path.stat().st_size > _SIZE_LIMIT:
        raise ValueError(f"is larger than {_SIZE_LIMIT >> 20} MiB; split it")
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 at byte {error.start}; save it as UTF-8") from error
