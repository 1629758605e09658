"""The network keeps every relation, what each rests on, and what only a rule or a reader says."""

from __future__ import annotations

import json

import pytest
from networkx import MultiDiGraph, ego_graph
from networkx.utils import graphs_equal

import kg
from kg.errors import QueryError
from kg.model import namespaces
from kg.network.network import Network
from kg.sparql.table import Table
from kg.store import builder
from tests.support.small_data import CLAIM, FILES, HEADER, write

REGISTRY, SOURCES, CLAIMS = FILES
EDGE = {"predicate", "label", "inferred", "rule", "evidence"}
NODE = {"iri", "label", "kind", "kind_label", "names", "note", "facts", "group"}
EVIDENCE = {
    *("claim", "source", "source_iri", "url", "unit", "quote", "start", "end", "level", "modality"),
    *("grade", "reason", "date"),
}
GROUPS = {
    *("agent", "post", "engagement", "place", "threat", "results", "commitment", "source", "code")
}


@pytest.fixture(scope="module")
def drawn(networks) -> MultiDiGraph:
    return networks.whole.to_networkx()


def made(root, *claims: str) -> MultiDiGraph:
    """Return the plain network of the small data with these claims."""
    builder.build_store(root / "store", write(root / "data", {CLAIMS: HEADER + "".join(claims)}))
    with kg.open(root / "store") as graph:
        return graph.network()


def test_nodes_say_what_they_are(drawn):
    for key, node in drawn.nodes(data=True):
        assert set(node) >= NODE, key
        assert node["label"], key
        assert node["group"] in GROUPS, key
        assert namespaces.ident(node["iri"]) == key
    visit = drawn.nodes["visit/kcc-2031-05"]
    assert (visit["kind"], visit["kind_label"], visit["group"]) == ("visit", "Visit", "engagement")
    mission = drawn.nodes["diplomatic-mission/kestria-in-valdoria"]
    assert (mission["kind"], mission["group"]) == ("diplomatic-mission", "agent")
    assert "KCC" in drawn.nodes["command/kestrian-coastal-command"]["names"]
    assert drawn.nodes["code:smuggling"]["group"] == "threat"


def test_network_is_plain_python(drawn):
    for data in (*(n for _, n in drawn.nodes(data=True)), *(e for *_, e in drawn.edges(data=True))):
        assert json.loads(json.dumps(data)) == data
    assert set(drawn.graph) >= {"title"}
    assert json.loads(json.dumps(drawn.graph)) == drawn.graph


def test_edges_say_what_they_rest_on(drawn):
    for source, target, key, edge in drawn.edges(keys=True, data=True):
        assert set(edge) >= EDGE
        assert key == edge["predicate"]
        assert edge["evidence"] or edge["rule"], (source, target, key)
        for piece in edge["evidence"]:
            assert set(piece) >= EVIDENCE


def test_edge_is_inferred_if_no_source_says_it_outright(drawn):
    for *_, edge in drawn.edges(data=True):
        outright = any(piece["level"] == "explicit" for piece in edge["evidence"])
        assert edge["inferred"] == (not outright)
    by_rule = drawn.edges["visit/kcc-2031-05", "person/ilva-toren", "rsc:hasParticipant"]
    assert by_rule["rule"] == "The holder of a post takes part"
    assert by_rule["inferred"] is True
    assert by_rule["evidence"] == []


def test_evidence_leads_to_the_words(drawn):
    edge = drawn.edges["visit/kcc-2031-05", "ministry/valdoria-defense", "rsc:hasHost"]
    assert edge["label"] == "has host"
    [piece] = edge["evidence"]
    assert piece["quote"] == "hosted by the Valdorian Ministry of Defense"
    assert piece["end"] - piece["start"] == len(piece["quote"])
    assert (piece["unit"], piece["level"], piece["grade"]) == ("H0.s2", "explicit", "B6")
    assert piece["source"] == "Coastal Commander Back in Port Halen"
    assert piece["url"] == "https://example.org/halen-courier-2031-05-14"


def test_relations_of_the_same_two_entities_are_parallel(tmp_path):
    host = CLAIM.replace("visitor =", "host =").replace('place = "state/avalia"\n', "")
    drawn = made(tmp_path, CLAIM, host)
    edges = drawn.get_edge_data("visit/ana", "person/ana")
    assert {"rsc:hasVisitor", "rsc:hasHost"} <= set(edges)


