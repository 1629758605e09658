"""Parquet files: the rows a query gave, or every statement of a graph."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from kg.errors import ExportError
from kg.export.kinds import TableFormat

if TYPE_CHECKING:
    from kg.export.statements import Statement
    from kg.sparql.table import Table

_BATCH = 100_000
_INT64 = range(-(2**63), 2**63)
_DIGITS_OF_DECIMAL128 = 38
_DIGITS_OF_DECIMAL256 = 76


def write_rows(table: Table, file: IO[bytes]) -> int:
    """Write the result of a query and return the number of rows.

    A column of one kind of value is typed; a mixed one is text. Raises ExportError if pyarrow is
    missing.
    """
    from kg.export.statements import term_cell

    arrow, parquet = _pyarrow()
    columns = []
    for index in range(len(table.columns)):
        values = [row[index] for row in table.rows]
        kind = arrow_type(arrow, [value for value in values if value is not None])
        if kind is None:
            terms = (row[index] for row in table.terms)
            values = [None if term is None else term_cell(term) for term in terms]
        columns.append(arrow.array(values, kind or arrow.string()))
    parquet.write_table(arrow.Table.from_arrays(columns, names=list(table.columns)), file)
    return len(table.rows)


def write_statements(statements: Iterable[Statement], file: IO[bytes]) -> int:
    """Write statements, sorted and each once, and return their number.

    Raises ExportError if pyarrow is missing.
    """
    from kg.export.statements import STATEMENT_COLUMNS, ordered, statement_cells

    arrow, parquet = _pyarrow()
    schema = arrow.schema([(name, arrow.string()) for name in STATEMENT_COLUMNS])
    rows = map(statement_cells, ordered(statements))
    count = 0
    with parquet.ParquetWriter(file, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            columns = [arrow.array(column, arrow.string()) for column in zip(*batch, strict=True)]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema))
            count += len(batch)
    return count


def arrow_type(arrow: Any, values: list[object]) -> Any:
    """Return the Arrow type that holds all values exactly, or None if only text does."""
    kinds = {type(value) for value in values}
    simple = {bool: arrow.bool_(), float: arrow.float64(), date: arrow.date32()}
    match list(kinds):
        case [kind] if kind in simple:
            return simple[kind]
        case [kind] if kind is int and all(value in _INT64 for value in values):
            return arrow.int64()
        case [kind] if kind is Decimal:
            numbers = [value for value in values if isinstance(value, Decimal)]
            if not all(number.is_finite() for number in numbers):
                return None
            scale = max(max(-int(number.as_tuple().exponent), 0) for number in numbers)
            digits = scale + max(max(number.adjusted() + 1, 1) for number in numbers)
            if digits <= _DIGITS_OF_DECIMAL128:
                return arrow.decimal128(digits, scale)
            return arrow.decimal256(digits, scale) if digits <= _DIGITS_OF_DECIMAL256 else None
    return None


def _pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise ExportError(
            "Parquet needs pyarrow, which is not installed: "
            "pip install 'security-cooperation-graph[parquet]'"
        ) from error


FORMATS = (
    TableFormat(
        "parquet",
        "Parquet",
        ".parquet",
        "the rows of a query, or all statements",
        write_rows,
        write_statements,
    ),
)
