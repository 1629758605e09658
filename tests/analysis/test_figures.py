"""Figures are valid, the same each time, and show the rows of the queries they name."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from xml.etree import ElementTree

import pytest

import kg
from kg.analysis import registry as analysis
from kg.analysis.figures import canvas, charts, maps, objectives, stacked_bars
from kg.analysis.figures import registry as figures
from kg.analysis.figures.canvas import Picture
from kg.errors import AnalysisError, UnknownNameError
from kg.model.dates import PartialDate, Span
from kg.sparql.table import Table
from tests.support.remembered import remembered

NAMES = [*figures.plots()]
THEN = {"as_of": PartialDate("2032-01-01"), "between": Span.parse("2028", "2032")}
SVG = "{http://www.w3.org/2000/svg}"


def asked(name: str) -> dict[str, object]:
    """Return a day or a time, where a figure can be asked for one."""
    return {o.name: THEN[o.name] for o in figures.plots()[name].options if o.name in THEN}


@pytest.fixture(scope="module")
def graph(invented_store_path):
    with kg.open(invented_store_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def shipped_graph(shipped_store_path):
    with remembered(shipped_store_path) as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_valid_and_safe(name, graph, tmp_path):
    root = ElementTree.parse(figures.draw(graph, name, tmp_path / "f.svg", **asked(name))).getroot()
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter(f"{SVG}script"))
    text = (tmp_path / "f.svg").read_text("utf-8")
    assert "dc:date" not in text
    assert len(list(root.iter(f"{SVG}path"))) > 5


@pytest.mark.parametrize("name", NAMES)
def test_picture_names_rows_sources_and_the_state_of_the_data(name, graph):
    picture = figures.picture(graph, name, **asked(name))
    assert picture.title
    assert picture.subtitle
    assert re.search(r"Rows: query [a-z-]+", picture.foot)
    assert f"{graph.manifest.claims:,} claims of {graph.manifest.sources} sources" in picture.foot
    assert graph.manifest.digest in picture.foot
    assert "the newest of 20" in picture.foot


@pytest.mark.parametrize("name", NAMES)
def test_picture_shows_rows_of_its_query(name, graph):
    picture = figures.picture(graph, name, **asked(name))
    query = re.search(r"Rows: query ([a-z-]+)", picture.foot)[1]
    given = {"date": "2032-01-01"} if name == "targets" else {}
    rows = graph.query(query, **given).rows
    assert picture.rows.columns == graph.query(query, **given).columns
    assert set(picture.rows.rows) <= set(rows)
    if name not in ("timeline", "years"):
        assert picture.rows.rows == rows


def test_same_graph_gives_same_bytes(shipped_graph, shipped_store_path, tmp_path):
    names = ["timeline", "map", "chain", "training", "aid"]
    files = [(name, f"{name}.{suffix}") for name in names for suffix in ("svg", "png")]
    code = f"""
from pathlib import Path
import kg
from kg.analysis.figures import registry
with kg.open({str(shipped_store_path)!r}) as graph:
    for name, file in {files}:
        registry.draw(graph, name, Path(file))
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=tmp_path)
    for name, file in files:
        drawn = figures.draw(shipped_graph, name, tmp_path / f"again-{file}").read_bytes()
        assert drawn == (tmp_path / file).read_bytes(), file


