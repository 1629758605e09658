"""
The recipes of reports: which stored queries a report asks, and how a row becomes a sentence.

They lie beside the ontology in ``reports/*.toml``; the words of the frame are in ``words.toml``.
"""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg import text as spelling
from kg.errors import OntologyError
from kg.paths import ONTOLOGY
from kg.reports import phrases
from kg.reports.phrases import Phrase
from kg.sparql import queries

LANGUAGES = ("en", "es")
_KINDS = ("lines", "table", "columns", "bars")
# What one sentence is in each language of the reader.
Said = Mapping[str, Phrase]


@dataclass(frozen=True)
class Line:
    """A sentence, what is set before it, and which rows it is for."""

    text: Said
    lead: Said | None
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Column:
    """A column of a table or a figure: its title and what stands in it."""

    title: Said
    cell: Said


@dataclass(frozen=True)
class Only:
    """Rows are kept if a column of theirs has a value that another query gives."""

    column: str
    query: str
    values: str
    given: Mapping[str, str]


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
    title: Said | None
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    none: Said | None


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: Said
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Recipe:
    """A kind of report: what it is about, its heading and its sections."""

    name: str
    subject: str
    kicker: Said
    title: Said
    sections: tuple[Section, ...]


@functools.cache
def stored() -> Mapping[str, Recipe]:
    """Return every recipe by its name; raises OntologyError if one is malformed."""
    files = sorted((ONTOLOGY / "reports").glob("*.toml"))
    return {f.stem: _recipe(f.stem) for f in files if f.stem != "words"}


@functools.cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of the frame by key and language; raises OntologyError if one is missing."""
    found = _read("words")
    for key, texts in found.items():
        _keys(f"words.toml: {key}", texts, LANGUAGES, LANGUAGES)
    return found


def _read(name: str) -> dict[str, Any]:
    file = ONTOLOGY / "reports" / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OntologyError(f"{file}: {error}") from error


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


def _said(where: str, found: Any) -> Said:
    """Return a sentence in each language; one text alone serves all."""
    if isinstance(found, str):
        found = dict.fromkeys(LANGUAGES, found)
    _keys(where, found, LANGUAGES, LANGUAGES)
    return {language: phrases.parse(found[language], where) for language in LANGUAGES}


def _recipe(name: str) -> Recipe:
    found, where = _read(name), f"{name}.toml"
    known = ("subject", "kicker", "title", "section")
    _keys(where, found, known[1:], known)
    return Recipe(
        name=name,
        subject=found.get("subject", ""),
        kicker=_said(f"{where}: kicker", found["kicker"]),
        title=_said(f"{where}: title", found["title"]),
        sections=tuple(
            _section(f"{where}: section {n}", s) for n, s in enumerate(found["section"], 1)
        ),
    )


def _section(where: str, found: Mapping[str, Any]) -> Section:
    _keys(where, found, ("title", "piece"), ("title", "piece"))
    pieces = (_piece(f"{where}, piece {n}", p) for n, p in enumerate(found["piece"], 1))
    return Section(_said(where, found["title"]), tuple(pieces))


def _piece(where: str, found: Mapping[str, Any]) -> Piece:
    known = ("kind", "query", "give", "by", "sort", "limit", "note", "marked", "only", "where")
    _keys(where, found, ("query",), (*known, "title", "line", "column", "none"))
    kind = found.get("kind", "lines")
    if kind not in _KINDS:
        raise OntologyError(f"{where}: no kind {kind!r}; write one of {', '.join(_KINDS)}")
    only, title, none = found.get("only"), found.get("title"), found.get("none")
    piece = Piece(
        kind=kind,
        query=found["query"],
        given=found.get("give", {}),
        by=tuple(found.get("by", "").split()),
        sort=found.get("sort", ""),
        limit=found.get("limit", 0),
        notes=tuple(found.get("note", "claim").split()),
        marked=found.get("marked", True),
        only=_only(where, only) if only else None,
        where=_wanted(found.get("where", {})),
        title=_said(where, title) if title else None,
        lines=tuple(_line(where, line) for line in found.get("line", ())),
        columns=tuple(_column(where, column) for column in found.get("column", ())),
        none=_said(where, none) if none else None,
    )
    _known_columns(where, piece)
    return piece


def _only(where: str, found: Mapping[str, Any]) -> Only:
    _keys(where, found, ("column", "query", "values"), ("column", "query", "values", "give"))
    return Only(found["column"], found["query"], found["values"], found.get("give", {}))


def _line(where: str, found: Mapping[str, Any]) -> Line:
    _keys(where, found, LANGUAGES, (*LANGUAGES, "lead", "when"))
    text = _said(where, {language: found[language] for language in LANGUAGES})
    lead = _said(where, found["lead"]) if "lead" in found else None
    return Line(text, lead, _wanted(found.get("when", {})))


def _wanted(found: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {column: tuple(str(values).split()) for column, values in found.items()}


def _column(where: str, found: Mapping[str, Any]) -> Column:
    _keys(where, found, ("title", "cell"), ("title", "cell"))
    return Column(_said(where, found["title"]), _said(where, found["cell"]))


def _known_columns(where: str, piece: Piece) -> None:
    """Refuse a column that the query does not give."""
    columns = queries.find_query(piece.query).columns
    said = [line.text for line in piece.lines]
    said += [line.lead for line in piece.lines if line.lead]
    said += [column.cell for column in piece.columns]
    used = {c for one in said for phrase in one.values() for c in phrase.columns}
    used |= {*piece.notes, *piece.where, *(c for line in piece.lines for c in line.when)}
    used |= {*piece.by, *piece.sort.removeprefix("-").split()}
    for name in sorted(used - set(columns)):
        raise OntologyError(f"{where}: the query {piece.query} has no column {name!r}")
