"""The map: what is where, and what stays off it."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

Open = Callable[..., Page]


def spot(lon: float, lat: float, key: str, *, exact: bool = True) -> dict[str, object]:
    return {"lon": lon, "lat": lat, "name": key, "key": key, "exact": exact}


def scattered() -> MultiDiGraph:
    """Return visits in known places, in a state, outside the hemisphere and nowhere known."""
    graph = MultiDiGraph(title="Visits", version="1", as_of="2031-01-01")
    places = {
        "a": [spot(-58.4, -34.6, "port")],
        "b": [spot(-58.4, -34.6, "port")],
        "c": [spot(-58.5, -34.5, "state", exact=False)],
        "d": [spot(20.0, 50.0, "far")],
        "e": [],
        "f": [spot(-70.6, -33.4, "hill")],
    }
    for name, found in places.items():
        graph.add_node(
            f"visit/{name}", label=f"Visit {name}", kind="visit", kind_label="Visit",
            group="engagement", places=found,
        )  # fmt: skip
    graph.add_node("state/z", label="Zed", kind="state", kind_label="State", group="agent")
    for name in places:
        graph.add_edge(
            f"visit/{name}", "state/z", key="rsc:hasHost", predicate="rsc:hasHost",
            label="has host", inferred=False, rule="", evidence=[],
        )  # fmt: skip
    graph.add_edge(
        "visit/a", "visit/f", key="rsc:precedes", predicate="rsc:precedes", label="precedes",
        inferred=False, rule="", evidence=[],
    )  # fmt: skip
    return graph


@pytest.fixture
def page(opened: Open) -> Page:
    return opened(scattered(), at="#view=map")


def marker(page: Page, name: str):
    return page.locator(f'.marker[data-spot="{name}"]')


def test_things_of_one_place_are_one_marker_with_their_number(page: Page) -> None:
    expect(page.locator(".marker")).to_have_count(3)
    expect(marker(page, "port true").locator(".marker-count")).to_have_text("2")


def test_what_is_off_the_map_is_counted_and_listed(page: Page) -> None:
    off = page.locator(".map-off")
    expect(off).to_contain_text("4 of 6 are on the map")
    expect(off).to_contain_text("1 with no stated place")
    expect(off).to_contain_text("1 outside the hemisphere")
    off.locator("summary", has_text="no stated place").press("Enter")
    off.get_by_role("button", name="Visit e").click()
    expect(page.locator("#details h2")).to_have_text("Visit e")


def test_place_known_only_by_its_state_is_marked_so(page: Page) -> None:
    vague = marker(page, "state false")
    expect(vague).to_have_class("marker vague")
    expect(vague).to_have_attribute("aria-label", "state, place not stated: 1 here")


def test_markers_lie_apart_and_known_places_move_least(page: Page) -> None:
    boxes = page.locator(".marker").evaluate_all(
        "all => all.map(one => { const { x, y } = one.getAttribute('transform')"
        ".match(/(?<x>[-.\\d]+) (?<y>[-.\\d]+)/).groups;"
        " return [Number(x), Number(y), Number(one.querySelector('circle').getAttribute('r'))]; })"
    )
    for at, (x, y, r) in enumerate(boxes):
        for ox, oy, other in boxes[at + 1 :]:
            assert math.hypot(x - ox, y - oy) >= r + other - 0.5


def test_marker_lists_what_is_there(page: Page) -> None:
    marker(page, "port true").click()
    card = page.locator(".map-card")
    expect(card.locator("h2")).to_be_focused()
    assert card.locator(".link bdi").all_text_contents() == ["Visit a", "Visit b"]
    card.get_by_role("button", name="Visit b").click()
    expect(page.locator("#details h2")).to_have_text("Visit b")


def test_map_is_used_by_keyboard_alone(page: Page) -> None:
    page.locator('.marker[tabindex="0"]').focus()
    start = page.evaluate("document.activeElement.dataset.spot")
    assert start == "port true"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.spot") == "hill true"
    page.keyboard.press("Enter")
    expect(page.locator(".map-card h2")).to_have_text("hill")
    page.keyboard.press("Escape")
    expect(page.locator(".map-card")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.spot") == "hill true"
    before = page.locator(".land").get_attribute("transform")
    page.keyboard.press("+")
    assert page.locator(".land").get_attribute("transform") != before
    assert page.evaluate("document.activeElement.dataset.spot") == "hill true"


def test_map_is_moved_and_scaled_by_hand(page: Page) -> None:
    land = page.locator(".land")
    first = land.get_attribute("transform")
    page.locator(".map-graph").hover(position={"x": 20, "y": 20})
    page.mouse.down()
    page.mouse.move(400, 300)
    page.mouse.up()
    moved = land.get_attribute("transform")
    assert moved != first
    page.mouse.wheel(0, -300)
    assert land.get_attribute("transform") != moved
    page.get_by_role("button", name="Show the whole map").click()
    assert land.get_attribute("transform") == first


def test_selection_is_ringed_and_tied_to_where_its_neighbours_are(opened: Open) -> None:
    page = opened(scattered(), at="#view=map&select=visit/a")
    expect(page.locator(".marker-ring")).to_have_count(1)
    expect(page.locator(".ties path")).to_have_count(1)


def test_outline_of_the_hemisphere_is_drawn(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#view=map")
    assert page.locator(".land path").count() > 25
    assert page.locator('.land [data-state="BRB"]').count() == 1
    expect(marker(page, "locality/port-halen true")).to_be_visible()


def test_time_decides_what_is_on_the_map(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#view=map&time=2012-01..2012-12&undated=no")
    expect(page.locator(".marker")).to_have_count(0)
