"""Paths between two entities, with the evidence for each step."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

Open = Callable[..., Page]


@pytest.fixture
def page(opened: Open, explorer: Path) -> Page:
    made = opened(file=explorer)
    made.click("#tab-paths")
    return made


def piece(source: str, grade: str, level: str = "explicit") -> dict[str, object]:
    return {
        "claim": source, "source": source, "source_iri": f"https://example.org/{source}",
        "url": "", "unit": "", "quote": f"as {source} says", "start": None, "end": None,
        "level": level, "modality": "past", "grade": grade, "reason": "", "date": "",
    }  # fmt: skip


def detour() -> MultiDiGraph:
    """Return a short way that is only inferred, and a longer one that two sources tell."""
    graph = MultiDiGraph(title="Two ways", version="1", as_of="2031-01-01")
    kinds = {"state/a": "agent", "state/b": "agent", "state/c": "agent", "area/x": "code"}
    for key, group in kinds.items():
        kind = key.partition("/")[0]
        graph.add_node(key, label=key[-1].upper(), kind=kind, kind_label=kind, group=group)
    good = [piece("one", "A1"), piece("two", "A1")]
    for a, b, inferred in (("a", "b", True), ("a", "c", False), ("c", "b", False)):
        graph.add_edge(
            f"state/{a}", f"state/{b}", key="rsc:meets", predicate="rsc:meets", label="meets",
            inferred=inferred, rule="",
            evidence=[piece("weak", "F6", "inferred")] if inferred else good,
        )  # fmt: skip
    for end in ("a", "c"):
        graph.add_edge(
            f"state/{end}", "area/x", key="rsc:hasArea", predicate="rsc:hasArea",
            label="has area", inferred=False, rule="", evidence=good,
        )  # fmt: skip
    return graph


def choose(page: Page, end: str, text: str) -> None:
    page.focus(f"#path-{end}")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def stops(page: Page) -> list[str]:
    return page.locator(".steps .stop bdi").all_text_contents()


def test_path_is_found_by_keyboard_alone(page: Page) -> None:
    choose(page, "from", "valdoria")
    choose(page, "to", "kestrian coastal command")
    assert stops(page)[0] == "Valdoria"
    assert stops(page)[-1] == "Kestrian Coastal Command"
    expect(page.locator(".steps .evidence").first).to_be_visible()


def test_path_is_found_by_clicking(page: Page) -> None:
    for end, text in (("from", "valdoria"), ("to", "tamerlund")):
        page.fill(f"#path-{end}", text)
        page.locator(f"#path-{end}-found [role=option]").first.click()
    assert [stops(page)[0], stops(page)[-1]] == ["Valdoria", "Tamerlund"]


def test_choices_are_walked_with_arrow_keys(page: Page) -> None:
    page.fill("#path-from", "valdoria")
    options = page.locator("#path-from-found [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#path-from")).to_have_attribute(
        "aria-activedescendant", "path-from-found-1"
    )
    page.keyboard.press("Escape")
    expect(page.locator("#path-from-found")).to_be_hidden()


def test_shortest_path_is_not_always_the_best_evidenced(opened: Open) -> None:
    page = opened(detour())
    page.click("#tab-paths")
    choose(page, "from", "A")
    choose(page, "to", "B")
    assert stops(page) == ["A", "B"]
    expect(page.locator(".steps .badge")).to_have_text("inferred")
    page.get_by_role("button", name="Best evidence: 2").press("Enter")
    assert stops(page) == ["A", "C", "B"]
    expect(page.get_by_role("button", name="Best evidence: 2")).to_be_focused()
    page.get_by_role("button", name="Shortest: 1").click()
    assert stops(page) == ["A", "B"]


def test_no_path_leads_through_a_code(opened: Open) -> None:
    graph = detour()
    graph.remove_edges_from([("state/a", "state/c"), ("state/a", "state/b")])
    page = opened(graph)
    page.click("#tab-paths")
    choose(page, "from", "A")
    choose(page, "to", "C")
    expect(page.locator(".path-answer")).to_contain_text("Nothing stated here connects the two")


def test_step_of_a_path_opens_what_is_said(page: Page) -> None:
    choose(page, "from", "valdoria")
    choose(page, "to", "kestrian coastal command")
    page.locator(".steps .step-line button").first.click()
    expect(page.locator("#tab-details")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#details h2")).to_be_visible()


def test_path_is_kept_in_the_address_and_taken_back(opened: Open, explorer: Path) -> None:
    at = "#path=state/valdoria+command/kestrian-coastal-command"
    page = opened(file=explorer, at=at)
    page.click("#tab-paths")
    assert stops(page)[0] == "Valdoria"
    expect(page.locator("#path-to")).to_have_value("Kestrian Coastal Command")
    page.get_by_role("button", name="Clear").click()
    assert stops(page) == []
    expect(page.locator("#path-from")).to_be_focused()
    expect(page).not_to_have_url(re.compile("path="))


def test_selected_entity_can_be_taken_as_an_end(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#select=state/valdoria")
    page.click("#tab-paths")
    page.get_by_role("button", name="Take what is selected").click()
    expect(page.locator("#path-from")).to_have_value("Valdoria")
