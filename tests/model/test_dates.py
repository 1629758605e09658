"""Partial dates and spans, by the vectors that the page's script passes too."""

from __future__ import annotations

import datetime
import random

import pytest
from pyoxigraph import Literal

from kg.errors import DateError
from kg.model.dates import PartialDate, Span, precise, week
from kg.model.namespaces import XSD
from tests.support.paths import vectors

VECTORS = vectors("dates")


@pytest.mark.parametrize("vector", VECTORS["dates"], ids=lambda vector: vector["written"])
def test_a_date_has_a_first_and_a_last_day(vector: dict[str, str]) -> None:
    date = PartialDate(vector["written"])
    assert str(date) == vector["written"]
    assert date.precision == vector["precision"]
    assert date.first_day.isoformat() == vector["first"]
    assert date.last_day.isoformat() == vector["last"]
    assert date.year == date.first_day.year == date.last_day.year


@pytest.mark.parametrize("written", VECTORS["refused"])
def test_what_is_no_date_is_refused_with_the_form(written: str) -> None:
    with pytest.raises(
        DateError, match=r"is no date.*; write 2025, 2025-08 or 2025-08-20"
    ) as found:
        PartialDate(written)
    assert found.value.written == written
    assert PartialDate.maybe(written) is None


def test_dates_are_in_the_order_of_their_first_days_and_the_less_precise_is_first() -> None:
    dates = [PartialDate(written) for written in VECTORS["order"]]
    shuffled = random.Random(1).sample(dates, len(dates))
    assert sorted(shuffled) == dates
    keys = [(date.first_day, len(str(date))) for date in dates]
    assert keys == sorted(keys)


@pytest.mark.parametrize("vector", VECTORS["precise"])
def test_what_only_says_a_part_of_another_date_is_left_out(vector: dict[str, list[str]]) -> None:
    found = precise(PartialDate(written) for written in vector["dates"])
    assert [str(date) for date in found] == vector["left"]


@pytest.mark.parametrize("vector", VECTORS["spans"], ids=lambda v: f"{v['span']}-{v['window']}")
def test_a_span_may_or_must_touch_a_window(vector: dict[str, list[str]]) -> None:
    span, window = Span.parse(*vector["span"]), Span.parse(*vector["window"])
    assert span.may_touch(window) is vector["may"]
    assert span.must_touch(window) is vector["must"]


def days(date: PartialDate) -> list[datetime.date]:
    """Return every day that a date may mean, or three of a year."""
    first, last = date.first_day, date.last_day
    return [first, first + (last - first) / 2, last]


def test_touching_is_what_it_is_for_the_days_that_dates_may_mean() -> None:
    written = ("2025", "2025-06", "2025-06-15", "2025-07", "2026")
    dates = [PartialDate(one) for one in written]
    spans = [Span(a, b) for a in dates for b in dates if a.first_day <= b.last_day]
    for span in spans:
        for window in spans:
            assert span.start
            assert span.end
            touches = [
                start <= window.last_day and end >= window.first_day
                for start in days(span.start)
                for end in days(span.end)
            ]
            assert span.may_touch(window) is any(touches)
            assert span.must_touch(window) is all(touches)
            assert span.may_touch(window) is window.may_touch(span)


@pytest.mark.parametrize("ends", [("2026", "2025"), ("2025-08-21", "2025-08-20"), ("2025", "2024")])
def test_a_span_without_a_day_is_refused(ends: tuple[str, str]) -> None:
    with pytest.raises(DateError, match=f"between {ends[0]} and {ends[1]} there is no day"):
        Span.parse(*ends)


@pytest.mark.parametrize("ends", [("soon", "2025"), ("2025", "later"), ("2025-02-31", None)])
def test_a_span_of_what_is_no_date_is_refused(ends: tuple[str, str]) -> None:
    with pytest.raises(DateError, match="is no date"):
        Span.parse(*ends)


def test_an_open_span_reaches_as_far_as_the_calendar() -> None:
    assert Span().first_day == datetime.date.min
    assert Span().last_day == datetime.date.max
    assert str(Span.parse("2025", None)) == "2025 to …"


def test_what_two_spans_share_is_from_the_later_start_to_the_earlier_end() -> None:
    one, other = Span.parse("2024-03", None), Span.parse("2022", "2024-12-01")
    assert one.shared(other) == other.shared(one) == Span.parse("2024-03", "2024-12-01")
    assert one.shared(Span()) == one


@pytest.mark.parametrize(
    ("written", "kind"), [("2025", "gYear"), ("2025-08", "gYearMonth"), ("2025-08-20", "date")]
)
def test_a_date_is_as_precise_in_rdf_as_it_is_written(written: str, kind: str) -> None:
    assert PartialDate(written).literal() == Literal(written, datatype=XSD[kind])


@pytest.mark.parametrize("written", ["2025-08-18", "2025-08-24", "2025-W34", "2025-W34-5"])
def test_a_week_is_that_of_a_day_or_a_week_itself(written: str) -> None:
    assert week(written) == Span.parse("2025-08-18", "2025-08-24")


@pytest.mark.parametrize("written", ["2025-13-01", "2025-02-31", "2025-08", "2025", "soon", ""])
def test_what_is_in_no_week_is_refused(written: str) -> None:
    with pytest.raises(DateError, match="is no day; write 2025-08-20, or 2025-W34") as found:
        week(written)
    assert found.value.written == written


def test_what_somebody_asks_for_may_be_today() -> None:
    assert PartialDate.asked("today").last_day == PartialDate.today().first_day
    assert PartialDate.asked("2025-08") == PartialDate("2025-08")


def test_a_span_knows_the_years_that_it_touches() -> None:
    assert [*Span.parse("2023-12-31", "2025").years] == [2023, 2024, 2025]
