"""Files for other tools: RDF, networks and tables, each under one name of a format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Literal, TypeAlias

from kg import atomic, text
from kg.errors import ExportError
from kg.export import network as network_files
from kg.export import network_csv
from kg.export import parquet as parquet_files
from kg.export import rdf as rdf_files
from kg.export.network import Network
from kg.export.rdf import Statement
from kg.sparql.table import Table
from kg.text import NOT_JSON, NOT_XML, Cleaner

Kind: TypeAlias = Literal["rdf", "network", "table"]


@dataclass(frozen=True)
class Format:
    """A kind of file that can be written."""

    name: str
    title: str
    suffix: str
    kind: Kind
    description: str


@dataclass(frozen=True)
class Report:
    """What an export wrote: no path if it went to standard output."""

    paths: tuple[Path, ...]
    counts: Mapping[str, int]
    replaced: int = field(default=0, metadata={"help": "characters written as U+FFFD"})
    guarded: int = field(default=0, metadata={"help": "texts kept from running as a formula"})


_ALL = (
    Format("nq", "N-Quads", ".nq", "rdf", "one statement a line, with its graph, sorted"),
    Format("trig", "TriG", ".trig", "rdf", "Turtle with named graphs"),
    Format("ttl", "Turtle", ".ttl", "rdf", "for people; without named graphs"),
    Format("nt", "N-Triples", ".nt", "rdf", "one statement a line, without named graphs, sorted"),
    Format("rdfxml", "RDF/XML", ".rdf", "rdf", "for old tools; no named graphs or controls"),
    Format("jsonld", "JSON-LD", ".jsonld", "rdf", "expanded form, with named graphs"),
    Format("graphml", "GraphML", ".graphml", "network", "yEd, Gephi, igraph, networkx"),
    Format("gexf", "GEXF 1.3", ".gexf", "network", "Gephi, with parallel edges"),
    Format("node-link", "node-link JSON", ".json", "network", "networkx and D3; nothing left out"),
    Format("cytoscape", "Cytoscape JSON", ".cyjs", "network", "Cytoscape.js; nothing left out"),
    Format("gephi", "Gephi tables", ".csv", "network", "two CSV files, safe in spreadsheets"),
    Format(
        "neo4j",
        "Neo4j tables",
        ".csv",
        "network",
        "two CSV files for neo4j-admin database import --multiline-fields=true",
    ),
    Format("parquet", "Parquet", ".parquet", "table", "the rows of a query, or all statements"),
)

FORMATS: Mapping[str, Format] = MappingProxyType({form.name: form for form in _ALL})


def write_rdf(
    statements: Iterable[Statement], name: str, target: str | Path, prefixes: Mapping[str, str]
) -> Report:
    """Write statements as RDF and say what was written; formats without graphs get the union.

    Raises ExportError if the format cannot hold them or the target cannot be written.
    """
    _format(name, "rdf")
    with atomic.opened(Path(target)) as (file,):
        count = rdf_files.write(statements, name, file, prefixes)
    return Report(_paths(Path(target)), {"statements": count})


def write_network(network: Network, name: str, target: str | Path) -> Report:
    """Write a network and say what was written; table formats take a folder or a file name.

    Raises ExportError if an id is not plain or the target cannot be written.
    """
    form = _format(name, "network")
    counts = {"nodes": len(network.nodes), "edges": len(network.edges)}
    if name in network_csv.FORMATS:
        return _write_pair(network, form, Path(target), counts)
    clean = Cleaner(NOT_XML if name in ("graphml", "gexf") else NOT_JSON)
    with atomic.opened(Path(target)) as (file,):
        _fill(file, network_files.FORMATS[name](network, clean))
    return Report(_paths(Path(target)), counts, clean.replaced)


def write_table(table: Table, name: str, target: str | Path) -> Report:
    """Write the result of a query and say what was written.

    Raises ExportError if pyarrow is missing or the target cannot be written.
    """
    _format(name, "table")
    with atomic.opened(Path(target)) as (file,):
        count = parquet_files.write_table(table, file)
    return Report(_paths(Path(target)), {"rows": count})


def write_statements(statements: Iterable[Statement], name: str, target: str | Path) -> Report:
    """Write statements as a table with a row for each and say what was written.

    Raises ExportError if pyarrow is missing or the target cannot be written.
    """
    _format(name, "table")
    with atomic.opened(Path(target)) as (file,):
        count = parquet_files.write_statements(statements, file)
    return Report(_paths(Path(target)), {"statements": count})


def _write_pair(network: Network, form: Format, target: Path, counts: Mapping[str, int]) -> Report:
    paths = atomic.pair(target, form.suffix)
    clean = Cleaner(NOT_XML)
    guard = text.Guard(clean)
    with atomic.opened(*paths) as files:
        for file, lines in zip(files, network_csv.FORMATS[form.name], strict=True):
            _fill(file, lines(network, guard))
    return Report(paths, counts, clean.replaced, guard.guarded)


def _format(name: str, kind: Kind) -> Format:
    form = FORMATS.get(name)
    if form is None or form.kind != kind:
        fit = ", ".join(other.name for other in _ALL if other.kind == kind)
        raise ExportError(f"{name!r} is no format for this; choose one of: {fit}")
    return form


def _fill(file: IO[bytes], pieces: Iterator[str]) -> None:
    file.writelines(piece.encode() for piece in pieces)


def _paths(target: Path) -> tuple[Path, ...]:
    return () if target == atomic.STDOUT else (target,)
