"""The sandbox answers as the store does, lives through what happens, and leaves nothing behind."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple, parse

from kg.errors import QueryError, StoreError
from kg.sparql import formats
from kg.sparql.sandbox import Sandbox
from kg.sparql.table import Table
from tests.support.sandbox_samples import (
    BASE,
    ENDLESS,
    LINUX,
    PREFIXES,
    ROOT,
    alive,
    build,
    outcome,
    wait_for_end,
    worker_of,
)


def test_select_gives_terms_as_the_store_does(sandbox: Sandbox, place: Path) -> None:
    query = "SELECT ?s ?label ?nothing { ?s :label ?label } ORDER BY ?s"
    store = Store.read_only(str(place))
    direct = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(direct, QuerySolutions)
    table = sandbox.run(query, prefixes=PREFIXES).table()
    assert table.columns == ("s", "label", "nothing")
    assert table.terms == [tuple(solution) for solution in direct]
    assert len(table) == 200


def test_ask_gives_a_boolean(sandbox: Sandbox) -> None:
    assert sandbox.run("ASK {}").boolean() is True
    assert sandbox.run("ASK { FILTER(false) }", format="json").boolean() is False


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { :1 :next ?o }", "DESCRIBE :1"])
def test_graph_gives_triples(sandbox: Sandbox, query: str) -> None:
    answer = sandbox.run(query, prefixes=PREFIXES)
    found = Triple(NamedNode(f"{BASE}1"), NamedNode(f"{BASE}next"), NamedNode(f"{BASE}2"))
    assert answer.form == "construct"
    assert found in answer.triples()


@pytest.mark.parametrize("format", ["json", "xml", "tsv"])
def test_table_comes_in_the_format_asked_for(sandbox: Sandbox, format: str) -> None:
    answer = sandbox.run("SELECT (1 AS ?x) {}", format=format)
    assert answer.format == format
    assert answer.table() == Table(("x",), [(Literal(1),)])


@pytest.mark.parametrize("format", ["nt", "ttl", "rdf", "jsonld"])
def test_graph_comes_in_the_format_asked_for(sandbox: Sandbox, format: str) -> None:
    answer = sandbox.run("CONSTRUCT { :a :b 'c' } {}", format=format, prefixes=PREFIXES)
    [quad] = parse(answer.body, formats.GRAPHS[format])
    assert quad.object == Literal("c")


def test_csv_is_the_protocols(sandbox: Sandbox) -> None:
    assert sandbox.run("SELECT ('a' AS ?x) {}", format="csv").body == b"x\r\na\r\n"


def test_turtle_uses_the_prefixes(sandbox: Sandbox) -> None:
    answer = sandbox.run("CONSTRUCT { :a :b :c } {}", format="ttl", prefixes=PREFIXES)
    assert b":a :b :c" in answer.body


@pytest.mark.parametrize(
    ("query", "format", "hint"),
    [
        ("SELECT * {}", "ttl", "csv, tsv, json, xml"),
        ("ASK {}", "nt", "csv, tsv, json, xml"),
        ("DESCRIBE <a:a>", "csv", "nt, ttl, jsonld, rdf"),
        ("SELECT * {}", "pdf", "'pdf' is no format"),
    ],
)
def test_unfit_format_is_an_error(answering: Sandbox, query: str, format: str, hint: str) -> None:
    with pytest.raises(QueryError, match=hint):
        answering.run(query, format=format)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8")), st.sampled_from([None, "en", "pt-br"]))
@example("\t\n\r\\\"'\0\u2028", None)
def test_literal_comes_back_unchanged(sandbox: Sandbox, text: str, language: str | None) -> None:
    literal = Literal(text, language=language)
    table = sandbox.run(f"SELECT ?x {{ VALUES ?x {{ {literal} }} }}").table()
    assert table.terms == [(literal,)]


def test_empty_rows_are_counted(sandbox: Sandbox) -> None:
    assert sandbox.run("SELECT * {}").table() == Table((), [()])
    assert sandbox.run("SELECT ?x { VALUES ?x { UNDEF UNDEF } }").table() == Table(
        ("x",), [(None,), (None,)]
    )


@LINUX
def test_everything_is_limited_on_linux(sandbox: Sandbox) -> None:
    assert sandbox.limits() == {"memory", "writing", "reading", "calls"}


def test_nothing_is_started_before_the_first_query(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "nowhere") as sandbox:
        assert sandbox._process is None


def test_process_is_kept_between_queries(sandbox: Sandbox) -> None:
    first = worker_of(sandbox)
    outcome(sandbox, "SELECT")
    assert worker_of(sandbox) == first


@pytest.mark.filterwarnings("error")
def test_closing_leaves_nothing_behind(place: Path) -> None:
    files = len(os.listdir("/dev/fd"))
    with Sandbox(place) as sandbox:
        pid = worker_of(sandbox)
    gc.collect()
    assert not alive(pid)
    assert len(os.listdir("/dev/fd")) == files
    sandbox.close()


def test_closed_sandbox_opens_again(place: Path) -> None:
    with Sandbox(place) as sandbox:
        sandbox.close()
        assert sandbox.run("ASK {}").boolean()


def test_killed_worker_is_replaced(place: Path) -> None:
    with Sandbox(place) as sandbox:
        os.kill(worker_of(sandbox), signal.SIGKILL)
        time.sleep(0.1)
        assert sandbox.run("ASK {}").boolean()


def test_missing_store_is_an_error_until_it_is_built(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "store") as sandbox:
        with pytest.raises(StoreError, match="there is no store at"):
            sandbox.run("ASK {}")
        (tmp_path / "store").mkdir()
        with pytest.raises(StoreError, match=r"cannot open the store at .*CURRENT"):
            sandbox.run("ASK {}")
        build(tmp_path / "store", 1)
        assert sandbox.run("ASK { ?s ?p ?o }").boolean()


def test_store_that_goes_away_is_an_error(tmp_path: Path) -> None:
    with Sandbox(build(tmp_path / "store", 1)) as sandbox:
        sandbox.run("ASK {}")
        shutil.rmtree(tmp_path / "store")
        with pytest.raises(StoreError, match="there is no store at"):
            sandbox.run("ASK {}")


def test_swapped_store_is_the_one_that_answers(tmp_path: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with Sandbox(build(tmp_path / "store", 3)) as sandbox:
        assert sandbox.run(count).table().terms == [(Literal(6),)]
        build(tmp_path / "new", 5)
        (tmp_path / "store").rename(tmp_path / "old")
        (tmp_path / "new").rename(tmp_path / "store")
        assert sandbox.run(count).table().terms == [(Literal(10),)]


def test_files_that_the_store_opens_late_are_read(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    thing = NamedNode("a:a")
    for n in range(40):
        store.bulk_extend([Quad(NamedNode(f"a:{n}"), thing, Literal(n), thing)])
    del store
    with Sandbox(tmp_path / "store") as sandbox:
        assert len(sandbox.run("SELECT * { ?s ?p ?o }").table()) == 40


def test_threads_each_get_their_own_answer(sandbox: Sandbox) -> None:
    answers: dict[int, list[str]] = {n: [] for n in range(8)}

    def ask(n: int) -> None:
        for _ in range(20):
            [(found,)] = sandbox.run(f"SELECT ({n} AS ?x) {{}}").table().terms
            answers[n].append(str(found))

    threads = [threading.Thread(target=ask, args=(n,)) for n in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: [str(Literal(n))] * 20 for n in answers}


SCRIPT = f"""
import sys, threading
from pathlib import Path
from kg.sparql.sandbox import Sandbox
with Sandbox(Path(sys.argv[1]), deadline=60) as sandbox:
    sandbox.limits()
    print(sandbox._process._popen.pid, flush=True)
    try:
        sandbox.run({ENDLESS!r})
    except KeyboardInterrupt:
        print(sandbox.run("ASK {{}}").boolean(), flush=True)
