"""The command that writes the page: view."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import DATE, FILE, SPAN, Named, open_graph, store_option
from kg.paths import Place

if TYPE_CHECKING:
    from kg.model.dates import PartialDate, Span


def page_languages() -> Iterable[str]:
    """Return the codes of the languages that the page speaks."""
    from kg.model import languages

    return languages.codes("page")


@click.command("view")
@click.argument("queries", nargs=-1, metavar="[QUERY]...")
@click.option("-o", "--output", type=FILE, required=True, help="HTML file to write.")
@click.option("--entity", help="Only this entity and what surrounds it.")
@click.option(
    "--hops", type=click.IntRange(0, 10), default=1, show_default=True, help="Steps from --entity."
)
@click.option("--from", "start", metavar="NAME", help="One end of paths; the other is --to.")
@click.option("--to", "end", metavar="NAME", help="The other end of the paths.")
@click.option("--tab", "tabs", multiple=True, metavar="QUERY", help="Another picture, in a tab.")
@click.option("--as-of", "day", type=DATE, metavar="DATE", help="Only what holds on a day.")
@click.option("--between", "span", type=SPAN, metavar="DATE DATE", help="Only what is between.")
@click.option("--kind", "kinds", multiple=True, help="Only entities of this kind; repeatable.")
@click.option("--source", "sources", multiple=True, help="Only what it says; repeatable.")
@click.option(
    "--story",
    "stories",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    multiple=True,
    help="Tell the story in a TOML file instead of those that are shipped; repeatable.",
)
@click.option(
    "--lang",
    type=Named(page_languages),
    default="en",
    show_default=True,
    help="Language in which the page opens.",
)
@click.option(
    "--theme",
    type=click.Choice(("auto", "light", "dark")),
    default="auto",
    show_default=True,
    help="Colours in which the page opens.",
)
@click.option("--title", help="Title of the page.")
@store_option
def write_view(
    output: Path,
    queries: tuple[str, ...],
    tabs: tuple[str, ...],
    day: "PartialDate | None",
    span: "Span | None",
    start: str | None,
    end: str | None,
    lang: str,
    theme: str,
    title: str | None,
    store: Place | None,
    **choice: object,
) -> None:
    """
    Write the interactive network as one HTML page that needs nothing else.

    It opens on an overview of the region, or on the answers to stored queries whose columns begin
    with source and target, each in a tab.
    """
    from kg.model.dates import Span
    from kg.text import safe

    if (start is None) != (end is None):
        raise click.UsageError("--from and --to go together")
    if day is not None and span is not None:
        raise click.UsageError("give --as-of or --between, not both")
    with open_graph(store) as graph:
        page = graph.view(
            *queries,
            *tabs,
            start=start,
            end=end,
            span=Span(day, day) if day else span,
            lang=lang,
            theme=theme,
            title=title,
            **choice,
        )
    page.write(output)
    for shown, (entities, relations) in page.counts.items():
        cut = f": {shown}" if len(page.counts) > 1 else ""
        nothing = "" if entities else "; nothing meets this choice"
        what = f"{entities:,} entities, {relations:,} relations{nothing}"
        click.echo(safe(f"wrote {output}{cut} ({what})"), err=True)


COMMANDS = (write_view,)
