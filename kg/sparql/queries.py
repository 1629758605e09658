"""
The stored queries: each answers a question, with parameters, and says which columns come back.

A parameter stands in the text as ``$name`` and is replaced by an RDF term, so that the same text
runs on any SPARQL service.
"""

import datetime
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import (
    Literal,
    NamedNode,
)

from kg.errors import OntologyError, QueryParameterError, UnknownQueryError
from kg.model import namespaces
from kg.model.dates import PARTIAL_DATE
from kg.model.namespaces import XSD
from kg.paths import ONTOLOGY
from kg.sparql import documented
from kg.sparql.answers import table
from kg.sparql.quads import Quads, Result
from kg.sparql.table import Table
from kg.text import close_names, did_you_mean

_PARAMETER = re.compile(r"(\w+) (date|entity|code|source|number|text)(?: = (.+?))? -- (.+)")

_MOST_DIGITS = 20


@dataclass(frozen=True)
class Parameter:
    """A value that a query needs: its type, its default if it has one, and what it means."""

    name: str
    type: str
    default: str | None
    meaning: str


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

    def render(self, given: Mapping[str, str]) -> str:
        """Return the SPARQL with its parameters filled in; raises QueryError if one is wrong."""
        known = [p.name for p in self.parameters]
        for name in given:
            if name not in known:
                near = close_names(name, known)
                hint = did_you_mean(near) or f"; it takes {', '.join(known) or 'none'}"
                message = f"{self.name}: unknown parameter {name!r}{hint}"
                raise QueryParameterError(message, self.name, name, near)
        terms = {
            p.name: _encoded(self.name, p, given.get(p.name, p.default)) for p in self.parameters
        }
        # In one pass, so that a value that looks like a parameter stays a value.
        return re.sub(r"\$(\w+)", lambda found: terms.get(found[1], found[0]), self.text)


@functools.cache
def stored() -> dict[str, Query]:
    """Return the stored queries by name."""
    return {name: _query(file) for name, file in documented.folder(ONTOLOGY / "queries").items()}


def find(name: str) -> Query:
    """Return a stored query by its name or id; raises QueryError with suggestions if none is."""
    for query in stored().values():
        if name in (query.name, query.id) or name.upper() == query.id:
            return query
    known = [n for q in stored().values() for n in (q.name, q.id)]
    near = close_names(name, known)
    hint = did_you_mean(near) or "; 'kg queries' lists them"
    raise UnknownQueryError(f"no stored query is called {name!r}{hint}", name, near)


def run(store: Quads, query: Query, given: Mapping[str, str] | None = None) -> Table:
    """Return the answer of a stored query; raises QueryError if a parameter is wrong."""
    return table(answer(store, query.render(given or {})))


def answer(store: Quads, text: str) -> Result:
    """Return what the store answers to a trusted SPARQL text over the union of all graphs."""
    return store.query(text, prefixes=namespaces.prefixes(), use_default_graph_as_union=True)


def _query(file: documented.Documented) -> Query:
    return Query(
        name=file.name,
        folder=file.path.parent.name,
        id=file.one("id", ""),
        title=file.one("title"),
        question=file.one("question"),
        scope=file.one("scope", "any"),
        parameters=tuple(_parameter(file.name, p) for p in file.header.get("parameter", ())),
        columns=tuple(file.one("columns").split()),
        text=file.text,
    )


def _parameter(query: str, text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    if not match:
        raise OntologyError(f"{query}.rq: write '#+ parameter: NAME TYPE = DEFAULT -- MEANING'")
    return Parameter(*match.groups())


def _encoded(query: str, parameter: Parameter, given: str | None) -> str:
    if given is None:
        message = f"{query}: needs {parameter.name}=… ({parameter.meaning})"
        raise QueryParameterError(message, query, parameter.name)
    if parameter.type == "date":
        given = datetime.date.today().isoformat() if given == "today" else given
        if not PARTIAL_DATE.fullmatch(given):
            message = f"{query}: {parameter.name}={given} is no date; write YYYY-MM-DD"
            raise QueryParameterError(message, query, parameter.name)
        return str(Literal(given))
    if parameter.type == "number":
        return str(Literal(_number(query, parameter.name, given), datatype=XSD.decimal))
    if parameter.type == "text":
        return str(Literal(given))
    return _node(query, parameter, given)


def _number(query: str, name: str, given: str) -> str:
    try:
        number = Decimal(given)
    except InvalidOperation as error:
        message = f"{query}: {name}={given} is no number"
        raise QueryParameterError(message, query, name) from error
    # Written out, a number such as 1e999999999 would fill the memory.
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        message = f"{query}: {name}={given} is no number that the graph can hold"
        raise QueryParameterError(message, query, name)
    return format(number, "f")


def _node(query: str, parameter: Parameter, given: str) -> str:
    try:
        return str(
            NamedNode(given) if given.startswith(namespaces.base()) else namespaces.entity(given)
        )
    except ValueError as error:
        message = f"{query}: {parameter.name}={given!r} is no id; write it as kind/name"
        raise QueryParameterError(message, query, parameter.name) from error
