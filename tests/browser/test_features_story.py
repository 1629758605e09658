"""Stories: steps with a view, a selection and words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]


@pytest.fixture
def page(opened: Open, explorer: Path) -> Page:
    return opened(file=explorer)


def test_story_is_read_step_by_step_by_clicking(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).click()
    card = page.locator(".story")
    expect(card.locator("h2")).to_have_text("A conference")
    expect(page.locator("#details h2")).to_have_text("Dialogue of May 2031")
    card.get_by_role("button", name="Next").click()
    expect(page.locator(".map")).to_be_visible()
    expect(page.locator(".time-label")).to_contain_text("Jan 2031")
    card.get_by_role("button", name="Next").click()
    expect(page.locator(".chain .card.chosen")).to_have_attribute(
        "aria-label", "Train officers, Objective. Missed \u00b7 134 days"
    )
    card.get_by_role("button", name="Next").click()
    expect(page.locator(".steps .stop").first).to_have_text("Valdoria")
    expect(card.get_by_role("button", name="Next")).to_be_disabled()
    card.get_by_role("button", name="Back").click()
    expect(card).to_contain_text("3 of 4")


def test_story_is_read_by_keyboard_alone(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).focus()
    page.keyboard.press("Enter")
    heading = page.locator(".story h2")
    expect(heading).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(heading).to_have_text("Its place")
    expect(page.locator("#status")).to_have_text("2 of 4: Its place")
    page.keyboard.press("ArrowLeft")
    expect(heading).to_have_text("A conference")
    page.locator("#reset").focus()
    page.keyboard.press("n")
    expect(heading).to_have_text("Its place")
    page.locator("#reset").focus()
    page.keyboard.press("p")
    expect(heading).to_have_text("A conference")
    heading.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".story")).to_be_hidden()
    expect(page.get_by_role("button", name="Story", exact=True)).to_be_focused()


def test_letters_in_a_field_do_not_move_the_story(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).click()
    page.click("#search")
    page.keyboard.type("n")
    expect(page.locator(".story h2")).to_have_text("A conference")


def test_step_is_kept_in_the_address(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#step=0.2&view=chain&select=objective/train-officers")
    expect(page.locator(".story h2")).to_have_text("A promise")
    expect(page.locator(".chain")).to_be_visible()


@pytest.mark.parametrize("text", ["9.9", "x", "0.-1", ""])
def test_spoilt_step_is_no_step(opened: Open, explorer: Path, text: str) -> None:
    page = opened(file=explorer, at=f"#step={text}")
    expect(page.locator(".story")).to_be_hidden()


def test_story_speaks_the_language_of_the_reader_or_english(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#lang=es&step=0.0")
    expect(page.locator(".story h2")).to_have_text("Una conferencia")
    expect(page.locator(".story .told")).to_have_text("Officials met.")


def test_page_without_a_story_offers_none(opened: Open) -> None:
    expect(opened().get_by_role("button", name="Story", exact=True)).to_have_count(0)
