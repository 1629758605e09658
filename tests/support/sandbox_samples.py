"""What the tests of the sandbox share: a small store, an endless query, a look at processes."""

import os
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

import kg
from kg.errors import QueryError
from kg.sparql.answers import Answer
from kg.sparql.sandbox import Sandbox

BASE = "https://example.org/"
PREFIXES = {"": BASE}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits this")
ROOT = str(Path(kg.__file__).parent.parent)


def build(place: Path, names: int) -> Path:
    """Write a store in which ``names`` things have a label, each in a graph of its own."""
    store = Store(str(place))
    for n in range(names):
        thing, graph = NamedNode(f"{BASE}{n}"), NamedNode(f"{BASE}graph/{n}")
        store.add(
            Quad(thing, NamedNode(f"{BASE}label"), Literal(f"número {n}", language="es"), graph)
        )
        store.add(
            Quad(thing, NamedNode(f"{BASE}next"), NamedNode(f"{BASE}{(n + 1) % names}"), graph)
        )
    store.flush()
    return place


def outcome(sandbox: Sandbox, query: str) -> Answer | QueryError:
    try:
        return sandbox.run(query, prefixes=PREFIXES)
    except QueryError as error:
        return error


def worker_of(sandbox: Sandbox) -> int:
    sandbox.limits()
    assert sandbox._process
    return sandbox._process._popen.pid


def alive(pid: int) -> bool:
    """Return whether a process runs: one that nobody has waited for yet is dead, too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or ") Z " not in state.read_text()


def wait_for_end(pid: int) -> None:
    until = time.monotonic() + 3
    while alive(pid):
        assert time.monotonic() < until, "the worker lives on"
        time.sleep(0.02)
