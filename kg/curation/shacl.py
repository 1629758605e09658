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
class Result:
    """One thing that one shape finds of one node; ``path`` starts with ^ if it leads backwards."""

    severity: str
    shape: str
    focus: str
    path: str
    value: Term | None
    message: str


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
