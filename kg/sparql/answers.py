"""The answer to a query, and the formats it can be written in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import pyoxigraph
from pyoxigraph import (
    QueryBoolean,
    QueryTriples,
)

from kg import text
from kg.errors import (
    QueryError,
)
from kg.sparql.formats import GRAPHS, TABLES, graph_format, table_format
from kg.sparql.quads import Result
from kg.sparql.table import Table

Form = Literal["select", "ask", "construct"]


Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to a query: its form, and the document in the format asked for."""

    form: Form
    format: str
    body: bytes

    def boolean(self) -> bool:
        """Return the answer to an ASK query."""
        if self.format in {"tsv", "csv"}:
            return self.body == b"true"
        return bool(pyoxigraph.parse_query_results(self.body, table_format(self.format)))

    def table(self) -> tuple[tuple[str, ...], list[Row]]:
        """Return the columns and rows of the answer to a SELECT query, unless it is in CSV.

        Raises QueryError if a term nests too deeply to be read.
        """
        with _reading():
            solutions = pyoxigraph.parse_query_results(self.body, table_format(self.format))
            if not isinstance(solutions, pyoxigraph.QuerySolutions):
                raise TypeError("the answer to an ASK query has no rows")
            columns = tuple(variable.value for variable in solutions.variables)
            return columns, [tuple(solution) for solution in solutions]

    def triples(self) -> list[pyoxigraph.Triple]:
        """Return the triples of the answer to a CONSTRUCT or DESCRIBE query.

        Raises QueryError if a term nests too deeply to be read.
        """
        with _reading():
            quads = pyoxigraph.parse(self.body, graph_format(self.format))
            return [quad.triple for quad in quads]


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        reason = text.one_line(str(error))
        raise QueryError(f"the answer cannot be read back: {reason}") from error


def table(found: Result) -> Table:
    """Return an answer as a table; a graph has subject, predicate and object as its columns."""
    if isinstance(found, QueryBoolean):
        return Table(("answer",), [(pyoxigraph.Literal(bool(found)),)])
    if isinstance(found, QueryTriples):
        return Table(("subject", "predicate", "object"), [tuple(triple) for triple in found])
    return Table(tuple(v.value for v in found.variables), [tuple(row) for row in found])


def document(found: Result, format: str) -> bytes:
    """Return an answer in a W3C format; raises QueryError if the answer has another form."""
    formats = GRAPHS if isinstance(found, QueryTriples) else TABLES
    if format not in formats:
        raise QueryError(f"this answer cannot be written as {format}; choose {', '.join(formats)}")
    if isinstance(found, QueryTriples):
        return bytes(found.serialize(format=graph_format(format)) or b"")
    return bytes(found.serialize(format=table_format(format)) or b"")
