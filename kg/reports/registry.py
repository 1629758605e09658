"""The reports: on a country, an actor, a source, a week, or on all that was promised."""

import importlib
from typing import TYPE_CHECKING

from kg import text as spelling
from kg.errors import AmbiguousNameError, ExportError, UnknownNameError
from kg.model import dates, namespaces
from kg.model.dates import PartialDate, Span
from kg.model.languages import ENGLISH
from kg.model.namespaces import RDF, RSC
from kg.reports import formats, templates
from kg.reports.composer import Composer
from kg.reports.document import Briefing
from kg.reports.formats import FORMATS
from kg.reports.templates import Recipe
from kg.sparql import queries
from kg.sparql.table import term_text

if TYPE_CHECKING:
    from kg.network.reader import Reader
    from kg.reports.frame import Frame


def compose(
    graph: "Reader",
    name: str,
    about: str = "",
    *,
    language: str = ENGLISH,
    day: PartialDate | None = None,
) -> tuple[Briefing, "Frame"]:
    """
    Return the report of a name about a country, actor, source or week, and its frame.

    It tells how things stand on a day, today if none is given.  Raises UnknownNameError if the
    graph has nothing of that name, or nothing in that week, or if no report speaks the language;
    DateError if the week is none.
    """
    recipe = templates.stored()[name]
    judged = str(day or PartialDate.today())
    given, subject = {"day": judged}, ""
    if name == "week":
        given |= _week(graph, about)
    elif recipe.subject:
        subject = _subject(graph, recipe, about)
        given["subject"] = namespaces.ident(subject)
    composer = Composer(graph.store, language)
    return composer.write(recipe, given, judged, graph.manifest.digest, subject), composer.frame


def render(briefing: Briefing, frame: "Frame", format: str) -> bytes:
    """Return a briefing in a format; raises ExportError if its library is missing."""
    try:
        module = importlib.import_module(f"{formats.__name__}.{FORMATS[format]}")
    except ImportError as error:
        message = f"{format} needs python-docx; run 'pip install python-docx'"
        raise ExportError(message) from error
    page: bytes = module.page(briefing, frame)
    return page


def _subject(graph: "Reader", recipe: Recipe, about: str) -> str:
    """Return the IRI of what a report is on; it is what of its kind can be meant by a name."""
    quads = graph.store.quads_for_pattern(None, RDF.type, RSC[recipe.subject])
    fit = {term_text(quad.subject) for quad in quads}
    try:
        return graph.names.find(about, fit.__contains__)
    except AmbiguousNameError:
        raise
    except UnknownNameError as error:
        near, some = error.suggestions, sorted(fit)[:3]
        # The titles of sources are too long to be typed.
        called = namespaces.ident if recipe.subject == "Source" else graph.names.label
        hint = spelling.did_you_mean(near) or f"; such as {', '.join(map(called, some))}"
        message = f"the graph has no {recipe.name} {about!r}{hint}"
        raise UnknownNameError(message, about, near) from error


def _week(graph: "Reader", about: str) -> dict[str, str]:
    """Return the Monday and the Sunday of the week of a day."""
    week = dates.week(about)
    rows = queries.run_query(graph.store, "report-dated-days").dicts()
    days = [PartialDate(row["day"]) for row in rows]
    if not any(Span(day, day).must_touch(week) for day in days):
        near = sorted(days, key=lambda day: abs(day.first_day - week.first_day))[:2]
        raise UnknownNameError(
            f"nothing in the graph is dated in the week of {week.start}; "
            f"the nearest days are {' and '.join(map(str, near)) or 'not stated'}",
            about,
            tuple(map(str, near)),
        )
    return {"from": str(week.start), "to": str(week.end)}
