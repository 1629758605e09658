"""Reported units, and the organizations that bear their names."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from typing import TypeAlias

import ibis
from ibis.expr.types import StringColumn, Table

from kg.model import namespaces
from kg.model.namespaces import RDF, RSC
from kg.tables import cells, nquads, rows
from kg.tables.engines import Engine
from kg.tables.mapping import Column, Mapping
from kg.tables.totals import graph

Organizations: TypeAlias = Dictionary[tuple[str, str], str]


def unit_lines(
    engine: Engine, table: Table, name: str, mapping: Mapping, organizations: Organizations
) -> StringColumn | None:
    """Return for each unit that the rows name the N-Quads of what is known of it."""
    column = next((c for c in mapping.column if c.form == "unit"), None)
    if column is None:
        return None
    units = _units(table, column, mapping)
    named = engine.listed("aliases", _aliases(organizations))
    known = units.left_join(named, units.unit == named.alias_unit)
    end = f" {graph(name)} ."
    subject = "<" + known.unit + ">"
    spelling = nquads.encoded(known.spelling, column.model_copy(update={"form": "text"}))
    statements = (
        subject + f" {RDF.type} {RSC.ReportedUnit}{end}",
        subject + f" {RDF.type} {RSC.Row} {namespaces.RULE['supertype']} .",
        subject + f" {RSC.isUnitOf} <" + known.state + f">{end}",
        subject + f" {RSC.standsFor} <" + known.alias_for + f">{end}",
        nquads.together(subject, f" {RSC.unitName} ", *spelling, end),
    )
    return nquads.joined(statements).name("line")


def _units(table: Table, column: Column, mapping: Mapping) -> Table:
    """Return each unit with its state and its most frequent spelling."""
    texts = table.group_by(text=table[f"text {column.name}"],
                           state=table[f"value {rows.owner(mapping).name}"])  # fmt: skip
    texts = texts.agg(n=lambda t: t.count()).filter(lambda t: t.text.notnull() & t.state.notnull())
    whole = cells.repaired(texts.text, column)
    names = whole.split(column.several) if column.several else ibis.array([whole])
    named = texts.mutate(spelling=names.unnest())
    named = named.mutate(spelling=named.spelling.strip())
    end = cells.unit_end(named.spelling)
    named = named.mutate(end=end, unit=rows.unit_start(named.state) + end)
    named = named.filter(named.end != "")
    counted = named.group_by("unit", "state", "spelling").agg(n=lambda t: t.n.sum())
    rank = ibis.row_number().over(
        group_by=counted.unit, order_by=[counted.n.desc(), counted.spelling]
    )
    ranked = counted.mutate(rank=rank)
    return ranked.filter(ranked["rank"] == 0)


def _aliases(organizations: Organizations) -> Dictionary[str, Sequence[str]]:
    """Return the units whose name, in their state, is that of an organization."""
    prefix = namespaces.entity("reported-unit/").value
    found = {
        f"{prefix}{state}-{cells.unit_end_of(name)}": iri
        for (state, name), iri in sorted(organizations.items())
    }
    return {"alias_unit": list(found), "alias_for": list(found.values())}
