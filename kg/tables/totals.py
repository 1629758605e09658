"""
What is reckoned from all the rows of a table when it is loaded: units, totals, and quality.

Questions over whole tables would grow with them; the sums that they need are made once, by the
engine that has the rows before it anyway.  Rows that tell of plans are counted apart.
"""

from collections.abc import Iterator

import ibis
from ibis.expr.types import NumericValue, StringColumn, StringValue, Table
from pyoxigraph import Literal, NamedNode, Quad

from kg.model import namespaces
from kg.model.namespaces import GRAPH, RDF, RSC, SKOS, XSD
from kg.tables import nquads, rows
from kg.tables.engines import Engine
from kg.tables.mapping import Mapping
from kg.tables.mapping import Total as Sums


def graph(name: str) -> NamedNode:
    """Return the named graph of what is reckoned from a table."""
    return GRAPH[f"table/{name}"]


def described(name: str, mapping: Mapping) -> Iterator[Quad]:
    """Yield what the graph says of the graph of a table's units, totals and quality."""
    provenance = GRAPH["provenance"]
    own = graph(name)
    label = Literal(f"Reckoned from: {mapping.title}", language="en")
    yield Quad(own, SKOS.prefLabel, label, provenance)
    yield Quad(own, namespaces.PROV.wasDerivedFrom, namespaces.entity(mapping.source), provenance)


def total_lines(
    engine: Engine, table: Table, name: str, mapping: Mapping, sums: Sums
) -> StringColumn:
    """Return for each set of rows that are alike in some columns the N-Quads of their sums."""
    columns = [mapping.named(one) for one in sums.by]
    found = engine.keep(f"totals_{'_'.join(sums.by)}", _totals(table, name, mapping, sums))
    subject, end = ("<", found.iri, ">"), f" {graph(name)} ."
    by = ",".join(sums.by)
    statements = [
        nquads.together(*subject, f" {RDF.type} {RSC.Total}{end}"),
        nquads.together(*subject, f" {RDF.type} {RSC.Row} {namespaces.RULE['supertype']} ."),
        nquads.together(*subject, f' {RSC.grouping} "{by}"{end}'),
    ]
    for column in columns:
        value, start = found[f"value {column.name}"], f" {namespaces.iri(str(column.property))} "
        pieces = nquads.encoded(value, column)
        statements.append(nquads.statement(value, *subject, start, *pieces, end))
    for measure, prop in _measured(mapping, sums).items():
        number, kind = _number(found[measure], prop)
        pieces = (f' {prop} "', number, f'"^^{kind}{end}')
        statements.append(nquads.statement(number, *subject, *pieces))
    return nquads.joined(statements).name("line")


def _totals(table: Table, name: str, mapping: Mapping, sums: Sums) -> Table:
    """Return each set of rows that are alike in some columns, with its IRI and sums."""
    past = table.modality == "past"
    measures = {"rows": past.sum(), "planned": (~past).sum(), **_sums(table, sums)}
    found = table.group_by([f"value {one}" for one in sums.by]).agg(**measures)
    key = [ibis.literal(name)]
    for one in sums.by:
        key += ["\t" + one + "\t", found[f"value {one}"].fill_null("")]
    iri = namespaces.entity("total/").value
    return found.mutate(iri=iri + nquads.together(*key).hexdigest("md5").substr(0, 20))


def _sums(table: Table, sums: Sums) -> dict[str, NumericValue]:
    """Return what is summed up: each column, and the first where the second is given too."""
    past = table.modality == "past"
    values = {one: ibis.ifelse(past, table[f"number {one}"], None) for one in sums.of}
    found = {f"sum {one}": value.sum() for one, value in values.items()}
    if len(sums.of) == 2:
        first, second = (values[one] for one in sums.of)
        found["both"] = ibis.ifelse(second.notnull(), first, None).sum()
    return found


def _measured(mapping: Mapping, sums: Sums) -> dict[str, NamedNode]:
    found = {"rows": RSC.rowCount}
    for one in sums.of:
        local = str(mapping.named(one).property).partition(":")[2]
        found[f"sum {one}"] = getattr(RSC, f"total{local[0].upper()}{local[1:]}")
    if len(sums.of) == 2:
        found["both"] = RSC.costedQuantity
    return {**found, "planned": RSC.plannedRows}


def _number(value: NumericValue, prop: NamedNode) -> tuple[StringValue, NamedNode]:
    """Return a sum as text, and its type."""
    if prop not in (RSC.totalCost, RSC.totalObligatedAmount, RSC.totalConstantAmount):
        return value.cast("int64").cast("string"), XSD.integer
    # Engines write decimals with different numbers of noughts behind the point.
    written = value.cast(rows.NUMBER).cast("string")
    plain = ibis.ifelse(written.contains("."), written.re_replace(r"\.?0*$", ""), written)
    return plain, XSD.decimal
