"""
What a person writes in ``data/``: the register of entities, the sources, and the claims.

A record fixes the form of a file (keys, dates, identifiers) and names the ontology term each key
stands for.  What the terms mean, and which of them an entity needs, is said in ``ontology/``.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from kg.model import languages
from kg.model.fields import (
    _WORD,
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
    _form,
    _mistake,
    listed,
    translated,
)


def _in_order(units: tuple[tuple[str, int, int], ...]) -> tuple[tuple[str, int, int], ...]:
    names: set[str] = set()
    last = 0
    for name, start, end in units:
        if name in names or not last <= start < end:
            remedy = "must have a name of its own, begin after the unit before it, and have an end"
            raise _mistake(name, remedy)
        names.add(name)
        last = end
    return units


@translated(languages.labelled(), "{}")
class Entity(Record):
    """An entry of the register: that a thing exists, what kind it is and what it is called."""

    id: Id
    name: Words
    also: Texts = ()
    note: Words | None = None
    wikidata: Annotated[str, _form(r"Q[1-9][0-9]*", "is no Wikidata item; write Q414")] | None = (
        None
    )
    iso3: Annotated[str, _form("[A-Z]{3}", "is no code of a country; write ARG")] | None = None

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
            raise _mistake(self.least, f"is more than {self.most}; write the least first")
        return self


class Source(Record):
    """A document or data set, who published it, and how far it is trusted."""

    id: Annotated[str, _form(f"source/{_WORD}", "is no id of a source; write source/name")]
    title: Words
    publisher: Id
    address: Address
    date: Dated | None = None
    retrieved: Day
    language: Annotated[str, _form("[a-z]{2}", "is no language; write two letters, such as es")]
    licence: Words
    reliability: Code
    note: Words | None = None
    sha256: Annotated[str, _form("[0-9a-f]{64}", "is no SHA-256 in small letters")] | None = None
    claims: Band
    units: Annotated[tuple[tuple[Words, Offset, Offset], ...], AfterValidator(_in_order)] = ()


class Passage(Record):
    """
    A place in a source: the text unit, the exact words, and the offset of their first character.

    A source whose text units are not listed may have any unit, such as a row of a table, and
    claims without words or place.
    """

    unit: Words | None = None
    quote: Words | None = None
    at: Offset | None = None


class Evidence(Record):
    """Where a claim comes from and how it is to be taken."""

    about: Thing
    passages: tuple[Passage, ...]
    level: Code = "explicit"
    modality: Code
    reason: Words | None = None
    score: Score | None = None
    credibility: Code
    see_also: Annotated[tuple[Address, ...], BeforeValidator(listed)] = ()
    withdrawn: Day | None = None
    revises: Annotated[str, _form("[0-9a-f]{20}", "is no claim; write its 20 digits")] | None = None


class Header(Record):
    """What holds for every claim of a file."""

    source: Id
    extracted: Day
    extracted_by: Words
    review: Code
    credibility: Code
