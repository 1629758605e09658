"""
What a person writes in ``data/``: the register of entities, the sources, and the claims.

A record fixes the form of a file (keys, dates, identifiers) and names the ontology term each key
stands for.  What the terms mean, and which of them an entity needs, is said in ``ontology/``.
"""

from datetime import date as Day
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from kg.terms import PARTIAL_DATE

_ID = r"^[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*$"
_CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _dated(value: Any) -> Any:
    return value.isoformat() if type(value) is Day else value


Id = Annotated[str, Field(pattern=_ID)]
Code = Annotated[str, Field(pattern=_CODE)]
Thing = Annotated[str, Field(pattern=f"{_ID}|{_CODE}")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False)]
PartialDate = Annotated[str, BeforeValidator(_dated), Field(pattern=f"^{PARTIAL_DATE.pattern}$")]
Address = Annotated[str, Field(pattern=r"^https?://[^\s<>\"{}|\\^`]+$")]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_listed)]
Things = Annotated[tuple[Thing, ...], BeforeValidator(_listed)]
Texts = Annotated[tuple[Words, ...], BeforeValidator(_listed)]


class Record(BaseModel):
    """Something written by hand: an unknown key is an error, and nothing changes it later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entity(Record):
    """An entry of the register: that a thing exists, what kind it is and what it is called."""

    id: Id
    name: Words
    es: Words | None = None
    pt: Words | None = None
    also: Texts = ()
    note: Words | None = None
    wikidata: Annotated[str, Field(pattern=r"^Q[1-9]\d*$")] | None = None
    iso3: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None


class Band(Record):
    """The least and the most of something that is expected in a file."""

    least: int
    most: int


class Source(Record):
    """A document or data set, who published it, and how far it is trusted."""

    id: Annotated[str, Field(pattern=r"^source/[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    publisher: Id
    address: Address
    date: PartialDate | None = None
    retrieved: Day
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    licence: Words
    reliability: Code
    note: Words | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    claims: Band
    units: tuple[tuple[Words, int, int], ...] = ()


class Passage(Record):
    """
    A place in a source: the text unit, the exact words, and the offset of their first character.

    A source whose text units are not listed may have any unit, such as a row of a table, and
    claims without words or place.
    """

    unit: Words | None = None
    quote: Words | None = None
    at: Annotated[int, Field(ge=0)] | None = None


class Evidence(Record):
    """Where a claim comes from and how it is to be taken."""

    about: Annotated[str, Field(pattern=f"{_ID}|{_CODE}")]
    passages: tuple[Passage, ...] = Field(min_length=1)
    level: Code = "explicit"
    modality: Code
    reason: Words | None = None
    credibility: Code
    see_also: Annotated[tuple[Address, ...], BeforeValidator(_listed)] = ()
    withdrawn: Day | None = None
    revises: Annotated[str, Field(pattern=r"^[0-9a-f]{20}$")] | None = None


class Header(Record):
    """What holds for every claim of a file."""

    source: Id
    extracted: Day
    extracted_by: Words
    review: Code
    credibility: Code
