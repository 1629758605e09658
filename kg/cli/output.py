"""What goes to standard output: lines of text, tables that fit the terminal, whole documents."""

import shutil
import sys
from collections.abc import Iterable, Mapping

import click

from kg.cli.options import counted
from kg.sparql import text_table
from kg.sparql.table import Table

_PIPE_WIDTH = 120


def print_lines(found: Iterable[str]) -> None:
    """Print lines."""
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def print_listing(told: Mapping[str, str]) -> None:
    """Print names, and beside each what is told of it."""
    widest = max(map(len, told), default=0)
    print_lines(f"{name:<{widest + 2}}{words}" for name, words in told.items())


def print_table(found: Table) -> None:
    """Print a table, as wide as the terminal."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPE_WIDTH
    print_lines(text_table.table_lines(found, width))


def print_rows(found: Table) -> None:
    """Print a table, and on standard error how many rows it has."""
    print_table(found)
    click.echo(counted(len(found), "row", none="no"), err=True)


def print_document(body: bytes) -> None:
    """Print a document byte by byte as it is."""
    sys.stdout.buffer.write(body)
    if sys.stdout.isatty() and not body.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
