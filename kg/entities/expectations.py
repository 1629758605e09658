"""What readers expect of a thing, so that what no source states can be said."""

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.model import schema
from kg.paths import ONTOLOGY
from kg.sparql import documented, queries
from kg.sparql.table import Table

_FOLDER = ONTOLOGY / "shapes"


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


def expected(kind: NamedNode) -> tuple[Expectation, ...]:
    """Return what a reader expects of an entity of a class, nearest class first."""
    own = _expectations()
    return tuple(dict.fromkeys(e for c in schema.ancestors(kind) for e in own.get(c, ())))


@functools.cache
def _expectations() -> Mapping[NamedNode, list[Expectation]]:
    store = Store()
    for file in files():
        store.bulk_load(file.read_bytes(), format=RdfFormat.TURTLE)
    found = Table.of(
        queries.evaluate(store, documented.read_sparql_file(_FOLDER / "expectations.rq").text)
    )
    expectations: dict[NamedNode, list[Expectation]] = defaultdict(list)
    for kind, prop, inverse, name, value in found.rows:
        expectation = Expectation(
            NamedNode(inverse or prop), inverse is None, name, NamedNode(value) if value else None
        )
        expectations[NamedNode(kind)].append(expectation)
    return dict(expectations)
