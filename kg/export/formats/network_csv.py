"""
A network as two CSV tables, nodes and edges, for Gephi and for ``neo4j-admin database import``.

Such tables are opened in spreadsheets, which run a text that begins like a formula. A text that
would be run gets an apostrophe in front; taking one apostrophe off whatever then still begins like
a formula gives back every text as it was. Ids and numbers are never touched.

Quotes are doubled, as RFC 4180 has it: ``LOAD CSV``, which by default takes a backslash for an
escape, needs ``legacy_quote_escaping=false``; the import command takes the files as they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping

from kg.export.kinds import NetworkFormat
from kg.export.network import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    PlainNetwork,
    edge_cells,
    edges,
    node_cells,
    nodes,
)
from kg.text import Guard

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NEO4J_TYPES = {str: "", int: ":int", bool: ":boolean"}


class _Echo:
    """A file that hands back what is written to it, so that rows can be yielded."""

    def write(self, text: str) -> str:
        return text


_line = csv.writer(_Echo()).writerow


def gephi_nodes(network: PlainNetwork, guard: Guard) -> Iterator[str]:
    """Yield the lines of a node table for Gephi."""
    yield _line(["Id", "Label", *_except_label(NODE_COLUMNS)])
    for node, about in nodes(network):
        yield _line([node, *map(guard, node_cells(about).values())])


def gephi_edges(network: PlainNetwork, guard: Guard) -> Iterator[str]:
    """Yield the lines of an edge table for Gephi, which merges parallel edges of one kind only."""
    yield _line(["Source", "Target", "Type", "Kind", "Id", "Label", *_except_label(EDGE_COLUMNS)])
    for edge in edges(network):
        plain = [edge.source, edge.target, "Directed", edge.key, edge.id]
        yield _line([*plain, *map(guard, edge_cells(edge.about).values())])


def neo4j_nodes(network: PlainNetwork, guard: Guard) -> Iterator[str]:
    """Yield the lines of a node file for Neo4j: ``kind`` training-activity is TrainingActivity."""
    yield _line(["id:ID", ":LABEL", *_typed(NODE_COLUMNS)])
    for node, about in nodes(network):
        label = "".join(word.capitalize() for word in _WORD.findall(about.get("kind") or ""))
        yield _line([node, label, *map(guard, node_cells(about).values())])


def neo4j_edges(network: PlainNetwork, guard: Guard) -> Iterator[str]:
    """Yield the lines of a relationship file for Neo4j: ``rsc:hasHost`` is of type HAS_HOST."""
    yield _line([":START_ID", ":END_ID", ":TYPE", *_typed(EDGE_COLUMNS)])
    for edge in edges(network):
        kind = "_".join(_WORD.findall(edge.key.rpartition(":")[2])).upper()
        plain = [edge.source, edge.target, kind]
        yield _line([*plain, *map(guard, edge_cells(edge.about).values())])


def _except_label(columns: Mapping[str, type]) -> list[str]:
    return [name for name in columns if name != "label"]


def _typed(columns: Mapping[str, type]) -> list[str]:
    return [name + _NEO4J_TYPES[kind] for name, kind in columns.items()]


FORMATS = (
    NetworkFormat(
        "gephi",
        "Gephi tables",
        ".csv",
        "two CSV files, safe in spreadsheets",
        (gephi_nodes, gephi_edges),
    ),
    NetworkFormat(
        "neo4j",
        "Neo4j tables",
        ".csv",
        "two CSV files for neo4j-admin database import --multiline-fields=true",
        (neo4j_nodes, neo4j_edges),
    ),
)
