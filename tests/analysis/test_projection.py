"""Occasions become ties between those who took part, as named, by organization, or by state."""

from __future__ import annotations

import pytest

from kg.analysis import projection
from kg.analysis.cut import Cut
from tests.support.small_ties import link, piece, tie, ties


@pytest.fixture(scope="module")
def whole(networks):
    return networks.whole


def pairs(found: projection.Ties, occasion: str) -> set[tuple[str, str]]:
    return {(t.one, t.other) for t in found.ties if t.occasion == occasion}


def test_a_visit_ties_visitor_and_hosts(whole):
    found = projection.ties_of(whole, Cut(), "actor")
    ties_of_visit = pairs(found, "visit/kcc-2031-05")
    assert ("ministry/valdoria-defense", "post/kcc-commander") in ties_of_visit
    assert all(one < other for one, other in ties_of_visit)


def test_a_post_counts_for_its_organization(whole):
    found = projection.ties_of(whole, Cut(said_only=True), "organization")
    ties_of_visit = pairs(found, "visit/kcc-2031-05")
    assert ("command/kestrian-coastal-command", "ministry/valdoria-defense") in ties_of_visit
    assert not any("post/" in end for pair in ties_of_visit for end in pair)


def test_an_organization_counts_for_its_state(whole):
    found = projection.ties_of(whole, Cut(said_only=True), "state")
    assert ("state/kestria", "state/valdoria") in pairs(found, "visit/kcc-2031-05")


def test_at_the_level_of_entities_every_relation_is_a_tie(whole):
    found = projection.ties_of(whole, Cut(), "entity")
    drawn = {r.key for r in whole.relations if r.source != r.target}
    assert {(t.one, t.other, t.links[0].predicate) for t in found.ties} == drawn


def test_every_tie_has_its_relations_and_their_evidence(whole):
    found = projection.ties_of(whole, Cut(), "actor")
    drawn = {relation.key for relation in whole.relations}
    assert found.ties
    for one in found.ties:
        for side in one.sides:
            for relation in side:
                assert relation.key in drawn
                assert relation.passages or relation.rules


def test_a_place_does_not_take_part(whole):
    found = projection.ties_of(whole, Cut(), "actor")
    assert not any(x.predicate == "rsc:takesPlaceIn" for t in found.ties for x in t.links)


def test_a_tie_goes_with_either_side_and_stays_with_any_support():
    both = tie("a", "b", "v", piece("one"), piece("two"))
    sides = ((link("w", "a", piece("one")),), (link("w", "c", piece("two")),))
    half = projection.Tie("a", "c", "w", "visit", None, 2, sides)
    found = ties([both, half])
    assert found.under(Cut()) is found
    assert [t.occasion for t in found.under(Cut(without=("source/one",))).ties] == ["v"]
    assert found.under(Cut(without=("source/one", "source/two"))).ties == ()


def test_kinds_of_occasions_can_be_chosen(whole):
    visits = projection.ties_of(whole, Cut(kinds=("visit",)), "actor")
    assert {t.kind for t in visits.ties} == {"visit"}
    members = projection.ties_of(whole, Cut(kinds=("membership",)), "actor")
    assert {t.kind for t in members.ties} == {"membership"}
    assert "membership" not in {t.kind for t in projection.ties_of(whole, Cut(), "actor").ties}


def test_the_newest_source_says_until_when_anything_is_known():
    late = tie("a", "b", "plan", piece("one", date="2031-02"), span=("2039-01-01", "2039-01-01"))
    assert ties([late]).until == 2031
    assert ties([tie("a", "b", "v", piece("one", date=""), span=("2030-01-01",) * 2)]).until == 2030
    assert ties([]).until == 0
