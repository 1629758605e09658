"""A hostile query costs its process and nothing else, and the next query is answered."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import QueryError, QueryMemoryError, QueryTimeoutError, ResultTooLargeError
from kg.sparql import screen
from kg.sparql.sandbox import Sandbox
from tests.support.sandbox_samples import BASE, ENDLESS, LINUX, PREFIXES, outcome


@pytest.fixture
def unscreened(answering: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.setattr(screen, "check_query", lambda query: None)
    return answering


def nested(left: str, right: str, times: int, middle: str = "") -> str:
    return left * times + middle + right * times


def doubling(times: int) -> str:
    steps = "".join(f"BIND(CONCAT(?{n},?{n}) AS ?{n + 1})" for n in range(times))
    return f"SELECT * {{ BIND('aaaaaaaa' AS ?0) {steps} }}"


# The size is what fits into the longest query that is let through.
DEEP = {
    "braces": f"SELECT * {nested('{', '}', 16000)}",
    "parentheses": f"SELECT * {{ FILTER({nested('(', ')', 16000, '1')}) }}",
    "not": f"SELECT * {{ FILTER({'!' * 32000}true) }}",
    "minus": f"SELECT ({'- ' * 16000}1 AS ?x) {{}}",
    "alternatives": f"SELECT * {{ ?s {'|'.join([':a'] * 10000)} ?o }}",
    "sequence": f"SELECT * {{ ?s {'/'.join([':a'] * 10000)} ?o }}",
    "inverse": f"SELECT * {{ ?s {'^(' * 8000}:a{')' * 8000} ?o }}",
    "closures": f"SELECT * {{ ?s {nested('(', ')*', 10000, ':a')} ?o }}",
    "unions": f"SELECT * {{ {'UNION'.join(['{}'] * 4000)} }}",
    "sums": f"SELECT ({'+'.join('1' * 16000)} AS ?x) {{}}",
    "optionals": f"SELECT * {{ {nested('OPTIONAL{?a ?b ?c ', '}', 1500)} }}",
    "exists": f"SELECT * {{ {nested('FILTER EXISTS{', '}', 2000)} }}",
    "collections": f"SELECT * {{ ?s ?p {nested('(', ')', 16000, '1')} }}",
    "wide collection": f"SELECT * {{ ?s ?p ({'1 ' * 16000}) }}",
    "blank nodes": f"SELECT * {{ ?s ?p {nested('[:a ', ']', 5000, '1')} }}",
    "triple terms": f"SELECT * {{ ?s ?p {nested('<<( :a :a ', ' )>>', 2000, '1')} }}",
    "reified triples": f"SELECT * {{ ?s ?p {nested('<< :a :a ', ' >>', 2400, '1')} }}",
    "annotations": f"SELECT * {{ ?s ?p ?o {nested('{| :a ?o ', '|}', 2600)} }}",
    "subqueries": f"SELECT * {nested('{SELECT * ', '}', 2500, '{}')}",
    "conditions": f"SELECT ({nested('IF(1,', ',1)', 4000, '1')} AS ?x) {{}}",
    "graphs": f"SELECT * {{ {nested('GRAPH ?g{', '}', 3000)} }}",
    "regex groups": f"SELECT (REGEX('a', '{nested('(', ')', 16000, 'a')}') AS ?x) {{}}",
}
HEAVY = {
    "cross product": ENDLESS,
    "star of patterns": f"SELECT * {{ {''.join(f'?s ?p{n} ?o{n} .' for n in range(160))} }}",
    "chain of patterns": f"SELECT * {{ {''.join(f'?s{n} :a ?s{n + 1} .' for n in range(900))} }}",
    "path explosion": f"SELECT * {{ ?s {nested('(', ')*', 40, ':next|:label|^:next')} ?o }}",
    "negated path": "SELECT * { ?a (!:x)* ?b . ?b (!:y)* ?c . ?c (!:z)* ?d . ?d (!:x)* ?e }",
    "values": f"SELECT * {{ {''.join(f'VALUES ?v{n} {{1 2 3 4 5 6}}' for n in range(20))} }}",
    "regex": f"SELECT (REGEX('{'a' * 9000}', '(a*)*(a*)*(a*)*b{{1,900}}') AS ?x) {{}}",
    "regex size": "SELECT (REGEX('a', '((((a{1,99}){1,99}){1,99}){1,99}){1,99}') AS ?x) {}",
    "group concat": "SELECT (GROUP_CONCAT(?l) AS ?x) { ?a ?b ?l . ?d ?e ?f . ?g ?h ?i }",
    "order": "SELECT ?c { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "distinct": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "long string": f"SELECT (REPLACE('{'a' * 15000}', 'a', '{'b' * 15000}') AS ?x) {{}}",
    "big number": f"SELECT ({'9' * 30000} * {'9' * 1000} AS ?x) {{}}",
    "long IRI": f"SELECT * {{ <http://a/{'b' * 32000}> ?p ?o }}",
    "doubling": doubling(60),
    "many variables": f"SELECT * {{ {''.join(f'BIND({n} AS ?x{n})' for n in range(1500))} }}",
}


@pytest.mark.parametrize("query", DEEP.values(), ids=DEEP.keys())
def test_deep_query_ends_in_an_answer_or_an_error(unscreened: Sandbox, query: str) -> None:
    outcome(unscreened, query)


@pytest.mark.parametrize("query", HEAVY.values(), ids=HEAVY.keys())
def test_heavy_query_ends_by_the_deadline(answering: Sandbox, query: str) -> None:
    begin = time.monotonic()
    outcome(answering, query)
    assert time.monotonic() - begin < 6


@pytest.mark.parametrize("depth", [2200, 4700])
def test_deep_nesting_is_refused_before_it_is_sent(answering: Sandbox, depth: int) -> None:
    with pytest.raises(QueryError, match="flatten it"):
        answering.run(f"SELECT * {nested('{', '}', depth)}")


def test_endless_query_is_stopped_at_the_deadline(answering: Sandbox) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="stopped after 1 seconds"):
        answering.run(ENDLESS)
    assert 1 <= time.monotonic() - begin < 4


@LINUX
def test_doubling_of_strings_runs_out_of_memory(place: Path) -> None:
    with Sandbox(place, deadline=20, memory=128 * 1024**2) as sandbox:
        with pytest.raises(QueryMemoryError, match="more than 128 MiB"):
            sandbox.run(doubling(40))
        assert sandbox.run("ASK {}").boolean()


def test_crash_of_the_engine_is_an_error(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "check_query", lambda query: None)
    with Sandbox(place, deadline=30) as sandbox:
        with pytest.raises(QueryError, match="crashed the engine"):
            sandbox.run(f"SELECT * {nested('{', '}', 300_000)}")
        assert sandbox.run("ASK {}").boolean()


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_result_beyond_the_limit_is_an_error_and_not_cut(answering: Sandbox, format: str) -> None:
    query = "SELECT * { ?a :label ?b . ?c :label ?d }"
    with pytest.raises(ResultTooLargeError, match=r"larger than 1 MiB: add a LIMIT"):
        answering.run(query, format=format, prefixes=PREFIXES)


@pytest.mark.parametrize("format", ["nt", "ttl", "rdf"])
def test_graph_beyond_the_limit_is_an_error_and_not_cut(answering: Sandbox, format: str) -> None:
    query = "CONSTRUCT { ?a ?c ?b } { ?a :label ?b . ?c :label ?d }"
    with pytest.raises(ResultTooLargeError):
        answering.run(query, format=format, prefixes=PREFIXES)


def test_syntax_error_names_the_place(answering: Sandbox) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 10, near '\}'"):
        answering.run("SELECT * {\n ?s ?p ] }")


def test_nul_is_a_character_like_any_other(answering: Sandbox) -> None:
    assert answering.run("ASK { FILTER(STRLEN('\0') = 1) }").boolean()
    assert isinstance(outcome(answering, "ASK {}\0"), QueryError)


def test_lone_surrogate_is_an_error(answering: Sandbox) -> None:
    with pytest.raises(QueryError, match="not valid Unicode"):
        answering.run("ASK { FILTER('\udcff' = '') }")


def test_deeply_nested_result_is_an_error(place: Path) -> None:
    steps = "".join(f"BIND(TRIPLE(:a,:a,?{n})AS?{n + 1})" for n in range(900))
    # A busy machine may take more than a second for so many steps, which is not what is tested.
    with Sandbox(place, deadline=60, memory=512 * 1024**2) as patient:
        answer = patient.run(f"SELECT ?900 {{ BIND(1 AS ?0) {steps} }}", prefixes=PREFIXES)
        with pytest.raises(QueryError, match="cannot be read back"):
            answer.table()
        assert patient.run("ASK { ?s ?p ?o }").boolean()


@pytest.mark.parametrize(
    ("dataset", "rows"),
    [("", 400), ("FROM :graph/1", 2), ("FROM <a:none>", 0), ("FROM NAMED :graph/1", 0)],
)
def test_from_says_what_is_asked(sandbox: Sandbox, dataset: str, rows: int) -> None:
    dataset = dataset.replace(":graph/1", f"<{BASE}graph/1>")
    assert len(sandbox.run(f"SELECT * {dataset} {{ ?s ?p ?o }}").table()) == rows


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_from_a_file_reads_no_file(answering: Sandbox, clause: str) -> None:
    graphs = "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
    query = f"SELECT * {clause} <file:///etc/passwd> {{ {graphs} }}"
    assert answering.run(query).table().terms == []


FRAGMENTS = [
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "(", ")", "[", "]", "*", "+"),
    *("?s", "?p", "?o", "a", ":a", "<a:b>", "_:b", "'x'", "'''", '"', "@en", "^^", "1", "1.5e3"),
    *("FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "AS", "VALUES", "GRAPH", "EXISTS", "NOT"),
    *("COUNT", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "<<(", ")>>", "{|", "|}"),
    *(".", ";", ",", "/", "|", "^", "!", "=", "<", ">", "&&", "||", "-", "#", "\n", "\0", "\\"),
    *("PREFIX", "BASE", "FROM", "SERVICE", "LOAD", "LATERAL", "UNDEF", "true", "UUID()", "é", "~"),
]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join))
def test_token_soup_ends_in_an_answer_or_an_error(sandbox: Sandbox, query: str) -> None:
    outcome(sandbox, query)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def calls(listener: socket.socket) -> list[str]:
    host, port = listener.getsockname()
    url = f"<http://{host}:{port}/>"
    return [f"SELECT * {{ SERVICE {url} {{ ?s ?p ?o }} }}", f"LOAD {url}"]


def test_service_and_load_are_refused(answering: Sandbox, listener: socket.socket) -> None:
    for query in calls(listener):
        with pytest.raises(QueryError, match=r"SERVICE would|LOAD would"):
            answering.run(query)
    with pytest.raises(TimeoutError):
        listener.accept()


def test_unconfined_service_would_connect(listener: socket.socket) -> None:
    def call() -> None:
        with contextlib.suppress(OSError):
            bool(Store().query(calls(listener)[0].replace("SELECT *", "ASK")))

    caller = threading.Thread(target=call)
    caller.start()
    connection, _ = listener.accept()
    connection.close()
    caller.join()


@LINUX
def test_kernel_stops_a_service_that_slipped_through(
    unscreened: Sandbox, listener: socket.socket
) -> None:
    assert "calls" in unscreened.limits()
    for query in [*calls(listener), calls(listener)[0].replace("127.0.0.1", "localhost")]:
        with pytest.raises(QueryError):
            unscreened.run(query)
    with pytest.raises(TimeoutError):
        listener.accept()
