"""The rows of an answer: as RDF terms, and as plain Python values."""

import datetime
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryTriples, Triple

from kg.errors import ExportError, QueryError
from kg.sparql.formats import Result
from kg.text import suggestion

if TYPE_CHECKING:
    import pandas

Term: TypeAlias = NamedNode | Literal | BlankNode | Triple
# None stands where a variable is unbound.
Row: TypeAlias = tuple[Term | None, ...]

TRIPLE = ("subject", "predicate", "object")

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)"
_DOUBLE = rf"{_NUMBER}([eE][+-]?\d+)?|[+-]?INF|NaN"

# The form of each datatype, and how it is read; what has not the form stays text.
_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    _XSD + "integer": (r"[+-]?\d+", int),
    _XSD + "decimal": (_NUMBER, Decimal),
    _XSD + "double": (_DOUBLE, lambda text: float(text.replace("INF", "inf"))),
    _XSD + "float": (_DOUBLE, lambda text: float(text.replace("INF", "inf"))),
    _XSD + "boolean": ("true|false|1|0", lambda text: text in ("true", "1")),
    _XSD + "date": (r"\d{4}-\d\d-\d\d", datetime.date.fromisoformat),
}


def plain_value(term: Term | None) -> Any:
    """Return a term as the plain Python value that is closest to it."""
    if isinstance(term, NamedNode | BlankNode):
        return term.value
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    form, read = _READERS.get(term.datatype.value, ("", str))
    if not re.fullmatch(form, term.value, re.ASCII):
        return term.value
    try:
        return read(term.value)
    except ValueError:  # such as the 31st of February
        return term.value


def term_text(term: object) -> str:
    """Return the IRI or the words of a term; nothing for what is unbound."""
    return str(getattr(term, "value", ""))


@dataclass(frozen=True)
class Table:
    """An answer: the names of its columns, and its rows as RDF terms."""

    columns: tuple[str, ...]
    terms: list[Row]

    @classmethod
    def of(cls, result: Result) -> Self:
        """Return what the engine answers as a table; a graph has a column for each of its terms."""
        if isinstance(result, QueryBoolean):
            return cls(("answer",), [(Literal(bool(result)),)])
        if isinstance(result, QueryTriples):
            return cls(TRIPLE, [tuple(triple) for triple in result])
        return cls(tuple(v.value for v in result.variables), [tuple(row) for row in result])

    @functools.cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as Python values: IRIs and texts as str, numbers and days as such."""
        return [tuple(map(plain_value, row)) for row in self.terms]

    def dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def only(self, *columns: str) -> Self:
        """Return some of the columns, in the order given; raises QueryError if one is unknown."""
        for name in columns:
            if name not in self.columns:
                hint = suggestion(name, self.columns) or f"; there are {', '.join(self.columns)}"
                raise QueryError(f"the answer has no column {name!r}{hint}")
        places = [self.columns.index(name) for name in columns]
        return type(self)(columns, [tuple(row[place] for place in places) for row in self.terms])

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows as a data frame; raises ExportError if pandas is not installed."""
        try:
            import pandas
        except ImportError as error:
            raise ExportError("pandas is not installed; run 'pip install pandas'") from error
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def __len__(self) -> int:
        return len(self.terms)
