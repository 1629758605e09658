"""What the cleaning of a table found, counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ibis.expr.types import Table
from pyoxigraph import Literal, Quad

from kg.model import namespaces
from kg.model.namespaces import DQV, RDF, SKOS
from kg.tables import cells, nquads
from kg.tables import mapping as mappings
from kg.tables.engines import Engine
from kg.tables.totals import table_graph
from kg.text import fold


@dataclass(frozen=True)
class Remark:
    """How often the values of a column were treated in one way, with two examples."""

    column: str
    text: str
    rows: int
    examples: tuple[str, ...]


def counted_remarks(engine: Engine, rows: Table, mapping: mappings.Mapping) -> list[Remark]:
    """Return how the values of the rows were treated, the set-aside rows among them."""
    cell = {c.remark_column: (c.name, rows[c.text_column]) for c in mapping.column}
    cell["aside"] = ("row", nquads.printed_json(rows))
    # One look at all rows tells which columns have remarks at all; most have none.
    [given] = engine.rows(rows.aggregate(**{one: rows[one].count() for one in cell}))
    found = []
    for remark, (column, text) in cell.items():
        if not given[remark]:
            continue
        seen = rows.select(remark=rows[remark], cell=text).filter(lambda t: t.remark.notnull())
        counted = seen.group_by("remark").agg(
            n=lambda t: t.count(), least=lambda t: t.cell.min(), most=lambda t: t.cell.max()
        )
        for row in engine.rows(counted.order_by("remark")):
            cells_seen = [one for one in (row["least"], row["most"]) if one]
            examples = dict.fromkeys(one.replace(cells.BETWEEN, " | ") for one in cells_seen)
            found.append(Remark(column, row["remark"], row["n"], tuple(examples)))
    return found


def quality_quads(
    name: str, mapping: mappings.Mapping, counts: Mapping[str, int], remarks: Iterable[Remark]
) -> Iterator[Quad]:
    """Yield the quality report as measurements of the W3C's Data Quality Vocabulary."""
    own, source = table_graph(name), namespaces.entity(mapping.source)
    measured = [(what, what, n) for what, n in counts.items()]
    measured += [(f"{r.column}-{r.text}", f"{r.column}: {r.text}", r.rows) for r in remarks]
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
