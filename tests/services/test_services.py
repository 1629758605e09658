"""A graph on a real SPARQL service answers as the graph in a folder does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from pyoxigraph import NamedNode, Store

import kg as package
from kg.errors import QueryError, QueryTimeoutError, ServiceError, StoreError
from kg.model.namespaces import CODE, GRAPH, RDF, RSC
from kg.paths import DATA
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import Table
from kg.store import builder, push, versions
from kg.store.remote import service
from tests.support import engines, golden
from tests.support.command import kg
from tests.support.engines import Engine

ENGINES = {"oxigraph": engines.oxigraph, "virtuoso": engines.virtuoso}
# These draw a graph by all of it, and the names of an entity's neighbours.
COMMANDS = [
    ["about"],
    ["query", "claims"],
    ["query", "CQ18", "date=2032-01-01", "source=source/halen-courier-2031-05-14"],
    ["status", "--as-of", "2032-01-01"],
    ["show", "KCC"],
    ["show", "Valdoria"],
    ["explain", "KCC"],
    ["match", "Kestrian Coastal"],
    ["match", "--pairs"],
    ["sources"],
    ["sources", "source/halen-courier-2031-05-14"],
    ["export", "--format", "nq", "-o", "-"],
    ["export", "--format", "trig", "-o", "-", "--entity", "KCC"],
    ["export", "--format", "node-link", "-o", "-"],
]


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    invented_store_path: Path,
) -> Iterator[Engine]:
    """Return a service that holds the invented graph."""
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as running:
        push.push_graph(invented_store_path, push.Ends.of(running.address))
        yield running


@pytest.fixture(scope="module")
def shipped_claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of the shipped data without its tables, which take long to send."""
    folder = tmp_path_factory.mktemp("claims")
    shutil.copytree(DATA, folder / "data", ignore=shutil.ignore_patterns("tables"))
    builder.build_store(folder / "store", folder / "data")
    return folder / "store"


def cell(value: object) -> object:
    """Return what a cell says, whatever the order in which an engine joins words."""
    if not isinstance(value, str):
        return value
    return tuple(sorted(re.findall(r"[^\s;,/]+", value))) or None


def said(text: str) -> list[object]:
    """Return the lines of a text; of a table, which breaks joined words over lines, its words."""
    lines = text.split("\n")
    return sorted("".join(text.split())) if "──" in text else [cell(line) for line in lines]


def rows(table: Table) -> list[tuple[object, ...]]:
    return [tuple(map(cell, row)) for row in table.rows]


def differing(here: Quads, there: Quads, invented: bool) -> list[str]:
    """Return which stored queries the two answer with other columns, rows or orders."""
    found = []
    for name, query in queries.stored_queries().items():
        open_ = any(p.default is None for p in query.parameters)
        given = golden.given(query) if invented or open_ else {}
        wanted, got = (queries.run_query(store, query, given) for store in (here, there))
        if (wanted.columns, rows(wanted)) != (got.columns, rows(got)):
            found.append(name)
    return found


def test_every_stored_query_has_the_same_rows(engine: Engine, invented: Store) -> None:
    with service.open_service(engine.address) as there:
        assert differing(invented, there, True) == []


def test_every_stored_query_has_the_same_rows_on_the_shipped_graph(
    tmp_path: Path, shipped_claims: Path
) -> None:
    with engines.oxigraph(tmp_path) as running:
        push.push_graph(shipped_claims, push.Ends.of(running.address))
        with service.open_service(running.address) as there:
            assert differing(versions.open_store(shipped_claims), there, False) == []


def test_rows_too_long_for_virtuoso_to_sort_come_in_order(
    tmp_path: Path, shipped_claims: Path
) -> None:
    here = versions.open_store(shipped_claims)
    with engines.virtuoso(tmp_path) as running:
        push.push_graph(shipped_claims, push.Ends.of(running.address))
        with service.open_service(running.address) as there:
            for name in ("report-source-card", "report-source-claims", "report-period-sources"):
                wanted, got = (queries.run_query(one, name) for one in (here, there))
                assert max(len(str(cell)) for row in wanted.rows for cell in row) > 4_000
                assert rows(got) == rows(wanted)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_command_prints_the_same(
    engine: Engine, invented_store_path: Path, arguments: list[str]
) -> None:
    there, here = (kg(*arguments, KG_STORE=str(s)) for s in (engine.address, invented_store_path))
    assert (there.code, there.messages) == (here.code, here.messages) != (1, "")
    assert said(there.out) == said(here.out)


def test_page_is_the_same(engine: Engine, invented_store_path: Path, tmp_path: Path) -> None:
    for place in (engine.address, str(invented_store_path)):
        assert kg("view", "-o", tmp_path / "page.html", "--store", place).code == 0
        (tmp_path / "page.html").rename(tmp_path / f"{place.startswith('http')}.html")
    assert (tmp_path / "True.html").read_bytes() == (tmp_path / "False.html").read_bytes()


def test_no_difference_is_found_to_the_folder(engine: Engine, invented_store_path: Path) -> None:
    done = kg("diff", invented_store_path, engine.address)
    assert (done.code, done.messages) == (0, "no difference\n")


