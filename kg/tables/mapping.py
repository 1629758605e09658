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
Pairs = Annotated[
    tuple[tuple[Words, Words], ...],
    BeforeValidator(lambda value: tuple(value.items()) if isinstance(value, dict) else value),
]
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2}")
_PREFIXED = re.compile(r"([a-z]+):([A-Za-z]+)")


class Column(Record):
    """One value of a row: the cells it is read from, the form it has, and its property."""

    name: Code
    cell: Texts
    form: Annotated[Form, Field(alias="as")] = "text"
    prop: Annotated[Words | None, Field(alias="property")] = None
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

    @property
    def predicate(self) -> NamedNode:
        """The IRI of the property; only of a column that has one."""
        return namespaces.iri(str(self.prop))

    @property
    def limits(self) -> str:
        """What a value outside of ``least`` and ``most`` is, in words: ``more than 5000``."""
        if self.least is not None and self.most is not None:
            return f"not from {self.least} to {self.most}"
        return f"more than {self.most}" if self.least is None else f"less than {self.least}"

    @property
    def text_column(self) -> str:
        """Where the rows, once they are read, have the text of the cells."""
        return f"text {self.name}"

    @property
    def value_column(self) -> str:
        """Where the rows, once they are read, have the value as RDF writes it."""
        return f"value {self.name}"

    @property
    def remark_column(self) -> str:
        """Where the rows, once they are read, have the remark on the value."""
        return f"remark {self.name}"

    @property
    def number_column(self) -> str:
        """Where the rows, once they are read, have the value as a number that can be summed up."""
        return f"number {self.name}"


class Planned(Record):
    """Rows that tell of what is to come: their year is after the first year of their report."""

    year: Code
    after: Code


class Aside(Record):
    """Rows that are no entities: those where some cells are empty and others say one thing."""

    reason: Words
    empty: Texts
    only: Pairs = ()


class Sums(Record):
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
    total: tuple[Sums, ...] = ()

    def named(self, name: str) -> Column:
        """Return the column of this name."""
        return next(column for column in self.column if column.name == name)

    def first(self, form: Form) -> Column | None:
        """Return the first column of a form, None if there is none."""
        return next((column for column in self.column if column.form == form), None)

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns that the table must have, each once."""
        used = [cell for column in self.column for cell in column.cell]
        used += [cell for rule in self.aside for cell in (*rule.empty, *dict(rule.only))]
        return tuple(dict.fromkeys((*used, *re.findall(r"\{(\w[\w ()]*)\}", self.place))))


def stored_mappings() -> dict[str, Path]:
    """Return the files of the mappings that come with the ontology, by name."""
    return {file.stem: file for file in sorted(FOLDER.glob("*.toml"))}


def find_mapping(name: str) -> Path:
    """Return the file of a mapping, by its name or path; raises DataError if there is none."""
    known = stored_mappings()
    if name in known:
        return known[name]
    if Path(name).is_file():
        return Path(name)
    near = close_names(name, known)
    hint = did_you_mean(near) or f"; there are {', '.join(known)}, or give a file"
    raise DataError([Problem(name, 0, "", f"is no mapping{hint}", "unknown", name, near)])


def read_mapping(path: Path) -> Mapping:
    """Return the mapping in a file; raises DataError with everything that is wrong in it."""
    problems: list[Problem] = []
    file = toml_files.read_toml(path, problems, path.name)
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
    """Yield where a mapping names a term, code or column that there is not."""
    if namespaces.OWL["Class"] not in _types(mapping.kind):
        message = f"{mapping.kind!r} is no class of the ontology"
        yield file.place().problem("class", message, "unknown", mapping.kind)
    names = [column.name for column in mapping.column]
    for index, column in enumerate(mapping.column):
        place, prop = file.place("column", index), column.prop
        if names.index(column.name) < index:
            message = f"{column.name!r} is taken by another column"
            yield place.problem("name", message, "repeated", column.name)
        if prop and not (_types(prop) or re.fullmatch("skos:[A-Za-z]+", prop)):
            message = f"{prop!r} is no property of the ontology"
            yield place.problem("property", message, "unknown", prop)
        if column.form == "unit" and mapping.first("state") is None:
            message = "'unit' needs a column as = 'state', whose units they are"
            yield place.problem("as", message, "misplaced")
        for code in (*(code for _, code in column.match), column.otherwise):
            if column.form == "code" and code and "/" not in code and code not in schema.codes():
                near = close_names(code, schema.codes())
                message = f"{code!r} is no code{did_you_mean(near)}"
                yield place.problem("match", message, "unknown", code, near)
    planned = (mapping.planned.year, mapping.planned.after) if mapping.planned else ()
    for name in (*planned, *(name for sums in mapping.total for name in (*sums.by, *sums.of))):
        if name not in names:
            near = close_names(name, names)
            message = f"{name!r} is no column{did_you_mean(near)}"
            yield file.place().problem("total", message, "unknown", name, near)


def _types(name: str) -> tuple[NamedNode, ...]:
    """Return what the ontology says that a prefixed name is, nothing if it does not know it."""
    found = _PREFIXED.fullmatch(name)
    if found is None or found[1] not in namespaces.prefixes():
        return ()
    return schema.nodes(namespaces.iri(name), namespaces.RDF.type)
