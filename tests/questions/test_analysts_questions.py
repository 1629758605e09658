"""The questions of an analyst of the hemisphere count, compare and leave blank as they should."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pyoxigraph import Store

from kg.sparql import queries
from tests.support.golden import given


def ask(store: Store, name: str, **values: str) -> list[dict[str, Any]]:
    """Return the rows of a stored query by column."""
    return queries.run_query(store, name, values).dicts()


def invent(store: Store, name: str) -> list[dict[str, Any]]:
    """Return the rows of a stored query, asked as the golden answers ask it."""
    return ask(store, name, **given(queries.find_query(name)))


def columns(rows: list[dict[str, Any]], *names: str) -> set[tuple[Any, ...]]:
    """Return what some columns hold, without order or repetition."""
    return {tuple(row[name] for name in names) for row in rows}


def by(rows: list[dict[str, Any]], column: str) -> dict[Any, dict[str, Any]]:
    """Return the rows by what one column holds."""
    return {row[column]: row for row in rows}


def test_people_who_met_are_found_by_year(shipped: Store) -> None:
    met = columns(ask(shipped, "who-met-whom", year="2025"), "person", "met")
    assert {
        ("Alvin Holsey", "Javier Milei"),
        ("Alvin Holsey", "Guillermo Prada"),
        ("Alvin Holsey", "Luis Petri"),
    } <= met
    assert not ask(shipped, "who-met-whom", year="2011")


def test_a_pair_in_a_meeting_is_named_once(invented: Store) -> None:
    rows = invent(invented, "who-met-whom")
    assert columns(rows, "person", "met") == {("Dona Pell", "Marek Oss")}


def test_partners_are_ranked_and_those_never_met_stay_in_the_list(shipped: Store) -> None:
    rows = ask(shipped, "partners-met")
    assert len(rows) == 31
    assert rows[0]["state"] == "Argentina"
    met = by(rows, "state")
    assert (met["Paraguay"]["visitsThere"], met["Paraguay"]["visitsHere"]) == (0, 1)
    assert (met["Brazil"]["meetings"], met["Brazil"]["last"]) == (0, "never in the period")


def test_what_one_conference_named_may_be_taken_up_at_the_next(invented: Store) -> None:
    rows = invent(invented, "carried-forward")
    assert ("Dialogue of May 2030", "Trafficking networks", "Dialogue of May 2031", "yes") in (
        columns(rows, "edition", "matter", "next", "takenUp")
    )
    assert ("Dialogue of May 2030", "Smuggling", "word of the theme", "not stated") in (
        columns(rows, "edition", "matter", "how", "takenUp")
    )
    assert columns(rows, "edition", "next") >= {
        ("Dialogue of May 2031", "no later edition in the graph")
    }


def test_concerns_are_dated_by_who_names_them(shipped: Store) -> None:
    named = columns(ask(shipped, "concerns-by-speaker"), "concern", "speaker", "first")
    assert ("Malign state influence", "Craig S. Faller", "2021-03-16") in named
    assert ("Malign state influence", "Alvin Holsey", "2025-08-20") in named
    assert ("Narco-terrorism", "Francis L. Donovan", "2026-03-02") in named


def test_blind_spots_lists_every_state_with_what_it_has(shipped: Store) -> None:
    rows = by(ask(shipped, "blind-spots"), "state")
    assert len(rows) == 31
    assert rows["Cuba"]["nothing"]
    assert rows["Venezuela"]["nothing"]
    assert rows["Argentina"]["missing"] == ""
    assert rows["Barbados"]["partnerships"] == 1
    assert "visit" in rows["Brazil"]["missing"]


def test_blind_spots_depend_on_the_period(shipped: Store) -> None:
    later = by(ask(shipped, "blind-spots", **{"from": "2026", "to": "2026"}), "state")
    assert later["Chile"]["visits"] == 0


def test_a_post_is_vacant_or_held_in_acting_capacity_on_a_day(shipped: Store) -> None:
    then = ask(shipped, "vacant-or-acting", date="2026-01-01")
    assert ("Commander of the U.S. Southern Command", "acting", "Evan L. Pettus") in columns(
        then, "post", "standing", "holder"
    )
    standing = columns(ask(shipped, "vacant-or-acting", date="2026-11-24"), "post", "standing")
    assert ("U.S. Ambassador to Brazil", "vacant by a source") in standing
    assert "Commander of the U.S. Southern Command" not in {post for post, _ in standing}


def test_what_rests_on_one_source_is_counted_by_source(shipped: Store) -> None:
    rows = ask(shipped, "rests-on-one-source")
    assert all(0 <= row["onlyHere"] <= row["statements"] for row in rows)
    assert any(row["onlyHere"] < row["statements"] for row in rows)
    assert rows[0]["source"] == "CIA World Factbook"


def test_memberships_are_seen_from_both_ends(shipped: Store) -> None:
    bodies = columns(ask(shipped, "memberships-of-a-state", state="state/barbados"), "body")
    members = columns(ask(shipped, "members-of-a-body"), "member", "since")
    assert ("Barbados", "1982") in members
    assert ("Grenada", "1985") in members
    assert ("Regional Security System",) in bodies


def test_a_body_has_members_and_observers(invented: Store) -> None:
    rows = invent(invented, "members-of-a-body")
    assert columns(rows, "member", "status") == {("Tamerlund", "Member"), ("Kestria", "Observer")}


def test_exercises_have_years_and_numbers(shipped: Store) -> None:
    rows = by(ask(shipped, "exercises-by-series"), "exerciseId")
    found = {name.rpartition("/")[2]: row for name, row in rows.items()}
    assert (found["unitas-2025"]["year"], found["unitas-2025"]["people"]) == ("2025", "8000")
    assert set(found["unitas-2024"]["people"].split(" / ")) == {"4300", "4269"}
    assert found["cruzex-2024"]["listed"] == 8


def test_hosts_are_ranked(shipped: Store) -> None:
    rows = ask(shipped, "hosts")
    assert rows[0]["host"] == "U.S. Southern Command"
    numbers = [row["engagements"] for row in rows]
    assert numbers == sorted(numbers, reverse=True)


def test_observers_are_told_from_participants(shipped: Store) -> None:
    standing = columns(ask(shipped, "observers-and-participants"), "agent", "standing")
    assert ("Inter-American Defense Board", "observer only") in standing
    assert ("Canada", "both") in standing
    assert ("Argentina", "participant only") in standing


def test_a_state_without_an_embassy_is_served_from_another(shipped: Store) -> None:
    rows = ask(shipped, "missions-of-a-state")
    assert len({row["stateId"] for row in rows}) >= 31
    served = columns(rows, "state", "standing", "mission")
    assert ("Grenada", "served from another state", "U.S. Embassy in Barbados") in served
    assert ("Barbados", "has an embassy", "U.S. Embassy in Barbados") in served
    heads = columns(rows, "state", "post", "head")
    assert ("Argentina", "U.S. Ambassador to Argentina", "Peter Lamelas") in heads
    assert ("Argentina", "U.S. Ambassador to Argentina", "Marc R. Stanley") not in heads


def test_designated_organizations_come_with_lists_dates_and_areas(shipped: Store) -> None:
    rows = by(ask(shipped, "designated-organizations"), "actor")
    assert len(rows) == 8
    train = rows["Tren de Aragua"]
    assert train["since"] == "2025-02-20"
    assert set(train["lists"].split("; ")) == {
        "Foreign Terrorist Organization",
        "Specially Designated Global Terrorist",
    }
    assert {"Venezuela", "Chile", "Peru"} <= set(train["areas"].split("; "))
    assert "Los Zetas" in rows["Cartel del Noreste"]["aliases"]


def test_what_is_disputed_is_marked(shipped: Store, invented: Store) -> None:
    assert "Cartel de los Soles" in by(ask(shipped, "disputed"), "entity")
    assert by(ask(invented, "designated-organizations"), "actor")["Grey Tide"]["disputed"] == "yes"


def test_threat_actors_are_placed_by_state(shipped: Store) -> None:
    placed = columns(ask(shipped, "threat-actors-by-state"), "place", "actor")
    assert {
        ("Argentina", "Hizballah"),
        ("Haiti", "Viv Ansanm"),
        ("Peru", "Tren de Aragua"),
    } <= placed


def test_the_largest_change_of_expenditure_comes_first(shipped: Store) -> None:
    rows = ask(shipped, "military-expenditure")
    assert len(rows) == 120
    assert (rows[0]["state"], rows[0]["year"]) == ("Venezuela", "2021")
    assert (rows[0]["before"], rows[0]["value"]) == (Decimal("1.6"), Decimal("0.3"))
    sizes = [abs(row["change"]) for row in rows if row["change"] is not None]
    assert sizes == sorted(sizes, reverse=True)


def test_forces_have_strength_where_it_is_stated(shipped: Store) -> None:
    rows = by(ask(shipped, "armed-forces"), "state")
    assert len(rows) == 31
    assert rows["Argentina"]["strength"] == "75000"
    assert "Argentine Army" in rows["Argentina"]["composition"]


def test_deployments_have_missions_and_numbers(shipped: Store) -> None:
    sent = columns(ask(shipped, "deployments"), "state", "place", "people")
    assert ("Argentina", "Cyprus", "230") in sent
    assert ("Uruguay", "Democratic Republic of the Congo", "630") in sent


def test_the_oldest_partnership_comes_first(shipped: Store) -> None:
    rows = ask(shipped, "partnerships-by-age", date="2026-11-24")
    dated = [row["since"] for row in rows if row["since"] != "not stated"]
    assert dated == sorted(dated)
    assert {row["since"] for row in rows[len(dated) :]} == {"not stated"}
    assert rows[0]["years"] == 32


def test_neighbours_are_tied_by_more_than_a_border(shipped: Store) -> None:
    rows = ask(shipped, "neighbours")
    borders = {row["neighbour"] for row in rows if row["tie"] == "border"}
    assert borders == {"Bolivia", "Brazil", "Chile", "Paraguay", "Uruguay"}
    ties = columns(rows, "neighbour", "tie", "shared")
    assert ("Brazil", "threat actor", "Hizballah") in ties


def test_cooperation_is_counted_by_kind_with_amounts(shipped: Store) -> None:
    rows = by(ask(shipped, "cooperation-by-kind"), "kind")
    assert rows["Transfer"]["number"] == 9
    assert set(rows["Transfer"]["amounts"].split("; ")) == {"40000000 USD", "560000000 USD"}
    assert rows["Partnership"]["first"] == "2016"


def test_a_timeline_is_in_order_and_says_why_it_lists_something(shipped: Store) -> None:
    rows = ask(shipped, "timeline", entity="person/alvin-holsey")
    dates = [row["date"] for row in rows]
    assert dates == sorted(dates)
    assert ("2025-04-28", "has visitor") in columns(rows, "date", "relation")
    assert ("2024-11-07", "has holder") in columns(rows, "date", "relation")


def test_names_are_listed_across_languages(shipped: Store) -> None:
    rows = by(ask(shipped, "names-across-languages"), "entityId")
    command = next(row for name, row in rows.items() if name.endswith("command/southcom"))
    assert command["spanish"] == "Comando Sur de los Estados Unidos"
    assert {"SOUTHCOM", "USSOUTHCOM"} <= set(command["others"].split("; "))


def test_every_claim_has_one_grade(shipped: Store) -> None:
    rows = ask(shipped, "grades")
    assert sum(row["claims"] for row in rows) == sum(
        row["claims"] for row in ask(shipped, "source-profile")
    )
    assert all(row["explicit"] + row["inferred"] == row["claims"] for row in rows)
    assert [row["grade"] for row in rows] == sorted(row["grade"] for row in rows)
