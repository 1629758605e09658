"""When things were, as far as any source says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities import timespans
from kg.model import namespaces
from kg.model.dates import PartialDate, Span

DAYS = st.dates().map(lambda day: PartialDate(day.isoformat()))


def of(store, ident):
    return timespans.dates(store).get(namespaces.entity(ident).value)


def partial(*written):
    return [PartialDate(one) for one in written]


def test_event_has_the_dates_that_a_source_states(invented):
    assert of(invented, "conference/reach-dialogue-2030") == Span.parse("2030-05-10", "2030-05-11")


def test_open_end_stays_open(invented):
    assert of(invented, "tenure/lund-ambassador") == Span.parse("2028", None)


def test_what_nobody_dates_is_absent(invented):
    assert of(invented, "state/kestria") is None
    assert of(invented, "locality/port-halen") is None


@pytest.mark.parametrize(
    ("starts", "ends", "span"),
    [
        (["2025", "2025-08-20"], [], ("2025-08-20", None)),
        (["2025-08", "2024"], ["2026"], ("2024", "2026")),
        ([], ["2025-08", "2025-08-21"], (None, "2025-08-21")),
        (["2024-12-31", "2025"], [], ("2024-12-31", None)),
    ],
)
def test_most_precise_of_dates_that_agree_counts_and_the_earliest_of_those_that_do_not(
    starts, ends, span
):
    assert timespans.stated(partial(*starts), partial(*ends)) == Span.parse(*span)


def test_relation_has_the_dates_of_its_dated_end():
    one, other = Span.parse("2024", "2025"), Span.parse("2024", None)
    assert timespans.shared(one, None) == one
    assert timespans.shared(None, other) == other
    assert timespans.shared(None, None) is None


def test_relation_of_two_dated_ends_has_what_they_share():
    one, other = Span.parse("2024-03", None), Span.parse("2022", "2024-12-01")
    assert timespans.shared(one, other) == Span.parse("2024-03", "2024-12-01")


@given(DAYS, DAYS, DAYS, DAYS)
def test_shared_dates_do_not_depend_on_the_order_of_the_ends(a, b, c, d):
    one, other = Span(a, b), Span(c, d)
    assert timespans.shared(one, other) == timespans.shared(other, one)
