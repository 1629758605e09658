"""
Hold a graph against the SHACL shapes in ``ontology/shapes``, and read what they expect.

A property shape of severity Info names something that a reader expects of an entity and that no
source may state; the others name what an entity makes no sense without.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, parse, serialize

from kg.entities.expectations import files
from kg.model import namespaces
from kg.sparql.table import Term

if TYPE_CHECKING:
    import shacl


@dataclass(frozen=True)
class ShapeResult:
    """One thing that one shape finds of one node; ``path`` starts with ^ if it leads backwards."""

    severity: str
    shape: str
    focus: str
    path: str
    value: Term | None
    message: str


def shape_results(triples: Iterable[Triple]) -> list[ShapeResult]:
    """Return everything that the shapes find in a graph, each thing once."""
    return shape_results_of((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode())


def shape_results_of(lines: str) -> list[ShapeResult]:
    """Return everything that the shapes find in lines of N-Triples, each thing once."""
    results = _compiled_shapes().validate_text(lines, format="ntriples").results
    found = []
    for result in results:
        shape, focus, path = (
            (node or "").replace("<", "").replace(">", "")
            for node in (result.root_shape, result.focus_node, result.path)
        )
        value = None
        if result.value:
            line = f"<urn:s> <urn:p> {result.value} ."
            value = next(iter(parse(line, format=RdfFormat.N_TRIPLES))).object
        shape = namespaces.ident(shape).removeprefix("shape:")
        message = result.message or ""
        found.append(ShapeResult(result.severity, shape, focus, path, value, message))
    return list(dict.fromkeys(found))


@functools.cache
def _compiled_shapes() -> "shacl.Shapes":
    """Return the shapes of the ontology, ready to be held against graphs."""
    import shacl

    return shacl.Shapes.from_text("\n".join(file.read_text("utf-8") for file in files()))
