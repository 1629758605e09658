"""Charts of rows: timeline, matrix, sources, and the ranks of a measure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kg.analysis.figures import canvas
from kg.analysis.figures.canvas import ACCENT, FAINT, INK, SMALL, SOFT, WARM, Picture, Sheet
from kg.analysis.figures.plot import BETWEEN, TOP, figure
from kg.analysis.findings import Result
from kg.model.dates import PartialDate, Span
from kg.sparql.table import Table

Row = Mapping[str, Any]
_MARKS = ("o", "s", "D", "^", "v", "P", "X", "*", "<", ">")


def year(date: object) -> float:
    """Return a date, which may lack day or month, as a number of years."""
    when = PartialDate(str(date))
    if when.precision == "year":
        return when.year + 0.5
    day = when.first_day if when.precision == "day" else when.first_day.replace(day=15)
    return when.year + (day.timetuple().tm_yday - 1) / 365.25


def busiest(rows: Sequence[Row], number: int) -> list[str]:
    """Return the states that took part in most, the first of them first."""
    counts = Counter(state for state, _ in {(row["state"], row["itemId"]) for row in rows})
    return sorted(counts, key=lambda state: (-counts[state], state))[:number]


@figure("timeline", "when each state took part in what", "engagements-by-state", TOP, BETWEEN)
def timeline(
    rows: Table, foot: str, *, top: int | None = None, between: Span | None = None
) -> Picture:
    """Return when each state took part in what: one line a state, one mark an engagement."""
    years = between.years if between else range(2015, 2027)
    first, last = years[0], years[-1]
    dated = [r for r in rows.dicts() if r["from"] and PartialDate(r["from"]).year in years]
    states = busiest(dated, top or 24)
    drawn = [row for row in dated if row["state"] in states]
    marks = _Marks([kind for kind, _ in Counter(row["kind"] for row in drawn).most_common()])
    size = (9.0, 2.3 + 0.235 * len(states))

    def paint(sheet: Sheet) -> None:
        axes = sheet.axes(2.05, 0.42, sheet.width - 3.05, sheet.depth - 0.72)
        marks.draw_key(sheet)
        for place, state in enumerate(states):
            axes.plot([first, last + 1], [place, place], color=FAINT, lw=0.6, zorder=0)
            own = [row for row in drawn if row["state"] == state]
            for row in own:
                marks.draw(axes, row, place)
            count = len({row["itemId"] for row in own})
            axes.text(last + 1.12, place, str(count), va="center", size=SMALL, color=SOFT)
        axes.text(last + 1.12, -1.1, "dated", size=SMALL, color=SOFT)
        axes.set(xlim=(first, last + 1), ylim=(len(states) - 0.4, -0.7))
        axes.set_yticks(range(len(states)), states)
        axes.set_xticks(range(first, last + 2, 1 if last - first < 14 else 5))
        sheet.bare(axes, "bottom")

    subtitle = (
        f"Dated engagements, agreements and partnerships by state, {first}–{last}; a mark stands "
        "at its first day,\na line for how long it went on. What no source dates is not drawn."
    )
    shown = {(row["itemId"], row["stateId"]) for row in drawn}
    item, state = rows.columns.index("itemId"), rows.columns.index("stateId")
    kept = [t for t, r in zip(rows.terms, rows.rows, strict=True) if (r[item], r[state]) in shown]
    title = "Who met, trained and agreed, and when"
    return Picture("timeline", title, subtitle, foot, size, Table(rows.columns, kept), paint)


class _Marks:
    """How kinds are told apart on a timeline: by a mark and a tone, and a little by height."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self._kinds = kinds
        tones = (ACCENT, "#ffffff", WARM, *canvas.SHADES[2:5], "#9a9a9a", INK)
        self._tones = {kind: tones[place % len(tones)] for place, kind in enumerate(kinds)}

    def draw_key(self, sheet: Sheet) -> None:
        """Draw which mark stands for which kind, as far as there are marks."""
        axes = sheet.plain(0.35, -0.02, sheet.width - 0.7, 0.3)
        axes.set(xlim=(0, sheet.width - 0.7), ylim=(0, 1))
        place = 0.08
        for kind, mark in zip(self._kinds, _MARKS, strict=False):
            style = {"ms": 5, "mfc": self._tones[kind], "mec": INK, "mew": 0.5}
            axes.plot(place, 0.5, mark, clip_on=False, **style)
            axes.text(place + 0.1, 0.47, kind, va="center", size=SMALL)
            place += 0.34 + 0.072 * len(kind)

    def draw(self, axes: Any, row: Row, place: int) -> None:
        """Draw an engagement at the height of its state."""
        order, begun = self._kinds.index(row["kind"]), year(row["from"])
        # Kinds stand a little apart, so that what happened in the same weeks can be told apart.
        level = place + 0.42 * ((order + 0.5) / len(self._kinds) - 0.5)
        if row["to"] and row["to"] >= row["from"]:
            axes.plot([begun, year(row["to"])], [level, level], color=INK, lw=1.4, alpha=0.55)
        style = {"ms": 4.4, "mfc": self._tones[row["kind"]], "mec": INK, "mew": 0.45}
        axes.plot(begun, level, _MARKS[order % len(_MARKS)], alpha=0.9, **style)


