"""Opening and closing what surrounds an entity, by clicking and by keyboard, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

from kg.network.network import Network
from kg.viewer import scene
from kg.viewer.scene import Cluster, Scene
from tests.support import browser_sample as sample

Open = Callable[..., Page]
HUB = "command/0"


def find(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def shown(page: Page) -> str:
    return page.locator("#details > p").first.inner_text()


@pytest.fixture
def few(opened: Open) -> Page:
    """Return the page that opens on one command, with the region around it."""
    return opened(sample.network(), scenes=[Scene("One command", (HUB,))])


@pytest.fixture
def grouped(opened: Open) -> Page:
    """Return the page in which the posts stand as one sign beside the command."""
    graph = sample.network()
    posts = tuple(n for n, kind in graph.nodes(data="kind") if kind == "post")
    others = tuple(sorted(set(graph) - set(posts)))
    return opened(graph, scenes=[Scene("Grouped", others, (Cluster(HUB, posts),))])


def menu(page: Page) -> None:
    page.focus("#drawing .vis-network")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_neighbours_are_counted_before_any_is_added(few: Page) -> None:
    find(few, "northern command")
    menu(few)
    counts = few.locator(".branches .count").all_inner_texts()
    assert len(counts) > 2
    assert all(" / " in count for count in counts)


def test_neighbours_of_one_kind_are_added_by_keyboard(few: Page) -> None:
    find(few, "northern command")
    menu(few)
    expect(few.locator(".menu button").first).to_be_focused()
    few.keyboard.press("Enter")
    expect(few.locator("#status")).to_contain_text("added")
    few.keyboard.press("Escape")
    assert shown(few) != "1 entity and 0 relations: 0 said outright, 0 inferred."


def test_double_click_opens_the_menu_where_the_sign_is(few: Page) -> None:
    box = few.locator("#drawing").bounding_box()
    assert box is not None
    few.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(few.get_by_role("dialog")).to_contain_text("Northern Command")


def test_limit_holds_back_the_rest(opened: Open) -> None:
    graph = sample.network()
    crowded = max(graph, key=lambda node: len({*graph.successors(node), *graph.predecessors(node)}))
    page = opened(graph, scenes=[Scene("One", (crowded,))])
    find(page, graph.nodes[crowded]["label"])
    page.locator("[data-action=menu]").click()
    page.locator(".menu select").select_option("10")
    page.locator("[data-branch=all]").click()
    expect(page.locator("#status")).to_have_text("10 added")


def test_undo_and_redo_by_keyboard(few: Page) -> None:
    find(few, "northern command")
    menu(few)
    few.keyboard.press("Enter")
    few.keyboard.press("Escape")
    after = shown(few)
    few.keyboard.press("Control+z")
    expect(few.locator("#status")).to_contain_text("Undone")
    few.keyboard.press("Escape")
    assert shown(few) != after
    few.keyboard.press("Control+Shift+Z")
    few.keyboard.press("Escape")
    assert shown(few) == after


def test_hidden_entity_comes_back_by_undo(opened: Open) -> None:
    page = opened()
    before = shown(page)
    find(page, "northern command")
    page.locator("[data-action=menu]").click()
    page.locator("[data-action=hide]").click()
    expect(page.locator("#status")).to_contain_text("Northern Command hidden")
    assert shown(page) != before
    page.click("#undo")
    page.keyboard.press("Escape")
    assert shown(page) == before


def test_isolated_entity_stands_with_its_neighbours_only(opened: Open) -> None:
    page = opened()
    find(page, "port esperança")
    page.locator("[data-action=menu]").click()
    page.locator("[data-action=isolate]").click()
    page.keyboard.press("Escape")
    assert int(shown(page).split()[0]) < 30
    page.click("#reset")
    assert shown(page).startswith("113 entities")


def test_pinned_entity_is_kept_in_the_address(opened: Open) -> None:
    page = opened()
    find(page, "port esperança")
    page.locator("[data-action=menu]").click()
    page.locator("[data-action=pin]").click()
    page.wait_for_url(lambda url: "pin=" in url)
    page.locator("[data-action=menu]").click()
    expect(page.locator("[data-action=unpin]")).to_be_visible()


def test_group_stands_for_its_members_until_it_is_opened(grouped: Page) -> None:
    grouped.click("#tab-list")
    expect(grouped.locator("#list")).to_contain_text("5 × Post")
    expect(grouped.locator("#list")).not_to_contain_text("Ambassador of Caldera")
    grouped.get_by_role("button", name="5 × Post").click()
    expect(grouped.locator("#details")).to_contain_text("Ambassador of Caldera")
    grouped.locator("#details [data-action=open]").click()
    grouped.click("#tab-list")
    expect(grouped.locator("#list")).to_contain_text("Ambassador of Caldera")
    expect(grouped.locator("#list")).not_to_contain_text("5 × Post")


def test_search_finds_a_member_of_a_closed_group(grouped: Page) -> None:
    find(grouped, "ambassador of caldera")
    expect(grouped.locator("#details h2")).to_have_text("Ambassador of Caldera")
    grouped.click("#tab-list")
    expect(grouped.locator("#list [aria-current]")).to_have_text("Ambassador of Caldera")


def test_cuts_are_tabs_that_keep_their_own_parts(opened: Open) -> None:
    graph = sample.network()
    everything = scene.all_of(Network.from_networkx(graph), "Everything")
    cuts = [everything, Scene("One command", (HUB,), name="one")]
    page = opened(graph, scenes=cuts)
    assert shown(page).startswith("113 entities")
    page.get_by_role("button", name="One command").click()
    assert shown(page).startswith("1 entity")
    expect(page.get_by_role("button", name="One command")).to_have_attribute("aria-pressed", "true")


def test_cut_with_ties_shows_only_these(opened: Open) -> None:
    graph = sample.network()
    tie = next(edge for edge in sorted(graph.edges(keys=True)) if HUB in edge)
    page = opened(graph, scenes=[Scene("One tie", tie[:2], ties=frozenset({tie}))])
    assert shown(page).startswith("2 entities and 1 relation")


def test_beyond_ten_thousand_entities_kinds_are_gathered() -> None:
    graph = MultiDiGraph()
    graph.add_nodes_from((str(number), {"kind": "city"}) for number in range(scene.MOST + 1))
    cut = scene.all_of(Network.from_networkx(graph), "Many")
    assert cut.nodes == ()
    assert [len(cluster.members) for cluster in cut.clusters] == [scene.MOST + 1]
