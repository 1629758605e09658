"""What a notebook shows is text from sources: it is escaped, shortened, and reads in a console."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal

import kg
from kg import notebook
from kg.analysis.figures import registry as figures
from kg.errors import QueryError
from kg.sparql.table import Table

FOUND = Table(
    ("name", "people", "claim"),
    [(Literal(f"<b>{n % 2}</b>"), Literal(n), None) for n in range(1, 5)],
)


def test_sentence_is_text_and_no_markup() -> None:
    shown = notebook.say("5 < 6 & <script>\x1b[31m")
    assert shown._repr_html_() == "<p>5 &lt; 6 &amp; &lt;script&gt;\ufffd[31m</p>"
    assert repr(shown) == "5 < 6 & <script>\ufffd[31m"


def test_rows_are_escaped_and_numbers_stand_to_the_right() -> None:
    html = notebook.rows(FOUND)._repr_html_()
    assert "<td>&lt;b&gt;1&lt;/b&gt;</td>" in html
    assert '<td style="text-align:right">4</td>' in html
    assert "<td></td>" in html
    assert "more rows" not in html


def test_rows_beyond_the_first_are_counted() -> None:
    shown = notebook.rows(FOUND, first=3)
    assert "… and 1 more rows" in repr(shown)
    assert "<p>… and 1 more rows</p>" in shown._repr_html_()


def test_some_columns_leave_each_row_once() -> None:
    html = notebook.rows(FOUND, "name")._repr_html_()
    assert html.count("<tr>") == 1 + 2
    assert "people" not in html


def test_unknown_column_gets_a_suggestion() -> None:
    with pytest.raises(QueryError, match="no column 'peple'; did you mean 'people'"):
        notebook.rows(FOUND, "peple")


def test_lines_are_cut_and_escaped() -> None:
    shown = notebook.lines(["<a>", "b", "c"], first=2)
    assert shown._repr_html_() == "<pre>&lt;a&gt;\nb</pre>"


def test_figure_is_a_png_with_its_title(invented_store_path) -> None:
    with kg.open(invented_store_path) as graph:
        shown = notebook.figure(figures.picture(graph, "sources"))
    assert shown._repr_png_().startswith(b"\x89PNG")
    assert repr(shown) == "What the graph rests on"