def test_two_claims_of_one_relation_are_one_edge_with_the_evidence_of_both(tmp_path):
    again = CLAIM.replace("Ana 😀 visited Avalia", "Ana").replace('place = "state/avalia"\n', "")
    inferred = 'level = "inferred"\nreason = "She is named."\n'
    drawn = made(tmp_path, CLAIM, again + inferred)
    edge = drawn.edges["visit/ana", "person/ana", "rsc:hasVisitor"]
    assert {piece["quote"] for piece in edge["evidence"]} == {"Ana 😀 visited Avalia", "Ana"}
    assert edge["inferred"] is False
    assert made(tmp_path / "alone", again + inferred).edges[
        "visit/ana", "person/ana", "rsc:hasVisitor"
    ]["inferred"]


def test_two_values_of_a_property_are_two_facts(drawn):
    facts = drawn.nodes["visit/kcc-2031-05"]["facts"]
    starts = {fact["value"] for fact in facts if fact["property"] == "start date"}
    assert starts == {"2031-05-11", "2031-05-12"}
    assert all(set(piece) >= EVIDENCE for fact in facts for piece in fact["evidence"])


def test_withdrawn_claims_are_not_drawn(tmp_path):
    host = CLAIM.replace("visitor =", "host =").replace('place = "state/avalia"\n', "")
    drawn = made(tmp_path, CLAIM, f"{host}withdrawn = 2031-08-01\n")
    assert not drawn.has_edge("visit/ana", "person/ana", "rsc:hasHost")


def test_surroundings_keep_what_lies_between_them(networks, drawn):
    iri = namespaces.entity("visit/kcc-2031-05").value
    near = networks.around(iri, 1).to_networkx()
    neighbours = {*drawn.successors("visit/kcc-2031-05"), *drawn.predecessors("visit/kcc-2031-05")}
    assert set(near) == {"visit/kcc-2031-05", *neighbours}
    assert set(near.edges) == set(drawn.subgraph(near).edges)
    assert len(networks.around(iri, 0).nodes) == 1


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_surroundings_are_those_that_networkx_finds(networks, drawn, hops):
    for key in sorted(drawn)[::7]:
        near = networks.around(namespaces.iri(key).value, hops)
        assert set(near.nodes) == set(ego_graph(drawn, key, radius=hops, undirected=True))


def test_entity_without_relations_has_no_surroundings(networks):
    assert not networks.around("http://example.org/nowhere").nodes


def test_only_a_table_of_sources_and_targets_can_be_drawn(networks):
    with pytest.raises(QueryError, match="begin with source and target can be drawn; it has a, b"):
        networks.answered(Table(("a", "b"), []))
    assert not networks.answered(Table(("source", "target"), [])).nodes


def test_plain_network_and_typed_one_say_the_same(networks, drawn):
    again = Network.from_networkx(drawn)
    assert graphs_equal(again.to_networkx(), drawn)
    assert {*again.relations} == {*networks.whole.relations}
    rules = {relation.rules for relation in networks.whole.relations}
    assert {relation.rules for relation in again.relations} == rules
    assert ("holder-takes-part",) in rules


def test_parts_keep_the_relations_that_they_are_asked_for(networks):
    whole = networks.whole
    visit = whole.near("visit/kcc-2031-05")
    assert set(visit.relations) < set(whole.relations)
    assert whole.only(visit.at("visit/kcc-2031-05")).nodes == visit.nodes
    rest = whole.among(whole.nodes.keys() - visit.nodes.keys())
    assert not rest.nodes.keys() & visit.nodes.keys()
    joined = rest.joined(visit)
    assert joined.nodes == whole.nodes
    assert {*joined.relations} == {*rest.relations, *visit.relations}
    assert visit.joined(whole).relations[: len(visit.relations)] == visit.relations


def test_hostile_labels_arrive_as_they_are(tmp_path):
    hostile = '\x1b[31m=1+1 <script>"\u202e'
    register = FILES[REGISTRY].replace('"Ana"', json.dumps(hostile))
    builder.build_store(tmp_path / "store", write(tmp_path / "data", {REGISTRY: register}))
    with kg.open(tmp_path / "store") as graph:
        assert graph.network().nodes["person/ana"]["label"] == hostile
