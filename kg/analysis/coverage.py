"""
Coverage: what is dense and what is empty, from the rows of stored queries.

Threats by what counters them, cooperation areas by partners, promises by what makes them
measurable, sources by the parts of the graph: each cell counts different things, and keeps the
claims behind them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.analysis import cut as scope
from kg.analysis import findings
from kg.analysis.cut import Cut
from kg.analysis.findings import Key, Range, RankedFinding, Result, Scores
from kg.analysis.grids import Grid, query_grid
from kg.analysis.measure import measure
from kg.model import namespaces
from kg.sparql.quads import Quads

# What makes a promise measurable, as the query has it, and the column that shows it.
PARTS = {
    "indicator": "indicator",
    "baseline": "baseline",
    "target value": "targetValue",
    "date": "date",
    "responsible": "responsible",
}
_SHOWN = 4


@measure("coverage-threats", takes="store")
def threats(store: Quads, cut: Cut) -> Result:
    """
    Return for each threat and hazard what counters it, by kind, and which have nothing.

    Rows of the stored query 'threat-coverage'.  Counting says how often somebody names a threat
    as what something is against; it does not say that anything works, nor how much is spent.
    """
    columns = ("threat", "threatKind", "kind", "counterId")
    return dense_rows(
        "coverage-threats", "threat", query_grid(store, "threat-coverage", columns, cut)
    )


@measure("coverage-areas", takes="store")
def areas(store: Quads, cut: Cut) -> Result:
    """
    Return for each cooperation area which partners take it up, and which areas have none.

    Rows of the stored query 'area-partners': a partner takes up an area if it takes part in an
    engagement that has a topic of the area, or is a party to a commitment of the area.  Taking
    part where something is on the agenda is not the same as doing it.
    """
    columns = ("area", "", "partner", "throughId")
    return dense_rows("coverage-areas", "area", query_grid(store, "area-partners", columns, cut))


@measure("coverage-promises", takes="store")
def promises(store: Quads, cut: Cut) -> Result:
    """
    Return for each kind of promise how many have an indicator, baseline, target, date, somebody.

    Rows of the stored query 'smart-gap'; the criteria are those of G. T. Doran, "There's a
    S.M.A.R.T. way to write management's goals and objectives", Management Review 70 (1981), as
    far as a graph can hold them.
    """
    grid = query_grid(store, "smart-gap", ("promise", "kind", "part", "what"), cut)
    has, found = grid.filled, []
    for kind in dict.fromkeys(row.kind for row in grid.rows.values()):
        own = [ident for ident, row in grid.rows.items() if row.kind == kind]
        counts = [sum((ident, part) in has for ident in own) for part in PARTS]
        links = tuple(x for c in grid.cells if c.row in own for x in c.links)
        found.append(
            RankedFinding((namespaces.kebab(kind),), (kind, len(own), *counts), 0.0, links)
        )
    columns = ("promise", "number", *PARTS.values())
    return Result("coverage-promises", columns, "", tuple(found))


@measure("coverage-sources", takes="store")
def sources(store: Quads, cut: Cut) -> Result:
    """
    Return of how many entities of which kind each source says anything.

    Rows of the stored query 'source-parts'.  Many entities are not much information: a table of
    memberships fills a part that a long report leaves nearly empty.
    """
    columns = ("source", "", "kind", "entityId")
    grid = query_grid(store, "source-parts", columns, cut)
    # Without a source there is nothing of it: a range would say no more.
    return replace(dense_rows("coverage-sources", "source", grid), score="", ranges={})


@measure("smart-gap", takes="store")
def smart_gap(store: Quads, cut: Cut) -> Result:
    """
    Return which promises lack an indicator, a baseline, a target, a date or somebody responsible.

    As 'coverage-promises', promise by promise, the emptiest first.  What is missing is what no
    source of the cut states: it may exist where nobody published it.
    """
    grid = query_grid(store, "smart-gap", ("promise", "kind", "part", "what"), cut)

    def scores(tried: Grid) -> Scores:
        has = tried.filled
        return {(row,): float(sum((row, part) not in has for part in PARTS)) for row in grid.rows}

    has, links, found = grid.filled, grid.links, []
    for (ident,), lacks in scores(grid).items():
        parts = ("yes" if (ident, part) in has else "not stated" for part in PARTS)
        row = grid.rows[ident]
        cells = (row.label, row.kind, *parts, lacks)
        found.append(RankedFinding((ident,), cells, lacks, links.get(ident, ())))
    columns = ("promise", "kind", *PARTS.values(), "lacks")
    spread = grid_ranges(scores, grid)
    return Result("smart-gap", columns, "lacks", findings.ordered(found), spread)


def dense_rows(name: str, what: str, grid: Grid) -> Result:
    """Return the rows of a grid by how much is in them, with their densest and empty columns."""
    counts, links, found = grid.counts(), grid.links, []
    for ident, row in grid.rows.items():
        own = {c: counts[ident, c] for c in grid.columns if (ident, c) in counts}
        dense = sorted(own, key=lambda column: (-own[column], column))
        items = float(sum(own.values()))
        cells = (
            *(row.label, *([row.kind] if row.kind else []), items),
            f"{len(own)} of {len(grid.columns)}",
            first_names([f"{column} {own[column]}" for column in dense]),
            first_names([column for column in grid.columns if column not in own]),
        )
        found.append(RankedFinding((ident,), cells, items, links.get(ident, ())))
    grouped = ["kind"] if any(row.kind for row in grid.rows.values()) else []
    columns = (what, *grouped, "items", "filled", "densest", "empty")
    spread = grid_ranges(row_sums, grid)
    return Result(name, columns, "items", findings.ordered(found), spread)


def row_sums(grid: Grid) -> Scores:
    """Return how much is in each row, also in those where there is nothing."""
    found: dict[Key, float] = {(row,): 0.0 for row in grid.rows}
    for (row, _), count in grid.counts().items():
        found[row,] += count
    return found


def grid_ranges(scores: Callable[[Grid], Scores], grid: Grid) -> dict[Key, Range]:
    """Return the range of every finding over the variants of what the cells rest on."""
    support = {p for cell in grid.cells for link in cell.links for p in link.support}
    tried = {name: scores(grid.under(cut)) for name, cut in scope.variants(support).items()}
    return findings.spreads(scores(grid), tried)


def first_names(names: Sequence[str]) -> str:
    """Return the first of some names in a row, and how many more there are."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
