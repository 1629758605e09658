"""Paths cost what they rest on, lead through no source or code, and are those the page finds."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.entities.evidence import Passage
from kg.network.network import Network, Node, Relation
from kg.network.paths import Paths, cost, is_passable
from tests.support.paths import vectors

# Networks with the cost of each relation, and what is asked of them: which path is best, and which
# the shortest.  The page's script passes them too.
VECTORS = vectors("paths")
ASKED = [
    pytest.param(vector, asked, id=f"{asked['from']} to {asked['to']}: {vector['title']}")
    for vector in VECTORS
    for asked in vector["asked"]
]


def relation(given: dict[str, Any]) -> Relation:
    passages = tuple(Passage(source=source, grade=grade) for source, grade in given["evidence"])
    ends = (given["source"], given["target"], given["predicate"])
    return Relation(*ends, inferred=given["inferred"], passages=passages)


def network(vector: dict[str, Any]) -> Network:
    nodes = {key: Node(key, group=group) for key, group in vector["nodes"].items()}
    return Network("", nodes, tuple(map(relation, vector["relations"])))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["title"])
def test_a_step_costs_what_its_relation_rests_on(vector):
    found = {given["predicate"]: cost(relation(given)) for given in vector["relations"]}
    assert found == {given["predicate"]: given["cost"] for given in vector["relations"]}


@pytest.mark.parametrize(("vector", "asked"), ASKED)
def test_the_path_of_least_cost_is_best(vector, asked):
    found = Paths.of(network(vector)).best(asked["from"], asked["to"])
    assert found == (asked["best"] and tuple(asked["stops"]))


@pytest.mark.parametrize(("vector", "asked"), ASKED)
def test_of_the_shortest_paths_that_of_least_cost_comes_first_and_the_best_last(vector, asked):
    paths = Paths.of(network(vector))
    found = paths.between(asked["from"], asked["to"])
    if not asked["best"]:
        assert (found, paths.shortest(asked["from"], asked["to"])) == ([], None)
        return
    assert found[0] == paths.shortest(asked["from"], asked["to"]) == tuple(asked["short"])
    assert tuple(asked["stops"]) in (found[0], found[-1])
    assert {len(path) for path in found[:-1]} <= {len(found[0])}
    assert len(found) == len({*found})


def test_who_is_not_in_the_network_has_no_path():
    paths = Paths.of(network(VECTORS[0]))
    assert paths.best("state/a", "state/nowhere") is None
    assert paths.between("state/nowhere", "state/a") == []
    assert paths.best("state/a", "state/a") == ("state/a",)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), st.integers(1, 9)
    ),
    st.sets(st.sampled_from("bcdefg")),
)
def test_no_path_is_cheaper_or_shorter_than_the_one_found(steps, closed):
    paths = Paths(steps, {*"abcdefgh"} - closed)
    made = networkx.Graph()
    made.add_nodes_from("ah")
    for (one, other), price in sorted(steps.items(), key=lambda step: -step[1]):
        if not {one, other} & closed:
            made.add_edge(one, other, price=price)
    best, shortest = paths.best("a", "h"), paths.shortest("a", "h")
    if not networkx.has_path(made, "a", "h"):
        assert best is shortest is None
        return
    spent = sum(made.edges[step]["price"] for step in pairwise(best))
    assert spent == networkx.shortest_path_length(made, "a", "h", weight="price")
    assert len(shortest) - 1 == networkx.shortest_path_length(made, "a", "h")
    every = set(map(tuple, networkx.all_shortest_paths(made, "a", "h")))
    assert {*paths.between("a", "h")} == every | {best}


def test_no_path_of_the_invented_graph_leads_through_a_source_or_a_code(networks):
    paths, nodes = Paths.of(networks.whole), networks.whole.nodes
    keys = sorted(nodes)
    found = [
        path
        for one, other in zip(keys, keys[3:], strict=False)
        for path in paths.between(one, other, 60)
    ]
    assert found
    assert all(is_passable(nodes[key]) for path in found for key in path[1:-1])
