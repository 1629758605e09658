"""Measures are right on graphs computed by hand, agree with networkx, and say how far they hold."""

from __future__ import annotations

import itertools
import math
import random

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import (
    algorithms,
    brokerage,
    centrality,
    changepoints,
    communities,
    contacts,
    similarity,
)
from kg.analysis import findings as measures
from kg.analysis.brokerage import Sides
from kg.analysis.findings import Range, RankedFinding, Result
from kg.errors import AnalysisError
from tests.support.small_ties import path, piece, tie, ties

EDGES = st.sets(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(
        lambda p: p[0] < p[1]
    ),
    min_size=1,
)


def row(result: Result, key: str) -> dict[str, object]:
    """Return the cells of the finding about a node."""
    [cells] = [f.cells for f in result.findings if f.key == (key,)]
    return dict(zip(result.columns, cells, strict=True))


def weighted(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], float]:
    return {pair: float(1 + (ord(pair[0]) + ord(pair[1])) % 3) for pair in sorted(pairs)}


@settings(deadline=None)
@given(EDGES)
def test_algorithms_agree_with_networkx(pairs):
    edges = weighted(pairs)
    made = algorithms.simple_graph(edges)
    assert algorithms.betweenness(edges) == pytest.approx(networkx.betweenness_centrality(made))
    constraint = networkx.constraint(made, weight="weight")
    assert algorithms.constraint(edges) == pytest.approx(constraint)
    assert algorithms.cores(edges) == networkx.core_number(made)
    open_ = [tuple(sorted(pair)) for pair in networkx.non_edges(made)]
    shared = {(u, v): s for u, v, s in networkx.adamic_adar_index(made, open_) if s > 0}
    assert algorithms.adamic_adar(edges) == pytest.approx(shared)
    attached = {(u, v): s for u, v, s in networkx.preferential_attachment(made, open_)}
    assert algorithms.preferential_attachment(edges, open_) == attached


@settings(deadline=None)
@given(EDGES)
def test_between_all_and_all_is_betweenness(pairs):
    edges = weighted(pairs)
    made = algorithms.simple_graph(edges)
    found = algorithms.betweenness_between(edges, made, made)
    whole = networkx.betweenness_centrality(made, normalized=False)
    assert found == pytest.approx({node: 2 * value for node, value in whole.items()})


def test_the_middle_of_a_path_lies_between():
    result = brokerage.brokers(ties(path("a", "b", "c", "d")))
    # Of the three pairs of others, b and c each lie between two.
    assert [f.key for f in result.findings] == [("b",), ("c",)]
    assert row(result, "b")["betweenness"] == pytest.approx(2 / 3)
    assert row(result, "b")["constraint"] == pytest.approx(1 / 2)
    assert row(result, "b")["partners"] == 2


def test_between_two_sides_only_their_pairs_count():
    found = ties(path("a", "b", "c", "d"))
    result = brokerage.brokers(found, sides=Sides({"a"}, {"c", "d"}))
    assert {f.key[0]: f.score for f in result.findings} == {"b": 2.0, "c": 1.0}


def test_behind_a_broker_between_sides_are_the_ties_of_its_paths():
    found = ties([*path("a", "b", "c"), tie("b", "x")])
    [broker] = brokerage.brokers(found, sides=Sides({"a"}, {"c"})).findings
    assert {link.source for link in broker.links} == {"visit/a-b", "visit/b-c"}


def test_roles_are_those_of_gould_and_fernandez():
    pairs = [("a", "m"), ("b", "m"), ("m", "x"), ("m", "y"), ("m", "z")]
    states = {"a": "A", "b": "A", "m": "A", "x": "X", "y": "X", "z": "Z"}
    result = brokerage.roles(ties([tie(*p) for p in pairs], states))
    # Ten pairs: a-b; a,b with x,y,z; x-y; x-z and y-z.
    told = row(result, "m")
    counts = [told[role] for role in ("coordinator", "gatekeeper", "consultant", "liaison")]
    assert counts == [1, 6, 1, 2]
    assert told["triads"] == 10
    assert sum(counts) == math.comb(5, 2)


