"""The questions about the region have the answers that the facts give, or say what is missing."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from pyoxigraph import Store

from kg.sparql import queries
from tests.support.paths import QUESTIONS, with_questions

NOT_STATED = "not stated"
WIDER = sorted(q.id for q in queries.stored_queries().values() if q.scope == "wider")
MORE = sorted(q.id for q in queries.stored_queries().values() if "Q40" <= q.id <= "Q64")


def ask(store: Store, name: str, **values: str) -> list[dict[str, Any]]:
    """Return the rows of a stored query by column."""
    return queries.run_query(store, name, values).dicts()


def columns(rows: list[dict[str, Any]], *names: str) -> set[tuple[Any, ...]]:
    """Return what some columns hold, without order or repetition."""
    return {tuple(row[name] for name in names) for row in rows}


def parts(cell: str, separator: str = "; ") -> set[str]:
    """Return what one cell lists."""
    return set(cell.split(separator))


@pytest.mark.parametrize("name", [*WIDER, *MORE])
def test_answer_has_rows_and_the_columns_it_declares(name: str, shipped: Store) -> None:
    query = queries.find_query(name)
    answer = queries.run_query(shipped, query)
    assert answer.columns == query.columns
    assert len(answer) > 0


@with_questions
def test_every_wider_competency_question_is_stored() -> None:
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        asked = [row for row in csv.DictReader(file) if row["scope"] == "wider"]
    assert {row["id"] for row in asked} == set(WIDER)
    for row in asked:
        assert queries.find_query(row["id"]).question == row["question"]


@pytest.mark.parametrize(
    ("date", "holder", "capacity", "certainty"),
    [
        ("2024-04", "Laura J. Richardson", {"Confirmed"}, "certain"),
        ("2025-08-20", "Alvin Holsey", {"Confirmed"}, "certain"),
        ("2026-01-01", "Evan L. Pettus", {"Acting", "Confirmed"}, "certain"),
        ("2026-03-01", "Francis L. Donovan", {"Confirmed"}, "if not ended since"),
        ("2010", NOT_STATED, {NOT_STATED}, None),
    ],
)
def test_cq28_knows_the_commander_and_the_capacity_of_a_day(
    date: str, holder: str, capacity: set[str], certainty: str | None, shipped: Store
) -> None:
    [row] = ask(shipped, "CQ28", date=date)
    assert (row["holder"], row["certainty"]) == (holder, certainty)
    assert parts(row["capacity"], " / ") == capacity


def test_cq28_names_both_on_the_day_of_a_handover(shipped: Store) -> None:
    handover = ask(shipped, "CQ28", date="2024-11-07")
    assert columns(handover, "holder") == {("Laura J. Richardson",), ("Alvin Holsey",)}


def test_cq28_tells_the_confirmation_by_the_senate(shipped: Store) -> None:
    [row] = ask(shipped, "CQ28", date="2026-03-01")
    assert "Senate confirmed 2026-01-30" in row["written"]


def test_cq28_says_which_source_calls_pettus_what(shipped: Store) -> None:
    [row] = ask(shipped, "CQ28", date="2026-01-01")
    assert "Acting: Holsey hands off SOUTHCOM to Lt. Gen. Pettus" in row["basis"]
    assert "Confirmed: Lt. Gen. Pettus assumes command" in row["basis"]


def test_cq28_keeps_a_tenure_without_dates_apart(invented: Store, shipped: Store) -> None:
    post = "post/minister-of-defense-argentina"
    rows = ask(shipped, "CQ28", post=post, date="2024-04-10")
    assert ("Luis Petri", "possible") in columns(rows, "holder", "certainty")
    assert ("Oscar Aguad", "dates not stated") in columns(rows, "holder", "certainty")
    [row] = ask(invented, "CQ28", post="post/valdoria-defense-minister", date="2031")
    assert (row["holder"], row["certainty"]) == ("Dona Pell", "dates not stated")


def test_cq29_knows_the_head_of_the_embassy_at_each_visit(shipped: Store) -> None:
    rows = [row for row in ask(shipped, "CQ29") if row["from"] != NOT_STATED]
    heads = {(row["visitId"].rpartition("/")[2], row["head"], row["certainty"]) for row in rows}
    assert {
        ("richardson-argentina-2024-04", "Marc R. Stanley", "took part in the visit"),
        ("holsey-argentina-2025-04", "Abigail L. Dressel", "took part in the visit"),
        ("holsey-argentina-2025-08", "Heidi Gomez Rapalo", "certain"),
    } <= heads
    assert not {head for visit, head, _ in heads if visit.endswith("2025-08")} - {
        "Heidi Gomez Rapalo"
    }


def test_cq29_tells_ambassadors_from_charges(shipped: Store) -> None:
    roles = columns(ask(shipped, "CQ29"), "head", "role", "capacity")
    assert ("Marc R. Stanley", "U.S. Ambassador to Argentina", "Confirmed") in roles
    assert ("Heidi Gomez Rapalo", "U.S. Chargé d'Affaires in Argentina", "Acting") in roles


def test_cq29_names_nobody_for_a_visit_without_a_date(shipped: Store) -> None:
    undated = [row for row in ask(shipped, "CQ29") if row["from"] == NOT_STATED]
    assert columns(undated, "visit", "head") == {
        ("Visit of the commander to Argentina", NOT_STATED),
        ("Earlier visit of the commander to Argentina", NOT_STATED),
    }


def test_cq30_lists_the_editions_with_dates_and_places(shipped: Store) -> None:
    editions = {row["editionId"].rpartition("-")[2]: row for row in ask(shipped, "CQ30")}
    dated = {year: (row["from"], row["to"], row["place"]) for year, row in editions.items()}
    assert dated["2017"] == ("2017-08-22", "2017-08-24", "Lima")
    assert dated["2018"] == ("2018-08-28", "2018-08-29", "Buenos Aires")
    assert dated["2019"] == ("2019-08-20", "2019-08-22", "Natal")
    assert dated["2020"][0] == "2020-08-27"
    assert (dated["2021"][0], dated["2021"][2]) == ("2021-08-17", "Doral")
    assert dated["2022"][2] == "Quito"
    assert dated["2024"] == ("2024-08-27", "2024-08-29", "Santiago")
    assert dated["2025"] == ("2025-08-20", "2025-08-21", "Buenos Aires")
    assert "virtual" in (editions["2020"]["written"] or editions["2020"]["place"])


def test_cq30_keeps_both_dates_of_2022(shipped: Store) -> None:
    [row] = [row for row in ask(shipped, "CQ30") if row["editionId"].endswith("2022")]
    assert parts(row["from"], " / ") == {"2022-09-13", "2022-09-14"}
    assert parts(row["to"], " / ") == {"2022-09-15", "2022-09-16"}


def test_cq30_gives_hosts_themes_and_numbers(shipped: Store) -> None:
    editions = {row["editionId"].rpartition("-")[2]: row for row in ask(shipped, "CQ30")}
    assert "Kurt W. Tidd" in editions["2018"]["host"]
    assert editions["2018"]["theme"] == "South American Contributions to Global Peace"
    assert editions["2024"]["participants"] == 10
    assert editions["2024"]["observers"] == 3


def test_cq30_offers_the_edition_of_the_article_as_a_hypothesis(shipped: Store) -> None:
    guesses = [row for row in ask(shipped, "CQ30") if row["hypothesis"]]
    [(edition, hypothesis)] = columns(guesses, "editionId", "hypothesis")
    assert edition.endswith("conference/southdec-2025")
    assert hypothesis == "Regional security conference"
    assert all(row["reason"] for row in guesses)


def test_cq31_counts_the_visits_and_names_the_people_met(shipped: Store) -> None:
    rows = [row for row in ask(shipped, "CQ31", **{"from": "2023", "to": "2025"}) if row["number"]]
    assert [(row["visitor"], row["from"], row["to"]) for row in rows] == [
        ("Laura J. Richardson", "2023-04-16", "2023-04-18"),
        ("Laura J. Richardson", "2024-04-02", "2024-04-06"),
        ("Alvin Holsey", "2025-04-28", "2025-05-01"),
        ("Alvin Holsey", "2025-08", "2025-08-21"),
    ]
    met = [parts(row["met"]) for row in rows]
    assert {"Jorge Taiana", "Juan Martín Paleo"} <= met[0]
    assert {"Javier Milei", "Luis Petri", "Xavier Julián Isaac", "Marc R. Stanley"} <= met[1]
    assert {"Javier Milei", "Luis Petri", "Xavier Julián Isaac", "Abigail L. Dressel"} <= met[2]
    assert {"Xavier Julián Isaac", "Luis Petri"} <= met[3]


def test_cq31_keeps_undated_visits_out_of_the_count(shipped: Store) -> None:
    undated = [row for row in ask(shipped, "CQ31") if not row["number"]]
    assert {row["from"] for row in undated} == {NOT_STATED}
    assert all("Visit of Alvin Holsey" in row["possiblySame"] for row in undated)


def test_cq31_follows_the_period(shipped: Store) -> None:
    rows = [r for r in ask(shipped, "CQ31", **{"from": "2019", "to": "2022"}) if r["number"]]
    assert [row["from"] for row in rows] == ["2019-06", "2021-04-07", "2022-04-25"]


def test_cq32_pairs_each_country_with_a_guard(shipped: Store) -> None:
    pairs = {row["countryId"].rpartition("/")[2]: row for row in ask(shipped, "CQ32")}
    assert pairs["argentina"]["guard"] == "Georgia National Guard"
    assert "2016-11" in parts(pairs["argentina"]["since"], " / ")
    assert pairs["argentina"]["shares"] == "Georgia"
    assert (pairs["georgia-country"]["guard"], pairs["georgia-country"]["since"]) == (
        "Georgia National Guard",
        "1994",
    )
    assert (pairs["ecuador"]["guard"], pairs["ecuador"]["since"]) == (
        "Kentucky National Guard",
        "1996",
    )
    assert pairs["chile"]["since"] == NOT_STATED
    assert {"Barbados", "Guyana"} <= parts(pairs["dominica"]["shares"])


def test_cq33_counts_partner_nations_as_stated_and_as_known(shipped: Store) -> None:
    rows = ask(shipped, "CQ33")
    stated = [row for row in rows if row["basis"] == "stated by a source"]
    area = [r for r in stated if r["ofId"].endswith("state-partnership-program-southcom")]
    assert columns(area, "period", "number") == {("2019 to 2020", 24), ("2025-01", 30)}
    known = [row for row in rows if row["basis"] == "counted from stated starts"]
    counts = [row["number"] for row in known]
    assert counts == sorted(counts)
    # The first four of 1996, and the one of 1994 outside the area.
    assert ("1996", 5) in columns(known, "period", "number")


def test_cq34_names_the_exercises_of_both_states_in_a_year(shipped: Store) -> None:
    rows = {row["exercise"]: row for row in ask(shipped, "CQ34", year="2024")}
    assert {"Southern Seas 2024", "Operation Southern Cross 2024"} <= set(rows)
    assert {row["authority"] for row in rows.values()} == {NOT_STATED}


def test_cq34_knows_the_decree_behind_tridente(shipped: Store) -> None:
    found = [row for row in ask(shipped, "CQ34", year="2025") if "Tridente" in row["exercise"]]
    [row] = found
    assert ("2025-10-20" in row["from"], row["to"]) == (True, "2025-11-15")
    assert parts(row["place"]) == {"Mar del Plata", "Puerto Belgrano", "Ushuaia"}
    assert parts(row["number"], " / ") == {"697/2025", "627/2025"}
