"""
What is reckoned from all the rows of a table when it is loaded: units, totals, and quality.

Questions over whole tables would grow with them; the sums that they need are made once, by the
engine that has the rows before it anyway.  Rows that tell of plans are counted apart.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from typing import TypeAlias

import ibis
from ibis.expr.types import NumericValue, StringColumn, StringValue, Table
from pyoxigraph import Literal, NamedNode, Quad

from kg.model import namespaces
from kg.model.namespaces import DQV, GRAPH, RDF, RSC, SKOS, XSD
from kg.tables import cells, nquads, rows
from kg.tables.engines import Engine
from kg.tables.mapping import Column, Mapping, term
from kg.tables.mapping import Total as Sums
from kg.text import fold

Organizations: TypeAlias = Dictionary[tuple[str, str], str]


@dataclass(frozen=True)
class Remark:
    """How often the values of a column were treated in one way, with two examples."""

    column: str
    text: str
    rows: int
    examples: tuple[str, ...]


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
        value, start = found[f"value {column.name}"], f" {term(str(column.property))} "
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


def remarks(engine: Engine, table: Table, mapping: Mapping) -> list[Remark]:
    """Return how the values of the rows were treated, the set-aside rows among them."""
    cell = {f"remark {c.name}": (c.name, table[f"text {c.name}"]) for c in mapping.column}
    cell["aside"] = ("row", nquads.printed(table))
    # One look at all rows tells which columns have remarks at all; most have none.
    [given] = engine.rows(table.aggregate(**{one: table[one].count() for one in cell}))
    counted = {one: _counted(table, one, text) for one, (_, text) in cell.items() if given[one]}
    return [
        Remark(cell[one][0], row["remark"], row["n"], _examples(row["least"], row["most"]))
        for one, found in counted.items()
        for row in engine.rows(found)
    ]


def _counted(table: Table, remark: str, cell: StringValue) -> Table:
    """Return how many rows have each remark, with the first and last of their cells."""
    seen = table.select(remark=table[remark], cell=cell).filter(lambda t: t.remark.notnull())
    counted = seen.group_by("remark").agg(
        n=lambda t: t.count(), least=lambda t: t.cell.min(), most=lambda t: t.cell.max()
    )
    return counted.order_by("remark")


def _examples(*texts: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.replace(cells.BETWEEN, " | ") for text in texts if text))


def quality(
    name: str, mapping: Mapping, counts: dict[str, int], found: list[Remark]
) -> Iterator[Quad]:
    """Yield the quality report as measurements of the W3C's Data Quality Vocabulary."""
    own, source = graph(name), namespaces.entity(mapping.source)
    measured = [(what, what, n) for what, n in counts.items()]
    measured += [(f"{r.column}-{r.text}", f"{r.column}: {r.text}", r.rows) for r in found]
    for what, words, number in measured:
        slug = fold(what).replace(" ", "-")
        metric = namespaces.entity(f"metric/{name}-{slug}")
        measurement = namespaces.entity(f"quality-measurement/{name}-{slug}")
        yield Quad(metric, RDF.type, DQV.Metric, own)
        yield Quad(metric, SKOS.definition, Literal(words, language="en"), own)
        yield Quad(measurement, RDF.type, DQV.QualityMeasurement, own)
        yield Quad(measurement, DQV.isMeasurementOf, metric, own)
        yield Quad(measurement, DQV.computedOn, source, own)
        yield Quad(measurement, DQV.value, Literal(number), own)
