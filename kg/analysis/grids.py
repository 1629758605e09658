"""A grid of rows and columns whose cells hold what lies behind them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Triple

from kg.analysis.cut import Cut
from kg.entities import evidence
from kg.entities.evidence import Passage
from kg.errors import AnalysisError
from kg.model import namespaces
from kg.model.namespaces import RSC
from kg.network import premises
from kg.network.network import Relation
from kg.sparql import queries, rules
from kg.sparql.quads import Quads

Passages = Mapping[str, tuple[Passage, ...]]


@dataclass(frozen=True)
class Cell:
    """One thing in a row and a column, with the relations on which that rests: all have to hold."""

    row: str
    column: str
    item: str
    links: tuple[Relation, ...]

    def holds(self, cut: Cut) -> bool:
        """Return whether the thing is still there under a cut."""
        return all(map(cut.holds, self.links))


@dataclass(frozen=True)
class GridRow:
    """What a row is called, and of which kind it is."""

    label: str
    kind: str


@dataclass(frozen=True)
class Grid:
    """What is covered: the rows by id and columns there are, and the cells that are filled."""

    rows: Mapping[str, GridRow]
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]

    def under(self, cut: Cut) -> "Grid":
        """Return the grid under a cut; rows and columns stay, so that the empty ones show."""
        return Grid(self.rows, self.columns, tuple(c for c in self.cells if c.holds(cut)))

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many different things are in each cell that is not empty."""
        return dict(Counter((r, c) for r, c, _ in {(c.row, c.column, c.item) for c in self.cells}))

    @property
    def filled(self) -> set[tuple[str, str]]:
        """The rows and columns that have something."""
        return {(cell.row, cell.column) for cell in self.cells}

    @property
    def links(self) -> dict[str, tuple[Relation, ...]]:
        """The relations on which what is in each row rests."""
        found: dict[str, list[Relation]] = defaultdict(list)
        for cell in self.cells:
            found[cell.row].extend(cell.links)
        return {row: tuple(own) for row, own in found.items()}


def query_grid(store: Quads, name: str, columns: Sequence[str], cut: Cut) -> Grid:
    """Return the grid of a stored query: its columns for row, group, column and thing."""
    if cut.kinds or cut.between:
        raise AnalysisError(
            "coverage is cut by source, grade, level and day, not by kind or period"
        )
    said = evidence.passages(store)
    row, group, column, item = columns
    rows, cells = {}, []
    for found in queries.run_query(store, name).dicts():
        ident = namespaces.ident(found[f"{row}Id"])
        rows[ident] = GridRow(found[row], found[group] if group else "")
        if found[column] is not None:
            links = tuple(_behind(store, found, columns, said))
            cells.append(Cell(ident, found[column], str(found[item]), links))
    return Grid(rows, tuple(sorted({c.column for c in cells})), tuple(cells)).under(cut)


def _behind(
    store: Quads, found: Mapping[str, Any], columns: Sequence[str], said: Passages
) -> Iterable[Relation]:
    row, _, column, item = columns
    ends = (
        namespaces.ident(str(found[item])),
        namespaces.ident(found[f"{row}Id"]),
        str(found[column]),
    )
    for basis in (found.get("basis"), found.get("areaBasis")):
        name = namespaces.ident(str(basis)).removeprefix("rule:")
        if passages := said.get(str(basis)):
            yield Relation(*ends, label=ends[2], passages=passages)
        elif name in rules.stored_rules():
            triple = Triple(NamedNode(found[item]), RSC.counters, NamedNode(found[f"{row}Id"]))
            grounds = premises.premises(store, rules.stored_rules()[name], triple, said)
            yield Relation(*ends, label=ends[2], rules=(name,), premises=grounds)
