"""Find the file, line and key at which a statement is written, or would have to be."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.curation import claims
from kg.curation.folder import Claim, Data
from kg.model import namespaces, schema
from kg.model.namespaces import CLAIM, DCTERMS, OA, PROV, RDFS, RSC, SCHEMA, SKOS
from kg.model.toml_files import Place
from kg.paths import ONTOLOGY
from kg.sparql.table import Term


@dataclass(frozen=True)
class Origin:
    """A key in a file; the line is 0 if the file as a whole is meant."""

    file: str
    line: int
    key: str


@functools.cache
def _keys() -> Mapping[str, str]:
    """Return the keys of the records that are not the content of a claim, by property."""
    keys = {
        SKOS.prefLabel: "name",
        SKOS.altLabel: "also",
        SKOS.note: "note",
        SKOS.exactMatch: "wikidata",
        DCTERMS.title: "title",
        DCTERMS.publisher: "publisher",
        DCTERMS.language: "language",
        DCTERMS.license: "licence",
        DCTERMS.issued: "date",
        SCHEMA.url: "address",
        RSC.retrievalDate: "retrieved",
        RSC.hasReliability: "reliability",
        PROV.hadPrimarySource: "source",
        PROV.wasAttributedTo: "extracted_by",
        PROV.generatedAtTime: "extracted",
        PROV.wasRevisionOf: "revises",
        RSC.hasLevel: "level",
        RSC.hasModality: "modality",
        RSC.hasCredibility: "credibility",
        RSC.hasReviewStatus: "review",
        RSC.reason: "reason",
        RSC.score: "score",
        RSC.isInUnit: "unit",
        OA.exact: "quote",
        OA.start: "at",
        OA.end: "at",
    }
    return {prop.value: key for prop, key in keys.items()}


class Origins:
    """Where everything in a data folder, and in the ontology, is written."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._about: dict[str, list[Claim]] = defaultdict(list)
        self._named: dict[str, Claim] = {}
        for claim in data.claims:
            self._about[namespaces.entity(claim.evidence.about).value].append(claim)
            self._named[CLAIM[claims.name(claim)].value] = claim

    def find(self, focus: str, path: str = "", value: Term | None = None) -> Origin:
        """Return where a statement is written; without a value, where it would belong."""
        name = focus.partition("#")[0]
        if claim := self._named.get(name):
            return _at(claim.place, _keys().get(path, ""))
        for claim, key in self._stating(focus, path, value):
            return _at(claim.place, key)
        ident = namespaces.ident(focus)
        if ident in self._data.entities:
            _, kind, place = self._data.entities[ident]
            return _at(place, _key(kind, path))
        if (source := namespaces.ident(name)) in self._data.sources:
            return _at(self._data.sources[source][1], _keys().get(path, ""))
        return _in_ontology(focus, path)

    def _stating(self, focus: str, path: str, value: Term | None) -> Iterator[tuple[Claim, str]]:
        for claim in self._about[focus] if value is not None else ():
            for key, term, one in claim.content.said():
                if term.encode(one) == value and _is_under(term.predicate, path):
                    yield claim, key


def _at(place: Place, key: str) -> Origin:
    return Origin(place.file, place.lines.get(key, place.line), key)


def _is_under(prop: NamedNode, path: str) -> bool:
    above = schema.objects(prop, RDFS.subPropertyOf)
    return any(term.value == path for term in (prop, *above))


def _key(kind: NamedNode, path: str) -> str:
    for key, prop in schema.keys(kind).items():
        if prop.value == path:
            return key
    return _keys().get(path, "")


def _in_ontology(term: str, path: str) -> Origin:
    short = namespaces.ident(term)
    written = re.compile(rf"^(?:{re.escape(short)}|<{re.escape(term)}>)(?=\s)", re.MULTILINE)
    for file, text in _texts().items():
        if found := written.search(text):
            line = text.count("\n", 0, found.start()) + 1
            return Origin(file, line, namespaces.ident(path) if path else "")
    return Origin("", 0, short)


@functools.cache
def _texts() -> Mapping[str, str]:
    return {
        f"ontology/{file.relative_to(ONTOLOGY).as_posix()}": file.read_text("utf-8")
        for file in namespaces.files("codes", "shapes")
    }
