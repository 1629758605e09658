"""
The exceptions this package raises on purpose.

The message of each is for people; what a program needs to know stands in its fields.

* KGError
  x DataError             data files that cannot be read as records, with every problem found
  x DateError             a text that is no date, or two dates without a day between them
  x OntologyError         an ontology file that is malformed or missing
  x StoreError            a store that is missing, locked or of another version
    x DamagedStoreError     a store whose files the engine cannot read
  x QueryError            a query that is malformed, refused or unknown
    x QuerySyntaxError      a query that is no SPARQL, and where it ceases to be
    x ParameterError        a parameter of a stored query that is unknown, missing or malformed
    x UnknownQueryError     a name that stands for no stored query (an UnknownNameError too)
    x QueryTimeoutError     a query that ran past its deadline
    x QueryMemoryError      a query that needed more memory than it may have
    x ResultTooLargeError   a query whose result is larger than it may be
  x ServiceError          a SPARQL service that cannot be reached, refuses, or answers amiss
    x ServiceTimeoutError   a service that did not answer in time
  x UnknownNameError      a name that stands for no entity, property or term
    x AmbiguousNameError    a name that stands for several
  x ExportError           a file that cannot be written, or not in the format asked for
  x TableError            a table that cannot be read or does not fit its mapping
  x AnalysisError         a measure, figure or cut that there is not
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias


class KGError(Exception):
    """Base class: the command line shows it as one line and exits with 1."""


# What is wrong: a file as such, a key or value that is not there, has not the form it must have,
# is not known, is of another class, stands where it may not, stands there twice, or is no quote.
ProblemCode: TypeAlias = Literal[
    "unreadable",
    "missing",
    "malformed",
    "unknown",
    "misfit",
    "misplaced",
    "repeated",
    "misquoted",
]


@dataclass(frozen=True, order=True)
class Problem:
    """
    One thing wrong in one place of a data file, and what to write instead.

    ``value`` is what should not stand there, ``suggestions`` what may have been meant by it, and
    ``other`` the file of the other place where two places contradict each other.
    """

    file: str
    line: int
    key: str
    message: str
    code: ProblemCode
    value: str = ""
    suggestions: tuple[str, ...] = ()
    other: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class DataError(KGError):
    """Data files that cannot be read as records."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class DateError(KGError):
    """A text that is no date, or two dates without a day between them."""

    def __init__(self, message: str, written: str) -> None:
        self.written = written
        super().__init__(message)


class OntologyError(KGError):
    """An ontology file that is malformed or missing."""


class StoreError(KGError):
    """A store that is missing, locked or of another version: a folder, or the address of one."""

    def __init__(self, message: str, path: Path | str = "") -> None:
        self.path = path
        super().__init__(message)


class DamagedStoreError(StoreError):
    """A store whose files the engine cannot read."""


class QueryError(KGError):
    """A query that is malformed, refused or unknown."""


class QuerySyntaxError(QueryError):
    """A query that is no SPARQL; line and column count from 1, and are 0 where nobody knows."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        self.line = line
        self.column = column
        super().__init__(message)


class ParameterError(QueryError):
    """A parameter of a stored query that is unknown, missing or malformed."""

    def __init__(
        self,
        message: str,
        query: str,
        parameter: str,
        code: Literal["unknown", "missing", "malformed"],
        suggestions: Sequence[str] = (),
    ) -> None:
        self.query = query
        self.parameter = parameter
        self.code = code
        self.suggestions = tuple(suggestions)
        super().__init__(message)


class QueryTimeoutError(QueryError):
    """A query that ran past its deadline of so many seconds."""

    def __init__(self, message: str, deadline: float) -> None:
        self.deadline = deadline
        super().__init__(message)


class QueryMemoryError(QueryError):
    """A query that needed more memory than it may have, in bytes."""

    def __init__(self, message: str, limit: int) -> None:
        self.limit = limit
        super().__init__(message)


class ResultTooLargeError(QueryError):
    """A query whose result is larger than it may be, in bytes."""

    def __init__(self, message: str, limit: int) -> None:
        self.limit = limit
        super().__init__(message)


class ServiceError(KGError):
    """
    A SPARQL service that cannot be reached, refuses, or answers amiss.

    ``status`` is that of its HTTP answer and ``said`` the first line of it, if there was one.
    """

    def __init__(
        self, message: str, address: object = "", *, status: int = 0, said: str = ""
    ) -> None:
        self.address = str(address)
        self.status = status
        self.said = said
        super().__init__(message)


class ServiceTimeoutError(ServiceError):
    """A service that did not answer in time."""


class UnknownNameError(KGError):
    """A name that stands for no entity, property or term, and names that may have been meant."""

    def __init__(self, message: str, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        super().__init__(message)


class AmbiguousNameError(UnknownNameError):
    """A name that stands for several entities, which are the candidates, by id."""

    def __init__(self, message: str, name: str, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(message, name)


class UnknownQueryError(UnknownNameError, QueryError):
    """A name that stands for no stored query."""


class ExportError(KGError):
    """A file that cannot be written, or not in the format asked for."""


class TableError(KGError):
    """A table that cannot be read or does not fit its mapping."""


class AnalysisError(KGError):
    """A measure, figure or cut that there is not."""
