"""Reported units, and the organizations that bear their names."""

from collections.abc import Mapping as Dictionary
from typing import TypeAlias

import ibis
from ibis.expr.types import StringColumn, Table

from kg.model import namespaces
from kg.model.namespaces import RDF, RSC
from kg.tables import cells, nquads
from kg.tables.engines import Engine
from kg.tables.mapping import Column, Mapping
from kg.tables.totals import table_graph

Organizations: TypeAlias = Dictionary[tuple[str, str], str]


def unit_lines(
    engine: Engine, table: Table, name: str, mapping: Mapping, organizations: Organizations
) -> StringColumn | None:
    """
    Return for each unit that the rows name the N-Quads of what is known of it.

    ``organizations`` has the IRI of each by the state to which it belongs and its name: a unit of
    that state and name stands for it.  There is nothing if the rows name no units.
    """
    column, state = mapping.first("unit"), mapping.first("state")
    if column is None or state is None:
        return None
    units = named_units(table, column, state)
    prefix = namespaces.entity("reported-unit/").value
    aliases = {
        f"{prefix}{state_name}-{cells.unit_end_of(name)}": iri
        for (state_name, name), iri in sorted(organizations.items())
    }
    both = {"alias_unit": list(aliases), "alias_for": list(aliases.values())}
    listed = engine.listed("aliases", both)
    known = units.left_join(listed, units.unit == listed.alias_unit)
    end = f" {table_graph(name)} ."
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


def named_units(table: Table, column: Column, state: Column) -> Table:
    """Return each unit that a column names, with its state and its most frequent spelling."""
    texts = table.group_by(text=table[column.text_column], state=table[state.value_column])
    texts = texts.agg(n=lambda t: t.count()).filter(lambda t: t.text.notnull() & t.state.notnull())
    whole = cells.repaired(texts.text, column)
    names = whole.split(column.several) if column.several else ibis.array([whole])
    named = texts.mutate(spelling=names.unnest())
    named = named.mutate(spelling=named.spelling.strip())
    end = cells.unit_end(named.spelling)
    named = named.mutate(end=end, unit=cells.unit_start(named.state) + end)
    named = named.filter(named.end != "")
    counted = named.group_by("unit", "state", "spelling").agg(n=lambda t: t.n.sum())
    rank = ibis.row_number().over(
        group_by=counted.unit, order_by=[counted.n.desc(), counted.spelling]
    )
    ranked = counted.mutate(rank=rank)
    return ranked.filter(ranked["rank"] == 0)