@figure(
    "matrix",
    "how many engagements of each kind each state took part in",
    "engagements-by-state",
    TOP,
)
def matrix(rows: Table, foot: str, *, top: int | None = None) -> Picture:
    """Return how many engagements of each kind each state took part in."""
    counted = {(r["state"], r["kind"], r["itemId"]) for r in rows.dicts()}
    cells = Counter((state, kind) for state, kind, _ in counted)
    states = busiest(rows.dicts(), top or 30)
    totals = Counter(kind for _, kind, _ in counted)
    kinds = [kind for kind, _ in sorted(totals.items(), key=lambda t: (-t[1], t[0]))]
    size = (max(2.5 + 0.62 * len(kinds), 6.5), 2.75 + 0.2 * len(states))

    def paint(sheet: Sheet) -> None:
        axes = sheet.axes(1.9, 0.85, sheet.width - 2.35, sheet.depth - 0.95)
        for y, state in enumerate(states):
            for x, kind in enumerate(kinds):
                count = cells[state, kind]
                # Steps that double, since one state takes part in nearly everything.
                step = min(count.bit_length(), len(canvas.SHADES))
                tone = canvas.SHADES[step - 1] if count else "#f7f7f7"
                canvas.box(axes, (x - 0.48, x + 0.48), (y - 0.46, y + 0.46), color=tone, lw=0)
                if count:
                    style = {"ha": "center", "va": "center", "size": SMALL}
                    axes.text(x, y, str(count), color=canvas.ink_on(tone), **style)
        axes.set(xlim=(-0.5, max(len(kinds), 1) - 0.5), ylim=(max(len(states), 1) - 0.5, -0.5))
        axes.set_yticks(range(len(states)), states)
        axes.set_xticks(range(len(kinds)), kinds, rotation=40, ha="left", color=INK)
        axes.tick_params(
            axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=0
        )
        sheet.bare(axes)

    subtitle = (
        "Number of different engagements, agreements and partnerships by state and kind.\n"
        "Empty: no source of the graph tells of any."
    )
    return Picture("matrix", "Partners by kind of cooperation", subtitle, foot, size, rows, paint)


@figure("sources", "how many claims each source contributes", "sources", TOP)
def sources(rows: Table, foot: str, *, top: int | None = None) -> Picture:
    """Return how many claims each source contributes, with the reliability of its publisher."""
    whole = sorted(rows.dicts(), key=lambda r: (-int(r["claims"]), r["title"]))
    shown = whole[: top or 25]
    total = sum(int(r["claims"]) for r in whole)
    size = (8.6, 2.2 + 0.225 * len(shown))

    def paint(sheet: Sheet) -> None:
        axes = sheet.axes(4.3, 0.15, sheet.width - 5.6, sheet.depth - 0.55)
        axes.set_xscale("log")
        for place, row in enumerate(shown):
            count = int(row["claims"])
            axes.plot([1, count], [place, place], color=canvas.SHADES[2], lw=1.1)
            axes.plot(count, place, "o", ms=5, color=ACCENT)
            told = f"{count:,}   {row['reliability']}   {count / total:.1%}"
            axes.text(count * 1.18, place, told, va="center", size=SMALL)
        axes.set(
            xlim=(1, max([10, *(int(r["claims"]) for r in shown)]) * 1.3),
            ylim=(len(shown) - 0.4, -0.6),
        )
        names = [canvas.wrap(str(r["title"]), 62, 1) for r in shown]
        axes.set_yticks(range(len(shown)), names, size=SMALL)
        axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
        axes.set_xticks([], minor=True)
        axes.set_xlabel("claims (logarithmic)", size=SMALL, loc="left")
        sheet.bare(axes, "bottom")

    rest, others = len(whole) - len(shown), total - sum(int(r["claims"]) for r in shown)
    subtitle = (
        f"Claims by source, with the reliability of the publisher (A–F) and the share of all "
        f"{total:,} claims.\n{rest} further sources give {others:,} claims."
    )
    return Picture("sources", "What the graph rests on", subtitle, foot, size, rows, paint)


def ranking(result: Result, found: str, foot: str) -> Picture:
    """Return the scores of a measure as dots, with the range over the variants as lines."""
    shown = result.findings
    pair = [place for place, column in enumerate(result.columns) if column in ("one", "other")]
    names = [" – ".join(str(one.cells[place]) for place in pair or [0]) for one in shown]
    size = (9.2, 2.2 + 0.235 * max(len(shown), 1))

    def paint(sheet: Sheet) -> None:
        axes = sheet.axes(3.4, 0.1, sheet.width - 4.5, sheet.depth - 0.5)
        for place, finding in enumerate(shown):
            spread = result.ranges.get(finding.key)
            if spread:
                style = {"color": canvas.SHADES[2], "lw": 4, "solid_capstyle": "butt"}
                axes.plot(spread.scores, [place, place], **style)
            axes.plot(finding.score, place, "o", ms=5.5, color=ACCENT)
            ranks, beside = spread.spelled_ranks if spread else "", axes.get_yaxis_transform()
            axes.text(1.02, place, ranks, va="center", size=SMALL, transform=beside)
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.set_yticks(range(len(shown)), [canvas.wrap(name, 44, 1) for name in names])
        axes.set_xlabel(result.score, size=SMALL, loc="left")
        sheet.bare(axes, "bottom")

    subtitle = (
        f"{canvas.wrap(found[:1].upper() + found[1:], 112, 1)}. Dot: on all evidence.\n"
        "Bar: range without each source, with grades A and B only, as said outright. Right: ranks."
    )
    title = f"{result.measure.replace('-', ' ').capitalize()}, by {result.score}"
    return Picture(result.measure, title, subtitle, foot, size, result.table(), paint)