def test_python_opens_an_address(engine: Engine, invented_store_path: Path) -> None:
    with package.open(engine.address) as there, package.open(invented_store_path) as here:
        assert there.manifest == here.manifest
        assert len(there.store) == len(here.store)
        assert set(there.store) == set(here.store)
        assert there.names == here.names
        assert set(there.network().edges) == set(here.network().edges)
        with pytest.raises(StoreError, match="export the graph"):
            there.rdflib()


def test_patterns_match_alike(engine: Engine, invented: Store) -> None:
    sought = next(invented.quads_for_pattern(None, RDF.type, RSC.Visit))
    patterns = [
        (sought.subject, None, None, None),
        (None, RDF.type, RSC.Visit, None),
        (None, None, None, sought.graph_name),
        (sought.subject, sought.predicate, sought.object, sought.graph_name),
        (NamedNode("https://example.org/none"), None, None, None),
        (None, RSC.hasModality, CODE.planned, GRAPH.provenance),
    ]
    with service.open_service(engine.address) as there:
        for pattern in patterns:
            found = list(there.quads_for_pattern(*pattern))
            assert set(found) == set(invented.quads_for_pattern(*pattern))
            assert found == list(there.quads_for_pattern(*pattern))


def test_sparql_of_the_users_own_is_answered(engine: Engine) -> None:
    with package.open(engine.address) as graph:
        assert graph.query("ASK { ?v a rsc:Visit }").rows == [(True,)]
        assert graph.query("ASK { ?v a rsc:Nothing }").rows == [(False,)]
        table = graph.query("SELECT ?w ?n { ?v a rsc:Visit ; skos:prefLabel ?w } ORDER BY STR(?w)")
        assert (table.columns, len(table)) == (("w", "n"), 2)
        triples = graph.query("CONSTRUCT { ?v a rsc:Visit } WHERE { ?v a rsc:Visit }")
        assert len(triples) == 2
        text = graph.ask("CONSTRUCT { ?v a rsc:Visit } WHERE { ?v a rsc:Visit }", "ttl").body
        assert b" a rsc:Visit" in text
        with pytest.raises(QueryError, match="cannot be written as ttl; choose csv"):
            graph.ask("ASK {}", "ttl")


def test_bad_sparql_is_one_clear_line(engine: Engine) -> None:
    with package.open(engine.address) as graph, pytest.raises(QueryError, match="400") as caught:
        graph.query("SELECT ?x { ?x a }")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(engine.address)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("DROP ALL", "change the data"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ('DEFINE get:soft "replace" SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }', "DEFINE"),
        ("SELECT nothing but words and no end " + "x" * 40_000, "bytes long"),
    ],
    ids=["update", "service", "define", "size"],
)
def test_what_is_no_plain_query_is_not_sent(engine: Engine, text: str, says: str) -> None:
    with package.open(engine.address) as graph, pytest.raises(QueryError, match=says):
        graph.query(text)


def test_query_that_runs_too_long_is_given_up(engine: Engine) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?a != ?g) }"
    with package.open(engine.address, deadline=1) as graph:
        with pytest.raises(QueryTimeoutError, match="stopped after 1 seconds"):
            graph.query(endless)
        assert graph.query("ASK {}").rows == [(True,)]


def test_default_graph_that_is_not_the_union_is_refused(
    tmp_path: Path, invented_store_path: Path
) -> None:
    with engines.oxigraph(tmp_path, union=False) as running:
        push.push_graph(invented_store_path, push.Ends.of(running.address))
        with pytest.raises(StoreError, match=r"not the union.*--union-default-graph"):
            service.open_service(running.address)
        with service.open_service(f"{running.address}?union-default-graph") as there:
            here = queries.run_query(versions.open_store(invented_store_path), "claims")
            assert len(queries.run_query(there, "claims")) == len(here) > 100


def test_service_without_a_graph_says_how_to_send_one(tmp_path: Path) -> None:
    with engines.oxigraph(tmp_path) as running:
        for arguments in (["about"], ["query", "claims"], ["view", "-o", "-"]):
            error = kg(*arguments, "--store", running.address).error
            assert error.startswith(f"{running.address}: holds no whole graph")
            assert "kg push" in error


def test_answer_cut_at_a_limit_of_rows_is_refused(tmp_path: Path) -> None:
    with engines.virtuoso(tmp_path) as running:
        text = f"INSERT DATA {{ GRAPH <x:g> {{ <x:a> <x:b> {', '.join(map(str, range(9)))} }} }}"
        with urlopen(Request(running.address, urlencode({"update": text}).encode())):
            pass
        with service.Service.at(f"{running.address}?maxrows=10") as whole:
            assert len(list(whole.rows("SELECT * { GRAPH <x:g> { ?s ?p ?o } }"))) == 9
        with (
            service.Service.at(f"{running.address}?maxrows=5") as cut,
            pytest.raises(ServiceError, match="no more than 5 rows"),
        ):
            list(cut.rows("SELECT * { GRAPH <x:g> { ?s ?p ?o } }"))


@pytest.mark.parametrize("arguments", [["build"], ["push", "--bulk", "x"]], ids=" ".join)
def test_graph_is_made_in_a_folder_only(arguments: list[str]) -> None:
    done = kg(*arguments, "--store", "http://127.0.0.1:1/query")
    assert done.code == 2
    assert "kg push" in done.messages
