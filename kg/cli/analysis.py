"""The commands that measure and draw: analyze, plot."""

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import DATE, SPAN, DayType, F, Named, open_graph, store_option
from kg.paths import Place

if TYPE_CHECKING:
    from kg.analysis.figures.plot import Plot
    from kg.analysis.findings import Result
    from kg.analysis.measure import Measure
    from kg.analysis.options import Option
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


class _Asking(click.Command):
    """A command with the options that what it runs declares, looked up when somebody asks."""

    def __init__(
        self, *given: Any, declared: "Callable[[], Iterable[Measure[Any] | Plot[Any]]]", **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self._declared = declared

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters of the command, with the declared ones before the help."""
        *own, last = super().get_params(ctx)
        return [*own, *self.options.values(), last]

    @cached_property
    def options(self) -> dict[str, click.Option]:
        """The declared options by name."""
        found: dict[str, tuple[Option, list[str]]] = {}
        for thing in self._declared():
            for option in thing.options:
                found.setdefault(option.name, (option, []))[1].append(thing.name)
        return {name: _flag(option, names) for name, (option, names) in found.items()}

    def asked(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return those of the declared options that are given."""
        return {name: given[name] for name in self.options if given[name] not in (None, ())}


def _flag(option: "Option", names: Iterable[str]) -> click.Option:
    """Return an option as the shell has it, which is one of some measures or figures."""
    from kg.model.dates import PartialDate, Span

    types: dict[type, click.types.ParamType[Any]] = {
        **{int: click.INT, str: click.STRING, bool: click.BOOL},
        **{PartialDate: DayType(), Span: SPAN},
    }
    kind = types[option.kind]
    if isinstance(option.choices, range):
        kind = click.IntRange(option.choices[0], option.choices[-1])
    elif option.choices:
        kind = click.Choice([*option.choices])
    otherwise = f" [default: {option.otherwise}]" if option.otherwise else ""
    return click.Option(
        [f"--{option.name.replace('_', '-')}", option.name],
        type=kind,
        metavar="DATE DATE" if option.kind is Span else None,
        help=f"{option.help} For {', '.join(names)}.{otherwise}",
        multiple=option.many,
        is_flag=option.kind is bool,
        default=None,
    )


def _measures() -> "Iterable[Measure[Any]]":
    from kg.analysis.registry import measures

    return measures().values()


def _plots() -> "Iterable[Plot[Any]]":
    from kg.analysis.figures.registry import plots

    return plots().values()


@click.command("analyze", cls=_Asking, declared=_measures)
@click.argument("measure", required=False)
@cut_options
@click.option(
    "--level",
    type=Named(levels),
    default="organization",
    show_default=True,
    help="Who counts as one: as named, the organization of a post, the state.",
)
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
    level: str,
    top: int,
    evidence: bool,
    method: bool,
    format: str,
    output: Path | None,
    store: Place | None,
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
        out.print_listing({found.name: found.title for found in _measures()})
        return
    if method:
        out.print_lines(analysis.find_measure(measure).method.splitlines())
        return
    cut = Cut(**{field.name: options.pop(field.name) for field in dataclasses.fields(Cut)})
    asked = analyze.asked(options)
    with open_graph(store) as graph:
        result = analysis.run(graph, measure, analysis.Question(cut, level), **asked).first(top)
        if output is not None:
            from kg.analysis.figures import canvas
            from kg.analysis.figures.registry import ranking

            click.echo(f"wrote {canvas.write(ranking(graph, result), output)}", err=True)
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


@click.command("plot", cls=_Asking, declared=_plots)
@click.argument("name", required=False)
@click.option("-o", "--output", type=_PICTURE, help="File: .svg or .png.")
@store_option
def plot(name: str | None, output: Path | None, store: Place | None, **options: Any) -> None:
    """Draw the picture NAME as SVG or PNG, or list the pictures."""
    from kg.cli import output as out

    if name is None:
        out.print_listing({found.name: found.title for found in _plots()})
        return
    if output is None:
        raise click.UsageError("say where to: -o FILE.svg or -o FILE.png")
    from kg.analysis.figures import registry as figures

    with open_graph(store) as graph:
        target = figures.draw(graph, name, output, **plot.asked(options))
        click.echo(f"wrote {target}", err=True)


COMMANDS = (analyze, plot)
