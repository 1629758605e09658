"""The commands that measure and draw: analyze, plot."""

import csv
import dataclasses
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import DATE, SPAN, F, Named, day_option, open_graph, store_option
from kg.paths import Place

if TYPE_CHECKING:
    from kg.analysis.findings import Result
    from kg.model.dates import PartialDate, Span
    from kg.sparql.table import Table

_PICTURE = click.Path(dir_okay=False, path_type=Path)
# What a person has no use for in a table.
_ASIDE = ("id", "edges")


def levels() -> Iterable[str]:
    """Return the names of who may count as one."""
    from kg.analysis.projection import LEVELS

    return LEVELS


def cut_options(command: F) -> F:
    """Give a command the options of a cut, which part of the graph it looks at: one a field."""
    for option in reversed((
        click.option("--kind", "kinds", multiple=True, help="Only this kind, such as visit."),
        click.option("--source", "sources", multiple=True, help="Only what this source says."),
        click.option("--without", multiple=True, help="Without what this source says."),
        click.option("--between", type=SPAN, metavar="DATE DATE", help="Only what is dated then."),
        click.option(
            "--as-of", type=DATE, metavar="DATE", help="Only sources published by this day."
        ),
        click.option("--said-only", is_flag=True, help="Without what is only inferred."),
        click.option("--done-only", is_flag=True, help="Without what is planned or hoped for."),
        click.option(
            "--grade",
            "grades",
            metavar="A,B",
            default="",
            callback=lambda _, __, given: tuple(given.replace(",", " ").split()),
            help="Only these grades.",
        ),
    )):  # fmt: skip
        command = option(command)
    return command


@click.command("analyze")
@click.argument("measure", required=False)
@cut_options
@click.option(
    "--level",
    type=Named(levels),
    default="organization",
    show_default=True,
    help="Who counts as one: as named, the organization of a post, the state.",
)
@click.option(
    "--groups", type=click.Choice(("state", "kind")), default="state", help="Groups of 'roles'."
)
@click.option("--rank", default="partners", help="What 'centre' ranks by.", show_default=True)
@click.option("--one", "ones", multiple=True, help="One side: states, subregions, or a name.")
@click.option("--other", "others", multiple=True, help="The other side. [default: other states]")
@click.option("--seed", type=int, default=1, show_default=True, help="Start of what is drawn.")
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="Rows.")
@click.option("--evidence", is_flag=True, help="Print the relations and passages behind the rows.")
@click.option("--method", is_flag=True, help="Print how it is made, with literature and caveats.")
@click.option(
    "--format",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
    help="How the rows are printed.",
)
@click.option("-o", "--output", type=_PICTURE, help="Figure: .svg, .png.")
@store_option
def analyze(
    measure: str | None,
    store: Place | None,
    top: int,
    evidence: bool,
    method: bool,
    format: str,
    output: Path | None,
    **options: Any,
) -> None:
    """
    Measure the network with a robustness range, or list the measures.

    Each row is found again without each source in turn, with grades A and B only, and without
    what is inferred: the range says what would become of it, and under what it is weakest.
    """
    from kg.analysis import registry as analysis
    from kg.analysis.cut import Cut
    from kg.cli import output as out

    if measure is None:
        out.print_listing(analysis.measures())
        return
    if method:
        out.print_lines(analysis.method(measure).splitlines())
        return
    cut = Cut(**{field.name: options.pop(field.name) for field in dataclasses.fields(Cut)})
    with open_graph(store) as graph:
        result = analysis.run(graph, measure, analysis.Question(cut=cut, **options)).first(top)
        if output is not None:
            from kg.analysis.figures import registry as figures

            click.echo(f"wrote {figures.ranking(graph, result, output)}", err=True)
            return
    _print(result, result.evidence() if evidence else result.table(), format)


def _print(result: "Result", table: "Table", format: str) -> None:
    """Print rows of a result in a format, and on standard error what has to be said beside them."""
    from kg.cli import output

    if format == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([table.columns, *table.rows])
        output.print_document(text.getvalue().encode())
    elif format == "json":
        said = {"measure": result.measure, "notes": list(result.notes), "rows": table.dicts()}
        written = json.dumps(said, ensure_ascii=False, indent=1, default=str)
        output.print_document(f"{written}\n".encode())
    else:
        shown = (column for column in table.columns if column not in _ASIDE)
        output.print_table(table.only(*shown))
    for note in result.notes:
        click.echo(note, err=True)


@click.command("plot")
@click.argument("name", required=False)
@click.option("-o", "--output", type=_PICTURE, help="File: .svg or .png.")
@day_option("Day of 'targets'.")
@click.option("--between", type=SPAN, metavar="DATE DATE", help="Only this time.")
@click.option("--top", type=click.IntRange(1, 60), default=None, help="How many rows to draw.")
@click.option("--country", default="", help="Only this country, of 'training' and 'aid'.")
@click.option("--cost", is_flag=True, help="Draw the cost of 'training' instead of the people.")
@store_option
def plot(
    name: str | None,
    output: Path | None,
    day: "PartialDate",
    between: "Span | None",
    top: int | None,
    country: str,
    cost: bool,
    store: Place | None,
) -> None:
    """Draw the picture NAME as SVG or PNG, or list the pictures."""
    from kg.analysis.figures import registry as figures
    from kg.cli import output as out

    if name is None:
        out.print_listing(figures.pictures())
        return
    if output is None:
        raise click.UsageError("say where to: -o FILE.svg or -o FILE.png")
    with open_graph(store) as graph:
        wanted = figures.Wanted(day, between, top, country, cost)
        click.echo(f"wrote {figures.draw(graph, name, output, wanted)}", err=True)


COMMANDS = (analyze, plot)
