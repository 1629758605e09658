"""The kinds of formats: what each of them takes, and how its files are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from re import Pattern
from typing import IO, TYPE_CHECKING, ClassVar, Self

from kg import atomic
from kg.errors import ExportError
from kg.text import NOT_XML, Cleaner, Guard

if TYPE_CHECKING:
    from kg.export.network import PlainNetwork
    from kg.export.statements import Statement
    from kg.sparql.table import Table


@dataclass(frozen=True)
class Written:
    """What an export wrote: no path if it went to standard output."""

    paths: tuple[Path, ...]
    counts: Mapping[str, int]
    replaced: int = field(default=0, metadata={"help": "characters written as U+FFFD"})
    guarded: int = field(default=0, metadata={"help": "texts kept from running as a formula"})

    @classmethod
    def at(cls, *targets: Path, guard: Guard | None = None, **counts: int) -> Self:
        """Return what was written to targets, with what the guard of its texts has counted."""
        paths = tuple(target for target in targets if target != atomic.STDOUT)
        if guard is None:
            return cls(paths, counts)
        return cls(paths, counts, guard.clean.replaced, guard.guarded)


@dataclass(frozen=True)
class Format:
    """A kind of file that can be written."""

    kind: ClassVar[str]

    name: str
    title: str
    suffix: str
    description: str


@dataclass(frozen=True)
class StatementFormat(Format):
    """A syntax of RDF; ``fill`` takes statements, a file and prefixes, and counts what it wrote."""

    kind: ClassVar[str] = "rdf"

    fill: Callable[[Iterable[Statement], IO[bytes], Mapping[str, str]], int]

    def write(
        self, statements: Iterable[Statement], target: Path, prefixes: Mapping[str, str]
    ) -> Written:
        """Write statements; a syntax without named graphs gets the union of all graphs."""
        with atomic.replacing(target) as (file,):
            count = self.fill(statements, file, prefixes)
        return Written.at(target, statements=count)


@dataclass(frozen=True)
class NetworkFormat(Format):
    """
    A network in one file, or in one of nodes and one of edges.

    ``lines`` yields the text of each file; ``unfit`` are the characters that the format cannot
    hold.
    """

    kind: ClassVar[str] = "network"

    lines: tuple[Callable[[PlainNetwork, Guard], Iterator[str]], ...]
    unfit: Pattern[str] = NOT_XML

    def paths(self, target: Path) -> tuple[Path, ...]:
        """
        Return the files that a target stands for: itself, or two in a folder or named after it.

        Raises ExportError if the target is standard output, which holds one file only.
        """
        if len(self.lines) == 1:
            return (target,)
        if target == atomic.STDOUT:
            raise ExportError("this format is two files: give a folder or a file name, not -")
        if target.is_dir():
            return target / f"nodes{self.suffix}", target / f"edges{self.suffix}"
        stem = target.name.removesuffix(self.suffix)
        return tuple(target.with_name(f"{stem}-{part}{self.suffix}") for part in ("nodes", "edges"))

    def write(self, network: PlainNetwork, target: Path) -> Written:
        """Write a network; two files take a folder, or a name that both begin with."""
        paths = self.paths(target)
        guard = Guard(Cleaner(self.unfit))
        with atomic.replacing(*paths) as files:
            for file, lines in zip(files, self.lines, strict=True):
                file.writelines(piece.encode() for piece in lines(network, guard))
        nodes, edges = len(network.nodes), len(network.edges)
        return Written.at(*paths, guard=guard, nodes=nodes, edges=edges)


@dataclass(frozen=True)
class TableFormat(Format):
    """A table; each of its functions takes rows and a file, and counts what it wrote."""

    kind: ClassVar[str] = "table"

    fill_rows: Callable[[Table, IO[bytes]], int]
    fill_statements: Callable[[Iterable[Statement], IO[bytes]], int]

    def write_rows(self, table: Table, target: Path) -> Written:
        """Write the result of a query."""
        with atomic.replacing(target) as (file,):
            count = self.fill_rows(table, file)
        return Written.at(target, rows=count)

    def write_statements(self, statements: Iterable[Statement], target: Path) -> Written:
        """Write statements, a row for each."""
        with atomic.replacing(target) as (file,):
            count = self.fill_statements(statements, file)
        return Written.at(target, statements=count)
