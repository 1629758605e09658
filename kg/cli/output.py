"""What goes to standard output: lines of text, tables that fit the terminal, whole documents."""

import shutil
import sys
from collections.abc import Iterable

from kg.sparql import text_table
from kg.sparql.table import Table

_PIPE_WIDTH = 120


def lines(found: Iterable[str]) -> None:
    """Print lines."""
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def table(found: Table) -> None:
    """Print a table, as wide as the terminal."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPE_WIDTH
    lines(text_table.table_lines(found, width))


def document(body: bytes) -> None:
    """Print a document byte by byte as it is."""
    sys.stdout.buffer.write(body)
    if sys.stdout.isatty() and not body.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