def test_two_who_are_tied_need_no_broker():
    triangle = [tie("a", "b"), tie("b", "c"), tie("a", "c")]
    assert brokerage.roles(ties(triangle)).findings == ()


def test_paths_are_all_the_shortest_with_their_occasions():
    square = ties([tie("a", "b"), tie("b", "d"), tie("a", "c"), tie("c", "d")])
    result = brokerage.paths(square, "a", "d")
    steps = [(f.cells[2], f.cells[3]) for f in result.findings]
    assert steps == [("a", "b"), ("b", "d"), ("a", "c"), ("c", "d")]
    assert all(f.links for f in result.findings)
    assert brokerage.paths(square, "a", "nobody").findings == ()


def test_parallel_ties_are_kept():
    result = centrality.centre(ties([tie("a", "b", "v"), tie("a", "b", "w"), tie("a", "c", "u")]))
    assert row(result, "a")["ties"] == 3
    assert row(result, "a")["partners"] == 2


def test_an_occasion_of_many_is_shared_out():
    trio = [tie(*pair, "meeting", size=3) for pair in itertools.combinations("abc", 2)]
    result = centrality.centre(ties([*trio, tie("a", "d")]))
    told = row(result, "a")
    assert (told["partners"], told["ties"], told["sharedOut"], told["core"]) == (3, 3, 2, 2)
    made = networkx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")])
    pull = networkx.eigenvector_centrality(made, max_iter=5000, tol=1e-9)
    assert told["eigenvector"] == pytest.approx(pull["a"], abs=1e-5)


@pytest.mark.parametrize(("rank", "first"), [("partners", "a"), ("core", "a"), ("ties", "d")])
def test_the_centre_is_ranked_by_what_is_asked(rank, first):
    trio = [tie(*pair, "meeting", size=3) for pair in itertools.combinations("abc", 2)]
    often = [tie("d", "e", f"v{n}") for n in range(5)]
    result = centrality.centre(ties([*trio, *often, tie("a", "f")]), rank=rank)
    assert result.findings[0].key == (first,)
    with pytest.raises(AnalysisError, match="ranks nothing"):
        centrality.centre(ties([]), rank="beauty")


def test_each_year_has_its_centre():
    found = ties([
        tie("a", "b", span=("2030-01-01", "2031-06-01")),
        tie("b", "c", span=("2031-02-01", "2031-02-02")),
    ])  # fmt: skip
    result = centrality.centre_by_year(found)
    assert {(f.cells[0], f.cells[2]): f.cells[4] for f in result.findings} == {
        **{(2030, "a"): 1, (2030, "b"): 1},
        **{(2031, "a"): 1, (2031, "b"): 2, (2031, "c"): 1},
    }


def test_two_cliques_are_two_communities():
    pairs = [*itertools.combinations("abcd", 2), *itertools.combinations("wxyz", 2), ("d", "w")]
    result = communities.communities(ties(tie(*p) for p in pairs))
    assert [f.cells[4 + 2] for f in result.findings] == ["a, b, c, d", "w, x, y, z"]
    assert [f.cells[2] for f in result.findings] == [1, 1]
    assert "adjusted Rand 1.000" in " ".join(result.notes)
    groups = [set("abcd"), set("wxyz")]
    edges = algorithms.weights(pairs)
    expected = networkx.community.modularity(algorithms.simple_graph(edges), groups)
    assert algorithms.modularity(edges, ["abcd", "wxyz"]) == pytest.approx(expected)


def test_a_community_is_about_what_is_more_frequent_in_it():
    inside = [tie("a", "b", f"e{n}", kind="exercise") for n in range(3)]
    outside = [tie("x", "y", f"v{n}") for n in range(9)]
    found = ties([*inside, *outside])
    assert communities.about(found, inside).startswith("exercise (4.0×)")


