"""
From the files of a table to lines of N-Quads and a report of how every row was treated.

Nothing is dropped in silence: each row becomes an entity, or stands with its reason in the file
of the rows set aside.
"""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ibis.expr.types import Table
from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, serialize

from kg.errors import TableError
from kg.model import countries, namespaces
from kg.tables import cells, nquads, provenance, quality, rows, totals
from kg.tables import mapping as mappings
from kg.tables.engines import Engine
from kg.tables.mapping import Column
from kg.tables.quality import Remark
from kg.tables.units import unit_lines
from kg.text import fold, suggestion

Progress = Callable[[str], None]
ASIDE = "set-aside.csv"
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_STATES = """
SELECT ?state ?name WHERE {
  GRAPH graph:register { ?state a rsc:State ; skos:prefLabel|skos:altLabel|rsc:isoAlpha3 ?name }
}"""
_ORGANIZATIONS = """
SELECT DISTINCT ?organization ?name ?state WHERE {
  ?state a rsc:State .
  ?organization (rsc:isAffiliatedWith|rsc:isPartOf)+ ?state .
  FILTER EXISTS { ?organization a rsc:Organization }
  GRAPH graph:register { ?organization skos:prefLabel|skos:altLabel ?name }
}"""


@dataclass(frozen=True)
class KnownNames:
    """
    What the graph has names for: states, and the organizations of each.

    States are IRIs by their folded names; organizations are IRIs by the last part of the id of
    their state and their names.
    """

    states: Mapping[str, str]
    organizations: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, store: Store) -> "KnownNames":
        """Return what the graph in a store has names for."""

        def found(text: str) -> list[list[str]]:
            solutions = store.query(
                text, prefixes=namespaces.prefixes(), use_default_graph_as_union=True
            )
            if not isinstance(solutions, QuerySolutions):
                raise TypeError("a SELECT gives solutions")
            return sorted([getattr(term, "value", "") for term in row] for row in solutions)

        states: dict[str, str] = {}
        for iri, name in found(_STATES):
            states.setdefault(fold(name), iri)
        organizations: dict[tuple[str, str], str] = {}
        for iri, name, state in found(_ORGANIZATIONS):
            organizations.setdefault((state.rpartition("/")[2], name), iri)
        return cls(states, organizations)


@dataclass(frozen=True)
class LoadReport:
    """What became of the rows of a table."""

    name: str
    title: str
    rows: int
    entities: int
    aside: int
    remarks: tuple[Remark, ...]
    drawn: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of rows by what became of them, as the graph states them."""
        return {
            "rows in": self.rows,
            "entities out": self.entities,
            "rows set aside": self.aside,
        }


@dataclass
class _States:
    """What the texts in the columns of states stand for; keeps those the graph has not yet."""

    names: KnownNames
    new: set[str] = field(default_factory=set)

    def __call__(self, text: str, column: Column) -> tuple[str | None, str | None]:
        """Return the state that a text stands for, and the remark on it."""
        wanted = dict(column.spellings).get(text, text)
        for form in dict.fromkeys((wanted, _BRACKETS.sub("", wanted).strip())):
            iri = self.names.states.get(fold(form)) or self._of_iso(form)
            if iri is not None:
                if iri not in self.names.states.values():
                    self.new.add(iri)
                return iri, cells.SPELLING if form != text else None
        return None, cells.NO_STATE

    def _of_iso(self, name: str) -> str | None:
        """Return the state of ISO 3166 of a name, by its id here if it is in the register."""
        code = countries.alpha3(name)
        if code is None:
            return None
        ours = self.names.states.get(fold(code))
        return ours or namespaces.entity(f"state/{countries.slug(code)}").value

    def quads(self) -> list[Quad]:
        """Return what the register is to say of the states that it has not yet."""
        return [q for iri in sorted(self.new) for q in countries.minted(iri.rpartition("/")[2])]


def load(
    engine: Engine,
    files: Sequence[Path],
    name: str,
    mapping: mappings.Mapping,
    names: KnownNames,
    target: Path,
    *,
    format: str | None = None,
    progress: Progress = lambda _: None,
) -> LoadReport:
    """
    Write the N-Quads of a table into a new folder and return what became of its rows.

    Raises TableError if a file cannot be read or lacks a column of the mapping.
    """
    progress(f"reading {mapping.title}")
    table = engine.read(files, format)
    for cell in mapping.cells:
        if cell not in table.columns:
            hint = suggestion(cell, table.columns) or f"; it has {', '.join(table.columns)}"
            raise TableError(f"{files[0]}: has no column {cell!r}{hint}; correct the mapping")
    states = _States(names)
    staged = rows.staged_rows(engine, table, name, mapping, states)
    good = staged.filter(staged.aside.isnull())
    progress("writing the rows")
    engine.write(rows.row_lines(good, mapping), target / "rows")
    engine.write(provenance.part_lines(good, mapping), target / "parts")
    progress("reckoning totals")
    units = unit_lines(engine, good, name, mapping, names.organizations)
    if units is not None:
        engine.write(units, target / "units")
    for index, sums in enumerate(mapping.total):
        summed = totals.total_lines(engine, good, name, mapping, sums)
        engine.write(summed, target / f"totals-{index}")
    remarks = tuple(quality.counted_remarks(engine, staged, mapping))
    counted = staged.aggregate(rows=staged.count(), aside=staged.aside.count())
    [n] = engine.rows(counted)
    entities = n["rows"] - n["aside"]
    report = LoadReport(
        name, mapping.title, n["rows"], entities, n["aside"], remarks, mapping.drawn
    )
    if report.aside:
        _write_aside(staged, target / ASIDE)
    quads = [
        *states.quads(),
        *totals.graph_description(name, mapping),
        *quality.quality_quads(name, mapping, report.counts, remarks),
    ]
    (target / "described").mkdir()
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    (target / "described" / "part.nq").write_bytes(text)
    return report


def _write_aside(staged: Table, file: Path) -> None:
    """Write the rows that are set aside, as they are printed, and why."""
    found = staged.filter(staged.aside.notnull())
    rows_aside = found.select("aside", printed=nquads.printed_json(found))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("reason", "row"))
        for batch in rows_aside.to_pyarrow_batches():
            writer.writerows((row["aside"], row["printed"]) for row in batch.to_pylist())
