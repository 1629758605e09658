"""The competency questions about the article have the answers that its readers agreed on."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import Store

from kg.sparql import queries

ARTICLE = "source/mondialnews-2025-08-20"
COURIER = "source/halen-courier-2031-05-14"
OBSERVER = "source/reach-observer-2031-06"
GACETA = "source/gaceta-de-valdoria-2030"
NOT_STATED = "not stated"


def ask(store: Store, name: str, **given: str) -> list[dict[str, Any]]:
    """Return the rows of a stored query by column."""
    return queries.run_query(store, name, given).dicts()


def columns(rows: list[dict[str, Any]], *names: str) -> set[tuple[Any, ...]]:
    """Return what some columns hold, without order or repetition."""
    return {tuple(row[name] for name in names) for row in rows}


def names_of(row: dict[str, Any], column: str = "variants") -> set[str]:
    """Return the names that one cell lists."""
    return set(row[column].split(" / "))


def test_cq01_names_the_organisations_posts_and_countries(shipped: Store) -> None:
    found = {row["name"]: row for row in ask(shipped, "CQ01")}
    assert columns(list(found.values()), "name", "kind") == {
        ("U.S. Southern Command", "Command"),
        ("U.S. Embassy in Argentina", "Diplomatic Mission"),
        ("Commander of the U.S. Southern Command", "Post"),
        ("United States", "State"),
        ("Argentina", "State"),
    }
    assert names_of(found["U.S. Southern Command"]) == {
        "United States Southern Command",
        "U.S. Southern Command",
        "U.S. SOUTHCOM",
        "SOUTHCOM",
    }


def test_cq02_finds_the_post_of_the_visiting_official(shipped: Store) -> None:
    assert columns(ask(shipped, "CQ02"), "post", "organisation") == {
        ("Commander of the U.S. Southern Command", "U.S. Southern Command")
    }


def test_cq03_finds_the_coordinating_mission_and_its_states(shipped: Store) -> None:
    assert columns(ask(shipped, "CQ03"), "mission", "sendingState", "receivingState", "unit") == {
        ("U.S. Embassy in Argentina", "United States", "Argentina", "S0.s2")
    }


def test_cq04_does_not_guess_the_name_of_the_commander(shipped: Store) -> None:
    assert columns(ask(shipped, "CQ04"), "post", "name") == {
        ("Commander of the U.S. Southern Command", NOT_STATED)
    }


def test_cq04_gives_the_name_once_a_source_states_it(invented: Store) -> None:
    assert columns(ask(invented, "CQ04", source=COURIER), "name") == {(NOT_STATED,)}
    assert columns(ask(invented, "CQ04", source=OBSERVER), "name") == {
        ("Ilva Toren",),
        ("Marek Oss",),
    }


def test_cq06_nests_the_events_of_the_visit(shipped: Store) -> None:
    rows = ask(shipped, "CQ06")
    nested = columns(rows, "event", "partOf")
    visit = "Visit of the commander to Argentina"
    assert {
        ("High-level meetings in Argentina", visit),
        ("Engagements of the visit", visit),
    } <= nested
    levels = {row["event"]: row["level"] for row in rows}
    assert levels["Earlier visit of the commander to Argentina"] == "inferred"
    assert ("Regional security conference", "inferred") in columns(rows, "event", "placeLevel")
    assert (visit, "explicit") in columns(rows, "event", "placeLevel")


def test_cq07_infers_an_earlier_visit(shipped: Store) -> None:
    rows = ask(shipped, "CQ07")
    assert columns(rows, "first", "level") == {("no", "inferred")}
    quotes = " ".join(row["quote"] for row in rows)
    assert "returned" in quotes
    assert "revisited" in quotes
    assert all(row["reason"] for row in rows)


def test_cq07_is_not_stated_where_no_earlier_visit_is_told_of(invented: Store) -> None:
    place = "state/valdoria"
    assert columns(ask(invented, "CQ07", source=COURIER, place=place), "first") == {("no",)}
    assert columns(ask(invented, "CQ07", source=OBSERVER, place=place), "first") == {(NOT_STATED,)}


def test_cq09_does_not_state_date_city_or_name_of_the_conference(shipped: Store) -> None:
    assert columns(ask(shipped, "CQ09"), "conference", "name", "from", "to", "city") == {
        ("Regional security conference", *[NOT_STATED] * 4)
    }


def test_cq09_gives_what_each_source_states_of_a_conference(invented: Store) -> None:
    facts = ("name", "from", "to", "city")
    assert columns(ask(invented, "CQ09", source=COURIER), *facts) == {
        ("Reach Security Dialogue", "2031-05-13", NOT_STATED, NOT_STATED)
    }
    assert columns(ask(invented, "CQ09", source=OBSERVER), *facts) == {
        (NOT_STATED, "2031-05-13", "2031-05-14", "Port Halen")
    }
    assert columns(ask(invented, "CQ09", source=GACETA), *facts) == {(NOT_STATED,) * 4}


def test_cq10_finds_seventeen_concerns(shipped: Store) -> None:
    rows = ask(shipped, "CQ10")
    kinds = [row["kind"] for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "Threat": 7,
        "Threat Category": 4,
        "Hazard": 4,
        "Threat Actor Class": 2,
    }
    inferred = {row["concern"] for row in rows if row["level"] == "inferred"}
    assert inferred == {"Terrorism", "Narcotics trafficking"}
    assert all(row["units"] for row in rows)


def test_cq11_tells_stated_inferred_and_derived_counters_apart(shipped: Store) -> None:
    rows = ask(shipped, "CQ11")
    found = columns(rows, "subject", "kind", "concern", "level")
    law = "Counterterrorism and law enforcement collaboration"
    assert {
        (law, "Topic", "Organized crime", "explicit"),
        (law, "Topic", "Trafficking networks", "explicit"),
        (law, "Topic", "Terrorism", "inferred"),
        ("Capacity Building", "Action Point", "Narcotics trafficking", "inferred"),
        ("Community Engagement", "Action Point", "Criminal networks", "explicit"),
        ("Maritime Security", "Focus Area", "Smuggling", "explicit"),
        ("Enhanced Information Exchange", "Action Point", "Cybercrime", "inferred by rule"),
    } <= found
    assert "Complex geopolitical landscape" not in {row["concern"] for row in rows}
    assert len(columns(rows, "subjectId", "concernId")) == len(rows)


def test_cq15_lists_four_action_points(shipped: Store) -> None:
    rows = ask(shipped, "CQ15")
    purposes = {row["actionPoint"]: set(row["for"].split(", ")) for row in rows}
    assert columns(rows, "actionPoint", "does", "output", "end") == {
        ("Enhanced Information Exchange", "creates", "Secure channels", NOT_STATED),
        (
            "Capacity Building",
            "increases",
            "Training programs for border security and counter-narcotics operations",
            NOT_STATED,
        ),
        (
            "Multinational Exercises",
            "expands",
            "Joint drills",
            "Improved coordination during emergencies",
        ),
        (
            "Community Engagement",
            "promotes",
            "Local involvement",
            "Strengthened resilience against criminal networks",
        ),
    }
    assert purposes["Capacity Building"] == {"Border security", "Counter-narcotics operations"}
    assert purposes["Enhanced Information Exchange"] == {"Real-time data sharing"}


def test_cq16_reads_the_table_of_priority_areas(shipped: Store) -> None:
    shown = ("priorityArea", "objective", "targetYear", "comparator", "value", "frequency")
    assert columns(ask(shipped, "CQ16"), *shown) == {
        (
            "Intelligence Sharing",
            "Establish a secure regional platform",
            "2025",
            None,
            NOT_STATED,
            None,
        ),
        (
            "Training Programs",
            "Reach 500 or more local officers trained annually",
            "2024",
            "At least",
            "500",
            "Annual",
        ),
        (
            "Joint Exercises",
            "Conduct biannual multinational drills",
            "Open-ended",
            None,
            NOT_STATED,
            "Biannual (as written)",
        ),
    }


def test_cq16_keeps_what_was_written(shipped: Store) -> None:
    written = {r["priorityArea"]: set(r["written"].split(", ")) for r in ask(shipped, "CQ16")}
    assert written["Training Programs"] >= {"500+"}
    assert written["Joint Exercises"] >= {"biannual", "Ongoing"}


def test_cq17_finds_the_one_number(shipped: Store) -> None:
    rows = ask(shipped, "CQ17")
    assert columns(rows, "comparator", "value", "unitOfMeasure", "frequency", "written") == {
        ("At least", 500, "Person", "Annual", "500+")
    }


@pytest.mark.parametrize(
    ("date", "years"),
    [
        ("2024-12-31", set()),
        ("2025-08-20", {"2024"}),
        ("2025-12-31", {"2024"}),
        ("2026-11-24", {"2024", "2025"}),
        ("2099", {"2024", "2025"}),
    ],
)
def test_cq18_counts_a_target_year_as_over_after_its_last_day(
    date: str, years: set[str], shipped: Store
) -> None:
    assert {row["due"] for row in ask(shipped, "CQ18", date=date)} == years


def test_cq19_reads_the_table_of_focus_areas(shipped: Store) -> None:
    assert columns(ask(shipped, "CQ19"), "focusArea", "objective", "outcome") == {
        (
            "Counterterrorism Training",
            "Enhance tactical response",
            "Improved threat neutralization",
        ),
        ("Maritime Security", "Strengthen coastal patrols", "Reduced smuggling activity"),
        ("Humanitarian Assistance", "Coordinate disaster relief", "Faster emergency response"),
        ("Intelligence Sharing", "Exchange data in real time", "Better threat anticipation"),
    }


def test_cq20_finds_no_outcome_that_can_be_measured(shipped: Store) -> None:
    rows = ask(shipped, "CQ20")
    units = {unit for row in rows for unit in row["units"].split()}
    rows_of_table = {f"S3.T2.r{number}" for number in range(1, 5)}
    assert {"S2.b3", "S2.b4", "S3.s2", "S3.s3", "S3.s5", *rows_of_table} <= units
    assert columns(rows, "indicator", "baseline", "targetYear") == {(NOT_STATED,) * 3}


def test_cq20_leaves_out_an_outcome_beside_a_measured_objective(invented: Store) -> None:
    found = {row["outcome"] for row in ask(invented, "CQ20", source=COURIER)}
    assert found == {"Smuggling declines", "Faster response"}


def test_cq24_follows_the_relationship_through_the_text(shipped: Store) -> None:
    assert columns(ask(shipped, "CQ24"), "description", "unit") >= {
        ("bilateral ties", "S0.s2"),
        ("bilateral ties", "S1.h"),
        ("longstanding cooperation", "S1.s2"),
        ("enduring partnership", "S4.s1"),
        ("strengthened alliance", "S4.s3"),
    }


def test_cq26_gives_the_place_and_words_of_a_statement(shipped: Store) -> None:
    rows = ask(shipped, "CQ26", subject="target/local-officers-trained", predicate="dueDate")
    assert columns(rows, "object", "unit", "level", "modality", "grade") >= {
        ("2024", "S2.T1.r2", "explicit", "planned", "F6")
    }


def test_cq26_has_passage_level_and_reason_for_every_statement(shipped: Store) -> None:
    rows = ask(shipped, "CQ26")
    assert all(row["unit"] and row["quote"] for row in rows)
    assert all(row["end"] - row["start"] == len(row["quote"]) for row in rows)
    assert {row["level"] for row in rows} == {"explicit", "inferred"}
    assert all((row["level"] == "inferred") == bool(row["reason"]) for row in rows)


@pytest.mark.parametrize("predicate", ["hasVisitor", "rsc:hasVisitor"])
def test_cq26_is_narrowed_by_each_part_of_a_statement(predicate: str, invented: Store) -> None:
    rows = ask(
        invented,
        "CQ26",
        subject="visit/kcc-2031-05",
        predicate=predicate,
        object="post/kcc-commander",
        source="any",
    )
    assert columns(rows, "unit") == {("H0.s1",), ("R0.s1",)}


def test_cq27_reports_no_money_agreement_exercise_or_result(shipped: Store) -> None:
    assert columns(ask(shipped, "CQ27"), "asked", "answer") == {
        (asked, NOT_STATED)
        for asked in (
            "money",
            "agreements",
            "named exercises",
            "responsible organisations",
            "baselines",
            "achieved results",
        )
    }


def test_cq27_reports_what_a_source_states(invented: Store) -> None:
    courier = columns(ask(invented, "CQ27", source=COURIER), "asked", "answer")
    observer = columns(ask(invented, "CQ27", source=OBSERVER), "asked", "answer")
    assert {
        ("money", "Patrol boats for Valdoria"),
        ("agreements", "Brava Declaration"),
        ("named exercises", NOT_STATED),
        ("responsible organisations", NOT_STATED),
        ("baselines", "Train crew members"),
        ("achieved results", "Train officers"),
    } <= courier
    assert {
        ("agreements", NOT_STATED),
        ("named exercises", "Long Tide 2030"),
        ("responsible organisations", "Reach Council"),
        ("baselines", NOT_STATED),
        ("achieved results", NOT_STATED),
    } <= observer
