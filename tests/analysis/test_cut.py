"""A cut keeps what its evidence leaves, and says when it cannot be made."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import cut as scope
from kg.analysis.cut import Cut
from kg.errors import AnalysisError
from kg.model.dates import PartialDate, Span
from kg.network import premises as grounds
from kg.network.network import Fact, Node, Relation
from tests.support.small_ties import piece

SAID = piece("one", date="2031-05")
RULE = "holder-takes-part"


@pytest.mark.parametrize(
    ("cut", "kept"),
    [
        (Cut(), True),
        (Cut(sources=("source/one",)), True),
        (Cut(sources=("source/two",)), False),
        (Cut(without=("source/one",)), False),
        (Cut(without=("source/two",)), True),
        (Cut(grades=("A", "B")), True),
        (Cut(grades=("B3",)), False),
        (Cut(grades=("B2",)), True),
        (Cut(as_of=PartialDate("2031-06")), True),
        (Cut(as_of=PartialDate("2031-05-30")), False),
        (Cut(as_of=PartialDate("2031-05")), True),
        (Cut(said_only=True), True),
    ],
)
def test_a_passage_counts_under_a_cut(cut, kept):
    assert cut.keeps(SAID) is kept


def test_an_inferred_passage_is_not_said_outright():
    inferred = piece("one", level="inferred")
    assert Cut().keeps(inferred)
    assert not Cut(said_only=True).keeps(inferred)


def test_a_plan_has_not_happened():
    plan = piece(modality="planned")
    assert Cut().keeps(plan)
    assert not Cut(done_only=True).keeps(plan)


def ruled(*premises):
    return Relation("a", "b", "rsc:hasParticipant", rules=(RULE,), premises=premises)


def test_what_a_rule_says_goes_with_any_premise():
    both = ruled((piece("one"),), (piece("two"),))
    assert Cut().holds(both)
    assert not Cut(without=("source/one",)).holds(both)
    assert not Cut(grades=("A", "B")).holds(both)
    assert Cut(without=("source/one",)).holds(ruled((piece("one"), piece("two"))))
    assert not Cut(said_only=True).holds(both)


def test_a_rule_without_known_premises_has_no_source_grade_or_day():
    assert Cut(without=("source/one",)).holds(ruled())
    for cut in (Cut(sources=("source/one",)), Cut(grades=("A",)), Cut(as_of=PartialDate("2040"))):
        assert not cut.holds(ruled())


def test_premises_of_the_network_are_those_of_the_rule(invented, networks):
    drawn = grounds.grounded(invented, networks.whole, networks.passages)
    key = ("visit/kcc-2031-05", "person/ilva-toren", "rsc:hasParticipant")
    [relation] = [relation for relation in drawn.relations if relation.key == key]
    assert {passage.quote for premise in relation.premises for passage in premise}
    assert not any(relation.premises for relation in drawn.relations if not relation.rules)


def test_a_source_without_a_date_is_not_known_on_a_day():
    assert not Cut(as_of=PartialDate("2040")).keeps(piece(date=""))


@pytest.mark.parametrize(
    ("span", "counts"),
    [
        (("2029-01-01", "2029-12-31"), False),
        (("2029-01-01", "2030-01-01"), True),
        (("2031-12-31", "2032-02-01"), True),
        (("2032-01-01", "2032-02-01"), False),
        (None, False),
    ],
)
def test_a_period_keeps_what_touches_it(span, counts):
    assert Cut(between=Span.parse("2030", "2031")).dates(span and Span.parse(*span)) is counts
    assert Cut().dates(span and Span.parse(*span))


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_day_lies_in_every_shorter_form_of_its_date(day, length):
    short = day.isoformat()[:length]
    assert PartialDate(short).first_day <= day <= PartialDate(short).last_day


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        (Cut(kinds=("visitation",)), "'visitation' is no kind"),
        (Cut(grades=("G",)), "'G' is no grade"),
        (Cut(grades=("B9",)), "'B9' is no grade"),
    ],
)
def test_a_cut_that_cannot_be_made_says_why(cut, message):
    with pytest.raises(AnalysisError, match=message):
        cut.checked()


def test_a_cut_tells_what_it_is():
    cut = Cut(
        kinds=("visit",), between=Span.parse("2030", "2031"), grades=("A", "B"), said_only=True
    )
    assert str(cut) == "visit; 2030 to 2031; grades A, B; said outright"


def test_a_kind_is_also_what_is_above_it():
    assert scope.is_kind("visit", ("engagement",))
    assert scope.is_kind("partnership", ("relationship",))
    assert not scope.is_kind("engagement", ("visit",))


def test_nothing_is_cut_without_a_cut(networks):
    assert Cut().remainder(networks.whole).network.relations == networks.whole.relations


def test_a_cut_leaves_only_the_evidence_that_counts(networks):
    source = "source/halen-courier-2031-05-14"
    left = Cut(sources=(source,)).remainder(networks.whole).network.relations
    assert 0 < len(left) < len(networks.whole.relations)
    for relation in left:
        assert relation.passages
        assert {passage.source for passage in relation.support} == {source}
        assert not relation.rules
    rest = Cut(without=(source,)).remainder(networks.whole).network.relations
    assert {r.key for r in (*left, *rest)} == {r.key for r in networks.whole.relations}


def test_said_only_leaves_nothing_inferred(networks):
    left = Cut(said_only=True).remainder(networks.whole).network
    assert not any(relation.inferred or relation.rules for relation in left.relations)


def test_a_kind_leaves_what_touches_it(networks):
    left = Cut(kinds=("visit",)).remainder(networks.whole).network
    for relation in left.relations:
        assert "visit" in (left.nodes[relation.source].kind, left.nodes[relation.target].kind)


def test_dates_are_those_that_the_cut_leaves(networks):
    node = networks.whole.nodes["visit/kcc-2031-05"]
    assert Cut().span(node).first_day == date(2031, 5, 11)
    assert Cut(sources=("source/nobody",)).span(node) is None


def test_a_standing_tie_goes_on_until_its_end_is_stated():
    facts = (Fact("rsc:startDate", "2030"),)
    tie = Cut().span(Node("x", kind="partnership", facts=facts))
    assert (tie.first_day, tie.last_day) == (date(2030, 1, 1), date.max)
    visit = Cut().span(Node("x", kind="visit", facts=facts))
    assert (visit.first_day, visit.last_day) == (date(2030, 1, 1), date(2030, 12, 31))


def test_variants_are_without_each_source_with_good_grades_and_as_said():
    names = scope.variants([SAID, *ruled().support, piece("two", level="inferred")])
    assert [*names] == ["without One", "without Two", "grades A and B only", "said outright only"]
