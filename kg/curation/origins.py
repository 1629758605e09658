"""Find the file, line and key at which a statement is written, or would have to be."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.curation.folder import Claim, Data
from kg.model import namespaces, schema
from kg.model.namespaces import CLAIM, DCTERMS, OA, RDFS, RSC, SKOS
from kg.model.records import Entity, Evidence, Header, Source
from kg.model.toml_files import Place
from kg.paths import ONTOLOGY
from kg.sparql.table import Term


@dataclass(frozen=True)
class Origin:
    """A key in a file; the line is 0 if the file as a whole is meant."""

    file: str
    line: int
    key: str

    @classmethod
    def at(cls, place: Place, key: str) -> "Origin":
        """Return where a key of what is written somewhere stands."""
        return cls(place.file, place.lines.get(key, place.line), key)


@functools.cache
def keys_of_records() -> Mapping[str, str]:
    """Return the keys of the records that are not the content of a claim, by property."""
    # Of these keys more than one statement is made, or another one for each source.
    keys = {
        SKOS.prefLabel.value: "name",
        DCTERMS.title.value: "title",
        RSC.isInUnit.value: "unit",
        OA.exact.value: "quote",
        OA.start.value: "at",
        OA.end.value: "at",
    }
    for record in (Entity, Source, Header, Evidence):
        keys |= {term.predicate.value: key for key, term in record.terms().items()}
    return keys


class Origins:
    """Where everything in a data folder, and in the ontology, is written."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._about: dict[str, list[Claim]] = defaultdict(list)
        self._named: dict[str, Claim] = {}
        for claim in data.claims:
            self._about[namespaces.entity(claim.evidence.about).value].append(claim)
            self._named[CLAIM[claim.name].value] = claim

    def find(self, focus: str, path: str = "", value: Term | None = None) -> Origin:
        """Return where a statement is written; without a value, where it would belong."""
        name = focus.partition("#")[0]
        key = keys_of_records().get(path, "")
        if claim := self._named.get(name):
            return Origin.at(claim.place, key)
        for claim in self._about[focus] if value is not None else ():
            for own, term, one in claim.content.said():
                above = schema.ancestors(term.predicate, RDFS.subPropertyOf)
                if term.encode(one) == value and path in [prop.value for prop in above]:
                    return Origin.at(claim.place, own)
        ident = namespaces.ident(focus)
        if ident in self._data.entities:
            _, kind, place = self._data.entities[ident]
            own_keys = {prop.value: own for own, prop in schema.keys(kind).items()}
            return Origin.at(place, own_keys.get(path, key))
        if (source := namespaces.ident(name)) in self._data.sources:
            return Origin.at(self._data.sources[source][1], key)
        return in_ontology(focus, path)


def in_ontology(term: str, path: str) -> Origin:
    """Return the line of the ontology at which a term is declared, or no file if it is not."""
    short = namespaces.ident(term)
    written = re.compile(rf"^(?:{re.escape(short)}|<{re.escape(term)}>)(?=\s)", re.MULTILINE)
    for file, text in _texts_of_ontology().items():
        if found := written.search(text):
            line = text.count("\n", 0, found.start()) + 1
            return Origin(file, line, namespaces.ident(path) if path else "")
    return Origin("", 0, short)


@functools.cache
def _texts_of_ontology() -> Mapping[str, str]:
    """Return the Turtle of the terms, codes and shapes by file."""
    return {
        f"ontology/{file.relative_to(ONTOLOGY).as_posix()}": file.read_text("utf-8")
        for file in namespaces.turtle_files("codes", "shapes")
    }