def test_agreement_of_partitions():
    one = dict(zip("abcdef", [0, 0, 0, 1, 1, 1], strict=True))
    other = dict(zip("abcdef", [0, 0, 1, 1, 2, 2], strict=True))
    # Hubert and Arabie: 2 pairs together in both, 6 and 3 in each, of 15.
    assert algorithms.adjusted_rand(one, other) == pytest.approx((2 - 1.2) / (4.5 - 1.2))
    assert algorithms.adjusted_rand(one, one) == 1
    assert algorithms.mutual_information(one, one) == pytest.approx(1)
    alone = dict(zip("abcdef", [0, 1, 0, 1, 0, 1], strict=True))
    constant = dict.fromkeys("abcdef", 0)
    assert algorithms.mutual_information(constant, alone) == pytest.approx(0)


def test_contacts_have_their_rhythm():
    days = ["2030-01-01", "2030-01-11", "2030-03-02", "2031-03-02"]
    found = [tie("a", "b", f"v{n}", span=(day, day)) for n, day in enumerate(days)]
    year = tie("a", "b", "y", span=("2029", "2029"))
    result = contacts.contacts(ties([*found, year, tie("a", "b", "never")]), recent=2031)
    told = dict(zip(result.columns, result.findings[0].cells, strict=True))
    # Gaps of 10, 50 and 365 days; what is dated to a year alone has none.
    assert (told["medianGapDays"], told["longestGapDays"]) == (50, 365)
    assert (told["first"], told["last"]) == ("2029-01-01", "2031-03-02")
    assert (told["occasions"], told["undated"]) == (6, 1)
    assert (told["lastThree"], told["threeBefore"], told["trend"]) == (5, 0, "rises")


def test_a_step_is_found_where_it_is():
    shift = changepoints.pettitt([1, 2, 1, 2, 1, 9, 8, 9, 8, 9])
    assert (shift.place, shift.statistic) == (5, 25)
    assert shift.approximate == pytest.approx(2 * math.exp(-6 * 25**2 / (1000 + 100)))
    assert shift.permuted < 0.02


def test_a_level_series_has_no_shift():
    shift = changepoints.pettitt([3.0] * 12)
    assert (shift.place, shift.statistic, shift.approximate, shift.permuted) == (0, 0, 1.0, 1.0)


def test_the_permutation_p_is_level_when_nothing_changes():
    chance = random.Random(7)
    p = [changepoints.pettitt([chance.random() for _ in range(12)], n).permuted for n in range(40)]
    assert sum(value < 0.05 for value in p) <= 6


def test_a_short_series_is_not_tested():
    assert changepoints.pettitt([1, 2, 9, 9, 1, 1, 2]) is None
    few = ties([tie("a", "b", f"v{y}", span=(f"{y}-02-01",) * 2) for y in range(2020, 2024)])
    assert {f.cells[-1] for f in changepoints.changes(few).findings} == {
        "too short or too few to test"
    }


def test_yearly_series_count_each_occasion_once():
    spans = [("2010-03-01",) * 2] * 2 + [(f"{2011 + n}-03-01",) * 2 for n in range(8)]
    found = [tie("a", "b", f"v{n}", span=span) for n, span in enumerate(spans)]
    again = [tie("a", "c", "v0", span=spans[0])]
    result = changepoints.changes(ties([*found, *again]))
    told = dict(zip(result.columns, result.findings[0].cells, strict=True))
    assert (told["series"], told["years"], told["occasions"]) == ("all", "2010–2018", 10)


def test_holm_corrects_for_the_number_of_tests():
    assert changepoints.holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
        {"a": 0.03, "c": 0.06, "b": 0.06}
    )


def test_similarity_is_that_of_shared_occasions():
    trio = [tie(a, b, e, size=3) for e in "uv" for a, b in itertools.combinations("abc", 2)]
    result = similarity.similarity(ties([*trio, tie("a", "d", "w"), tie("b", "d", "x")]))
    told = {f.key: f.cells[2:5] for f in result.findings}
    # a and b share u and v of u, v, w and x.
    assert told["a", "b"] == (0.5, pytest.approx(2 / 3), 2)
    assert told["a", "c"] == (pytest.approx(2 / 3, abs=1e-5), pytest.approx(2 / math.sqrt(6)), 2)
    assert ("a", "d") not in told


