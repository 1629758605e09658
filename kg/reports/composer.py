"""From rows to a briefing: ask the queries of a recipe, and say each row by its template."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from kg.entities import evidence
from kg.entities.evidence import Passage
from kg.model import grades, namespaces
from kg.reports import document
from kg.reports.document import (
    Bar,
    Basis,
    Briefing,
    Figure,
    More,
    Note,
    Sentence,
    Span,
    Table,
    Text,
)
from kg.reports.filling import Filler
from kg.reports.frame import Frame, joined
from kg.reports.localization import Wording
from kg.reports.phrases import Phrase
from kg.reports.templates import Column, Line, Only, Piece, Recipe, Said, Section
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import Term, term_text

_SHOWN = 2


@dataclass(frozen=True)
class Group:
    """Rows that are said in one sentence, with their claims and the language of their source."""

    basis: Basis
    columns: tuple[str, ...]
    claims: tuple[str, ...]
    original: str

    @cached_property
    def values(self) -> Mapping[str, tuple[Term, ...]]:
        """The different values of each column, in the order of the rows."""
        found: dict[str, dict[Term, None]] = {column: {} for column in self.columns}
        for row in self.basis.rows:
            for column, cell in zip(self.columns, row, strict=True):
                # A text that a query put together of nothing says nothing.
                if cell is not None and term_text(cell):
                    found[column][cell] = None
        return {column: tuple(cells) for column, cells in found.items()}

    def first(self, column: str) -> str:
        """Return the earliest value of a column as text, or nothing."""
        return min((term_text(term) for term in self.values[column]), default="")

    def meets(self, wanted: Mapping[str, tuple[str, ...]]) -> bool:
        """Return whether each column has a value wanted; * stands for any, - for none."""
        return all(
            any(value in ("*", _short(term)) for term in self.values[column] for value in ok)
            or ("-" in ok and not self.values[column])
            for column, ok in wanted.items()
        )


def _short(term: Term) -> str:
    short = namespaces.ident(term_text(term)) if isinstance(term, NamedNode) else term_text(term)
    return short.removeprefix("code:")


class Composer:
    """Writes the briefings of one graph in one language."""

    def __init__(self, store: Quads, language: str) -> None:
        self._store = store
        self._words = Wording(store, language)
        self._fill = Filler(self._words).fill
        self._passages = {**evidence.passages(store), **evidence.parts(store)}
        cards = queries.run_query(store, "report-source-card").dicts()
        self._languages = {namespaces.ident(row["source"]): row["language"] for row in cards}
        self._notes: dict[tuple[str, ...], Note] = {}
        self._asked: dict[str, None] = {}

    @property
    def frame(self) -> Frame:
        """The words and numbers around what the briefings say."""
        return Frame(self._words, self._languages)

    def write(
        self, recipe: Recipe, given: Mapping[str, str], day: str, version: str, subject: str = ""
    ) -> Briefing:
        """Return the report of a recipe on a day; $names in the recipe stand for what is given."""
        self._notes, self._asked = {}, {}
        cells: dict[str, tuple[Term, ...]] = {name: (Literal(v),) for name, v in given.items()}
        if subject:
            cells["subject"] = (NamedNode(subject),)
        sections = tuple(self._section(section, given) for section in recipe.sections)
        return Briefing(
            language=self._words.language,
            kicker=self._fill(self._in(recipe.kicker), cells),
            title=self._fill(self._in(recipe.title), cells),
            day=self._words.date(day),
            sections=tuple(s for s in sections if s.blocks),
            notes=tuple(self._notes.values()),
            made=tuple(self._made(day, version)),
        )

    def _in(self, said: Said) -> Phrase:
        return said[self._words.language]

    def _made(self, day: str, version: str) -> Iterator[tuple[str, str]]:
        yield self._words.frame("version"), version
        yield self._words.frame("as-of"), self._words.date(day)
        yield self._words.frame("cut"), self._words.frame("cut-text")
        yield self._words.frame("method"), self._words.frame("method-text")
        yield self._words.frame("grades"), self._words.frame("grades-text")
        yield self._words.frame("asked"), ", ".join(self._asked)

    def _section(self, section: Section, given: Mapping[str, str]) -> document.Section:
        blocks = (b for piece in section.pieces for b in self._blocks(piece, given))
        return document.Section(self._fill(self._in(section.title), {}), tuple(blocks))

    def _blocks(self, piece: Piece, given: Mapping[str, str]) -> Iterator[document.Block]:
        groups = self._groups(piece, given)
        basis = self._basis(piece, given)
        self._asked[piece.query] = None
        if not groups:
            if piece.none:
                absent = self._fill(self._in(piece.none), {})
                yield Sentence((), absent, 0, "", basis)
            return
        shown = groups[: piece.limit or None]
        if piece.kind == "lines":
            yield from (s for group in shown if (s := self._sentence(piece, group)))
        elif piece.kind == "table":
            yield self._table(piece, shown)
        else:
            yield self._figure(piece, shown, basis)
        if len(groups) > len(shown):
            yield More(basis.command)

    def _basis(self, piece: Piece, given: Mapping[str, str]) -> Basis:
        return Basis(piece.query, _filled(piece.given, given), ())

    def _groups(self, piece: Piece, given: Mapping[str, str]) -> list[Group]:
        asked = _filled(piece.given, given)
        table = queries.run_query(self._store, piece.query, asked)
        kept = self._kept(piece.only, given) if piece.only else None
        rows: dict[object, list[tuple[Term | None, ...]]] = defaultdict(list)
        for number, row in enumerate(table.terms):
            cells = dict(zip(table.columns, row, strict=True))
            if kept is None or (piece.only and term_text(cells[piece.only.column]) in kept):
                key = tuple(cells[name] for name in piece.by)
                rows[key or number].append(row)
        found = [
            self._group(piece, Basis(piece.query, asked, tuple(alike)), table.columns)
            for alike in rows.values()
        ]
        return _sorted([group for group in found if group.meets(piece.where)], piece.sort)

    def _kept(self, only: Only, given: Mapping[str, str]) -> set[str]:
        asked = _filled(only.given, given)
        table = queries.run_query(self._store, only.query, asked)
        return {str(row[only.values]) for row in table.dicts()}

    def _group(self, piece: Piece, basis: Basis, columns: tuple[str, ...]) -> Group:
        places = [columns.index(name) for name in piece.notes]
        cells = (term_text(row[place]) for row in basis.rows for place in places)
        claims = tuple(sorted({claim for cell in cells for claim in cell.split()}))
        sources = [p.source for claim in claims for p in self._passages.get(claim, ())]
        original = self._languages.get(sources[0], "") if sources else ""
        return Group(basis, columns, claims, original)

    def _sentence(self, piece: Piece, group: Group) -> Sentence | None:
        line = next((line for line in piece.lines if group.meets(line.when)), None)
        if line is None:
            return None
        lead, said = self._said(line, group)
        return Sentence(lead, said, self._note(group), self._inferred(piece, group), group.basis)

    def _said(self, line: Line, group: Group) -> tuple[Text, Text]:
        lead = self._fill(self._in(line.lead), group.values, group.original) if line.lead else ()
        return lead, self._fill(self._in(line.text), group.values, group.original)

    def _table(self, piece: Piece, groups: Sequence[Group]) -> Table:
        heads = tuple(self._fill(self._in(column.title), {}) for column in piece.columns)
        return Table(self._title(piece), heads, tuple(self._row(piece, group) for group in groups))

    def _title(self, piece: Piece) -> Text:
        return self._fill(self._in(piece.title), {}) if piece.title else ()

    def _row(self, piece: Piece, group: Group) -> document.Row:
        cells = tuple(self._cell(column, group) for column in piece.columns)
        return document.Row(cells, self._note(group), self._inferred(piece, group), group.basis)

    def _cell(self, column: Column, group: Group) -> Text:
        found = self._fill(self._in(column.cell), group.values, group.original)
        return found or (Span(self._words.frame("not-stated")),)

    def _figure(self, piece: Piece, groups: Sequence[Group], basis: Basis) -> Figure:
        bars = tuple(bar for group in groups if (bar := self._bar(piece, group)))
        claims = tuple(sorted({claim for group in groups for claim in group.claims}))
        note = self._numbered(claims)
        return Figure(piece.kind, self._title(piece), basis.command, bars, note)

    def _bar(self, piece: Piece, group: Group) -> Bar:
        place, kind, number = (
            self._fill(self._in(column.cell), group.values) for column in piece.columns
        )
        height = float(term_text(number[0].cells[0]))
        return Bar(joined(place), joined(kind), height, group.basis)

    def _note(self, group: Group) -> int:
        return self._numbered(group.claims)

    def _numbered(self, claims: tuple[str, ...]) -> int:
        """Return the number of the note for these claims; claims of old have it already."""
        known = tuple(claim for claim in claims if claim in self._passages)
        if not known:
            return 0
        if known not in self._notes:
            shown = tuple(_best([p for claim in known for p in self._passages[claim]]))
            rest = len({*known} - {namespaces.CLAIM[p.claim].value for p in shown})
            self._notes[known] = Note(len(self._notes) + 1, known, shown, rest)
        return self._notes[known].number

    def _inferred(self, piece: Piece, group: Group) -> str:
        levels = {p.inferred for claim in group.claims for p in self._passages.get(claim, ())}
        if not piece.marked or True not in levels:
            return ""
        return self._words.frame("inferred" if len(levels) == 1 else "partly")


def _filled(wanted: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    return {name: given.get(v[1:], v) if v[:1] == "$" else v for name, v in wanted.items()}


def _sorted(groups: list[Group], by: str) -> list[Group]:
    """Return groups in the order of a column, or backwards if it has a minus; without it last."""
    if not by:
        return groups
    column, backwards = by.removeprefix("-"), by.startswith("-")
    dated = [group for group in groups if group.first(column)]
    rest = [group for group in groups if not group.first(column)]
    return sorted(dated, key=lambda group: group.first(column), reverse=backwards) + rest


def _best(passages: list[Passage]) -> Iterator[Passage]:
    """Yield a few passages: of the best grades, of several sources, and an inferred one if any."""
    order = sorted(
        passages,
        key=lambda p: (grades.rank(p.grade), p.inferred, p.quote == "", p.source, p.claim),
    )
    first = {p.source: p for p in reversed(order)}.values()
    others = [p for p in order if p not in first]
    ranked = [*sorted(first, key=order.index), *others]
    shown, rest = ranked[:_SHOWN], ranked[_SHOWN:]
    inferred = [p for p in rest if p.inferred]
    if inferred and not any(p.inferred for p in shown):
        shown[-1] = inferred[0]
    yield from shown
