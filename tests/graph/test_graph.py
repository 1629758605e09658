"""From Python: one object that opens, asks, draws and lends the graph, and changes nothing."""

from __future__ import annotations

import datetime
import functools
import inspect
import subprocess
import sys

import networkx
import pytest
import rdflib
from rdflib import RDF, SKOS, URIRef

import kg
from kg.errors import (
    DateError,
    ParameterError,
    QueryError,
    QueryTimeoutError,
    StoreError,
    UnknownNameError,
)
from kg.model import namespaces
from kg.model.dates import PartialDate
from kg.network.reader import Reader
from kg.sparql import queries

# rdflib warns of what it calls itself.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset.*is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]
VALDORIA = URIRef(namespaces.entity("state/valdoria").value)
VISIT = URIRef(namespaces.RSC.Visit.value)


@pytest.fixture(scope="module")
def graph(invented_store_path):
    with kg.open(invented_store_path) as found:
        yield found


def test_package_offers_what_a_user_needs():
    assert set(kg.__all__) == {"Graph", "KGError", "Table", "__version__", "open"}
    assert all(hasattr(kg, name) for name in kg.__all__)
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'opne'"):
        _ = kg.opne


@pytest.mark.parametrize("name", [name for name in vars(Reader) if not name.startswith("_")])
def test_a_graph_is_what_rooms_read(name: str) -> None:
    wanted, given = vars(Reader)[name], inspect.getattr_static(kg.Graph, name)
    if inspect.isfunction(wanted):
        assert inspect.signature(given).parameters == inspect.signature(wanted).parameters
    else:
        assert isinstance(wanted, property)
        assert isinstance(given, functools.cached_property)


@pytest.mark.parametrize("span", [("abc", "def"), ("2025-02-31", "2026"), ("2026", "2025")])
def test_a_view_of_no_time_is_refused(graph, span) -> None:
    with pytest.raises(DateError, match=r"is no date|there is no day"):
        graph.view(span=span)


@pytest.mark.parametrize("date", ["2025-02-31", "2025-99", "soon", datetime.datetime(2025, 1, 1)])
def test_a_parameter_that_is_no_date_is_refused(graph, date) -> None:
    with pytest.raises(ParameterError, match=r"is no date.*; write 2025") as found:
        graph.query("CQ18", date=date)
    assert (found.value.parameter, found.value.code) == ("date", "malformed")


def test_a_parameter_may_be_a_date(graph) -> None:
    days = (datetime.date(2032, 1, 1), PartialDate("2032-01-01"), "2032-01-01")
    one, *others = (graph.query("objective-status", date=day).rows for day in days)
    assert all(other == one for other in others)


def test_store_may_be_named_by_text_or_by_the_environment(invented_store_path, monkeypatch):
    monkeypatch.setenv("KG_STORE", str(invented_store_path))
    assert kg.open().manifest == kg.open(str(invented_store_path)).manifest
    with pytest.raises(StoreError, match="holds no graph"):
        kg.open(invented_store_path / "none")


def test_stored_query_is_asked_by_name_and_by_id(graph):
    by_name = graph.query("visiting-post", source="source/halen-courier-2031-05-14")
    ident = queries.stored_queries()["visiting-post"].id
    for name in (ident, ident.lower()):
        found = graph.query(name, source="source/halen-courier-2031-05-14")
        assert found.terms == by_name.terms
    assert len(by_name) == 1


def test_entity_parameter_may_be_any_name(graph):
    by_id = graph.query("statements", entity="command/kestrian-coastal-command")
    assert len(by_id) > 0
    assert graph.query("statements", entity="KCC").terms == by_id.terms
    with pytest.raises(UnknownNameError, match="did you mean 'KCC'"):
        graph.query("statements", entity="KCCC")


