"""
What a mapping says: how the rows of a table become entities, column by column.

A mapping is a TOML file.  What its keys mean is written down in ``ontology/mappings/README.md``;
this module fixes their form and tells a person what is wrong with them.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pyoxigraph import NamedNode

from kg.errors import DataError, Problem
from kg.model import namespaces, schema, toml_files
from kg.model.fields import Code, Day, Id, Number, Record, Texts, Thing, Words
from kg.model.validation import record
from kg.paths import ONTOLOGY
from kg.text import close_names, did_you_mean

FOLDER = ONTOLOGY / "mappings"
Form = Literal["text", "code", "year", "date", "start", "end", "integer", "money", "state", "unit"]
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2}")
_PREFIXED = re.compile(r"([a-z]+):([A-Za-z]+)")


def _pairs(value: object) -> object:
    return tuple(value.items()) if isinstance(value, dict) else value


Pairs = Annotated[tuple[tuple[Words, Words], ...], BeforeValidator(_pairs)]


class Column(Record):
    """One value of a row: the cells it is read from, the form it has, and its property."""

    name: Code
    cell: Texts
    form: Annotated[Form, Field(alias="as")] = "text"
    property: Words | None = None
    required: bool = False
    missing: Texts = ("N/A", "n/a")
    repair: Pairs = ()
    spellings: Pairs = ()
    match: Pairs = ()
    otherwise: Thing | None = None
    pattern: Words | None = None
    least: Words | Number | None = None
    most: Words | Number | None = None
    several: Words | None = None
    language: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.form == "code" and not self.match:
            raise ValueError("as = 'code' needs match, a table of patterns and codes")
        if self.form == "year" and not self.pattern:
            raise ValueError("as = 'year' needs pattern, with the digits of the year in ( )")
        if self.language and not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"{self.language!r} is no language; write two letters, as 'en'")
        for pattern in (*(found for found, _ in self.match), self.pattern or ""):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"the pattern {pattern!r} is wrong ({error})") from error
        return self


class Planned(Record):
    """Rows that tell of what is to come: their year is after the first year of their report."""

    year: Code
    after: Code


class Aside(Record):
    """Rows that are no entities: those where some cells are empty and others say one thing."""

    reason: Words
    empty: Texts
    only: Pairs = ()


class Total(Record):
    """Sums over the rows that have the same values in some columns."""

    by: Texts
    of: Texts = ()


class Mapping(Record):
    """How the rows of one table become entities."""

    title: Words
    row: Words
    kind: Annotated[Words, Field(alias="class")]
    source: Id
    extracted: Day
    extracted_by: Words
    review: Code
    credibility: Code
    place: Words
    drawn: bool = False
    planned: Planned | None = None
    aside: tuple[Aside, ...] = ()
    column: tuple[Column, ...]
    total: tuple[Total, ...] = ()

    def named(self, name: str) -> Column:
        """Return the column of this name."""
        return next(column for column in self.column if column.name == name)

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns that the table must have, each once."""
        used = [cell for column in self.column for cell in column.cell]
        used += [cell for rule in self.aside for cell in (*rule.empty, *dict(rule.only))]
        return tuple(dict.fromkeys((*used, *re.findall(r"\{(\w[\w ()]*)\}", self.place))))


def stored() -> dict[str, Path]:
    """Return the files of the mappings that come with the ontology, by name."""
    return {file.stem: file for file in sorted(FOLDER.glob("*.toml"))}


def find(name: str) -> Path:
    """Return the file of a mapping, by its name or path; raises DataError if there is none."""
    if name in stored():
        return stored()[name]
    if Path(name).is_file():
        return Path(name)
    near = close_names(name, stored())
    hint = did_you_mean(near) or f"; there are {', '.join(stored())}, or give a file"
    raise DataError([Problem(name, 0, "", f"is no mapping{hint}", "unknown", name, near)])


def read(path: Path) -> Mapping:
    """Return the mapping in a file; raises DataError with everything that is wrong in it."""
    problems: list[Problem] = []
    file = toml_files.read(path, path.name, problems)
    mapping = record(Mapping, dict(file.tables), file.place(), problems) if file else None
    if file and not _NAME.fullmatch(path.stem):
        message = "must be called by small letters, as my-table"
        problems.append(Problem(path.name, 0, "", message, "malformed", path.stem))
    if file and mapping:
        problems.extend(_misused(mapping, file))
    if problems or mapping is None:
        raise DataError(problems)
    return mapping


def _misused(mapping: Mapping, file: toml_files.File) -> Iterator[Problem]:
    kind = _term(mapping.kind)
    if kind is None or namespaces.OWL["Class"] not in schema.nodes(kind, namespaces.RDF.type):
        message = f"{mapping.kind!r} is no class of the ontology"
        yield file.place().problem("class", message, "unknown", mapping.kind)
    names = [column.name for column in mapping.column]
    for index, column in enumerate(mapping.column):
        place = file.place("column", index)
        if names.index(column.name) < index:
            message = f"{column.name!r} is taken by another column"
            yield place.problem("name", message, "repeated", column.name)
        if column.property and not _declared(column.property):
            message = f"{column.property!r} is no property of the ontology"
            yield place.problem("property", message, "unknown", column.property)
        for code in (*(code for _, code in column.match), column.otherwise):
            if column.form == "code" and code and "/" not in code and code not in schema.codes():
                near = close_names(code, schema.codes())
                message = f"{code!r} is no code{did_you_mean(near)}"
                yield place.problem("match", message, "unknown", code, near)
    planned = (mapping.planned.year, mapping.planned.after) if mapping.planned else ()
    for name in (*planned, *(name for total in mapping.total for name in (*total.by, *total.of))):
        if name not in names:
            near = close_names(name, names)
            message = f"{name!r} is no column{did_you_mean(near)}"
            yield file.place().problem("total", message, "unknown", name, near)


def _declared(name: str) -> bool:
    term = _term(name)
    return term is not None and bool(
        schema.nodes(term, namespaces.RDF.type) or name.startswith("skos:")
    )


def _term(name: str) -> NamedNode | None:
    found = _PREFIXED.fullmatch(name)
    return namespaces.iri(name) if found and found[1] in namespaces.prefixes() else None
