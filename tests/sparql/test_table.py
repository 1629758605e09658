"""The rows of an answer come as plain Python values that are equal to what the terms mean."""

from __future__ import annotations

import datetime
import math
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import ExportError
from kg.model.namespaces import XSD
from kg.sparql.table import Table, plain_value, term_text

NODE = NamedNode("http://example.org/a")


def typed(words: str, kind: str) -> Literal:
    return Literal(words, datatype=XSD[kind])


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (NODE, "http://example.org/a"),
        (BlankNode("b"), "b"),
        (Literal("a"), "a"),
        (Literal("a", language="es"), "a"),
        (Literal(5), 5),
        (Literal(True), True),
        (typed("1", "boolean"), True),
        (typed("0", "boolean"), False),
        (typed("1.50", "decimal"), Decimal("1.50")),
        (typed("1e3", "double"), 1000.0),
        (typed("INF", "double"), math.inf),
        (typed("-INF", "float"), -math.inf),
        (typed("2025-08-20", "date"), datetime.date(2025, 8, 20)),
        (typed("2025", "gYear"), "2025"),
        (typed("2025-08", "gYearMonth"), "2025-08"),
        (typed("2025-02-31", "date"), "2025-02-31"),
        (typed("2025-08-20Z", "date"), "2025-08-20Z"),
        (typed("x", "integer"), "x"),
        (typed("1_000", "integer"), "1_000"),
        (typed("yes", "boolean"), "yes"),
        (typed("infinity", "double"), "infinity"),
        (None, None),
    ],
)
def test_term_becomes_the_closest_value(term, expected):
    found = plain_value(term)
    assert found == expected
    assert type(found) is type(expected)


def test_not_a_number_stays_one():
    assert math.isnan(plain_value(typed("NaN", "double")))


def test_triple_is_shown_as_written():
    assert plain_value(Triple(NODE, NODE, Literal("x"))) == f'{NODE} {NODE} "x"'


@given(st.text(), st.sampled_from(["integer", "decimal", "double", "boolean", "date", "gYear"]))
def test_any_words_of_any_type_have_a_value(words, kind):
    assert plain_value(Literal(words, datatype=XSD[kind])) is not None


def test_text_of_a_term_is_its_iri_or_its_words():
    assert term_text(NODE) == "http://example.org/a"
    assert term_text(Literal("é", language="es")) == "é"
    assert term_text(None) == ""


TABLE = Table(("a", "b"), [(NODE, Literal(1)), (None, Literal("x"))])


def test_table_gives_rows_and_dictionaries():
    assert len(TABLE) == 2
    assert TABLE.rows == [("http://example.org/a", 1), (None, "x")]
    assert TABLE.dicts()[1] == {"a": None, "b": "x"}
    assert len(Table(("a",), [])) == 0


def test_table_becomes_a_data_frame():
    pandas = pytest.importorskip("pandas", reason="pandas is an extra")
    frame = TABLE.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["a", "b"]
    assert frame["b"].tolist() == [1, "x"]
    assert Table(("a",), []).to_pandas().columns.tolist() == ["a"]


def test_without_pandas_a_data_frame_says_what_to_install():
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "from kg.sparql.table import Table\nfrom kg.errors import ExportError\n"
        "try: Table(('a',), []).to_pandas()\nexcept ExportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert "pandas is not installed; run 'pip install" in done.stdout
    assert issubclass(ExportError, Exception)
