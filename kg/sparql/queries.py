"""
The stored queries: each answers a question, with parameters, and says which columns come back.

A parameter stands in the text as ``$name`` and is replaced by an RDF term, so that the same text
runs on any SPARQL service.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from pyoxigraph import (
    Literal,
    NamedNode,
)

from kg.errors import DateError, OntologyError, ParameterError, UnknownQueryError
from kg.model import namespaces
from kg.model.dates import PartialDate
from kg.model.namespaces import XSD
from kg.paths import ONTOLOGY
from kg.sparql import documented
from kg.sparql.formats import Result
from kg.sparql.quads import Quads
from kg.sparql.table import Table
from kg.text import close_names, did_you_mean, fold

_PARAMETER = re.compile(r"(\w+) (date|entity|code|source|number|text)(?: = (.+?))? -- (.+)")

_MOST_DIGITS = 20


@dataclass(frozen=True)
class Parameter:
    """A value that a query needs: its type, its default if it has one, and what it means."""

    name: str
    type: str
    default: str | None
    meaning: str

    def term(self, given: str) -> Literal | NamedNode:
        """Return what a value stands for in the graph; raises ValueError if it has another form."""
        match self.type:
            case "date":
                try:
                    return Literal(PartialDate.asked(given).written)
                except DateError as error:
                    raise ValueError(str(error)) from error
            case "number":
                try:
                    number = Decimal(given)
                except InvalidOperation as error:
                    raise ValueError(f"{given} is no number") from error
                # Written out, a number such as 1e999999999 would fill the memory.
                if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
                    raise ValueError(f"{given} is no number that the graph can hold")
                return Literal(format(number, "f"), datatype=XSD.decimal)
            case "text":
                return Literal(given)
        try:
            iri = given.startswith(namespaces.base())
            return NamedNode(given) if iri else namespaces.entity(given)
        except ValueError as error:
            raise ValueError(f"{given!r} is no id; write it as kind/name") from error


@dataclass(frozen=True)
class Query:
    """A question, the SPARQL that answers it, and for whom: the folder it stands in."""

    name: str
    folder: str
    id: str
    title: str
    question: str
    scope: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str

    def speaks_of(self, word: str) -> bool:
        """Return whether a word is in its id, name or question, or in what a parameter means."""
        told = (self.id, self.name, self.question, *(one.meaning for one in self.parameters))
        return any(fold(word) in fold(text) for text in told)

    def render(self, given: Mapping[str, str]) -> str:
        """Return the SPARQL with its parameters filled in; raises QueryError if one is wrong."""
        known = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in known:
                near = close_names(name, known)
                hint = did_you_mean(near) or f"; it takes {', '.join(known) or 'none'}"
                message = f"{self.name}: unknown parameter {name!r}{hint}"
                raise ParameterError(message, self.name, name, "unknown", near)
        terms = {}
        for parameter in self.parameters:
            name, value = parameter.name, given.get(parameter.name, parameter.default)
            if value is None:
                message = f"{self.name}: needs {name}=… ({parameter.meaning})"
                raise ParameterError(message, self.name, name, "missing")
            try:
                terms[name] = str(parameter.term(value))
            except ValueError as error:
                message = f"{self.name}: {name}={error}"
                raise ParameterError(message, self.name, name, "malformed") from error
        # In one pass, so that a value that looks like a parameter stays a value.
        return re.sub(r"\$(\w+)", lambda found: terms.get(found[1], found[0]), self.text)


@functools.cache
def stored_queries() -> dict[str, Query]:
    """Return the stored queries by name; raises OntologyError if the header of one is wrong."""
    found = {}
    for name, file in documented.read_sparql_folder(ONTOLOGY / "queries").items():
        parameters = []
        for text in file.header.get("parameter", ()):
            match = _PARAMETER.fullmatch(text)
            if not match:
                form = "'#+ parameter: NAME TYPE = DEFAULT -- MEANING'"
                raise OntologyError(f"{name}.rq: write {form}")
            parameters.append(Parameter(*match.groups()))
        found[name] = Query(
            name=name,
            folder=file.path.parent.name,
            id=file.one("id", ""),
            title=file.one("title"),
            question=file.one("question"),
            scope=file.one("scope", "any"),
            parameters=tuple(parameters),
            columns=tuple(file.one("columns").split()),
            text=file.text,
        )
    return found


def find_query(name: str) -> Query:
    """Return a stored query by its name or id; raises QueryError with suggestions if none is."""
    known = stored_queries()
    if name in known:
        return known[name]
    for query in known.values():
        if query.id and name.upper() == query.id:
            return query
    near = close_names(name, [called for q in known.values() for called in (q.name, q.id)])
    hint = did_you_mean(near) or "; 'kg queries' lists them"
    raise UnknownQueryError(f"no stored query is called {name!r}{hint}", name, near)


def run_query(
    store: Quads, query: Query | str, given: Mapping[str, str] = MappingProxyType({})
) -> Table:
    """
    Return the answer of a stored query, by itself or by name.

    Raises UnknownQueryError if there is none of this name, ParameterError if a parameter is wrong.
    """
    known = find_query(query) if isinstance(query, str) else query
    return Table.of(evaluate(store, known.render(given)))


def evaluate(store: Quads, text: str) -> Result:
    """Return what the store answers to a trusted SPARQL text over the union of all graphs."""
    return store.query(text, prefixes=namespaces.prefixes(), use_default_graph_as_union=True)
