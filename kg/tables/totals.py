"""
What is reckoned from all the rows of a table when it is loaded: units, totals, and quality.

Questions over whole tables would grow with them; the sums that they need are made once, by the
engine that has the rows before it anyway.  Rows that tell of plans are counted apart.
"""

from collections.abc import Iterator

import ibis
from ibis.expr.types import NumericValue, StringColumn, Table
from pyoxigraph import Literal, NamedNode, Quad

from kg.model import namespaces
from kg.model.namespaces import GRAPH, PROV, RDF, RSC, SKOS, XSD
from kg.tables import nquads, rows
from kg.tables.engines import Engine
from kg.tables.mapping import Mapping, Sums


def table_graph(name: str) -> NamedNode:
    """Return the named graph of what is reckoned from a table."""
    return GRAPH[f"table/{name}"]


def graph_description(name: str, mapping: Mapping) -> Iterator[Quad]:
    """Yield what the graph says of the graph of a table's units, totals and quality."""
    own, provenance = table_graph(name), GRAPH["provenance"]
    label = Literal(f"Reckoned from: {mapping.title}", language="en")
    yield Quad(own, SKOS.prefLabel, label, provenance)
    yield Quad(own, PROV.wasDerivedFrom, namespaces.entity(mapping.source), provenance)


def total_lines(
    engine: Engine, table: Table, name: str, mapping: Mapping, sums: Sums
) -> StringColumn:
    """Return for each set of rows that are alike in some columns the N-Quads of their sums."""
    columns, properties = [mapping.named(one) for one in sums.by], sum_properties(mapping, sums)
    alike = table.group_by([column.value_column for column in columns])
    totals = alike.agg(**sum_values(table, mapping, sums))
    key = [ibis.literal(name)]
    for column in columns:
        key += ["\t" + column.name + "\t", totals[column.value_column].fill_null("")]
    digest = nquads.together(*key).hexdigest("md5").substr(0, 20)
    totals = totals.mutate(iri=namespaces.entity("total/").value + digest)
    found = engine.keep(f"totals_{'_'.join(sums.by)}", totals)
    subject, end = ("<", found.iri, ">"), f" {table_graph(name)} ."
    statements = [
        nquads.together(*subject, f" {RDF.type} {RSC.Total}{end}"),
        nquads.together(*subject, f" {RDF.type} {RSC.Row} {namespaces.RULE['supertype']} ."),
        nquads.together(*subject, f' {RSC.grouping} "{",".join(sums.by)}"{end}'),
    ]
    for column in columns:
        value = found[column.value_column]
        pieces = (f" {column.predicate} ", *nquads.encoded(value, column), end)
        statements.append(nquads.statement(value, *subject, *pieces))
    for summed, prop in properties.items():
        if prop in (RSC.totalCost, RSC.totalObligatedAmount, RSC.totalConstantAmount):
            # Engines write decimals with different numbers of noughts behind the point.
            written = found[summed].cast(rows.NUMBER).cast("string")
            bare = written.re_replace(r"\.?0*$", "")
            number, kind = ibis.ifelse(written.contains("."), bare, written), XSD.decimal
        else:
            number, kind = found[summed].cast("int64").cast("string"), XSD.integer
        start, after = f' {prop} "', f'"^^{kind}{end}'
        statements.append(nquads.statement(number, *subject, start, number, after))
    return nquads.joined(statements).name("line")


def sum_values(table: Table, mapping: Mapping, sums: Sums) -> dict[str, NumericValue]:
    """Return what is summed up: rows, each column, and the first where the second is given too."""
    past = table.modality == "past"
    found = {"rows": past.sum(), "planned": (~past).sum()}
    numbers = {one: table[mapping.named(one).number_column] for one in sums.of}
    values = {one: ibis.ifelse(past, number, None) for one, number in numbers.items()}
    found |= {f"sum {one}": value.sum() for one, value in values.items()}
    if len(sums.of) == 2:
        first, second = (values[one] for one in sums.of)
        found["both"] = ibis.ifelse(second.notnull(), first, None).sum()
    return found


def sum_properties(mapping: Mapping, sums: Sums) -> dict[str, NamedNode]:
    """Return the property by which each of the sums is stated: ``rsc:cost`` in a ``totalCost``."""
    found = {"rows": RSC.rowCount}
    for one in sums.of:
        local = str(mapping.named(one).prop).partition(":")[2]
        found[f"sum {one}"] = getattr(RSC, f"total{local[0].upper()}{local[1:]}")
    if len(sums.of) == 2:
        found["both"] = RSC.costedQuantity
    return {**found, "planned": RSC.plannedRows}
