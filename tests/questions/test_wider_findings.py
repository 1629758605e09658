"""What is sent, omitted, contested, promised and brokered is found, with what is missing."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Store

from kg.sparql import queries
from tests.support.golden import given

ARTICLE = "U.S. SOUTHCOM Commander Returns to Argentina"
NOT_STATED = "not stated"


def ask(store: Store, name: str, **values: str) -> list[dict[str, Any]]:
    """Return the rows of a stored query by column."""
    return queries.run_query(store, name, values).dicts()


def columns(rows: list[dict[str, Any]], *names: str) -> set[tuple[Any, ...]]:
    """Return what some columns hold, without order or repetition."""
    return {tuple(row[name] for name in names) for row in rows}


def test_cq35_lists_transfers_with_programme_and_amount(shipped: Store) -> None:
    rows = {row["transferId"].rpartition("/")[2]: row for row in ask(shipped, "CQ35")}
    finance = rows["fmf-argentina-2024"]
    assert (finance["programme"], finance["date"], finance["amount"], finance["currency"]) == (
        "FMF",
        "2024-04",
        "40000000",
        "USD",
    )
    assert "2024-04-05" in rows["c-130h-argentina-2024"]["date"]
    assert "24 F-16" in rows["f-16-argentina"]["item"]
    assert rows["f-16-argentina"]["supplier"] == "Denmark"
    assert rows["stryker-argentina"]["standing"] == "planned"
    assert "FMS" in rows["f-16-support-argentina-2025"]["programme"]
    assert rows["c-130h-argentina-2024"]["programme"] == NOT_STATED


def test_cq36_finds_what_the_article_omits(shipped: Store) -> None:
    rows = ask(shipped, "CQ36")
    assert {
        "Malign state influence",
        "Predatory fishing",
        "Porous borders",
        "Transnational criminal organizations",
    } <= {row["concern"] for row in rows}
    named = columns(rows, "concern", "speaker", "place")
    assert ("Malign state influence", "Alvin Holsey", "China") in named
    assert not {"Terrorism", "Cybercrime"} & {row["concern"] for row in rows}


def test_cq37_finds_the_known_conflicts_and_the_more_reliable_side(shipped: Store) -> None:
    rows = ask(shipped, "CQ37")
    found = {
        (
            row["subjectId"].rpartition("/id/")[2],
            row["property"],
            frozenset((row["value"], row["otherValue"])),
            row["moreReliable"],
        )
        for row in rows
    }
    hemisphere = "U.S. Deputy Assistant Secretary of Defense for Western Hemisphere Affairs"
    homeland = "U.S. Assistant Secretary of Defense for Homeland Defense and Hemisphere Affairs"
    southdec = "conference/southdec-2022"
    assert {
        ("person/alvin-holsey", "family name", frozenset(("Holsey", "Halsey")), "Holsey"),
        ("person/joseph-humire", "family name", frozenset(("Humire", "Kumar")), "Humire"),
        (southdec, "start date", frozenset(("2022-09-13", "2022-09-14")), "neither"),
        (southdec, "end date", frozenset(("2022-09-15", "2022-09-16")), "neither"),
        (
            "tenure/evan-pettus-southcom-commander-2025",
            "has capacity",
            frozenset(("Acting", "Confirmed")),
            "Confirmed",
        ),
        (
            "tenure/roosevelt-ditlevson-department-of-defense-undated",
            "is a tenure of",
            frozenset((hemisphere, homeland)),
            homeland,
        ),
    } <= found


def test_cq37_can_be_asked_of_one_event(shipped: Store) -> None:
    rows = ask(shipped, "CQ37", event="conference/southdec-2025")
    assert {"Alvin Holsey", "Joseph Humire"} <= {row["subject"] for row in rows}
    assert not [row for row in rows if "2022" in row["subject"]]


def test_cq38_finds_no_actual_value_for_the_targets_of_the_article(shipped: Store) -> None:
    rows = [row for row in ask(shipped, "CQ38") if row["announcedBy"].startswith(ARTICLE)]
    targets = [row for row in rows if row["target"] != NOT_STATED]
    assert len({row["targetId"] for row in targets}) == 3
    assert {row["actual"] for row in rows} == {"no actual value reported"}
    assert {row["recurs"] for row in rows} == {"no later edition of the series is in the graph"}


def test_cq38_gives_the_actual_value_once_one_is_reported(invented: Store) -> None:
    rows = ask(invented, "CQ38", series="series/reach-dialogue")
    actual = columns(rows, "objective", "actual")
    assert ("Train crew members", "45") in actual
    assert ("Open a shared platform", "no actual value reported") in actual


def test_cq39_says_that_training_records_are_missing(shipped: Store) -> None:
    rows = ask(shipped, "CQ39", country="state/argentina", year="2024")
    [row] = [row for row in rows if row["source"].startswith(ARTICLE)]
    assert (row["value"], row["frequency"], row["due"]) == (500, "Annual", "2024")
    assert row["activities"] == 0
    assert row["answer"].startswith("cannot be answered: the report has no rows")


def test_cq39_compares_once_there_are_records(invented: Store) -> None:
    rows = ask(invented, "CQ39", country="state/kestria", year="2010")
    assert columns(rows, "value", "activities", "people", "answer") == {
        (500, 1, 600, "plausible: the report counts as many"),
        (40, 1, 600, "plausible: the report counts as many"),
    }
    rows = ask(invented, "CQ39", country="state/valdoria", year="2009")
    assert {row["answer"] for row in rows} == {"the report counts fewer"}


def test_cq40_ranks_brokers_by_the_pairs_they_stand_between(shipped: Store) -> None:
    rows = ask(shipped, "CQ40")
    assert rows[0]["broker"] == "Laura J. Richardson"
    pairs = [row["pairs"] for row in rows]
    assert pairs == sorted(pairs, reverse=True)
    assert all(row["own"] * row["others"] == row["pairs"] > 0 for row in rows)
    assert {row["measure"] for row in rows} == {
        "shared engagements; betweenness is computed from the network"
    }


def test_cq40_gives_claims_as_evidence(shipped: Store) -> None:
    claims = {row["claim"].rpartition("/")[2] for row in ask(shipped, "claims")}
    for row in ask(shipped, "CQ40"):
        assert row["evidence"]
        assert set(row["evidence"].split()) <= claims


def test_cq40_knows_who_is_of_which_state(invented: Store) -> None:
    rows = ask(invented, "CQ40", **given(queries.find_query("CQ40")))
    assert ("Tamerlund", 1, 1) in columns(rows, "broker", "own", "others")
