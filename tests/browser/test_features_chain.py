"""The results chain: columns from threats to outcomes, states as of a day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

CARD = ".chain-graph .card"


@pytest.fixture
def page(opened: Open, explorer: Path) -> Page:
    made = opened(file=explorer)
    made.click("[data-view=chain]")
    return made


def card(page: Page, label: str):
    return page.locator(f'{CARD}[aria-label^="{label}"]').first


def column(page: Page, label: str) -> float:
    box = card(page, label).bounding_box()
    assert box is not None
    return round(box["x"])


def test_columns_lead_from_threats_to_outcomes(page: Page) -> None:
    heads = page.locator(".chain-head text").all_text_contents()
    assert heads == ["Threats", "Initiatives", "Objectives", "Targets, outputs", "Outcomes"]
    objective, target = column(page, "Train officers"), column(page, "Officers trained")
    assert objective < target


@pytest.mark.parametrize(
    ("objective", "state"),
    [
        ("Train officers", "Missed"),
        ("Open a shared platform", "Not yet due"),
        ("Hold biannual drills", "Ongoing"),
        ("Coordinate relief", "No data"),
        ("Train crew members", "Met"),
    ],
)
def test_objective_says_how_it_stands(page: Page, objective: str, state: str) -> None:
    label = card(page, objective).get_attribute("aria-label")
    assert label is not None
    assert state in label


def test_sum_names_the_day(page: Page) -> None:
    expect(page.locator(".chain-sum")).to_contain_text("Objectives on 2031-05-14: missed 2")


def test_cards_do_not_overlap(page: Page) -> None:
    found = page.locator(CARD).evaluate_all(
        "cards => cards.map(card => card.getBoundingClientRect().toJSON())"
    )
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            below = one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
            assert beside or below


def test_chain_is_drawn_alike_each_time(opened: Open, explorer: Path) -> None:
    drawings = [
        opened(file=explorer, at="#view=chain").locator(".chain-graph").inner_html()
        for _ in range(2)
    ]
    assert drawings[0] == drawings[1]


def test_click_selects_and_lights_what_leads_there_and_on(page: Page) -> None:
    card(page, "Train officers").click()
    expect(page.locator("#details h2")).to_have_text("Train officers")
    expect(card(page, "Train officers")).to_have_attribute("aria-pressed", "true")
    assert page.locator(f"{CARD}.lit").count() > 1
    assert page.locator(f"{CARD}:not(.lit)").count() > 1


def test_cards_are_walked_and_chosen_by_keyboard(page: Page) -> None:
    page.locator(f'{CARD}[tabindex="0"]').focus()
    first = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    there = page.evaluate("document.activeElement.dataset.id")
    assert there != first
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    name = page.evaluate("document.activeElement.getAttribute('aria-label')").partition(",")[0]
    assert page.locator("#details h2").inner_text() in name or name
    expect(page.locator(f"{CARD}.chosen")).to_have_count(1)


def test_line_between_cards_opens_the_relation(page: Page) -> None:
    line = page.locator(".chain-link").first
    line.dispatch_event("click")
    expect(page.locator(".chain-link.chosen")).to_have_count(1)
    expect(page.locator("#details .evidence, #details .rule").first).to_be_visible()


def test_chain_speaks_the_language_of_the_reader(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#view=chain&lang=pt")
    expect(page.locator(".chain-head text").first).to_have_text("Ameaças")
    expect(page.locator(".chain-sum")).to_contain_text("não cumprido 2")
    page.select_option("#language", "es")
    expect(page.locator(".chain-head text").first).to_have_text("Amenazas")


def test_page_without_results_says_so(opened: Open) -> None:
    page = opened(at="#view=chain")
    heads = page.locator(".chain-head text")
    assert heads.count() == 5 or page.locator(".chain .notice").is_visible()
