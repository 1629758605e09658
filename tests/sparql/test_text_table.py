"""What is printed can do nothing but be read, and fits the terminal if it can."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.model import namespaces
from kg.sparql import text_table
from kg.sparql.table import Table
from kg.text import safe

HOSTILE = "\x1b[31m\x07\x9b2J\u202egnp.exe\u2066\r\nrm -rf\x00"


@given(st.text(st.characters()))
def test_no_text_can_act_on_the_terminal(text):
    for character in safe(text):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(character) not in {
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        }


def test_harmless_text_stays_as_it_is():
    text = "“Año” שלום 😀 e\u0301 <b>&amp; =1+1"
    assert safe(text) == text
    assert safe("a\tb\nc") == "a b c"


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (namespaces.entity("state/avalia"), "state/avalia"),
        (namespaces.entity("terrorism"), "code:terrorism"),
        (Literal("a\nb"), "a b"),
        (None, ""),
        (Literal(HOSTILE), "\ufffd[31m\ufffd\ufffd2J\ufffdgnp.exe\ufffd  rm -rf\ufffd"),
    ],
)
def test_cell_is_short_and_safe(term, shown):
    assert text_table.cell_text(term) == shown


def test_cell_of_a_triple_is_as_written():
    node = NamedNode("http://example.org/a")
    assert text_table.cell_text(Triple(node, node, Literal("\x1b"))).isprintable()


def test_columns_are_aligned_and_wrapped():
    table = Table(("one", "two"), [(Literal("a"), Literal("word " * 30)), (None, Literal("b"))])
    lines = list(text_table.table_lines(table, 50))
    assert lines[0].split() == ["one", "two"]
    assert set(lines[1]) <= {"─", " "}
    assert max(map(len, lines)) <= 50
    assert len(lines) > 5
    assert len({line.index("word") for line in lines if "word" in line}) == 1


def test_rows_that_do_not_fit_side_by_side_stand_one_below_the_other():
    columns = tuple(f"column{n}" for n in range(12))
    table = Table(columns, [tuple(Literal(f"value-{n}" * 2) for n in range(12))] * 2)
    lines = list(text_table.table_lines(table, 60))
    assert [line for line in lines if line.startswith("── ")][1].startswith("── 2 ")
    assert "column11  value-11value-11" in lines
    assert max(map(len, lines)) <= 60


def test_empty_table_shows_its_columns():
    assert list(text_table.table_lines(Table(("one", "two"), []), 40)) == ["one  two", "───  ───"]


@given(
    st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=4),
    st.integers(20, 200),
)
def test_any_table_is_printed_at_any_width(rows, width):
    terms = [tuple(map(Literal, row)) for row in rows]
    for line in text_table.table_lines(Table(("a", "b"), terms), width):
        assert "\n" not in line
        assert "\x1b" not in line
