"""The whole answer to a query as a document, which can be kept, sent and read again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Literal, Self, TypeAlias

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryTriples

from kg import text
from kg.errors import QueryError
from kg.sparql import formats
from kg.sparql.formats import GRAPHS, QUICK_GRAPH, QUICK_TABLE, TABLES, Result
from kg.sparql.table import TRIPLE, Table

Form: TypeAlias = Literal["select", "ask", "construct"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to a query: its form, and the document in the format asked for."""

    form: Form
    format: str
    body: bytes

    @classmethod
    def of(cls, result: Result, format: str | None, prefixes: Mapping[str, str]) -> Self:
        """
        Return what the engine answers in a format, or in the one that is quickest to read.

        Raises QueryError if an answer of this form cannot have the format.
        """
        graph = isinstance(result, QueryTriples)
        name = format or (QUICK_GRAPH if graph else QUICK_TABLE)
        if name not in formats.choices(result):
            known = ", ".join(formats.choices(result))
            raise QueryError(f"this answer cannot be written as {name}; choose {known}")
        body = BytesIO()
        formats.write_result(result, name, body, prefixes)
        rows: Form = "ask" if isinstance(result, QueryBoolean) else "select"
        return cls("construct" if graph else rows, name, body.getvalue())

    def boolean(self) -> bool:
        """Return the answer to an ASK query."""
        if self.format in {"tsv", "csv"}:
            return self.body == b"true"
        return bool(pyoxigraph.parse_query_results(self.body, TABLES[self.format]))

    def table(self) -> Table:
        """
        Return the answer as a table, unless it is in CSV, which does not tell terms apart.

        Raises QueryError if a term nests too deeply to be read.
        """
        if self.form == "ask":
            return Table(("answer",), [(pyoxigraph.Literal(self.boolean()),)])
        if self.form == "construct":
            return Table(TRIPLE, [tuple(triple) for triple in self.triples()])
        with _reading():
            return Table.of(pyoxigraph.parse_query_results(self.body, TABLES[self.format]))

    def triples(self) -> list[pyoxigraph.Triple]:
        """Return the triples of the answer to a CONSTRUCT or DESCRIBE query.

        Raises QueryError if a term nests too deeply to be read.
        """
        with _reading():
            quads = pyoxigraph.parse(self.body, GRAPHS[self.format])
            return [quad.triple for quad in quads]


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        reason = text.one_line(str(error))
        raise QueryError(f"the answer cannot be read back: {reason}") from error