def test_wrong_query_says_what_to_write(graph):
    with pytest.raises(
        QueryError, match="no stored query is called 'claimss'; did you mean 'claims'"
    ):
        graph.query("claimss")
    with pytest.raises(QueryError, match="unknown parameter 'dat'; did you mean 'date'"):
        graph.query("objective-status", dat="2031")
    with pytest.raises(QueryError, match=r"date='soon' is no date; write 2025, 2025-08 or"):
        graph.query("objective-status", date="soon")


def asked(kind: str) -> queries.Query:
    parameter = queries.Parameter("it", kind, None, "What is asked.")
    return queries.Query(
        "q", "questions", "Q", "Q", "Q?", "any", (parameter,), ("a",), "SELECT ($it AS ?a) {}"
    )


@pytest.mark.parametrize(
    ("kind", "given", "encoded"),
    [
        ("date", "2031-05", '"2031-05"'),
        ("text", 'a"\n$it', r'"a\"\n$it"'),
        ("number", "1.50", '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("entity", "state/valdoria", str(namespaces.entity("state/valdoria"))),
        ("code", "terrorism", str(namespaces.entity("terrorism"))),
        ("source", "source/x", str(namespaces.entity("source/x"))),
        (
            "entity",
            namespaces.entity("state/valdoria").value,
            str(namespaces.entity("state/valdoria")),
        ),
    ],
)
def test_parameter_becomes_a_term(kind, given, encoded):
    assert asked(kind).render({"it": given}) == f"SELECT ({encoded} AS ?a) {{}}"


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        *(("number", n) for n in ("x", "nan", "inf", "1e999999999", "1e-999999999")),
        *(("date", d) for d in ("x", "2031-13", "2031-05-01T00:00:00", "")),
        *(("entity", e) for e in ("a b", "<x>", "a> } DROP ALL #")),
    ],
)
def test_parameter_of_another_type_is_refused(kind, given):
    with pytest.raises(QueryError, match=r"^q: it="):
        asked(kind).render({"it": given})


def test_parameter_without_a_default_is_asked_for():
    with pytest.raises(QueryError, match=r"q: needs it=… \(What is asked\.\)"):
        asked("text").render({})


def test_own_sparql_of_every_form_gives_a_table(graph):
    assert graph.query("ASK { ?v a rsc:Visit }").rows == [(True,)]
    select = graph.query("SELECT ?v { ?v a rsc:Visit } ORDER BY ?v")
    assert select.columns == ("v",)
    assert select.rows[0] == (namespaces.entity("visit/kcc-2031-05").value,)
    for text in ("CONSTRUCT WHERE { ?v a rsc:Visit }", "DESCRIBE id:state\\/valdoria"):
        answer = graph.query(text)
        assert answer.columns == ("subject", "predicate", "object")
        assert len(answer) > 1


@pytest.mark.parametrize(
    "text", ["SELECT", "INSERT DATA {}", "DROP ALL", "SELECT * { SERVICE <http://x/> {} }", "", "?"]
)
def test_own_sparql_that_is_wrong_or_refused_says_so_and_leaves_the_graph_open(graph, text):
    with pytest.raises(QueryError) as error:
        graph.query(text)
    assert "\n" not in str(error.value)
    assert graph.query("ASK {}").rows == [(True,)]


def test_deadline_ends_a_query_that_runs_too_long(invented_store_path):
    with kg.open(invented_store_path, deadline=0.3) as graph:
        with pytest.raises(QueryTimeoutError):
            graph.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        assert graph.query("ASK {}").rows == [(True,)]


def test_network_is_the_whole_or_that_of_a_query(graph):
    whole = graph.network()
    assert isinstance(whole, networkx.MultiDiGraph)
    assert whole.graph["version"] == graph.manifest.digest
    hosts = graph.network(
        "SELECT ?source ?target ('host' AS ?label) { ?source rsc:hasHost ?target }"
    )
    assert set(hosts.edges()) <= set(whole.edges())
    assert 0 < len(hosts) < len(whole)
    with pytest.raises(QueryError, match="columns begin with source and target"):
        graph.network("claims")


