"""The pictures by name: which rows each one shows, and what stands below it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.analysis import registry as analysis
from kg.analysis.figures import canvas, charts, maps, objectives, stacked_bars
from kg.analysis.figures.canvas import Picture
from kg.analysis.findings import Result
from kg.errors import AnalysisError
from kg.model import namespaces
from kg.model.dates import PartialDate, Span
from kg.text import suggestion

if TYPE_CHECKING:
    from kg.network.reader import Reader


@dataclass(frozen=True)
class Wanted:
    """How a picture is wanted: of which day (or today), time and country, with how many rows."""

    day: PartialDate | None = None
    between: Span | None = None
    top: int | None = None
    country: str = ""
    cost: bool = False


def draw(graph: "Reader", name: str, target: Path, wanted: Wanted | None = None) -> Path:
    """Write a picture and return the path; raises AnalysisError if there is no such picture."""
    return canvas.draw(picture(graph, name, wanted), target)


def picture(graph: "Reader", name: str, wanted: Wanted | None = None) -> Picture:
    """Return a picture with the rows it shows; raises AnalysisError if there is none."""
    if name not in _PICTURES:
        hint = suggestion(name, _PICTURES) or "; 'kg plot' lists them"
        raise AnalysisError(f"no picture is called {name!r}{hint}")
    return _PICTURES[name][1](graph, wanted or Wanted())


def pictures() -> dict[str, str]:
    """Return what each picture shows, by its name."""
    return {name: what for name, (what, _) in _PICTURES.items()}


def ranking(graph: "Reader", result: Result, target: Path) -> Path:
    """Write the findings of a measure as a picture and return the path."""
    if not result.ranges:
        raise AnalysisError(f"{result.measure} has no ranking to draw; leave --output out")
    foot = _foot(graph, f"measure {result.measure}", *result.notes)
    found = analysis.measures()[result.measure]
    return canvas.draw(charts.ranking(result, found, foot), target)


def _foot(graph: "Reader", what: str, *notes: str) -> str:
    """Return what stands below a picture: rows, sources, their newest day, the graph, the cut."""
    dates = [str(row["date"]) for row in graph.query("sources").dicts() if row["date"]]
    newest = max(dates, default="not stated")
    manifest = graph.manifest
    line = (
        f"Rows: {what}. Data: {manifest.claims:,} claims of {manifest.sources} sources, the newest "
        f"of {newest}; graph {manifest.digest}, version {manifest.version}."
    )
    return "\n".join([line, *(["; ".join(filter(None, notes))] if any(notes) else [])])


def _timeline(graph: "Reader", wanted: Wanted) -> Picture:
    foot = _foot(graph, "query engagements-by-state")
    return charts.timeline(graph.query("engagements-by-state"), foot, wanted.top, wanted.between)


def _matrix(graph: "Reader", wanted: Wanted) -> Picture:
    foot = _foot(graph, "query engagements-by-state")
    return charts.matrix(graph.query("engagements-by-state"), foot, wanted.top)


def _targets(graph: "Reader", wanted: Wanted) -> Picture:
    day = wanted.day or PartialDate.today()
    foot = _foot(graph, f"query objective-status date={day}")
    return objectives.targets(graph.query("objective-status", date=day), foot, day)


def _sources(graph: "Reader", wanted: Wanted) -> Picture:
    return charts.sources(graph.query("sources"), _foot(graph, "query sources"), wanted.top)


def _chain(graph: "Reader", _: Wanted) -> Picture:
    return objectives.chain(graph.query("results-chain"), _foot(graph, "query results-chain"))


def _map(graph: "Reader", _: Wanted) -> Picture:
    foot = _foot(graph, "query engagements-by-state. Outlines: countryinfo")
    return maps.intensity(graph.query("engagements-by-state"), foot)


def _years(graph: "Reader", wanted: Wanted) -> Picture:
    foot = _foot(graph, "query engagements-by-state. Outlines: countryinfo")
    return maps.years(graph.query("engagements-by-state"), foot, wanted.between)


def _training(graph: "Reader", wanted: Wanted) -> Picture:
    stack = stacked_bars.SPENT if wanted.cost else stacked_bars.TRAINED
    return _stacks(graph, "people-trained", stack, wanted)


def _aid(graph: "Reader", wanted: Wanted) -> Picture:
    return _stacks(graph, "aid-by-year", stacked_bars.AID, wanted)


def _stacks(graph: "Reader", query: str, stack: stacked_bars.Stack, wanted: Wanted) -> Picture:
    table = _table_source(graph, stack.source)
    if not wanted.country:
        rows, foot = graph.query(query), _foot(graph, f"query {query}", table)
        return stacked_bars.panels(stack, rows, foot, wanted.top, wanted.between)
    country = namespaces.ident(graph.names.find(wanted.country))
    rows, asked = graph.query(query, country=country), f"query {query} country={country}"
    if not rows.rows:
        raise AnalysisError(f"{query} has no rows about {country}")
    return stacked_bars.stacked(stack, rows, _foot(graph, asked, table), wanted.between)


def _table_source(graph: "Reader", name: str) -> str:
    """Return the title and the address of the source of a table, if the graph has it."""
    iri = namespaces.entity(f"source/{name}").value
    found = [row for row in graph.query("sources").dicts() if row["source"] == iri]
    return "".join(f"Table: {row['title']}, {row['address']}" for row in found)


_PICTURES: dict[str, tuple[str, Callable[["Reader", Wanted], Picture]]] = {
    "timeline": ("when each state took part in what", _timeline),
    "matrix": ("how many engagements of each kind each state took part in", _matrix),
    "years": ("who took part together, a small map for each year", _years),
    "chain": ("from threats over initiatives and objectives to outcomes", _chain),
    "targets": ("how each objective stands on a day", _targets),
    "sources": ("how many claims each source contributes", _sources),
    "training": ("people trained by country, fiscal year and programme", _training),
    "aid": ("military aid in constant dollars by country, fiscal year and account", _aid),
    "map": ("in how many engagements each state takes part", _map),
}
