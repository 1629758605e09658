"""The figures by name: all that are declared in this room, the rows of each, what stands below."""

import functools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import lazy
from kg.analysis import registry as analysis
from kg.analysis.figures import canvas, charts
from kg.analysis.figures.canvas import Picture
from kg.analysis.figures.plot import Plot
from kg.analysis.findings import Result
from kg.analysis.options import refuse_unknown
from kg.errors import AnalysisError
from kg.model import namespaces
from kg.sparql import queries
from kg.text import suggestion

if TYPE_CHECKING:
    from kg.network.reader import Reader


@functools.cache
def plots() -> Mapping[str, Plot[Any]]:
    """Return the figures by name, in the order of their modules and of their places there."""
    return {plot.name: plot for plot in lazy.declared("kg.analysis.figures", Plot)}


def draw(graph: "Reader", name: str, target: Path, **options: Any) -> Path:
    """Write a picture and return the path; raises AnalysisError if there is no such picture."""
    return canvas.write(picture(graph, name, **options), target)


def picture(graph: "Reader", name: str, **options: Any) -> Picture:
    """
    Return a picture with the rows it shows.

    Raises AnalysisError if there is no such picture or option, or if there are no rows about what
    is asked for.
    """
    if name not in plots():
        hint = suggestion(name, plots()) or "; 'kg plot' lists them"
        raise AnalysisError(f"no picture is called {name!r}{hint}")
    plot = plots()[name]
    refuse_unknown(name, plot.options, options)
    wanted = {**{o.name: o.default() for o in plot.options if o.default}, **options}
    kinds = {known.name: known.type for known in queries.find_query(plot.query).parameters}
    given, about = {}, []
    for parameter, option in plot.parameters.items():
        if option in wanted:
            given[parameter] = str(wanted[option])
            if kinds[parameter] == "entity":
                given[parameter] = namespaces.ident(graph.names.find(given[parameter]))
                about.append(given[parameter])
    rows = graph.query(plot.query, **given)
    if about and not rows.rows:
        raise AnalysisError(f"{plot.query} has no rows about {', '.join(about)}")
    asked = " ".join([f"query {plot.query}", *(f"{name}={value}" for name, value in given.items())])
    # Whole tables say of themselves where they come from.
    iri = namespaces.entity(plot.table).value if plot.table else ""
    credits = [
        f"Table: {source['title']}, {source['address']}"
        for source in graph.query("sources").dicts()
        if source["source"] == iri
    ]
    foot = _foot(graph, f"{asked}{plot.credit}", *credits)
    return plot.function(rows, foot, **wanted)


def ranking(graph: "Reader", result: Result, top: int | None = None) -> Picture:
    """Return a picture of the first findings; raises AnalysisError if the measure ranks none."""
    if not result.ranges:
        raise AnalysisError(f"{result.measure} has no ranking to draw; leave --output out")
    foot = _foot(graph, f"measure {result.measure}", *result.notes)
    title = analysis.find_measure(result.measure).title
    return charts.ranking(replace(result, findings=result.findings[:top]), title, foot)


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
