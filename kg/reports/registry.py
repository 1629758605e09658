"""The reports: on a country, an actor, a source, a week, or on all that was promised."""

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg import text as spelling
from kg.errors import AmbiguousNameError, ExportError, UnknownNameError
from kg.model import dates, namespaces
from kg.model.dates import PartialDate, Span
from kg.model.namespaces import RDF, RSC
from kg.reports import templates
from kg.reports.composer import Composer
from kg.reports.document import Briefing
from kg.reports.templates import Recipe
from kg.sparql import queries
from kg.sparql.table import term_text

if TYPE_CHECKING:
    from kg.network.reader import Reader
    from kg.reports.frame import Frame

FORMATS = ("html", "md", "docx")
_MODULES = {"html": "html", "md": "markdown", "docx": "docx"}


def write(
    graph: "Reader",
    name: str,
    about: str = "",
    *,
    language: str = "en",
    day: PartialDate | None = None,
) -> tuple[Briefing, "Frame"]:
    """
    Return the report of a name about a country, actor, source or week, and its frame.

    It tells how things stand on a day, today if none is given.  Raises UnknownNameError if the
    graph has nothing of that name, or nothing in that week; DateError if the week is none.
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
        module = importlib.import_module(f"kg.reports.formats.{_MODULES[format]}")
    except ImportError as error:
        message = f"{format} needs python-docx; run 'pip install python-docx'"
        raise ExportError(message) from error
    body: str | bytes = module.page(briefing, frame)
    return body.encode("utf-8") if isinstance(body, str) else body


def _subject(graph: "Reader", recipe: Recipe, name: str) -> str:
    kind = recipe.subject
    coded = "" if kind == "Source" else _by_code(graph, name)
    try:
        found = coded or graph.names.find(f"source/{name}" if _is_source(graph, name) else name)
    except AmbiguousNameError:
        raise
    except UnknownNameError as error:
        raise _unknown(graph, recipe, name) from error
    if not any(graph.store.quads_for_pattern(NamedNode(found), RDF.type, RSC[kind])):
        raise _unknown(graph, recipe, name)
    return found


def _is_source(graph: "Reader", name: str) -> bool:
    return namespaces.prefixes()["source"] + name in graph.names.all


def _by_code(graph: "Reader", code: str) -> str:
    for prop in (RSC.isoAlpha3, RSC.isoAlpha2):
        found = graph.store.quads_for_pattern(None, prop, Literal(code.upper()))
        for quad in found:
            return term_text(quad.subject)
    return ""


def _unknown(graph: "Reader", recipe: Recipe, name: str) -> UnknownNameError:
    known = [*_known(graph, recipe.subject)]
    near = spelling.close_names(name, known)
    hint = spelling.did_you_mean(near) or f"; such as {', '.join(known[:3])}"
    return UnknownNameError(f"the graph has no {recipe.name} {name!r}{hint}", name, near)


def _known(graph: "Reader", kind: str) -> Iterator[str]:
    quads = list(graph.store.quads_for_pattern(None, RDF.type, RSC[kind]))
    iris = sorted({term_text(quad.subject) for quad in quads})
    for iri in iris:
        yield (
            namespaces.ident(iri).removeprefix("source/")
            if kind == "Source"
            else graph.names.label(iri)
        )
    if kind != "Source":
        yield from (name for iri in iris for name in graph.names.all.get(iri, ()))
    if kind == "State":
        codes = graph.store.quads_for_pattern(None, RSC.isoAlpha3, None)
        yield from (term_text(quad.object) for quad in codes)


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
