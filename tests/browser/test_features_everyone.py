"""The features for every reader: no barriers found by axe, and no script from any text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

from kg.model import languages
from tests.support.attacks import ATTACKS

Open = Callable[..., Page]


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def with_story(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).click()


def with_menu(page: Page) -> None:
    page.click(".takeaway summary")


def with_card(page: Page) -> None:
    page.locator(".marker").first.click()


def with_notes(page: Page) -> None:
    page.click("#tab-notes")
    page.fill("#note-text", "Ask again.")


def with_path(page: Page) -> None:
    page.click("#tab-paths")
    page.locator(".steps .evidence summary").first.click()


CASES = {
    "chain": ("#view=chain", None),
    "chain with a selection": ("#view=chain&select=objective/train-officers", None),
    "map": ("#view=map", None),
    "map with a list": ("#view=map", with_card),
    "story": ("#", with_story),
    "menu": ("#", with_menu),
    "notes": ("#select=state/valdoria", with_notes),
    "path": ("#path=state/valdoria+command/kestrian-coastal-command", with_path),
    "time": ("#time=2030-01..2031-12&undated=no", None),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", CASES)
def test_axe_finds_no_barrier(opened: Open, explorer: Path, case: str, scheme: str) -> None:
    at, act = CASES[case]
    page = opened(file=explorer, at=at, color_scheme=scheme, lax=True)
    if act:
        act(page)
    assert barriers(page) == []


@pytest.mark.parametrize("case", ["chain", "map", "story"])
def test_axe_finds_no_barrier_on_a_phone(opened: Open, explorer: Path, case: str) -> None:
    at, act = CASES[case]
    page = opened(file=explorer, at=at, viewport={"width": 390, "height": 844}, lax=True)
    if act:
        act(page)
    assert barriers(page) == []


@pytest.mark.parametrize("case", CASES)
def test_phone_does_not_scroll_sideways(opened: Open, explorer: Path, case: str) -> None:
    at, act = CASES[case]
    page = opened(file=explorer, at=at, viewport={"width": 390, "height": 844})
    if act:
        act(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_control_is_reached_with_the_tab_key(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#view=map")
    wanted = {"time-handle from", "time-handle to", "marker", "tool", "take-summary"}
    seen: set[str] = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.matches('.takeaway summary') ? 'take-summary'"
            " : document.activeElement.getAttribute('class') ?? ''"
        )
        seen.add(name)
        if wanted <= {"marker" if one.startswith("marker") else one for one in seen}:
            return
    raise AssertionError(f"not reached: {wanted - seen}")


def hostile(attack: str) -> MultiDiGraph:
    """Return a network in whose every text there is an attack."""
    graph = MultiDiGraph(title=attack, version=attack, as_of=attack)
    kinds = {
        "initiative": "results",
        "objective": "results",
        "threat": "threat",
        "visit": "engagement",
    }
    for kind, group in kinds.items():
        graph.add_node(
            f"{kind}/x", label=attack, kind=kind, kind_label=attack, group=group, note=attack,
            names=[attack], iri=attack, dates=("2031", None),
            places=[{"lon": -60.0, "lat": -30.0, "name": attack, "key": attack, "exact": True}],
        )  # fmt: skip
    evidence = {
        "claim": attack, "source": attack, "source_iri": attack, "url": attack, "unit": attack,
        "quote": attack, "start": 0, "end": 1, "level": "explicit", "modality": "past",
        "grade": attack, "reason": attack, "date": attack,
    }  # fmt: skip
    ties = (("initiative", "objective", "hasObjective"), ("initiative", "threat", "counters"),
            ("visit", "objective", "hasObjective"))  # fmt: skip
    for source, target, predicate in ties:
        graph.add_edge(
            f"{source}/x", f"{target}/x", key=f"rsc:{predicate}", predicate=f"rsc:{predicate}",
            label=attack, inferred=False, rule=attack, evidence=[evidence],
        )  # fmt: skip
    return graph


def extras(attack: str) -> dict[str, object]:
    told = {"en": attack}
    step = {"title": told, "text": told, "view": "map", "select": "visit/x", "path": None,
            "since": None, "until": None}  # fmt: skip
    return {
        "stories": [{"title": told, "steps": [step]}, {"title": told, "steps": [step]}],
        "standings": {"objective/x": [{"state": "overdue", "due": attack, "days": attack}]},
    }


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_stays_text(opened: Open, attack: str, tmp_path: Path) -> None:
    page = opened(hostile(attack), extras=extras(attack))
    page.get_by_role("button", name="Story", exact=True).click()
    page.locator(".marker").first.click()
    page.click("[data-view=chain]")
    page.locator(".card").first.click(position={"x": 8, "y": 8})
    page.click("#tab-notes")
    page.fill("#note-text", attack.replace("\x00", ""))
    page.click("#tab-paths")
    for end in ("from", "to"):
        page.fill(f"#path-{end}", attack[:8].strip())
    page.click(".takeaway summary")
    for what in ("svg", "csv.nodes", "csv.edges", "graphml"):
        with page.expect_download() as caught:
            page.click(f'[data-take="{what}"]')
        assert caught.value.suggested_filename.replace(".", "-").replace("-", "").isalnum()
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() == 3
    assert page.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize("language", languages.codes("page")[1:])
def test_features_say_nothing_in_keys(opened: Open, explorer: Path, language: str) -> None:
    page = opened(file=explorer, at=f"#lang={language}&view=map")
    title = languages.words(language, "page")["story.title"]
    page.get_by_role("button", name=title, exact=True).click()
    keys = {key.partition(".")[0] for key in languages.words("en", "page") if "." in key}
    for view in ("network", "chain", "map"):
        page.click(f"[data-view={view}]")
        for tab in ("list", "paths", "notes"):
            page.click(f"#tab-{tab}")
            text = page.locator("body").inner_text()
            assert not re.search(rf"\b({'|'.join(keys)})\.[a-z]", text)
    expect(page.locator("html")).to_have_attribute("lang", language)
