"""
Coverage: what is dense and what is empty, from the rows of stored queries.

Threats by what counters them, cooperation areas by partners, promises by what makes them
measurable, sources by the parts of the graph: each cell counts different things, and keeps the
claims behind them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyoxigraph import NamedNode, Triple

from kg.analysis import cut as scope
from kg.analysis import findings
from kg.analysis.cut import Cut
from kg.analysis.findings import Finding, Range, Result
from kg.analysis.projection import Link
from kg.entities import evidence
from kg.entities.evidence import Passage
from kg.errors import AnalysisError
from kg.model import namespaces
from kg.model.namespaces import RSC
from kg.network import premises as grounds
from kg.sparql import queries, rules
from kg.sparql.quads import Quads

PARTS = ("indicator", "baseline", "target value", "date", "responsible")
Passages = Mapping[str, tuple[Passage, ...]]
Scoring = Callable[["Grid"], dict[findings.Key, float]]
_SHOWN = 4


@dataclass(frozen=True)
class Cell:
    """One thing in a row and a column, with the relations on which that rests: all have to hold."""

    row: str
    column: str
    item: str
    links: tuple[Link, ...]

    def holds(self, cut: Cut) -> bool:
        """Return whether the thing is still there under a cut."""
        return all(link.holds(cut) for link in self.links)


@dataclass(frozen=True)
class Row:
    """What a row is called, and of which kind it is."""

    label: str
    kind: str


@dataclass(frozen=True)
class Grid:
    """What is covered: the rows by id and columns there are, and the cells that are filled."""

    rows: Mapping[str, Row]
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]

    def under(self, cut: Cut) -> "Grid":
        """Return the grid under a cut; rows and columns stay, so that the empty ones show."""
        return Grid(self.rows, self.columns, tuple(c for c in self.cells if c.holds(cut)))

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many different things are in each cell that is not empty."""
        return dict(Counter((r, c) for r, c, _ in {(c.row, c.column, c.item) for c in self.cells}))


def threats(store: Quads, cut: Cut) -> Result:
    """
    Return for each threat and hazard what counters it, by kind, and which have nothing.

    Rows of the stored query 'threat-coverage'.  Counting says how often somebody names a threat
    as what something is against; it does not say that anything works, nor how much is spent.
    """
    grid = _grid(store, "threat-coverage", ("threat", "threatKind", "kind", "counterId"), cut)
    return _dense("coverage-threats", "threat", grid)


def areas(store: Quads, cut: Cut) -> Result:
    """
    Return for each cooperation area which partners take it up, and which areas have none.

    Rows of the stored query 'area-partners': a partner takes up an area if it takes part in an
    engagement that has a topic of the area, or is a party to a commitment of the area.  Taking
    part where something is on the agenda is not the same as doing it.
    """
    return _dense("coverage-areas", "area", areas_grid(store, cut))


def areas_grid(store: Quads, cut: Cut) -> Grid:
    """Return cooperation areas by partners."""
    return _grid(store, "area-partners", ("area", "", "partner", "throughId"), cut)


def sources(store: Quads, cut: Cut) -> Result:
    """
    Return of how many entities of which kind each source says anything.

    Rows of the stored query 'source-parts'.  Many entities are not much information: a table of
    memberships fills a part that a long report leaves nearly empty.
    """
    ranked = _dense("coverage-sources", "source", sources_grid(store, cut))
    # Without a source there is nothing of it: a range would say no more.
    return replace(ranked, score="", ranges={})


def sources_grid(store: Quads, cut: Cut) -> Grid:
    """Return sources by kinds of entities."""
    return _grid(store, "source-parts", ("source", "", "kind", "entityId"), cut)


def promises(store: Quads, cut: Cut) -> Result:
    """
    Return for each kind of promise how many have an indicator, baseline, target, date, somebody.

    Rows of the stored query 'smart-gap'; the criteria are those of G. T. Doran, "There's a
    S.M.A.R.T. way to write management's goals and objectives", Management Review 70 (1981), as
    far as a graph can hold them.
    """
    grid = gap_grid(store, cut)
    has = {(cell.row, cell.column) for cell in grid.cells}
    found = []
    for kind in dict.fromkeys(row.kind for row in grid.rows.values()):
        own = [ident for ident, row in grid.rows.items() if row.kind == kind]
        filled = [sum((ident, part) in has for ident in own) for part in PARTS]
        links = tuple(x for c in grid.cells if c.row in own for x in c.links)
        found.append(Finding((namespaces.kebab(kind),), (kind, len(own), *filled), 0.0, links))
    columns = ("promise", "number", *map(_camel, PARTS))
    return Result("coverage-promises", columns, "", tuple(found))


