"""From rows to a briefing: ask the queries of a recipe, and say each row by its template."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from kg.entities import evidence
from kg.entities.evidence import Passage
from kg.model import grades, namespaces
from kg.reports.document import (
    Bar,
    BarChart,
    Basis,
    Block,
    Briefing,
    More,
    Note,
    Run,
    Section,
    Sentence,
    TableBlock,
    TableRow,
    Text,
)
from kg.reports.filling import Filler
from kg.reports.frame import Frame, joined
from kg.reports.localization import Wording
from kg.reports.templates import ColumnTemplate, Piece, Recipe, RecipeSection
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import Term, term_text

_SHOWN = 2


@dataclass(frozen=True)
class RowGroup:
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
        for column, ok in wanted.items():
            found = {"*"} if self.values[column] else {"-"}
            for term in self.values[column]:
                named = namespaces.ident(term.value) if isinstance(term, NamedNode) else ""
                found.add(named.removeprefix("code:") or term_text(term))
            if not found & {*ok}:
                return False
        return True


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
        sections = [self._section(section, given) for section in recipe.sections]
        frame, day = self._words.frame, self._words.date(day)
        return Briefing(
            language=self._words.language,
            kicker=self._fill(recipe.kicker, cells),
            title=self._fill(recipe.title, cells),
            day=day,
            sections=tuple(section for section in sections if section.blocks),
            notes=tuple(self._notes.values()),
            made=(
                (frame("version"), version),
                (frame("as-of"), day),
                (frame("cut"), frame("cut-text")),
                (frame("method"), frame("method-text")),
                (frame("grades"), frame("grades-text")),
                (frame("asked"), ", ".join(self._asked)),
            ),
        )

    def _section(self, section: RecipeSection, given: Mapping[str, str]) -> Section:
        blocks = (block for piece in section.pieces for block in self._blocks(piece, given))
        return Section(self._fill(section.title, {}), tuple(blocks))

    def _blocks(self, piece: Piece, given: Mapping[str, str]) -> Iterator[Block]:
        groups = self._groups(piece, given)
        basis = Basis(piece.query, _filled(piece.given, given), ())
        self._asked[piece.query] = None
        if not groups:
            if piece.none:
                yield Sentence((), self._fill(piece.none, {}), 0, "", basis)
            return
        shown = groups[: piece.limit or None]
        if piece.kind == "lines":
            yield from (sentence for group in shown if (sentence := self._sentence(piece, group)))
        elif piece.kind == "table":
            yield self._table(piece, shown)
        else:
            yield self._figure(piece, shown, basis)
        if len(groups) > len(shown):
            yield More(basis.command)

    def _groups(self, piece: Piece, given: Mapping[str, str]) -> list[RowGroup]:
        """Return the rows of a piece: those kept, those alike together, those wanted, in order."""
        asked = _filled(piece.given, given)
        table = queries.run_query(self._store, piece.query, asked)
        only, kept = piece.only, set[str]()
        if only:
            others = queries.run_query(self._store, only.query, _filled(only.given, given))
            kept = {str(row[only.values]) for row in others.dicts()}
        alike: dict[object, list[tuple[Term | None, ...]]] = defaultdict(list)
        for number, row in enumerate(table.terms):
            cells = dict(zip(table.columns, row, strict=True))
            if not only or term_text(cells[only.column]) in kept:
                key = tuple(cells[name] for name in piece.by)
                alike[key or number].append(row)
        groups = [
            self._group(piece, Basis(piece.query, asked, tuple(rows)), table.columns)
            for rows in alike.values()
        ]
        groups = [group for group in groups if group.meets(piece.where)]
        if not piece.sort:
            return groups
        column, backwards = piece.sort.removeprefix("-"), piece.sort.startswith("-")
        # Without a value last, whichever way the rest goes.
        valued = [group for group in groups if group.first(column)]
        valued.sort(key=lambda group: group.first(column), reverse=backwards)
        return valued + [group for group in groups if not group.first(column)]

    def _group(self, piece: Piece, basis: Basis, columns: tuple[str, ...]) -> RowGroup:
        places = [columns.index(name) for name in piece.notes]
        cells = (term_text(row[place]) for row in basis.rows for place in places)
        claims = tuple(sorted({claim for cell in cells for claim in cell.split()}))
        sources = [p.source for claim in claims for p in self._passages.get(claim, ())]
        original = self._languages.get(sources[0], "") if sources else ""
        return RowGroup(basis, columns, claims, original)

    def _sentence(self, piece: Piece, group: RowGroup) -> Sentence | None:
        line = next((line for line in piece.lines if group.meets(line.when)), None)
        if line is None:
            return None
        lead, said = (self._fill(t, group.values, group.original) for t in (line.lead, line.text))
        note, inferred = self._note(group.claims), self._inferred(piece, group)
        return Sentence(lead, said, note, inferred, group.basis)

    def _table(self, piece: Piece, groups: Sequence[RowGroup]) -> TableBlock:
        heads = tuple(self._fill(column.title, {}) for column in piece.columns)
        rows = []
        for group in groups:
            cells = tuple(self._cell(column, group) for column in piece.columns)
            note, inferred = self._note(group.claims), self._inferred(piece, group)
            rows.append(TableRow(cells, note, inferred, group.basis))
        return TableBlock(self._fill(piece.title, {}), heads, tuple(rows))

    def _cell(self, column: ColumnTemplate, group: RowGroup) -> Text:
        found = self._fill(column.cell, group.values, group.original)
        return found or (Run(self._words.frame("not-stated")),)

    def _figure(self, piece: Piece, groups: Sequence[RowGroup], basis: Basis) -> BarChart:
        bars = []
        for group in groups:
            place, kind, number = (self._fill(one.cell, group.values) for one in piece.columns)
            height = float(term_text(number[0].cells[0]))
            bars.append(Bar(joined(place), joined(kind), height, group.basis))
        note = self._note(tuple(sorted({claim for group in groups for claim in group.claims})))
        title = self._fill(piece.title, {})
        return BarChart(piece.kind, title, basis.command, tuple(bars), note)

    def _note(self, claims: tuple[str, ...]) -> int:
        """Return the number of the note for these claims; claims of old have it already."""
        known = tuple(claim for claim in claims if claim in self._passages)
        if not known:
            return 0
        if known not in self._notes:
            shown = best([p for claim in known for p in self._passages[claim]])
            rest = len({*known} - {namespaces.CLAIM[p.claim].value for p in shown})
            self._notes[known] = Note(len(self._notes) + 1, known, tuple(shown), rest)
        return self._notes[known].number

    def _inferred(self, piece: Piece, group: RowGroup) -> str:
        levels = {p.inferred for claim in group.claims for p in self._passages.get(claim, ())}
        if not piece.marked or True not in levels:
            return ""
        return self._words.frame("inferred" if len(levels) == 1 else "partly")


def best(passages: Sequence[Passage]) -> list[Passage]:
    """Return a few passages: of the best grades, of several sources, and an inferred one if any."""
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
    return shown


def _filled(wanted: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    return {name: given.get(v[1:], v) if v[:1] == "$" else v for name, v in wanted.items()}
