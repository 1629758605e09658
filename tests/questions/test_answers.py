"""The analysts' queries judge states, days, conflicts and gaps as they should."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import Store

from kg.sparql import queries


def ask(store: Store, name: str, **given: str) -> list[dict[str, Any]]:
    """Return the rows of a stored query by column."""
    return queries.run_query(store, name, given).dicts()


def states(store: Store, date: str) -> dict[str, tuple[str, int | None]]:
    """Return the state and the days overdue of each objective on a day."""
    rows = ask(store, "objective-status", date=date)
    return {row["objective"]: (row["state"], row["days"]) for row in rows}


def test_status_knows_every_state(invented: Store) -> None:
    assert states(invented, "2032-01-01") == {
        "Keep false alarms few": ("Missed", 731),
        "Train officers": ("Missed", 366),
        "Open a shared platform": ("Overdue", 1),
        "Link all border posts": ("Due", None),
        "Hold biannual drills": ("Ongoing", None),
        "Coordinate relief": ("No data", None),
        "Stronger neighbours": ("No data", None),
        "Train crew members": ("Met", None),
    }


@pytest.mark.parametrize(
    ("date", "state", "days"),
    [
        ("2034-06-30", "Due", None),
        ("2034-07-01", "Overdue", 1),
        ("2034-07", "Overdue", 1),
        ("2036-03-01", "Overdue", 610),
        ("2035", "Overdue", 185),
    ],
)
def test_a_month_is_over_after_its_last_day(
    date: str, state: str, days: int | None, invented: Store
) -> None:
    assert states(invented, date)["Link all border posts"] == (state, days)


def test_a_result_counts_only_once_its_period_has_begun(invented: Store) -> None:
    assert states(invented, "2029-12-31")["Train crew members"] == ("Due", None)
    assert states(invented, "2030-01-01")["Train crew members"] == ("Met", None)


def test_the_oldest_debt_comes_first(invented: Store) -> None:
    days = [row["days"] for row in ask(invented, "objective-status", date="2040-01-01")]
    owed = [number for number in days if number is not None]
    assert owed == sorted(owed, reverse=True)
    assert days[: len(owed)] == owed


def test_the_article_owes_two_objectives(shipped: Store) -> None:
    rows = ask(shipped, "objective-status", date="2026-11-24")
    overdue = [(row["due"], row["days"]) for row in rows if row["state"] == "Overdue"]
    assert overdue[:2] == [("2024", 693), ("2025", 328)]


def test_conflicts_are_of_values_and_of_tenses(invented: Store) -> None:
    found = {
        (row["kind"], row["propertyLabel"], row["valueLabel"], row["otherLabel"])
        for row in ask(invented, "conflicts")
    }
    sides = {(kind, name, frozenset((one, other))) for kind, name, one, other in found}
    council = "Reach Council"
    assert sides == {
        ("value", "rank or title", frozenset(("Vice Admiral", "Almirante"))),
        ("value", "amount of money", frozenset(("12000000", "12500000"))),
        ("value", "start date", frozenset(("2031-05-11", "2031-05-12"))),
        ("tense", "is carried out by", frozenset((f"{council} (planned)", f"{council} (past)"))),
    }


def test_a_year_does_not_contradict_a_month_in_it(invented: Store) -> None:
    starts = [row for row in ask(invented, "conflicts") if row["propertyLabel"] == "start date"]
    assert not [row for row in starts if row["subject"].endswith("tenure/toren-kcc")]


def test_the_article_both_announces_and_reports_the_conference(shipped: Store) -> None:
    tenses = [row for row in ask(shipped, "conflicts") if row["kind"] == "tense"]
    assert ("Regional security conference", "has participant") in {
        (row["subjectLabel"], row["propertyLabel"]) for row in tenses
    }


@pytest.mark.parametrize(
    ("date", "holder", "capacity", "certainty"),
    [
        ("2031-05-12", "Ilva Toren", "Confirmed", "certain"),
        ("2030-02-01", "Ilva Toren", "Confirmed", "possible"),
        ("2031-07-01", "Marek Oss", "Acting", "if not ended since"),
        ("2020-01-01", "not stated", None, None),
    ],
)
def test_the_holder_of_a_post_is_known_as_well_as_the_dates(
    date: str, holder: str, capacity: str | None, certainty: str | None, invented: Store
) -> None:
    rows = ask(invented, "post-holder", post="post/kcc-commander", date=date)
    assert {(r["holder"], r["capacity"], r["certainty"]) for r in rows} == {
        (holder, capacity, certainty)
    }


def test_a_withdrawn_claim_is_listed_and_states_nothing(invented: Store) -> None:
    withdrawn = [row for row in ask(invented, "claims") if row["standing"] == "withdrawn"]
    assert {row["unit"] for row in withdrawn} == {"G0.s2", "G0.s4"}
    assert {row["statements"] for row in withdrawn} == {""}


def test_edges_leave_out_what_rules_only_repeat(invented: Store) -> None:
    bases = {row["basis"].rpartition("/")[2] for row in ask(invented, "edges")}
    rules = {basis for basis in bases if "-" in basis or basis in ("symmetric", "transitive")}
    assert rules == {
        "aligned-by-activity",
        "aligned-by-area",
        "counters-through-area",
        "holder-takes-part",
    }


def test_what_is_counted_as_covered_has_an_area(invented: Store) -> None:
    areas = {row["area"]: row for row in ask(invented, "area-coverage")}
    assert areas["Border security"]["initiatives"] == 3
    assert areas["Maritime security"]["commitments"] == 1
    assert areas["Air domain awareness"]["initiatives"] == 0


def test_a_threat_that_nothing_counters_is_found(invented: Store) -> None:
    found = {row["concern"] for row in ask(invented, "uncountered-concerns")}
    assert found == {"Cybercrime", "Trafficking networks"}


def test_gaps_name_what_is_missing_and_nothing_that_is_stated(invented: Store) -> None:
    gaps = {(row["entity"], row["missing"]) for row in ask(invented, "gaps")}
    assert ("Conference of southern ministers", "start date") in gaps
    assert ("Biannual drills", "due date") in gaps
    assert ("Dialogue of May 2031", "start date") not in gaps
