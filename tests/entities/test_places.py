"""Where things are on the map, and what stays off it."""

from __future__ import annotations

import json

from kg.entities import places as whereabouts
from kg.model import geography


def row(role, place, *, state="state/avalia", iso3="ARG", latitude=None):
    cells = {
        "entity": "https://example.org/rsc/id/visit/x",
        "role": role,
        "place": f"https://example.org/rsc/id/{place}",
        "label": place,
        "state": f"https://example.org/rsc/id/{state}",
        "stateLabel": state,
        "iso3": iso3,
    }
    return cells | ({"latitude": latitude, "longitude": "-58.5"} if latitude else {})


def spots(*rows):
    return whereabouts.spots(rows)


def test_locality_is_where_its_source_says(invented):
    places = whereabouts.places(invented)
    (spot,) = places["https://example.org/rsc/id/locality/port-halen"]
    assert (spot.lat, spot.lon, spot.exact) == (12.5, -61.25, True)


def test_locality_counts_before_its_state():
    (spot,) = spots(row("held", "locality/port", latitude="-34.5"), row("held", "state/avalia"))
    assert (spot.lat, spot.lon, spot.exact, spot.key) == (-34.5, -58.5, True, "locality/port")


def test_what_has_only_a_state_is_somewhere_in_it():
    (spot,) = spots(row("held", "state/avalia"))
    assert (spot.exact, spot.key) == (False, "state/avalia")
    assert (spot.lon, spot.lat) == geography.middles()["ARG"]


def test_locality_without_coordinates_is_somewhere_in_its_state():
    (spot,) = spots(row("held", "locality/camp"))
    assert (spot.exact, spot.key) == (False, "state/avalia")


def test_event_in_two_states_is_in_both():
    both = spots(row("held", "state/avalia"), row("held", "state/b", state="state/b", iso3="CHL"))
    assert [spot.key for spot in both] == ["state/b", "state/avalia"]


def test_seat_of_a_mission_counts_before_the_state_it_is_sent_to():
    (spot,) = spots(
        row("received", "state/b", state="state/b", iso3="CHL"),
        row("based", "locality/port", latitude="-34.5"),
    )
    assert spot.key == "locality/port"


def test_mission_to_several_states_without_a_seat_stays_off_the_map():
    sent = [row("received", f"state/{s}", state=f"state/{s}", iso3=s) for s in ("ARG", "CHL")]
    assert spots(*sent) == ()
    assert len(spots(sent[0])) == 1


def test_outline_is_small_and_whole():
    lands = geography.hemisphere()
    assert len(json.dumps(lands, separators=(",", ":"))) < 60_000
    states = {land["state"] for land in lands}
    assert {"ARG", "BRA", "CAN", "CHL", "JAM", "BRB", "USA"} <= states
    assert len(states) == len(lands)


def test_rings_are_pairs_within_the_globe():
    for land in geography.hemisphere():
        for ring in land["rings"]:
            assert len(ring) % 2 == 0
            assert all(-1800 <= x <= 1800 for x in ring[::2])
            assert all(-900 <= y <= 900 for y in ring[1::2])


def test_lands_without_rings_have_a_middle():
    assert all(land["rings"] or land["at"] for land in geography.hemisphere())