def smart_gap(store: Quads, cut: Cut) -> Result:
    """
    Return which promises lack an indicator, a baseline, a target, a date or somebody responsible.

    As 'coverage-promises', promise by promise, the emptiest first.  What is missing is what no
    source of the cut states: it may exist where nobody published it.
    """
    grid = gap_grid(store, cut)

    def scores(tried: Grid) -> dict[findings.Key, float]:
        has = {(cell.row, cell.column) for cell in tried.cells}
        return {(row,): float(sum((row, part) not in has for part in PARTS)) for row in grid.rows}

    has = {(cell.row, cell.column) for cell in grid.cells}
    links = _links(grid.cells)
    found = []
    for key, lacks in scores(grid).items():
        parts = ("yes" if (*key, part) in has else "not stated" for part in PARTS)
        row = grid.rows[key[0]]
        cells = (row.label, row.kind, *parts, lacks)
        found.append(Finding(key, cells, lacks, links.get(key[0], ())))
    columns = ("promise", "kind", *map(_camel, PARTS), "lacks")
    spread = _spreads(scores, grid)
    return Result("smart-gap", columns, "lacks", findings.ordered(found), spread)


def gap_grid(store: Quads, cut: Cut) -> Grid:
    """Return promises by the parts that make them measurable."""
    grid = _grid(store, "smart-gap", ("promise", "kind", "part", "what"), cut)
    return Grid(grid.rows, PARTS, grid.cells)


def _camel(words: str) -> str:
    first, *rest = words.split()
    return first + "".join(word.title() for word in rest)


def _grid(store: Quads, name: str, columns: Sequence[str], cut: Cut) -> Grid:
    """Return the grid of a stored query: its columns for row, group, column and thing."""
    if cut.kinds or cut.between:
        raise AnalysisError(
            "coverage is cut by source, grade, level and day, not by kind or period"
        )
    said = evidence.passages(store)
    row, group, column, item = columns
    rows, cells = {}, []
    for found in queries.run(store, queries.find(name)).dicts():
        ident = namespaces.ident(found[f"{row}Id"])
        rows[ident] = Row(found[row], found[group] if group else "")
        if found[column] is not None:
            links = tuple(_behind(store, found, columns, said))
            cells.append(Cell(ident, found[column], str(found[item]), links))
    return Grid(rows, tuple(sorted({c.column for c in cells})), tuple(cells)).under(cut)


def _behind(
    store: Quads, found: Mapping[str, Any], columns: Sequence[str], said: Passages
) -> Iterable[Link]:
    row, _, column, item = columns
    ends = (
        namespaces.ident(str(found[item])),
        namespaces.ident(found[f"{row}Id"]),
        str(found[column]),
    )
    for basis in (found.get("basis"), found.get("areaBasis")):
        pieces = tuple(map(grounds.piece, said.get(str(basis), ())))
        name = namespaces.ident(str(basis)).removeprefix("rule:")
        if pieces:
            yield Link(*ends, ends[2], "", pieces)
        elif name in rules.stored():
            rule = rules.stored()[name]
            triple = Triple(NamedNode(found[item]), RSC.counters, NamedNode(found[f"{row}Id"]))
            premises = grounds.premises(store, rule, triple, said)
            yield Link(*ends, ends[2], rule.title, (), premises)


def _links(cells: Iterable[Cell]) -> dict[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for cell in cells:
        found[cell.row].extend(cell.links)
    return {row: tuple(own) for row, own in found.items()}


def _dense(measure: str, what: str, grid: Grid) -> Result:
    counts, links = grid.counts(), _links(grid.cells)
    found = []
    for ident, row in grid.rows.items():
        own = {c: counts[ident, c] for c in grid.columns if (ident, c) in counts}
        empty = [column for column in grid.columns if column not in own]
        items = float(sum(own.values()))
        cells = (row.label, *([row.kind] if row.kind else []), items)
        filled = (f"{len(own)} of {len(grid.columns)}", _told(own), _listed(empty))
        found.append(Finding((ident,), (*cells, *filled), items, links.get(ident, ())))
    grouped = ["kind"] if any(row.kind for row in grid.rows.values()) else []
    columns = (what, *grouped, "items", "filled", "densest", "empty")
    return Result(measure, columns, "items", findings.ordered(found), _spreads(_items, grid))


def _items(grid: Grid) -> dict[findings.Key, float]:
    found: dict[findings.Key, float] = {(row,): 0.0 for row in grid.rows}
    for (row, _), count in grid.counts().items():
        found[row,] += count
    return found


def _spreads(scores: Scoring, grid: Grid) -> dict[findings.Key, Range]:
    supports = {s for cell in grid.cells for link in cell.links for s in link.supports}
    tried = {name: scores(grid.under(cut)) for name, cut in scope.variants(supports).items()}
    return findings.spreads(scores(grid), tried)


def _told(own: Mapping[str, int]) -> str:
    best = sorted(own, key=lambda column: (-own[column], column))
    return _listed([f"{column} {own[column]}" for column in best])


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
