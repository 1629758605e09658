"""Promises drawn: how each stands on a day, and what chain they are part of."""

from collections.abc import Mapping, Sequence
from typing import Any

from kg.analysis.figures import canvas
from kg.analysis.figures.canvas import FAINT, INK, NORMAL, SMALL, SOFT, WARM, Picture, Sheet
from kg.analysis.figures.charts import Row, year
from kg.analysis.figures.plot import figure
from kg.analysis.options import Option
from kg.model.dates import PartialDate
from kg.sparql.table import Table

AS_OF = Option(
    "as_of", "Day on which it is asked.", PartialDate, otherwise="today", default=PartialDate.today
)


@figure(
    "targets",
    "how each objective stands on a day",
    "objective-status",
    AS_OF,
    parameters={"date": "as_of"},
)
def targets(rows: Table, foot: str, *, as_of: PartialDate) -> Picture:
    """Return how each objective stands on a day: due when, and for how long overdue."""
    found, now = rows.dicts(), year(as_of)
    due = [year(r["due"]) for r in found if r["due"]]
    low, high = int(min([now, *due])) - 1, int(max([now, *due])) + 2

    def paint(sheet: Sheet) -> None:
        axes = sheet.axes(3.5, 0.3, sheet.width - 5.1, sheet.depth - 0.65)
        axes.axvline(now, color=INK, lw=0.8)
        axes.text(now, -0.75, f"{as_of}", ha="center", size=SMALL)
        for place, row in enumerate(found):
            axes.plot((low, high), [place, place], color=FAINT, lw=0.5, zorder=0)
            if row["due"]:
                draw_due(axes, PartialDate(str(row["due"])), place, now)
            state = str(row["state"])
            days = f", {row['days']:,} days" if row["due"] and row["days"] else ""
            weight = "bold" if state == "Overdue" else "normal"
            style = {"color": SOFT if state == "No data" else INK, "weight": weight}
            axes.text(high + 0.12, place, f"{state}{days}", va="center", size=NORMAL, **style)
        axes.set(xlim=(low, high), ylim=(len(found) - 0.4, -0.6))
        written = [f" (written: {row['written']})" if row["written"] else "" for row in found]
        names = [f"{row['objective']}{words}" for row, words in zip(found, written, strict=True)]
        axes.set_yticks(range(len(found)), [canvas.wrap(name, 46, 2) for name in names])
        axes.set_xticks(range(low, high + 1))
        sheet.bare(axes, "bottom")

    title = f"Promises and their state on {as_of}"
    subtitle = (
        "Objectives that initiatives name: end of the target year, and days overdue since.\n"
        "“No data”: no source states a target or a result."
    )
    size = (8.6, 2.35 + 0.5 * len(found))
    return Picture("targets", title, subtitle, foot, size, rows, paint)


def draw_due(axes: Any, due: PartialDate, place: int, now: float) -> None:
    """Draw when something is due, and the time for which it is overdue."""
    end = due.year + 1.0 if due.precision == "year" else year(due)
    if end < now:
        axes.plot([end, now], [place, place], color=WARM, lw=5, solid_capstyle="butt")
    axes.plot(end, place, "|", ms=13, mew=1.6, color=INK)
    axes.text(end - 0.06, place, f"due {due}", ha="right", va="center", size=SMALL)


@figure("chain", "from threats over initiatives and objectives to outcomes", "results-chain")
def chain(rows: Table, foot: str) -> Picture:
    """Return what leads from threats over initiatives to their objectives and outcomes."""
    found = rows.dicts()
    columns = [distinct(found, c) for c in ("threat", "initiative")]
    ends = {c: distinct(found, c) for c in ("objective", "outcome")}
    deepest = max(*map(len, columns), sum(map(len, ends.values())) + 2)
    size = (9.8, 2.1 + 0.4 * deepest)

    def paint(sheet: Sheet) -> None:
        axes = sheet.plain(0.35, 0.1, sheet.width - 0.7, sheet.depth - 0.15)
        axes.set(xlim=(0, 3), ylim=(deepest, -0.9))
        threats, initiatives = (spaced(c, 0, deepest) for c in columns)
        split = deepest * len(ends["objective"]) / max(sum(map(len, ends.values())), 1)
        objectives = spaced(ends["objective"], 0, split - 0.6)
        outcomes = spaced(ends["outcome"], split + 0.6, deepest)
        draw_column(axes, 0, -0.65, "threats", threats)
        draw_column(axes, 1, -0.65, "initiatives", initiatives)
        draw_column(axes, 2, -0.65, "objectives", objectives)
        draw_column(axes, 2, split + 0.25, "expected outcomes", outcomes)
        draw_bands(axes, found, ("threat", "initiative"), 0, threats, initiatives)
        draw_bands(axes, found, ("initiative", "objective"), 1, initiatives, objectives)
        draw_bands(axes, found, ("initiative", "outcome"), 1, initiatives, outcomes, "--")

    aims = {r["objectiveId"] for r in found if r["objectiveId"]}
    without = aims - {r["objectiveId"] for r in found if r["targetId"]}
    subtitle = (
        "Which threats initiatives counter, and which objectives (lines) and outcomes (dashes)\n"
        f"they name. {len(without)} of {len(aims)} objectives have no target in any source."
    )
    title = "From threats to promised outcomes"
    return Picture("chain", title, subtitle, foot, size, rows, paint)


def told(row: Row, column: str) -> str:
    """Return what is written for a thing; for an objective with a target, when that is due."""
    words = str(row[column] or "")
    if column != "objective" or not row["target"]:
        return words
    return f"{words} [due {row['due']}]" if row["due"] else f"{words} [no date]"


def distinct(rows: Sequence[Row], column: str) -> list[str]:
    """Return what is written for the things in a column, each once."""
    return list(dict.fromkeys(words for row in rows if (words := told(row, column))))


def spaced(names: Sequence[str], top: float, bottom: float) -> dict[str, float]:
    """Return the heights of names that share a column evenly."""
    step = (bottom - top) / max(len(names), 1)
    return {name: top + (i + 0.5) * step for i, name in enumerate(names)}


def draw_column(axes: Any, x: int, y: float, title: str, places: Mapping[str, float]) -> None:
    """Write a title and the names below it at their heights."""
    axes.text(x, y, title.upper(), size=SMALL, weight="bold", color=SOFT, va="center")
    for name, place in places.items():
        words = canvas.wrap(name, 34 if x == 2 else 30, 3)
        axes.text(x, place, words, va="center", size=NORMAL, linespacing=1.05)


def draw_bands(
    axes: Any,
    rows: Sequence[Row],
    ends: tuple[str, str],
    x: int,
    left: Mapping[str, float],
    right: Mapping[str, float],
    style: str = "-",
) -> None:
    """Draw what leads from one column of rows to another, each two once."""
    pairs = dict.fromkeys((told(row, ends[0]), told(row, ends[1])) for row in rows)
    steps = [i / 24 for i in range(25)]
    for one, other in pairs:
        if not one or not other:
            continue
        rise = right[other] - left[one]
        xs = [x + 0.70 + 0.28 * s for s in steps]
        ys = [left[one] + rise * s * s * (3 - 2 * s) for s in steps]
        axes.plot(xs, ys, style, color=canvas.SHADES[3], lw=0.9)
