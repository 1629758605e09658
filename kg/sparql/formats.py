"""
What the engine can answer, and the formats in which each answer can be written.

The confined process loads this module too, so it imports the engine alone.
"""

from collections.abc import Mapping
from typing import IO

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from kg.sparql import format_names

Result = QuerySolutions | QueryBoolean | QueryTriples

TABLES: Mapping[str, QueryResultsFormat] = {
    name: getattr(QueryResultsFormat, own) for name, own in format_names.TABLES.items()
}
GRAPHS: Mapping[str, RdfFormat] = {
    name: getattr(RdfFormat, own) for name, own in format_names.GRAPHS.items()
}
# What is quickest to write and to read back.
QUICK_TABLE, QUICK_GRAPH = "tsv", "nt"


def choices(result: Result) -> tuple[str, ...]:
    """Return the names of the formats that an answer can have."""
    return tuple(GRAPHS if isinstance(result, QueryTriples) else TABLES)


def write_result(result: Result, format: str, file: IO[bytes], prefixes: Mapping[str, str]) -> None:
    """Write an answer in one of its formats, with prefixes where the format has them."""
    if not isinstance(result, QueryTriples):
        result.serialize(file, format=TABLES[format])
    elif format == QUICK_GRAPH:
        result.serialize(file, format=GRAPHS[format])
    else:
        serialize(result, file, format=GRAPHS[format], prefixes=dict(prefixes))