"""


@pytest.fixture
def asking(place: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A program in the middle of an endless query, and the process that runs the query."""
    command = [sys.executable, "-W", "error", "-c", SCRIPT, str(place)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ROOT}
    ) as program:
        assert program.stdout
        pid = int(program.stdout.readline())
        time.sleep(0.3)
        assert alive(pid)
        yield program, pid
        program.kill()


def test_interrupt_ends_the_query_and_not_the_sandbox(
    asking: tuple[subprocess.Popen[str], int],
) -> None:
    program, pid = asking
    program.send_signal(signal.SIGINT)
    assert program.communicate(timeout=5)[0] == "True\n"
    assert program.returncode == 0
    wait_for_end(pid)


@LINUX
def test_worker_dies_with_its_parent(asking: tuple[subprocess.Popen[str], int]) -> None:
    program, pid = asking
    program.kill()
    wait_for_end(pid)


def test_fork_is_told_to_make_its_own(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)
    with pytest.raises(RuntimeError, match="make one in each process"):
        sandbox.run("ASK {}")


@LINUX
def test_worker_imports_little(sandbox: Sandbox) -> None:
    maps = Path(f"/proc/{worker_of(sandbox)}/maps").read_text()
    assert not [name for name in ("pydantic", "numpy", "lxml") if name in maps]
    assert Path(f"/proc/{worker_of(sandbox)}/environ").read_bytes() == b""
