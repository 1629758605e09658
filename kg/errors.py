"""
The exceptions this package raises on purpose.

* KGError
  x DataError           data files that cannot be read as records, with every problem found
  x DateError           a text that is no date, or two dates without a day between them
  x OntologyError       an ontology file that is malformed or missing
  x StoreError          a store that is missing, locked, damaged or of another version
  x QueryError          a query that is malformed, refused or unknown
    x ParameterError        a value that a parameter of a stored query cannot take
    x QueryTimeoutError     a query that ran past its deadline
    x QueryMemoryError      a query that needed more memory than it may have
    x ResultTooLargeError   a query whose result is larger than it may be
  x ServiceError        a SPARQL service that cannot be reached, refuses, or answers amiss
    x ServiceTimeoutError   a service that did not answer in time
  x UnknownNameError    a name that stands for no entity, property or term
  x ExportError         a file that cannot be written in the format asked for
  x TableError          a table that cannot be read or does not fit its mapping
  x AnalysisError       a measure, figure or cut that there is not
"""

from collections.abc import Sequence
from dataclasses import dataclass


class KGError(Exception):
    """Base class: the command line shows it as one line and exits with 1."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place of a data file, and what to write instead."""

    file: str
    line: int
    key: str
    message: str

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

    def __init__(self, written: str, message: str) -> None:
        self.written = written
        super().__init__(message)


class OntologyError(KGError):
    """An ontology file that is malformed or missing."""


class StoreError(KGError):
    """A store that is missing, locked, damaged or of another version."""


class QueryError(KGError):
    """A query that is malformed, refused or unknown."""


class ParameterError(QueryError):
    """A value that a parameter of a stored query cannot take."""

    def __init__(self, query: str, parameter: str, reason: str) -> None:
        self.query, self.parameter = query, parameter
        super().__init__(f"{query}: {parameter}={reason}")


class QueryTimeoutError(QueryError):
    """A query that ran past its deadline."""


class QueryMemoryError(QueryError):
    """A query that needed more memory than it may have."""


class ResultTooLargeError(QueryError):
    """A query whose result is larger than it may be."""


class ServiceError(KGError):
    """A SPARQL service that cannot be reached, refuses, or answers amiss."""

    def __init__(self, message: str, *, status: int = 0) -> None:
        self.status = status
        super().__init__(message)


class ServiceTimeoutError(ServiceError):
    """A service that did not answer in time."""


class UnknownNameError(KGError):
    """A name that stands for no entity, property or term."""


class ExportError(KGError):
    """A file that cannot be written in the format asked for."""


class TableError(KGError):
    """A table that cannot be read or does not fit its mapping."""


class AnalysisError(KGError):
    """A measure, figure or cut that there is not."""