def test_missing_links_are_hypotheses_with_a_score():
    square = ties([tie("a", "b"), tie("b", "d"), tie("a", "c"), tie("c", "d")])
    result = similarity.missing_links(square)
    assert [f.key for f in result.findings] == [("a", "d"), ("b", "c")]
    assert result.findings[0].score == pytest.approx(2 / math.log(2))
    assert result.notes[0] == "hypotheses, never written into the graph"


def test_auc_is_the_chance_to_be_ranked_first():
    scores = {("a", "b"): 3.0, ("a", "c"): 2.0, ("b", "c"): 2.0, ("a", "d"): 1.0}
    # Of three others the true pair beats one, and is equal to one.
    assert similarity.auc(scores, {("a", "c")}, [*scores]) == pytest.approx((1 + 0.5) / 3)
    assert similarity.auc(scores, {("a", "b")}, [*scores]) == 1
    assert similarity.auc({}, {("a", "b")}, [*scores]) == 0.5


def test_chance_foretells_nothing_and_structure_something():
    chance = random.Random(3)
    camps = ["abcdef", "uvwxyz"]
    met = [tie(*sorted(chance.sample(chance.choice(camps), 2)), f"v{n}") for n in range(40)]
    rows = {f.key[0]: f.cells for f in similarity.missing_links_test(ties(met)).findings}
    assert rows["Adamic-Adar"][1] > 0.7
    assert 0.3 < rows["random"][1] < 0.7
    assert rows == {f.key[0]: f.cells for f in similarity.missing_links_test(ties(met)).findings}


def test_the_range_is_that_over_the_variants():
    found = ties([
        tie("a", "b", "v1"), tie("a", "c", "v2"), tie("a", "d", "v3"),
        tie("b", "c", "w1", piece("two")), tie("b", "d", "w2", piece("two")),
    ])  # fmt: skip
    result = centrality.centre(found)
    # All of a's ties rest on 'one', two of b's three on 'two', which is of grade C.
    assert result.ranges["a",] == Range((1, None), (0.0, 3.0), "without One")
    assert result.ranges["b",] == Range((1, 2), (1.0, 3.0), "without Two")
    told = dict(zip(result.table().columns, result.table().rows[0], strict=True))
    assert told["rank"] == 1


def test_what_a_variant_loses_is_out():
    result = centrality.centre(ties([tie("a", "b", "v"), tie("c", "d", "w", piece("two"))]))
    spread = result.ranges["c",]
    assert spread == Range((1, None), (0.0, 1.0), "without Two")
    rows = {row[-1]: row[1] for row in result.table().rows}
    assert rows["c"] == "1–out"


def test_spreads_rank_equal_scores_alike():
    found = measures.spreads({("a",): 2.0, ("b",): 2.0, ("c",): 1.0}, {"other": {("c",): 5.0}})
    assert found["a",].ranks == (1, None)
    assert found["c",] == Range((1, 3), (1.0, 5.0), "")


def test_evidence_is_a_row_for_each_passage():
    found = ties([tie("a", "b", "v", piece("one"), piece("two"))])
    table = centrality.centre(found).evidence()
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert len(rows) == 2 * 2 * 2
    assert {row["title"] for row in rows} == {"One", "Two"}
    assert {row["grade"] for row in rows} == {"B2", "C3"}


def test_only_the_first_rows_are_shown_and_the_rest_is_told():
    findings = tuple(RankedFinding((str(n),), (n,), float(-n)) for n in range(5))
    result = Result("x", ("score",), "score", findings).first(2)
    assert len(result.findings) == 2
    assert result.notes == ("3 more rows; --top shows more",)
    assert result.first(9).notes == result.notes


def test_nothing_measures_as_nothing():
    none = ties([])
    for measure in (
        *(brokerage.brokers, brokerage.roles, centrality.centre, centrality.centre_by_year),
        *(communities.communities, contacts.contacts, similarity.similarity),
        similarity.missing_links,
    ):
        assert measure(none).findings == ()
