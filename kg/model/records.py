"""
What a person writes in ``data/``: the register of entities, the sources, and the claims.

A record fixes the form of a file (keys, dates, identifiers) and names the ontology term each key
stands for.  What the terms mean, and which of them an entity needs, is said in ``ontology/``; so
are the keys of what a claim says, from which ``kinds`` makes its records.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, model_validator
from pyoxigraph import NamedNode

from kg.model import languages, namespaces, terms
from kg.model.dates import PartialDate
from kg.model.fields import (
    WORD,
    Address,
    Code,
    Dated,
    Day,
    Id,
    Offset,
    Record,
    Score,
    Texts,
    Thing,
    Words,
    listed,
    mistake,
    translated,
    written_as,
)
from kg.model.namespaces import CLAIM, DCTERMS, PROV, RDFS, RSC, SCHEMA, SKOS
from kg.model.terms import Term

WIKIDATA = "http://www.wikidata.org/entity/"


@translated(languages.labelled(), "{}")
class Entity(Record):
    """An entry of the register: that a thing exists, what kind it is and what it is called."""

    id: Id
    name: Words
    also: Annotated[Texts, Term(SKOS.altLabel, terms.text)] = ()
    note: Annotated[Words | None, Term(SKOS.note, terms.english)] = None
    wikidata: Annotated[
        Annotated[str, written_as(r"Q[1-9][0-9]*", "is no Wikidata item; write Q414")] | None,
        Term(SKOS.exactMatch, lambda item: NamedNode(WIKIDATA + item)),
    ] = None
    iso3: Annotated[str, written_as("[A-Z]{3}", "is no code of a country; write ARG")] | None = None

    def names(self) -> dict[str, str | None]:
        """Return what the register calls it in each language of labels, if it says."""
        others = {code: getattr(self, code) for code in languages.labelled()[1:]}
        return {languages.ENGLISH: self.name, **others}


class Band(Record):
    """The least and the most of something that is expected in a file."""

    least: Offset
    most: Offset

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.least > self.most:
            raise mistake(self.least, f"is more than {self.most}; write the least first")
        return self


def units_in_order(
    units: tuple[tuple[str, int, int], ...],
) -> tuple[tuple[str, int, int], ...]:
    """Return text units, each with its name, start and end, that follow one on the other."""
    names: set[str] = set()
    last = 0
    for name, start, end in units:
        if name in names or not last <= start < end:
            remedy = "must have a name of its own, begin after the unit before it, and have an end"
            raise mistake(name, remedy)
        names.add(name)
        last = end
    return units


class Source(Record):
    """A document or data set, who published it, and how far it is trusted."""

    id: Annotated[str, written_as(f"source/{WORD}", "is no id of a source; write source/name")]
    title: Words
    publisher: Annotated[Id, Term(DCTERMS.publisher, namespaces.entity)]
    address: Annotated[Address, Term(SCHEMA.url, NamedNode)]
    date: Annotated[Dated | None, Term(DCTERMS.issued, PartialDate.literal)] = None
    retrieved: Annotated[Day, Term(RSC.retrievalDate, terms.day)]
    language: Annotated[
        str,
        written_as("[a-z]{2}", "is no language; write two letters, such as es"),
        Term(DCTERMS.language, terms.text),
    ]
    licence: Annotated[Words, Term(DCTERMS.license, terms.text)]
    reliability: Annotated[Code, Term(RSC.hasReliability, namespaces.entity)]
    note: Annotated[Words | None, Term(SKOS.note, terms.english)] = None
    sha256: Annotated[str, written_as("[0-9a-f]{64}", "is no SHA-256 in small letters")] | None = (
        None
    )
    claims: Band
    units: Annotated[tuple[tuple[Words, Offset, Offset], ...], AfterValidator(units_in_order)] = ()


class Citation(Record):
    """
    A passage of a source: the text unit, the exact words, and the offset of their first character.

    A source whose text units are not listed may have any unit, such as a row of a table, and
    claims without words or place.
    """

    unit: Words | None = None
    quote: Words | None = None
    at: Offset | None = None


class Evidence(Record):
    """Where a claim comes from and how it is to be taken."""

    about: Thing
    passages: tuple[Citation, ...]
    level: Annotated[Code, Term(RSC.hasLevel, namespaces.entity)] = "explicit"
    modality: Annotated[Code, Term(RSC.hasModality, namespaces.entity)]
    reason: Annotated[Words | None, Term(RSC.reason, terms.text)] = None
    score: Annotated[Score | None, Term(RSC.score, terms.integer)] = None
    credibility: Annotated[Code, Term(RSC.hasCredibility, namespaces.entity)]
    see_also: Annotated[
        tuple[Address, ...], BeforeValidator(listed), Term(RDFS.seeAlso, NamedNode)
    ] = ()
    withdrawn: Annotated[Day | None, Term(PROV.invalidatedAtTime, terms.day)] = None
    revises: Annotated[
        Annotated[str, written_as("[0-9a-f]{20}", "is no claim; write its 20 digits")] | None,
        Term(PROV.wasRevisionOf, CLAIM.__getitem__),
    ] = None


class Header(Record):
    """What holds for every claim of a file; a claim may have another credibility."""

    source: Annotated[Id, Term(PROV.hadPrimarySource, namespaces.entity)]
    extracted: Annotated[Day, Term(PROV.generatedAtTime, terms.day)]
    extracted_by: Annotated[Words, Term(PROV.wasAttributedTo, terms.text)]
    review: Annotated[Code, Term(RSC.hasReviewStatus, namespaces.entity)]
    credibility: Code
