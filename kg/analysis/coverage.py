"""
Coverage: what is dense and what is empty, from the rows of stored queries.

Threats by what counters them, cooperation areas by partners, promises by what makes them
measurable, sources by the parts of the graph: each cell counts different things, and keeps the
claims behind them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kg.analysis import cut as scope
from kg.analysis import findings
from kg.analysis.cut import Cut
from kg.analysis.findings import Finding, Range, Result
from kg.analysis.grids import PARTS, Grid, _grid, _links
from kg.model import namespaces
from kg.sparql.quads import Quads

Scoring = Callable[["Grid"], dict[findings.Key, float]]
_SHOWN = 4


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
    support = {p for cell in grid.cells for link in cell.links for p in link.support}
    tried = {name: scores(grid.under(cut)) for name, cut in scope.variants(support).items()}
    return findings.spreads(scores(grid), tried)


def _told(own: Mapping[str, int]) -> str:
    best = sorted(own, key=lambda column: (-own[column], column))
    return _listed([f"{column} {own[column]}" for column in best])


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
