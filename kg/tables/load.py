"""
From the files of a table to lines of N-Quads and a report of how every row was treated.

Nothing is dropped in silence: each row becomes an entity, or stands with its reason in the file
of the rows set aside.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
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
class Known:
    """What the graph has names for: states, and the organizations of each."""

    states: Mapping[str, str]
    organizations: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Report:
    """What became of the rows of a table."""

    name: str
    title: str
    rows: int
    entities: int
    aside: int
    remarks: tuple[Remark, ...]
    drawn: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)


def known(store: Store) -> Known:
    """Return what the graph in a store has names for."""
    states: dict[str, str] = {}
    for iri, name in _asked(store, _STATES):
        states.setdefault(fold(name), iri)
    organizations: dict[tuple[str, str], str] = {}
    for iri, name, state in _asked(store, _ORGANIZATIONS):
        organizations.setdefault((state.rpartition("/")[2], name), iri)
    return Known(states, organizations)


def _asked(store: Store, text: str) -> list[list[str]]:
    found = store.query(text, prefixes=namespaces.prefixes(), use_default_graph_as_union=True)
    if not isinstance(found, QuerySolutions):
        raise TypeError("a SELECT gives solutions")
    return sorted([getattr(term, "value", "") for term in row] for row in found)


def load(
    engine: Engine,
    files: Sequence[Path],
    name: str,
    mapping: mappings.Mapping,
    names: Known,
    target: Path,
    *,
    format: str | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """
    Write the N-Quads of a table into a new folder and return what became of its rows.

    Raises TableError if a file cannot be read or lacks a column of the mapping.
    """
    progress(f"reading {mapping.title}")
    table = engine.read(files, format)
    _fits(table, mapping, files)
    states = _States(names)
    staged = rows.read(engine, table, name, mapping, states)
    good = rows.good(staged)
    progress("writing the rows")
    engine.write(rows.lines(good, mapping), target / "rows")
    engine.write(provenance.lines(good, mapping), target / "parts")
    progress("reckoning totals")
    units = unit_lines(engine, good, name, mapping, names.organizations)
    if units is not None:
        engine.write(units, target / "units")
    for index, sums in enumerate(mapping.total):
        summed = totals.total_lines(engine, good, name, mapping, sums)
        engine.write(summed, target / f"totals-{index}")
    report = _report(engine, staged, name, mapping, target)
    quads = [
        *states.quads(),
        *totals.described(name, mapping),
        *quality.quality(name, mapping, dict(report.counts), list(report.remarks)),
    ]
    _write(quads, target / "described")
    return report


def _fits(table: Table, mapping: mappings.Mapping, files: Sequence[Path]) -> None:
    for cell in mapping.cells:
        if cell not in table.columns:
            hint = suggestion(cell, table.columns) or f"; it has {', '.join(table.columns)}"
            raise TableError(f"{files[0]}: has no column {cell!r}{hint}; correct the mapping")


@dataclass
class _States:
    """What the texts in the columns of states stand for; keeps those the graph has not yet."""

    names: Known
    new: dict[str, None] = field(default_factory=dict)

    def __call__(self, text: str, column: Column) -> tuple[str | None, str | None]:
        """Return the state that a text stands for, and the remark on it."""
        wanted = dict(column.spellings).get(text, text)
        for form in dict.fromkeys((wanted, _BRACKETS.sub("", wanted).strip())):
            iri = self.names.states.get(fold(form)) or _elsewhere(form, self.names)
            if iri is not None:
                if iri not in self.names.states.values():
                    self.new[iri] = None
                return iri, cells.SPELLING if form != text else None
        return None, cells.NO_STATE

    def quads(self) -> list[Quad]:
        """Return what the register is to say of the states that it has not yet."""
        return [q for iri in sorted(self.new) for q in countries.minted(iri.rpartition("/")[2])]


def _elsewhere(text: str, names: Known) -> str | None:
    """Return the state of ISO 3166 that a text names, by its id here if it is in the register."""
    code = countries.code(text)
    if code is None:
        return None
    return names.states.get(fold(code)) or namespaces.entity(f"state/{countries.slug(code)}").value


def _report(
    engine: Engine, staged: Table, name: str, mapping: mappings.Mapping, target: Path
) -> Report:
    found = quality.remarks(engine, staged, mapping)
    counted = staged.aggregate(rows=staged.count(), aside=staged.aside.count())
    [count] = engine.rows(counted)
    entities = count["rows"] - count["aside"]
    if count["aside"]:
        _aside(staged, target / ASIDE)
    counts = {"rows in": count["rows"], "entities out": entities, "rows set aside": count["aside"]}
    return Report(
        name,
        mapping.title,
        count["rows"],
        entities,
        count["aside"],
        tuple(found),
        mapping.drawn,
        counts,
    )


def _aside(staged: Table, file: Path) -> None:
    """Write the rows that are set aside, as they are printed, and why."""
    found = staged.filter(staged.aside.notnull())
    rows_aside = found.select("aside", printed=nquads.printed(found))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("reason", "row"))
        for batch in rows_aside.to_pyarrow_batches():
            writer.writerows((row["aside"], row["printed"]) for row in batch.to_pylist())


def _write(quads: Iterable[Quad], folder: Path) -> None:
    folder.mkdir()
    (folder / "part.nq").write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
