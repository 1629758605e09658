"""
The ontology and the data model as Python sees them: names, terms, dates, records, languages.

In come the Turtle of ``ontology/`` and what a person writes in ``data/``; out come look-ups of what
the ontology says, records of what the files say, and the line of every mistake in them.
It imports no other room, and what asks stored queries loads neither pydantic nor Turtle by it.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.model.dates import PartialDate, Span
    from kg.model.glossary import Entry, entries, find_term
    from kg.model.manifest import Manifest
    from kg.model.namespaces import RSC, entity, ident, iri
    from kg.model.records import Entity, Evidence, Header, Source

__all__ = [
    "RSC",
    "Entity",
    "Entry",
    "Evidence",
    "Header",
    "Manifest",
    "PartialDate",
    "Source",
    "Span",
    "entity",
    "entries",
    "find_term",
    "ident",
    "iri",
]

__getattr__ = face(
    __name__,
    {
        "dates": ("PartialDate", "Span"),
        "glossary": ("Entry", "entries", "find_term"),
        "manifest": ("Manifest",),
        "namespaces": ("RSC", "entity", "ident", "iri"),
        "records": ("Entity", "Evidence", "Header", "Source"),
    },
)
