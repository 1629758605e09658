"""The command that writes reports: on a country, an actor, a source, a week, or all promises."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg.cli.options import FILE, WEEK, DateType, F, day_option, open_graph, store_option

_FORMATS = ("html", "md", "docx")


@click.group("report")
def report() -> None:
    """Write a briefing of a few pages in which every sentence has its evidence."""


def _options(command: F) -> F:
    """Give a command what every report takes."""
    language = click.option(
        "--lang",
        "language",
        type=click.Choice(("en", "es")),
        default="en",
        show_default=True,
        help="Language of the report.",
    )
    format = click.option(
        "--format", "format", type=click.Choice(_FORMATS), help="[default: the suffix of the file]"
    )
    output = click.option(
        "-o",
        "--output",
        type=FILE,
        default="-",
        help="File to write: .html, .md or .docx. [default: Markdown to standard output]",
    )
    return output(format(language(day_option("Day to judge by.")(store_option(command)))))


def _write(name: str, about: str, given: dict[str, Any]) -> None:
    from kg import atomic
    from kg.reports import registry as reports

    target = Path(str(given["output"]))
    format = _format(target, given["format"])
    store = given["store"]
    with open_graph(store if isinstance(store, Path) else None) as graph:
        language, day = str(given["language"]), given["day"]
        briefing, frame = reports.write(graph, name, about, language=language, day=day)
    body = reports.render(briefing, frame, format)
    with atomic.replacing(target) as (file,):
        file.write(body)
    if target != atomic.STDOUT:
        notes = len(briefing.notes)
        click.echo(f"wrote {target} ({notes} note{'s' if notes != 1 else ''})", err=True)


def _format(target: Path, format: object) -> str:
    from kg.atomic import STDOUT
    from kg.errors import ExportError

    if format:
        return str(format)
    if target == STDOUT:
        return "md"
    suffix = target.suffix.lower().removeprefix(".")
    if suffix not in _FORMATS:
        raise ExportError(f"{target}: name it .html, .md or .docx, or give --format")
    return suffix


def _command(name: str, argument: str, help: str, type: DateType | None = None) -> None:
    """Add the report of a name to the group."""

    def run(**given: Any) -> None:
        _write(name, str(given.pop("about", "")), given)

    wrapped: Callable[..., None] = run
    if argument:
        wrapped = click.argument("about", metavar=argument, type=type)(wrapped)
    report.command(name, help=help)(_options(wrapped))


_command("country", "COUNTRY", "Report on COUNTRY (a code such as ARG, a name or an id).")
_command("target", "", "Report on every objective, and how it stands on a day.")
_command("actor", "ACTOR", "Report on ACTOR, such as SOUTHCOM.")
_command("source", "SOURCE", "Report on SOURCE, by its id or title.")
_command("week", "DAY", "Report on the week in which DAY lies.", WEEK)

COMMANDS = (report,)
