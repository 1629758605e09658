"""A cut keeps what its evidence leaves, and says when it cannot be made."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import cut as scope
from kg.analysis.cut import Cut, Support
from kg.errors import AnalysisError
from kg.model.dates import PartialDate, Span
from kg.network import network
from kg.network import premises as grounds
from tests.support.small_ties import piece

SAID = Support("source/one", "One", "B2", False, "2031-05")
RULE = scope.supports({"evidence": [], "rule": "The holder takes part"})[0]


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
    inferred = Support("source/one", "One", "B2", True, "2031-05")
    assert Cut().keeps(inferred)
    assert not Cut(said_only=True).keeps(inferred)


def test_a_plan_has_not_happened():
    plan = scope.supports({"evidence": [piece(modality="planned")], "rule": ""})[0]
    assert Cut().keeps(plan)
    assert not Cut(done_only=True).keeps(plan)


def ruled(*premises):
    return {"evidence": [], "rule": "The holder takes part", "premises": premises}


def test_what_a_rule_says_goes_with_any_premise():
    both = ruled((piece("one"),), (piece("two"),))
    assert scope.holds(both, Cut())
    assert not scope.holds(both, Cut(without=("source/one",)))
    assert not scope.holds(both, Cut(grades=("A", "B")))
    assert scope.holds(ruled((piece("one"), piece("two"))), Cut(without=("source/one",)))
    assert not scope.holds(both, Cut(said_only=True))


def test_a_rule_without_known_premises_has_no_source_grade_or_day():
    assert scope.holds(ruled(), Cut(without=("source/one",)))
    for cut in (Cut(sources=("source/one",)), Cut(grades=("A",)), Cut(as_of=PartialDate("2040"))):
        assert not scope.holds(ruled(), cut)


def test_premises_of_the_network_are_those_of_the_rule(invented):
    drawn = grounds.grounded(invented, network.whole(invented))
    edge = drawn.edges["visit/kcc-2031-05", "person/ilva-toren", "rsc:hasParticipant"]
    quotes = {p["quote"] for premise in edge["premises"] for p in premise}
    assert quotes
    assert not any("premises" in e for *_, e in drawn.edges(data=True) if not e["rule"])


def test_a_source_without_a_date_is_not_known_on_a_day():
    assert not Cut(as_of=PartialDate("2040")).keeps(Support("source/one", "One", "B2", False, ""))


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
        scope.checked(cut)


def test_a_cut_tells_what_it_is():
    cut = Cut(
        kinds=("visit",), between=Span.parse("2030", "2031"), grades=("A", "B"), said_only=True
    )
    assert str(cut) == "visit; 2030 to 2031; grades A, B; said outright"


def test_a_kind_is_also_what_is_above_it():
    assert scope.is_kind("visit", ("engagement",))
    assert scope.is_kind("partnership", ("relationship",))
    assert not scope.is_kind("engagement", ("visit",))


def test_nothing_is_cut_without_a_cut(invented):
    whole = network.whole(invented)
    assert set(scope.apply(whole, Cut()).edges) == set(whole.edges)


def test_a_cut_leaves_only_the_evidence_that_counts(invented):
    whole = network.whole(invented)
    source = "source/halen-courier-2031-05-14"
    left = scope.apply(whole, Cut(sources=(source,)))
    assert 0 < left.number_of_edges() < whole.number_of_edges()
    for *_, edge in left.edges(data=True):
        assert edge["evidence"]
        assert {s.source for s in scope.supports(edge)} == {source}
    rest = scope.apply(whole, Cut(without=(source,)))
    assert {*left.edges} | {*rest.edges} == {*whole.edges}


def test_said_only_leaves_nothing_inferred(invented):
    left = scope.apply(network.whole(invented), Cut(said_only=True))
    assert not any(edge["inferred"] or edge["rule"] for *_, edge in left.edges(data=True))


def test_a_kind_leaves_what_touches_it(invented):
    left = scope.apply(network.whole(invented), Cut(kinds=("visit",)))
    for one, other in left.edges():
        assert "visit" in (left.nodes[one]["kind"], left.nodes[other]["kind"])


def test_dates_are_those_that_the_cut_leaves(invented):
    node = network.whole(invented).nodes["visit/kcc-2031-05"]
    assert scope.span(node, Cut()).first_day == date(2031, 5, 11)
    assert scope.span(node, Cut(sources=("source/nobody",))) is None


def test_a_standing_tie_goes_on_until_its_end_is_stated():
    fact = {"property": "start date", "value": "2030", "evidence": []}
    tie = scope.span({"kind": "partnership", "facts": [fact]}, Cut())
    assert (tie.first_day, tie.last_day) == (date(2030, 1, 1), date.max)
    visit = scope.span({"kind": "visit", "facts": [fact]}, Cut())
    assert (visit.first_day, visit.last_day) == (date(2030, 1, 1), date(2030, 12, 31))


def test_variants_are_without_each_source_with_good_grades_and_as_said():
    names = scope.variants([SAID, RULE, Support("source/two", "Two", "C3", True, "")])
    assert [*names] == ["without One", "without Two", "grades A and B only", "said outright only"]
