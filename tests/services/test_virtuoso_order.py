"""An answer that a service does not sort is sorted here, as the embedded engine would have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad, QuerySolutions, Store

from kg.errors import ServiceError
from kg.model import namespaces
from kg.store.remote import virtuoso

ROWS = st.lists(
    st.tuples(st.integers(-9, 9) | st.none(), st.text('aé"\\\n ', max_size=3)), max_size=12
)
QUERY = """SELECT ?number ?text WHERE {
  GRAPH ?g { ?row graph:text ?text OPTIONAL { ?row graph:number ?number } }
}
ORDER BY DESC(?number) ?text ?g"""


def made(rows: list[tuple[int | None, str]]) -> Store:
    store = Store()
    for index, (number, text) in enumerate(rows):
        row = namespaces.GRAPH[f"row-{index:02}"]
        store.add(Quad(row, namespaces.GRAPH["text"], Literal(text), row))
        if number is not None:
            store.add(Quad(row, namespaces.GRAPH["number"], Literal(number), row))
    return store


def table(found: object) -> list[tuple[object, ...]]:
    assert isinstance(found, QuerySolutions)
    return [tuple(row) for row in found]


@given(ROWS)
def test_rows_come_in_the_order_of_the_whole_query(rows: list[tuple[int | None, str]]) -> None:
    store = made(rows)
    query = QUERY.removesuffix(" ?g")
    bare, order = virtuoso.split_order(query) or ("", "")
    wanted = table(store.query(query, prefixes=namespaces.prefixes()))
    got = virtuoso.order_rows(store.query(bare, prefixes=namespaces.prefixes()), order)
    assert table(got) == wanted


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a WHERE { ?a ?b ?c }",
        "SELECT ?a WHERE { { SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a } }",
        "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a LIMIT 3",
        "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a OFFSET 3",
        "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a VALUES ?a { 1 }",
        "SELECT ?a WHERE { ?a ?b ?c } ORDER BY ?a # LIMIT",
    ],
)
def test_only_an_order_at_the_end_is_taken_apart(query: str) -> None:
    assert virtuoso.split_order(query) is None


def test_order_is_the_last_clause_in_whatever_case() -> None:
    query = "SELECT ?a WHERE { { SELECT ?a { ?a ?b ?c } ORDER BY ?a } } order  by desc(?a)"
    assert virtuoso.split_order(query) == (query[:-18], "order  by desc(?a)")


@pytest.mark.parametrize("code", ["SR319", "SR478"])
def test_virtuoso_says_that_rows_are_too_long(code: str) -> None:
    said = f"Virtuoso 22026 Error {code}: too long"
    assert virtuoso.is_too_long(ServiceError(f"x: {said}", said=said))
    assert not virtuoso.is_too_long(ServiceError("x", said="Virtuoso 22003 Error SR017: other"))
