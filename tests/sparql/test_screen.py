"""What is refused by its tokens is refused for what it does, never for how it is spelled."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.sparql import screen
from kg.text import one_line

HARMLESS = [
    "SELECT ?service ?x { ?service ?p ?x }",
    "SELECT * { ?s ?p 'SERVICE <http://a/> {}' }",
    'SELECT * { ?s ?p """x"" SERVICE <http://a/> {} """ }',
    "SELECT * { ?s ?p '\\' SERVICE <http://a/> {} ' }",
    "SELECT * { ?s <http://example.org/SERVICE#load> ?o }",
    "SELECT * { ?s <http://example.org/l'service> 'it' }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://a/> {}",
    "SELECT * { ?s a ex:Service ; ex:load ex:drop . _:service ex:add $load }",
    "PREFIX service: <http://a/> SELECT * { ?s service:load service:x }",
    "SELECT * { GRAPH service:x { ?s ?p ?o } }",
    "SELECT * FROM NAMED <http://a/LOAD> { GRAPH ?g { ?s ?p 'kaluri'@add } }",
    "SELECT * { FILTER(?a<?b && ?b>?c) }",
    "SELECT * { ?s ?p 'service'@en-GB }",
]
CALLS = [
    "SELECT * { SERVICE <http://a/> {} }",
    "SELECT * { service SILENT ?x {} }",
    "SELECT*{?s ?p 1SERVICE<http://a/>{}}",
    "SELECT*{?s ?p trueSERVICE<http://a/>{}}",
    "SELECT*{?s ?p true.SERVICE:a{}}",
    "SELECT*{?s ?p 'x'@en--ltrSERVICE<http://a/>{}}",
    "SELECT*{?s ?p ex:.SERVICE<http://a/>{}}",
    "SELECT*{SERVICE:a{}}",
    "SELECT*{SERVICESILENTex:a{}}",
    "SELECT*{?s ?p ex:\\' SERVICE<http://a/>{}#'\n}",
    "SELECT * { '' SERVICE <http://a/> {} '' }",
    "SELECT*{BIND(1 AS?a)FILTER(?a<2)SERVICE?x#>\n{}}",
    "SELECT*{FILTER(1<2)FILTER('>'='')SERVICE<http://a/>{}#'\n}",
    "SELECT*{FILTER(1<#>'''\n2)SERVICE<http://a/>{}#'''\n}",
    "SELECT * { #\rSERVICE <http://a/> {} }",
    "SELECT * { SERVICE#\n<http://a/> {} }",
]
UPDATES = [
    "INSERT DATA { <a:a> <a:a> 1 }",
    "delete where { ?s ?p ?o }",
    "LOAD <http://a/>",
    "PREFIX a: <a:> LOAD SILENT <http://a/> INTO GRAPH <a:g>",
    "SELECT * {} ; LOAD <http://a/>",
    "CLEAR ALL",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_harmless_query_passes(query: str) -> None:
    screen.check_query(query)


@pytest.mark.parametrize("query", CALLS)
def test_service_is_refused_however_it_is_spelled(query: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE would|read as a comparison"):
        screen.check_query(query)


@pytest.mark.parametrize("query", UPDATES)
def test_update_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="would change the data"):
        screen.check_query(query)


@pytest.mark.parametrize(("left", "right"), [("{", "}"), ("(", ")"), ("[", "]"), ("<<", ">>")])
def test_deep_nesting_is_refused_and_shallow_is_not(left: str, right: str) -> None:
    screen.check_query(f"SELECT * {{ {left * 99}{right * 99} }}")
    with pytest.raises(QueryError, match="deeper than 100"):
        screen.check_query(f"SELECT * {{ {left * 100}{right * 100} }}")


def test_brackets_in_text_are_not_nesting() -> None:
    screen.check_query(f"SELECT * {{ ?s ?p '{'(' * 500}' }} # {'{' * 500}")


def test_size_is_counted_in_bytes() -> None:
    screen.check_query("#" * screen.SIZE)
    with pytest.raises(QueryError, match=r"32,770 bytes long and may be 32,768"):
        screen.check_query("é" * (screen.SIZE // 2 + 1))


def test_lone_surrogate_is_refused() -> None:
    with pytest.raises(QueryError, match="not valid Unicode at character 2"):
        screen.check_query("#\ud800")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "select"),
        ("# ASK\nPREFIX ask: <a:construct> BASE <a:describe> construct where {}", "construct"),
        ("SELECTDISTINCT*{}", "select"),
        ("DESCRIBEex:a", "describe"),
        ("PREFIX : <a:> Ask{ ?select ?p 'SELECT' }", "ask"),
    ],
)
def test_form_is_the_first_keyword_after_the_prologue(query: str, form: str) -> None:
    assert screen.query_form(query) == form


@pytest.mark.parametrize("query", ["", "LOAD <a:a>", "?select", "PREFIX select: <a:a>"])
def test_form_of_what_is_no_query_is_an_error(query: str) -> None:
    with pytest.raises(QueryError, match="no query"):
        screen.query_form(query)


@pytest.mark.parametrize(
    ("error", "query", "explained"),
    [
        ("error at 2:3: expected [_]", "SELECT\n* }", "line 2, column 3, near '}'"),
        ("error at 1:7: expected [_]", "SELECT", "line 1, column 7, at the end"),
        (
            "error at 1:1: expected [_]",
            "ASK{a:b}",
            "near 'ASK{a:b}': the prefix a: is not declared",
        ),
        (
            "error at 1:1: expected [_]",
            "PREFIX a: <b:> ASK{a:b c:d}",
            "near 'PREFIX a: <b:> ASK{a:b c:d}'",
        ),
        (
            "error at 1:1: expected one of [_], Prefix not found, '+'",
            "ASK",
            "'ASK': Prefix not found",
        ),
        ("something\nelse", "ASK", "the query is not valid: something else"),
    ],
)
def test_syntax_error_is_explained_in_one_line(error: str, query: str, explained: str) -> None:
    assert str(screen.explain_syntax_error(error, query, {"c": "d:"})).endswith(explained)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT * FROM <a:a> {}", True),
        ("SELECT*FROM<a:a>{}", True),
        ("ASKFROMNAMED<a:a>{}", True),
        ("SELECT * { ?from ?p 'FROM' ; ex:from <http://from/> } # FROM <a:a>", False),
    ],
)
def test_dataset_is_named_by_from(query: str, names: bool) -> None:
    assert screen.names_dataset(query) is names


@given(st.text())
def test_any_text_passes_or_is_refused(text: str) -> None:
    with contextlib.suppress(QueryError):
        screen.check_query(text)
        assert screen.query_form(text) in screen.FORMS


@given(st.text())
def test_foreign_text_fits_in_one_line(text: str) -> None:
    assert one_line(text).isprintable()
    assert len(one_line(text)) <= 200