def drawn_axes(picture: Picture) -> list:
    """Return the axes that a picture is painted on."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=picture.size)
    FigureCanvasAgg(figure).draw()
    picture.paint(canvas.Sheet(figure, picture.size))
    figure.canvas.draw()
    return figure.axes


def rectangles(axes) -> list:
    """Return the bars on some axes."""
    return [bar for group in axes.containers for bar in group]


def drawn_texts(picture: Picture) -> list[str]:
    """Return every text that a picture writes on its axes."""
    return [
        t.get_text()
        for axes in drawn_axes(picture)
        for t in axes.findobj(match=lambda o: hasattr(o, "get_text"))
    ]


def test_numbers_in_the_matrix_are_counts_of_rows(graph):
    picture = figures.picture(graph, "matrix")
    rows = {(r["state"], r["kind"], r["itemId"]) for r in picture.rows.dicts()}
    counts = Counter((state, kind) for state, kind, _ in rows)
    drawn = Counter(t for t in drawn_texts(picture) if t.isdigit())
    assert drawn == Counter(map(str, counts.values()))


def test_numbers_on_the_map_are_counts_of_rows(shipped_graph):
    picture = figures.picture(shipped_graph, "map")
    rows = {(r["code"], r["state"], r["itemId"]) for r in picture.rows.dicts()}
    counts = Counter(state for _, state, _ in rows)
    texts = drawn_texts(picture)
    for state in ("Argentina", "Brazil", "Chile", "Honduras", "Jamaica"):
        assert {f"{state}\n{counts[state]}", f"{state}  {counts[state]}"} & set(texts)


def test_numbers_of_sources_are_those_of_the_query(graph):
    picture = figures.picture(graph, "sources")
    texts = " ".join(drawn_texts(picture))
    for row in picture.rows.dicts():
        assert f"{row['claims']:,}   {row['reliability']}" in texts


def test_days_overdue_are_those_of_the_query(shipped_graph):
    picture = figures.picture(shipped_graph, "targets", as_of=PartialDate("2026-11-24"))
    overdue = [r for r in picture.rows.dicts() if r["state"] == "Overdue"]
    assert overdue
    texts = drawn_texts(picture)
    assert all(f"Overdue, {row['days']:,} days" in texts for row in overdue)


def test_a_ranking_can_be_drawn(graph, tmp_path):
    result = analysis.run(graph, "centre").first(5)
    target = canvas.write(figures.ranking(graph, result), tmp_path / "f.svg")
    assert ElementTree.parse(target).getroot().tag == f"{SVG}svg"
    with pytest.raises(AnalysisError, match="no ranking"):
        figures.ranking(graph, analysis.run(graph, "changes"))


def test_hostile_names_are_only_drawn(tmp_path):
    columns = ("state", "kind", "item", "from", "to", "code", "stateId", "itemId")
    from pyoxigraph import Literal

    row = ("$\\frac{1}$ <script>", "Visit", "x", "2031", "2031", "ARG", "s", "i")
    table = Table(columns, [tuple(map(Literal, row))])
    for picture in (
        charts.timeline(table, "", between=Span.parse("2030", "2032")),
        charts.matrix(table, "", top=5),
    ):
        text = canvas.write(picture, tmp_path / "f.svg").read_text("utf-8")
        assert "<script" not in text


@pytest.mark.parametrize(
    "name", ["timeline", "matrix", "map", "years", "sources", "chain", "targets", "stack", "stacks"]
)
def test_nothing_can_be_drawn(name, tmp_path):
    made = {
        "timeline": lambda t: charts.timeline(t, ""),
        "matrix": lambda t: charts.matrix(t, ""),
        "map": lambda t: maps.intensity(t, ""),
        "years": lambda t: maps.years(t, ""),
        "sources": lambda t: charts.sources(t, ""),
        "chain": lambda t: objectives.chain(t, ""),
        "targets": lambda t: objectives.targets(t, "", as_of=PartialDate("2031-01-01")),
        "stack": lambda t: stacked_bars.stacked(stacked_bars.AID, t, "", None),
        "stacks": lambda t: stacked_bars.panels(stacked_bars.AID, t, "", None, None),
    }
    empty = Table(("itemId", "stateId"), [])
    assert canvas.write(made[name](empty), tmp_path / "f.svg").exists()


@pytest.mark.parametrize(
    ("name", "file", "message"),
    [
        ("mtrix", "f.svg", "no picture is called 'mtrix'; did you mean 'matrix'"),
        ("matrix", "f.gif", "a figure is written as .svg or .png"),
        ("matrix", "no/such/folder/f.svg", "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_says_why(name, file, message, graph, tmp_path):
    with pytest.raises(AnalysisError, match=message):
        figures.draw(graph, name, tmp_path / file)


def test_a_date_is_a_number_of_years():
    assert charts.year("2031") == 2031.5
    assert charts.year("2031-01-01") == 2031
    assert 2031.5 < charts.year("2031-07") < 2031.6


def test_places_are_kept_apart_in_order():
    assert canvas.apart([0, 0.2, 5], 1) == [0, 1, 5]


@pytest.mark.parametrize(
    ("name", "cost", "query", "group", "number", "step"),
    [
        ("training", False, "people-trained", "programme", "people", 1),
        ("training", True, "people-trained", "programme", "cost", 1_000_000),
        ("aid", False, "aid-by-year", "account", "constantObligated", 1_000_000),
    ],
)
@pytest.mark.parametrize("country", ["", "Argentina"])
def test_stacked_bars_are_sums_of_rows(
    country, name, cost, query, group, number, step, shipped_graph
):
    wanted = {**({"country": country} if country else {}), **({"cost": True} if cost else {})}
    picture = figures.picture(shipped_graph, name, **wanted)
    given = {"country": "state/argentina"} if country else {}
    rows = shipped_graph.query(query, **given)
    assert picture.rows.rows == rows.rows
    sums, years = Counter(), Counter()
    for row in rows.dicts():
        sums[row["country"]] += float(row[number] or 0)
        years[row["year"]] += float(row[number] or 0)
    texts = drawn_texts(picture)
    for state, total in sums.most_common(12):
        shown = f"{total / step:,.1f}" if step > 1 else f"{total:,.0f}"
        assert shown in (picture.subtitle if country else " ".join(texts))
        assert state in (picture.title if country else " ".join(texts))
    if country and name == "training":
        for total in years.values():
            shown = f"{total / step:,.1f}" if step > 1 else f"{total:,.0f}"
            assert any(text.splitlines()[-1:] == [shown] for text in texts)
    assert "fiscal year" in picture.subtitle
    assert "US dollars" in picture.subtitle or "People" in picture.subtitle


def test_bars_are_as_high_as_the_rows_say(shipped_graph):
    picture = figures.picture(shipped_graph, "aid", country="Argentina")
    total = sum(float(row["constantObligated"]) for row in picture.rows.dicts())
    heights = [patch.get_height() for axes in drawn_axes(picture) for patch in rectangles(axes)]
    assert sum(heights) == pytest.approx(total)


def test_years_name_the_rows_of_plans_that_are_left_out(shipped_graph):
    picture = figures.picture(shipped_graph, "training", country="Argentina")
    planned = Counter()
    for row in picture.rows.dicts():
        planned[row["year"]] += row["planned"]
    texts = drawn_texts(picture)
    for rows in filter(None, planned.values()):
        assert any(text.startswith(f"{rows:,} p\n") for text in texts)
    assert f"{planned.total():,} rows that only tell of plans are left out" in picture.subtitle


def test_small_charts_are_of_the_countries_with_most(shipped_graph):
    picture = figures.picture(shipped_graph, "training", top=2)
    titles = [axes.get_title(loc="left") for axes in drawn_axes(picture)]
    assert [title.split("  ")[0] for title in titles if title] == ["Colombia", "Peru"]


def test_figures_of_tables_name_the_table_and_refuse_other_countries(shipped_graph):
    picture = figures.picture(shipped_graph, "aid")
    assert "Table: U.S. Overseas Loans and Grants" in picture.foot
    with pytest.raises(AnalysisError, match="no rows about state/france"):
        figures.picture(shipped_graph, "aid", country="France")
    with pytest.raises(UnknownNameError, match="did you mean"):
        figures.picture(shipped_graph, "aid", country="Argentinia")
