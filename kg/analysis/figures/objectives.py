"""Promises drawn: how each stands on a day, and what chain they are part of."""

from collections.abc import Mapping, Sequence
from typing import Any

from kg.analysis.figures import canvas
from kg.analysis.figures.canvas import FAINT, INK, NORMAL, SMALL, SOFT, WARM, Picture, Sheet
from kg.analysis.figures.charts import Row, year
from kg.model.dates import PartialDate
from kg.sparql.table import Table


def targets(rows: Table, foot: str, day: PartialDate) -> Picture:
    """Return how each objective stands on a day: due when, and for how long overdue."""
    found = rows.dicts()
    size = (8.6, 2.35 + 0.5 * len(found))
    now = year(day)
    due = [year(r["due"]) for r in found if r["due"]]
    low, high = int(min([now, *due])) - 1, int(max([now, *due])) + 2

    def paint(sheet: Sheet) -> None:
        axes = sheet.axes(3.5, 0.3, sheet.width - 5.1, sheet.depth - 0.65)
        axes.axvline(now, color=INK, lw=0.8)
        axes.text(now, -0.75, f"{day}", ha="center", size=SMALL)
        for place, row in enumerate(found):
            _target(axes, row, place, now, (low, high))
        axes.set(xlim=(low, high), ylim=(len(found) - 0.4, -0.6))
        names = [canvas.wrap(f"{r['objective']}{_goal(r)}", 46, 2) for r in found]
        axes.set_yticks(range(len(found)), names)
        axes.set_xticks(range(low, high + 1))
        sheet.bare(axes, "bottom")

    title = f"Promises and their state on {day}"
    subtitle = (
        "Objectives that initiatives name: end of the target year, and days overdue since.\n"
        "“No data”: no source states a target or a result."
    )
    return Picture("targets", title, subtitle, foot, size, rows, paint)


def _goal(row: Row) -> str:
    return f" (written: {row['written']})" if row["written"] else ""


def _target(axes: Any, row: Row, place: int, now: float, ends: tuple[int, int]) -> None:
    state = str(row["state"])
    axes.plot(ends, [place, place], color=FAINT, lw=0.5, zorder=0)
    told = state
    if row["due"]:
        due = PartialDate(str(row["due"]))
        end = due.year + 1.0 if due.precision == "year" else year(due)
        if end < now:
            axes.plot([end, now], [place, place], color=WARM, lw=5, solid_capstyle="butt")
        axes.plot(end, place, "|", ms=13, mew=1.6, color=INK)
        axes.text(end - 0.06, place, f"due {due}", ha="right", va="center", size=SMALL)
        told = f"{state}, {row['days']:,} days" if row["days"] else state
    weight = "bold" if state == "Overdue" else "normal"
    tone = INK if state != "No data" else SOFT
    axes.text(ends[1] + 0.12, place, told, va="center", size=NORMAL, color=tone, weight=weight)


def chain(rows: Table, foot: str) -> Picture:
    """Return what leads from threats over initiatives to their objectives and outcomes."""
    found = rows.dicts()
    columns = [_stacked(found, c) for c in ("threat", "initiative")]
    ends = {c: _stacked(found, c) for c in ("objective", "outcome")}
    deepest = max(*map(len, columns), sum(map(len, ends.values())) + 2)
    size = (9.8, 2.1 + 0.4 * deepest)

    def paint(sheet: Sheet) -> None:
        axes = sheet.plain(0.35, 0.1, sheet.width - 0.7, sheet.depth - 0.15)
        axes.set(xlim=(0, 3), ylim=(deepest, -0.9))
        threats, initiatives = (_spaced(c, 0, deepest) for c in columns)
        split = deepest * len(ends["objective"]) / max(sum(map(len, ends.values())), 1)
        objectives = _spaced(ends["objective"], 0, split - 0.6)
        outcomes = _spaced(ends["outcome"], split + 0.6, deepest)
        _column(axes, 0, -0.65, "threats", threats)
        _column(axes, 1, -0.65, "initiatives", initiatives)
        _column(axes, 2, -0.65, "objectives", objectives)
        _column(axes, 2, split + 0.25, "expected outcomes", outcomes)
        _bands(axes, _pairs(found, "threat", "initiative"), 0, threats, initiatives)
        _bands(axes, _pairs(found, "initiative", "objective"), 1, initiatives, objectives)
        _bands(axes, _pairs(found, "initiative", "outcome"), 1, initiatives, outcomes, "--")

    aims = {r["objectiveId"] for r in found if r["objectiveId"]}
    without = aims - {r["objectiveId"] for r in found if r["targetId"]}
    subtitle = (
        "Which threats initiatives counter, and which objectives (lines) and outcomes (dashes)\n"
        f"they name. {len(without)} of {len(aims)} objectives have no target in any source."
    )
    title = "From threats to promised outcomes"
    return Picture("chain", title, subtitle, foot, size, rows, paint)


def _told(row: Row, column: str) -> str:
    words = str(row[column] or "")
    if column != "objective" or not row["target"]:
        return words
    return f"{words} [due {row['due']}]" if row["due"] else f"{words} [no date]"


def _stacked(found: Sequence[Row], column: str) -> list[str]:
    return list(dict.fromkeys(told for r in found if (told := _told(r, column))))


def _spaced(names: Sequence[str], top: float, bottom: float) -> dict[str, float]:
    step = (bottom - top) / max(len(names), 1)
    return {name: top + (i + 0.5) * step for i, name in enumerate(names)}


def _column(axes: Any, x: int, y: float, title: str, places: Mapping[str, float]) -> None:
    axes.text(x, y, title.upper(), size=SMALL, weight="bold", color=SOFT, va="center")
    for name, place in places.items():
        words = canvas.wrap(name, 34 if x == 2 else 30, 3)
        axes.text(x, place, words, va="center", size=NORMAL, linespacing=1.05)


def _pairs(found: Sequence[Row], a: str, b: str) -> list[tuple[str, str]]:
    pairs = dict.fromkeys((_told(r, a), _told(r, b)) for r in found)
    return [(one, other) for one, other in pairs if one and other]


def _bands(
    axes: Any,
    pairs: Sequence[tuple[str, str]],
    x: int,
    left: Mapping[str, float],
    right: Mapping[str, float],
    style: str = "-",
) -> None:
    steps = [i / 24 for i in range(25)]
    for one, other in pairs:
        rise = right[other] - left[one]
        xs = [x + 0.70 + 0.28 * s for s in steps]
        ys = [left[one] + rise * s * s * (3 - 2 * s) for s in steps]
        axes.plot(xs, ys, style, color=canvas.SHADES[3], lw=0.9)
