"""
The recipes of reports: which stored queries a report asks, and how a row becomes a sentence.

They lie beside the ontology in ``reports/*.toml``. A recipe says no words: it names the key under
which each language has them in ``words/LANGUAGE/report.toml``, or gives the gaps alone.
"""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from kg import text as spelling
from kg.errors import OntologyError
from kg.model import languages
from kg.paths import ONTOLOGY
from kg.reports import phrases
from kg.sparql import queries

_KINDS = ("lines", "table", "columns", "bars")


@dataclass(frozen=True)
class SentenceTemplate:
    """A sentence, what is set before it, and which rows it is for."""

    text: str
    lead: str
    when: Mapping[str, tuple[str, ...]]

    @classmethod
    def parse(cls, where: str, found: Mapping[str, Any]) -> Self:
        """Return the sentence of a table of TOML."""
        _keys(where, found, ("text",), ("text", "lead", "when"))
        lead, when = _said(where, "lead", found.get("lead", "")), _wanted(found.get("when", {}))
        return cls(_said(where, "line", found["text"]), lead, when)


@dataclass(frozen=True)
class ColumnTemplate:
    """A column of a table or a figure: its title and what stands in it."""

    title: str
    cell: str

    @classmethod
    def parse(cls, where: str, found: Mapping[str, Any]) -> Self:
        """Return the column of a table of TOML."""
        _keys(where, found, ("title", "cell"), ("title", "cell"))
        return cls(_said(where, "column", found["title"]), _said(where, "cell", found["cell"]))


@dataclass(frozen=True)
class Only:
    """Rows are kept if a column of theirs has a value that another query gives."""

    column: str
    query: str
    values: str
    given: Mapping[str, str]

    @classmethod
    def parse(cls, where: str, found: Mapping[str, Any]) -> Self:
        """Return the condition of a table of TOML."""
        _keys(where, found, ("column", "query", "values"), ("column", "query", "values", "give"))
        return cls(found["column"], found["query"], found["values"], found.get("give", {}))


@dataclass(frozen=True)
class Piece:
    """
    One query, asked with parameters, and the lines, the table or the figure of its rows.

    Rows that tell of claims, and not what these say, are not marked as inferred.
    """

    kind: str
    query: str
    given: Mapping[str, str]
    by: tuple[str, ...]
    sort: str
    limit: int
    notes: tuple[str, ...]
    marked: bool
    only: Only | None
    where: Mapping[str, tuple[str, ...]]
    title: str
    lines: tuple[SentenceTemplate, ...]
    columns: tuple[ColumnTemplate, ...]
    none: str

    @classmethod
    def parse(cls, where: str, found: Mapping[str, Any]) -> Self:
        """Return the piece of a table of TOML; its query must give each column that it names."""
        known = ("kind", "query", "give", "by", "sort", "limit", "note", "marked", "only", "where")
        _keys(where, found, ("query",), (*known, "title", "line", "column", "none"))
        kind, only = found.get("kind", "lines"), found.get("only")
        if kind not in _KINDS:
            raise OntologyError(f"{where}: no kind {kind!r}; write one of {', '.join(_KINDS)}")
        piece = cls(
            kind=kind,
            query=found["query"],
            given=found.get("give", {}),
            by=tuple(found.get("by", "").split()),
            sort=found.get("sort", ""),
            limit=found.get("limit", 0),
            notes=tuple(found.get("note", "claim").split()),
            marked=found.get("marked", True),
            only=Only.parse(where, only) if only else None,
            where=_wanted(found.get("where", {})),
            title=_said(where, "caption", found.get("title", "")),
            lines=tuple(SentenceTemplate.parse(where, line) for line in found.get("line", ())),
            columns=tuple(ColumnTemplate.parse(where, one) for one in found.get("column", ())),
            none=_said(where, "none", found.get("none", "")),
        )
        given = queries.find_query(piece.query).columns
        for name in sorted(piece.named - {*given}):
            raise OntologyError(f"{where}: the query {piece.query} has no column {name!r}")
        return piece

    @property
    def named(self) -> frozenset[str]:
        """The columns of the query that the piece names; every language names the same."""
        said = [text for line in self.lines for text in (line.text, line.lead) if text]
        said += [column.cell for column in self.columns]
        filled = (phrases.phrase(one, languages.ENGLISH).columns for one in said)
        asked = (*self.notes, *self.where, *(name for line in self.lines for name in line.when))
        order = (*self.by, *self.sort.removeprefix("-").split())
        return frozenset((*asked, *order)).union(*filled)


@dataclass(frozen=True)
class RecipeSection:
    """A heading and what stands below it."""

    title: str
    pieces: tuple[Piece, ...]

    @classmethod
    def parse(cls, where: str, found: Mapping[str, Any]) -> Self:
        """Return the section of a table of TOML."""
        _keys(where, found, ("title", "piece"), ("title", "piece"))
        pieces = (Piece.parse(f"{where}, piece {n}", p) for n, p in enumerate(found["piece"], 1))
        return cls(_said(where, "heading", found["title"]), tuple(pieces))


@dataclass(frozen=True)
class Recipe:
    """A kind of report: what it is about, its heading and its sections."""

    name: str
    subject: str
    kicker: str
    title: str
    sections: tuple[RecipeSection, ...]

    @classmethod
    def parse(cls, name: str, found: Mapping[str, Any]) -> Self:
        """Return the recipe of a file; raises OntologyError, naming the place, if it is none."""
        where, known = f"{name}.toml", ("subject", "kicker", "title", "section")
        _keys(where, found, known[1:], known)
        sections = enumerate(found["section"], 1)
        return cls(
            name=name,
            subject=found.get("subject", ""),
            kicker=_said(f"{where}: kicker", "kicker", found["kicker"]),
            title=_said(f"{where}: title", "title", found["title"]),
            sections=tuple(RecipeSection.parse(f"{where}: section {n}", s) for n, s in sections),
        )


@functools.cache
def stored() -> Mapping[str, Recipe]:
    """Return every recipe by its name; raises OntologyError if one is malformed."""
    recipes = {}
    for file in sorted((ONTOLOGY / "reports").glob("*.toml")):
        try:
            found = tomllib.loads(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise OntologyError(f"{file}: {error}") from error
        recipes[file.stem] = Recipe.parse(file.stem, found)
    return recipes


def _keys(
    where: str, found: Mapping[str, Any], required: Iterable[str], known: Iterable[str]
) -> None:
    for key in required:
        if key not in found:
            raise OntologyError(f"{where}: the key {key!r} is missing")
    for key in found:
        if key not in (allowed := tuple(known)):
            hint = spelling.suggestion(key, allowed) or f"; write one of {', '.join(allowed)}"
            raise OntologyError(f"{where}: no key {key!r}{hint}")


def _said(where: str, table: str, found: str) -> str:
    """Return the key of what is said in a table of words, or gaps as they stand."""
    if not found:
        return ""
    if phrases.stands_alone(found):
        if any(map(str.isalpha, phrases.parse(found, where).words)):
            raise OntologyError(
                f"{where}: words stand in words/LANGUAGE/report.toml, not {found!r}"
            )
        return found
    known = languages.words(languages.ENGLISH, phrases.SUBJECT)
    if (key := f"{table}.{found}") not in known:
        fit = [name.removeprefix(f"{table}.") for name in known if name.startswith(f"{table}.")]
        hint = spelling.suggestion(found, fit) or f"; write it under [{table}]"
        raise OntologyError(f"{where}: words/en/report.toml has no {key!r}{hint}")
    return key


def _wanted(found: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {column: tuple(str(values).split()) for column, values in found.items()}
