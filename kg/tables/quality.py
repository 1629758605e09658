"""What the cleaning of a table found, counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from ibis.expr.types import StringValue, Table
from pyoxigraph import Literal, Quad

from kg.model import namespaces
from kg.model.namespaces import DQV, RDF, SKOS
from kg.tables import cells, nquads
from kg.tables.engines import Engine
from kg.tables.mapping import Mapping
from kg.tables.totals import graph
from kg.text import fold


@dataclass(frozen=True)
class Remark:
    """How often the values of a column were treated in one way, with two examples."""

    column: str
    text: str
    rows: int
    examples: tuple[str, ...]


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