def test_surroundings_of_an_entity_grow_with_the_steps(graph):
    sizes = [len(graph.around("KCC", hops)) for hops in range(4)]
    assert sizes[0] == 1
    assert sizes == sorted(sizes)
    assert sizes[1] < sizes[3]
    with pytest.raises(UnknownNameError):
        graph.around("nobody at all")


def test_graph_can_be_closed_twice_and_used_again(invented_store_path):
    graph = kg.open(invented_store_path)
    assert graph.query("ASK {}").rows == [(True,)]
    graph.close()
    graph.close()
    assert graph.query("ASK {}").rows == [(True,)]
    graph.close()


@pytest.fixture(scope="module")
def lent(graph):
    return graph.rdflib()


def test_dataset_is_walked_as_the_union_of_all_graphs(lent):
    assert isinstance(lent, rdflib.Dataset)
    assert str(lent.value(VALDORIA, SKOS.prefLabel)) in {"Valdoria", "Valdória"}
    assert len(list(lent.triples((None, RDF.type, VISIT)))) == 2
    assert (VALDORIA, RDF.type, None) in lent
    assert dict(lent.namespaces())["rsc"] == URIRef(namespaces.prefixes()["rsc"])


def test_dataset_gives_single_graphs(lent):
    register = lent.graph(URIRef(namespaces.GRAPH["register"].value))
    assert 0 < len(list(register.triples((VALDORIA, None, None)))) < len(lent)


@pytest.mark.parametrize("format", ["trig", "nquads"])
def test_dataset_is_serialized_and_read_back(graph, lent, format):
    copy = rdflib.Dataset()
    copy.parse(data=lent.serialize(format=format), format=format)
    assert len(list(copy.quads())) == len(graph.store)


def test_dataset_is_queried_where_all_sparql_runs(lent):
    rows = list(lent.query("SELECT ?v WHERE { ?v a rsc:Visit } ORDER BY ?v"))
    assert str(rows[0].v).endswith("visit/kcc-2031-05")
    assert lent.query("ASK { ?v a rsc:Visit }").askAnswer is True
    assert len(lent.query("CONSTRUCT WHERE { ?v a rsc:Visit }").graph) == 2


@pytest.mark.parametrize(
    "refused",
    [
        lambda d: d.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
        lambda d: d.query("SELECT * { ?s ?p ?o }", initBindings={"s": VALDORIA}),
        lambda d: d.default_graph.query("SELECT * { ?s ?p ?o }"),
        lambda d: d.update("INSERT DATA { <a:b> <a:b> <a:b> }"),
        lambda d: d.update("LOAD <file:///etc/passwd>"),
        lambda d: d.add((VALDORIA, VALDORIA, VALDORIA, VALDORIA)),
        lambda d: d.addN([(VALDORIA, VALDORIA, VALDORIA, d.graph(VALDORIA))]),
        lambda d: d.remove((VALDORIA, None, None, None)),
        lambda d: d.remove_graph(URIRef(namespaces.GRAPH["register"].value)),
        lambda d: d.parse(data="<a:b> <a:b> <a:b> .", format="nt"),
    ],
)
def test_dataset_neither_changes_the_graph_nor_leaves_it(graph, lent, refused):
    before = len(graph.store)
    with pytest.raises(QueryError):
        refused(lent)
    assert len(graph.store) == before


def test_graph_works_without_what_is_optional(invented_store_path):
    code = f"""
import sys
sys.modules["pandas"] = sys.modules["pyarrow"] = None
import kg
with kg.open({str(invented_store_path)!r}) as graph:
    assert graph.query("claims").rows and graph.network() and graph.rdflib()
    assert graph.show("KCC") and graph.explain("KCC")
"""
    subprocess.run([sys.executable, "-c", code], check=True)
