"""The commands that measure and draw: analyze, plot."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.options import DATE, SPAN, day_option, open_graph, store_option

if TYPE_CHECKING:
    from kg.analysis.cut import Cut
    from kg.analysis.findings import Result
    from kg.analysis.registry import Question
    from kg.model.dates import PartialDate, Span
    from kg.sparql.table import Table

F = TypeVar("F", bound=Callable[..., Any])
_HIDDEN = ("id", "edges")


def cut_options(command: F) -> F:
    """Give a command the options that say which part of the graph it looks at."""
    for option in reversed(_CUT):
        command = option(command)
    return command


_CUT = (
    click.option("--kind", "kinds", multiple=True, help="Only this kind, such as visit."),
    click.option("--source", "sources", multiple=True, help="Only what this source says."),
    click.option("--without", "without", multiple=True, help="Without what this source says."),
    click.option("--between", type=SPAN, metavar="DATE DATE", help="Only what is dated then."),
    click.option("--as-of", type=DATE, metavar="DATE", help="Only sources published by this day."),
    click.option("--said-only", is_flag=True, help="Without what is only inferred."),
    click.option("--done-only", is_flag=True, help="Without what is only planned or hoped for."),
    click.option("--grade", "grades", metavar="A,B", default="", help="Only these grades."),
)


def _cut(options: dict[str, Any]) -> "Cut":
    from kg.analysis.cut import Cut

    grades = tuple(grade.strip() for grade in options.pop("grades").split(",") if grade.strip())
    names = ("kinds", "sources", "without", "between", "as_of", "said_only", "done_only")
    given = {name: options.pop(name) for name in names}
    return Cut(**given, grades=grades)


@click.command("analyze")
@click.argument("measure", required=False)
@cut_options
@click.option(
    "--level",
    type=click.Choice(("actor", "organization", "state", "entity")),
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
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Figure: .svg, .png."
)
@store_option
def analyze(measure: str | None, store: Path | None, **options: Any) -> None:
    """
    Measure the network with a robustness range, or list the measures.

    Each row is found again without each source in turn, with grades A and B only, and without
    what is inferred: the range says what would become of it, and under what it is weakest.
    """
    from kg.analysis import registry as analysis
    from kg.cli import output

    if measure is None:
        names = analysis.measures()
        widest = max(map(len, names))
        output.lines(f"{name:<{widest + 2}}{found}" for name, found in names.items())
        return
    if options.pop("method"):
        output.lines(analysis.method(measure).splitlines())
        return
    _measured(measure, store, options)


def _measured(measure: str, store: Path | None, options: dict[str, Any]) -> None:
    from kg.analysis import registry as analysis

    top, evidence, format, target = (
        options.pop(name) for name in ("top", "evidence", "format", "output")
    )
    asked = _question(options)
    with open_graph(store) as graph:
        result = analysis.run(graph, measure, asked).first(top)
        if target is not None:
            from kg.analysis.figures import registry as figures

            click.echo(f"wrote {figures.ranking(graph, result, target)}", err=True)
            return
    _show(result, result.evidence() if evidence else result.table(), format)


def _question(options: dict[str, Any]) -> "Question":
    from kg.analysis.registry import Question

    return Question(cut=_cut(options), **options)


def _show(result: "Result", table: "Table", format: str) -> None:
    from kg.cli import output
    from kg.sparql.table import Table

    if format == "csv":
        output.document(_csv(table))
    elif format == "json":
        output.document(_json(result, table))
    else:
        kept = [i for i, column in enumerate(table.columns) if column not in _HIDDEN]
        narrow = [tuple(row[i] for i in kept) for row in table.terms]
        output.table(Table(tuple(table.columns[i] for i in kept), narrow))
    for note in result.notes:
        click.echo(note, err=True)


def _csv(table: "Table") -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([table.columns, *table.rows])
    return out.getvalue().encode()


def _json(result: "Result", table: "Table") -> bytes:
    said = {"measure": result.measure, "notes": list(result.notes), "rows": table.dicts()}
    return (json.dumps(said, ensure_ascii=False, indent=1, default=str) + "\n").encode()


@click.command("plot")
@click.argument("name", required=False)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File: .svg or .png."
)
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
    store: Path | None,
) -> None:
    """Draw the picture NAME as SVG or PNG, or list the pictures."""
    from kg.analysis.figures import registry as figures
    from kg.cli import output as out

    if name is None:
        pictures = figures.pictures()
        widest = max(map(len, pictures))
        out.lines(f"{known:<{widest + 2}}{what}" for known, what in pictures.items())
        return
    if output is None:
        raise click.UsageError("say where to: -o FILE.svg or -o FILE.png")
    with open_graph(store) as graph:
        wanted = figures.Wanted(day, between, top, country, cost)
        click.echo(f"wrote {figures.draw(graph, name, output, wanted)}", err=True)


COMMANDS = (analyze, plot)
