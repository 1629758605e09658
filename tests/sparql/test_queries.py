"""Each stored query answers the question in its header, with the columns and rows it declares."""

from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Store
from rdflib.plugins.sparql import prepareQuery

from kg.errors import QueryError
from kg.model import namespaces
from kg.paths import ONTOLOGY
from kg.sparql import documented as rq
from kg.sparql import queries
from tests.support import golden
from tests.support.paths import QUESTIONS, with_questions

DOCUMENTED = rq.read_sparql_folder(ONTOLOGY / "queries")
every_query = pytest.mark.parametrize("name", sorted(DOCUMENTED))
HOSTILE = [
    "x> } DELETE WHERE { ?s ?p ?o",
    'x" } INSERT DATA { <a:a> <a:a> <a:a> } #',
    "x' } #",
    "x\n} #",
    "\\u0022 } #",
]


def _examples(name: str) -> list[tuple[dict[str, str], int]]:
    found = []
    for line in DOCUMENTED[name].header.get("example", ()):
        pairs = dict(part.split("=", 1) for part in line.split())
        found.append((pairs, int(pairs.pop("rows"))))
    return found


@every_query
def test_header_is_complete(name: str) -> None:
    documented = DOCUMENTED[name]
    known = {"id", "title", "question", "scope", "parameter", "columns", "rows", "example"}
    assert set(documented.header) <= known
    assert re.fullmatch(r"CQ\d\d|Q\d\d|R\d\d", documented.one("id"))
    assert documented.one("question").endswith("?")
    assert documented.one("scope") in ("article", "wider", "any")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert "rows" in documented.header or "example" in documented.header


def test_ids_are_unique() -> None:
    ids = [query.id for query in queries.stored_queries().values()]
    assert len(ids) == len(set(ids))


def test_names_are_unique_over_all_folders() -> None:
    files = [file.stem for file in (ONTOLOGY / "queries").rglob("*.rq")]
    assert sorted(files) == sorted(DOCUMENTED)


def test_every_query_stands_in_the_folder_of_its_reader() -> None:
    prefixes = {"questions": ("CQ", "Q"), "reports": ("R",), "tables": ("Q",), "internal": ("Q",)}
    for query in queries.stored_queries().values():
        assert query.id.rstrip("0123456789") in prefixes[query.folder], query.name
        assert (query.folder == "reports") == query.name.startswith("report-"), query.name


@every_query
def test_every_parameter_is_used_and_declared(name: str) -> None:
    query = queries.stored_queries()[name]
    used = set(re.findall(r"\$(\w+)", query.text))
    assert used == {parameter.name for parameter in query.parameters}


@every_query
def test_rows_come_in_a_stated_order(name: str) -> None:
    assert re.search(r"^ORDER BY ", DOCUMENTED[name].text, re.MULTILINE)


@every_query
def test_prefixes_are_left_to_the_ontology(name: str) -> None:
    assert "PREFIX" not in DOCUMENTED[name].text.upper()


@every_query
def test_query_is_plain_sparql(name: str) -> None:
    query = queries.stored_queries()[name]
    prepareQuery(query.render(golden.given(query)), initNs=namespaces.prefixes())


@every_query
def test_columns_are_as_declared(name: str, invented: Store) -> None:
    query = queries.stored_queries()[name]
    assert queries.run_query(invented, query, golden.given(query)).columns == query.columns


@every_query
def test_query_fires_on_invented_data(name: str, invented: Store) -> None:
    query = queries.stored_queries()[name]
    assert len(queries.run_query(invented, query, golden.given(query))) > 0


@every_query
def test_answer_on_invented_data_is_golden(name: str, invented: Store) -> None:
    query = queries.stored_queries()[name]
    answer = golden.text(queries.run_query(invented, query, golden.given(query)))
    assert answer == (golden.FOLDER / f"{name}.csv").read_text("utf-8")


def test_every_golden_answer_has_its_query() -> None:
    assert {file.stem for file in golden.FOLDER.glob("*.csv")} == set(DOCUMENTED)


@every_query
def test_rows_on_shipped_data_are_as_declared(name: str, shipped: Store) -> None:
    if "rows" in DOCUMENTED[name].header:
        answer = queries.run_query(shipped, queries.stored_queries()[name])
        assert len(answer) == int(DOCUMENTED[name].one("rows"))
    for values, rows in _examples(name):
        assert len(queries.run_query(shipped, queries.stored_queries()[name], values)) == rows


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("parameter", ["subject", "source"])
def test_what_can_be_no_id_is_refused(parameter: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"{parameter}=.* is no id"):
        queries.find_query("CQ26").render({parameter: value})


@pytest.mark.parametrize("value", ["$object", "?x", "no-such-code", "state/nowhere"])
@pytest.mark.parametrize("parameter", ["subject", "source"])
def test_an_unknown_id_is_a_name_of_nothing(parameter: str, value: str, shipped: Store) -> None:
    assert len(queries.run_query(shipped, "CQ26", {parameter: value})) == 0


@pytest.mark.parametrize("value", [*HOSTILE, "$object", "?x", ""])
@pytest.mark.parametrize("parameter", ["predicate", "object"])
def test_hostile_text_stays_a_text(parameter: str, value: str, shipped: Store) -> None:
    query = queries.find_query("CQ26")
    values = {"predicate": "hasHost", "object": "no such thing", parameter: value}
    assert len(queries.run_query(shipped, query, values)) == 0


@given(st.text(max_size=40))
def test_any_text_is_filled_in_as_one_literal(words: str) -> None:
    query = queries.find_query("CQ26")
    rendered = query.render({"object": words, "predicate": "$object $subject"})
    assert str(Literal(words)) in rendered
    assert str(Literal("$object $subject")) in rendered


@pytest.mark.parametrize("value", ["2026-13", "yesterday", "2026-1-1", '2026" }', "2026\n", ""])
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match=r"is no date.*; write 2025, 2025-08 or 2025-08-20"):
        queries.find_query("objective-status").render({"date": value})


def test_a_misspelt_parameter_gets_a_suggestion() -> None:
    with pytest.raises(QueryError, match="unknown parameter 'sorce'; did you mean 'source'"):
        queries.find_query("CQ18").render({"sorce": "source/x"})


def test_a_misspelt_name_gets_a_suggestion() -> None:
    with pytest.raises(QueryError, match="did you mean 'priority-areas'"):
        queries.find_query("priority-area")


def test_a_name_like_no_other_points_to_the_list() -> None:
    with pytest.raises(QueryError, match="'kg queries' lists them"):
        queries.find_query("zzzzzzzz")


def test_a_query_is_found_by_its_id_in_any_case() -> None:
    assert queries.find_query("cq18") is queries.find_query("overdue-objectives")


def test_a_needed_parameter_is_asked_for() -> None:
    with pytest.raises(QueryError, match="needs entity="):
        queries.find_query("statements").render({})


@with_questions
def test_every_competency_question_of_the_article_is_stored() -> None:
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        asked = [row for row in csv.DictReader(file) if row["scope"].startswith("article")]
    assert asked
    for row in asked:
        query = queries.find_query(row["id"])
        assert (query.id, query.question, query.scope) == (row["id"], row["question"], "article")
