"""
Hold a graph against the SHACL shapes in ``ontology/shapes``, and read what they expect.

A property shape of severity Info names something that a reader expects of an entity and that no
source may state; the others name what an entity makes no sense without.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse, serialize

from kg.model import namespaces, schema
from kg.paths import ONTOLOGY
from kg.sparql import documented, queries
from kg.sparql.table import Term

if TYPE_CHECKING:
    import shacl

_FOLDER = ONTOLOGY / "shapes"


@dataclass(frozen=True)
class Result:
    """One thing that one shape finds of one node; ``path`` starts with ^ if it leads backwards."""

    severity: str
    shape: str
    focus: str
    path: str
    value: Term | None
    message: str


@dataclass(frozen=True)
class Expectation:
    """
    What a reader expects to be stated of an entity.

    It is a property of the entity, or, if not ``forward``, of what refers to the entity; where
    ``kind`` is given, at least one of the values is to be of that class.
    """

    property: NamedNode
    forward: bool
    name: str
    kind: NamedNode | None


def files() -> list[Path]:
    """Return the Turtle files of the shapes."""
    return sorted(_FOLDER.glob("*.ttl"))


def results(triples: Iterable[Triple]) -> list[Result]:
    """Return everything that the shapes find in a graph, each thing once."""
    return results_of((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode())


def results_of(lines: str) -> list[Result]:
    """Return everything that the shapes find in lines of N-Triples, each thing once."""
    report = _compiled().validate_text(lines, format="ntriples")
    return list(dict.fromkeys(map(_result, report.results)))


@functools.cache
def _compiled() -> "shacl.Shapes":
    import shacl

    return shacl.Shapes.from_text("\n".join(file.read_text("utf-8") for file in files()))


def _result(found: "shacl.Result") -> Result:
    return Result(
        severity=found.severity,
        shape=namespaces.ident(_plain(found.root_shape)).removeprefix("shape:"),
        focus=_plain(found.focus_node),
        path=_plain(found.path),
        value=_term(found.value) if found.value else None,
        message=found.message or "",
    )


def _plain(node: str | None) -> str:
    return (node or "").replace("<", "").replace(">", "")


def _term(written: str) -> Term:
    line = f"<urn:s> <urn:p> {written} ."
    term: Term = next(iter(parse(line, format=RdfFormat.N_TRIPLES))).object
    return term


def expected(kind: NamedNode) -> tuple[Expectation, ...]:
    """Return what a reader expects of an entity of a class, nearest class first."""
    own = _expectations()
    return tuple(dict.fromkeys(e for c in schema.ancestors(kind) for e in own.get(c, ())))


@functools.cache
def _expectations() -> Mapping[NamedNode, list[Expectation]]:
    store = Store()
    for file in files():
        store.bulk_load(file.read_bytes(), format=RdfFormat.TURTLE)
    found = queries.table(queries.answer(store, documented.read(_FOLDER / "expectations.rq").text))
    expectations: dict[NamedNode, list[Expectation]] = defaultdict(list)
    for kind, prop, inverse, name, value in found.rows:
        expectation = Expectation(
            NamedNode(inverse or prop), inverse is None, name, NamedNode(value) if value else None
        )
        expectations[NamedNode(kind)].append(expectation)
    return dict(expectations)
