"""The command that writes reports: on a country, an actor, a source, a week, or all promises."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    FILE,
    WEEK,
    DateType,
    Named,
    counted,
    day_option,
    open_graph,
    store_option,
)
from kg.paths import Place

if TYPE_CHECKING:
    from kg.model.dates import PartialDate


def report_formats() -> Iterable[str]:
    """Return the names of the formats of reports, which are the suffixes of their files."""
    from kg.reports.formats import FORMATS

    return FORMATS


def report_languages() -> Iterable[str]:
    """Return the codes of the languages that have words for reports."""
    from kg.model import languages
    from kg.reports.phrases import SUBJECT

    return languages.codes(SUBJECT)


@click.group("report")
def report() -> None:
    """Write a briefing of a few pages in which every sentence has its evidence."""


def add_report(name: str, purpose: str, subject: str = "", type: DateType | None = None) -> None:
    """Add the command that writes a report, about a subject if it has one."""

    @click.option(
        "-o",
        "--output",
        type=FILE,
        default="-",
        help="File to write: .html, .md or .docx. [default: Markdown to standard output]",
    )
    @click.option("--format", type=Named(report_formats), help="[default: the suffix of the file]")
    @click.option(
        "--lang",
        type=Named(report_languages),
        default="en",
        show_default=True,
        help="Language of the report.",
    )
    @day_option("Day to judge by.")
    @store_option
    def write(
        output: Path,
        format: str | None,
        lang: str,
        day: "PartialDate",
        store: Place | None,
        about: str = "",
    ) -> None:
        from kg import atomic
        from kg.errors import ExportError
        from kg.reports import registry as reports

        suffix = "md" if output == atomic.STDOUT else output.suffix.lower().removeprefix(".")
        form = format or suffix
        if form not in report_formats():
            raise ExportError(f"{output}: name it .html, .md or .docx, or give --format")
        with open_graph(store) as graph:
            briefing, frame = reports.compose(graph, name, about, language=lang, day=day)
        body = reports.render(briefing, frame, form)
        with atomic.replacing(output) as (file,):
            file.write(body)
        if output != atomic.STDOUT:
            click.echo(f"wrote {output} ({counted(len(briefing.notes), 'note')})", err=True)

    command: Callable[..., None] = write
    if subject:
        command = click.argument("about", metavar=subject, type=type)(command)
    report.command(name, help=purpose)(command)


add_report("country", "Report on COUNTRY (a code such as ARG, a name or an id).", "COUNTRY")
add_report("target", "Report on every objective, and how it stands on a day.")
add_report("actor", "Report on ACTOR, such as SOUTHCOM.", "ACTOR")
add_report("source", "Report on SOURCE, by its id or title.", "SOURCE")
add_report("week", "Report on the week in which DAY lies.", "DAY", WEEK)

COMMANDS = (report,)
