"""Statements in the syntaxes of RDF: N-Quads, TriG, Turtle, N-Triples, RDF/XML, JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING

from kg.export.kinds import StatementFormat

if TYPE_CHECKING:
    from kg.export.statements import Statement


def _syntax(name: str, title: str, suffix: str, description: str) -> StatementFormat:
    """Return the format for the syntax that has a suffix."""

    def fill(statements: Iterable[Statement], file: IO[bytes], prefixes: Mapping[str, str]) -> int:
        from kg.export.statements import serialize

        return serialize(statements, suffix, file, prefixes)

    return StatementFormat(name, title, suffix, description, fill)


FORMATS = (
    _syntax("nq", "N-Quads", ".nq", "one statement a line, with its graph, sorted"),
    _syntax("trig", "TriG", ".trig", "Turtle with named graphs"),
    _syntax("ttl", "Turtle", ".ttl", "for people; without named graphs"),
    _syntax("nt", "N-Triples", ".nt", "one statement a line, without named graphs, sorted"),
    _syntax("rdfxml", "RDF/XML", ".rdf", "for old tools; no named graphs or controls"),
    _syntax("jsonld", "JSON-LD", ".jsonld", "expanded form, with named graphs"),
)
