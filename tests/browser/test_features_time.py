"""Time: two handles, play, and what nobody dates apart and counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

FROM, UNTIL = ".time-handle.from", ".time-handle.to"
UNDATED = ".time-apart label:has-text('without a date') input"


@pytest.fixture
def page(opened: Open, flat: Path) -> Page:
    return opened(file=flat)


def drawn(page: Page) -> list[str]:
    """Return the names of all entities in the list of what is shown, on or off screen."""
    page.click("#tab-list")
    return page.locator("#list bdi").all_text_contents()


def test_whole_time_is_shown_to_begin_with(page: Page) -> None:
    expect(page.locator(".time-label")).to_have_text("all that is dated")
    expect(page.locator(FROM)).to_have_value("0")
    assert "Dialogue of May 2030" in drawn(page)


def test_handles_move_by_keyboard_and_say_the_month(page: Page) -> None:
    page.focus(UNTIL)
    page.keyboard.press("Home")
    expect(page.locator(UNTIL)).to_have_attribute("aria-valuetext", "Jan 2012")
    page.keyboard.press("End")
    expect(page.locator(UNTIL)).to_have_attribute("aria-valuetext", "Dec 2034")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(UNTIL)).to_have_attribute("aria-valuetext", "Nov 2034")
    page.keyboard.press("PageDown")
    later = int(page.locator(UNTIL).input_value())
    assert later < int(page.locator(UNTIL).get_attribute("max") or "0") - 5


def test_years_without_anything_dated_are_left_out(page: Page) -> None:
    years = set(page.locator(".histogram text").all_text_contents())
    assert {"2012", "2026"} <= years
    assert not {"2013", "2020"} & years


def test_handles_do_not_cross(page: Page) -> None:
    page.focus(UNTIL)
    page.keyboard.press("Home")
    page.focus(FROM)
    page.keyboard.press("End")
    assert int(page.locator(FROM).input_value()) <= int(page.locator(UNTIL).input_value())


def test_only_what_a_source_puts_in_the_span_is_shown(opened: Open, flat: Path) -> None:
    page = opened(file=flat, at="#time=2030-01..2030-12")
    names = drawn(page)
    assert "Dialogue of May 2030" in names
    assert "Dialogue of May 2031" not in names


def test_what_nobody_dates_is_counted_and_can_be_set_apart(opened: Open, flat: Path) -> None:
    page = opened(file=flat, at="#time=2030-01..2030-12")
    box = page.locator(UNDATED)
    expect(box).to_be_checked()
    page.locator(".time-apart label", has_text="without a date").focus()
    names = drawn(page)
    assert "Conference of southern ministers" in names
    box.press("Space")
    expect(page.locator("#status")).to_contain_text("Shown:")
    names = drawn(page)
    assert "Conference of southern ministers" not in names
    assert "Valdoria" in names, "who took part in something of that time stays"


def test_one_stated_date_is_not_taken_for_two(opened: Open, flat: Path) -> None:
    page = opened(file=flat, at="#time=2031-01..2031-12")
    apart = page.locator(".time-apart label", has_text="the other not stated")
    assert "Rhea Lund, ambassador" in " ".join(drawn(page)) or apart.is_visible()
    before = len(drawn(page))
    apart.locator("input").uncheck()
    assert len(drawn(page)) < before


def test_play_moves_the_span_and_stops_at_the_end(opened: Open, flat: Path) -> None:
    page = opened(file=flat, at="#time=2030-01..2031-12")
    play = page.get_by_role("button", name="Play")
    play.focus()
    page.keyboard.press("Enter")
    pause = page.get_by_role("button", name="Pause")
    expect(pause).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Play")).to_be_visible(timeout=8000)
    expect(page.locator(UNTIL)).to_have_attribute("aria-valuetext", "Dec 2034")


def test_all_time_takes_the_span_back(opened: Open, flat: Path) -> None:
    page = opened(file=flat, at="#time=2030-01..2030-12")
    page.get_by_role("button", name="All time").click()
    expect(page.locator(".time-label")).to_have_text("all that is dated")
    assert "Dialogue of May 2031" in drawn(page)


def test_span_is_kept_in_the_address(page: Page) -> None:
    page.focus(UNTIL)
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile("time=2012-01..2012-01"))


@pytest.mark.parametrize("text", ["2031", "2031-09..2031-01", "x..y", "2031-01..", "..", "9999"])
def test_spoilt_address_shows_all_time(opened: Open, flat: Path, text: str) -> None:
    page = opened(file=flat, at=f"#time={text}")
    expect(page.locator(".time-label")).to_have_text("all that is dated")


def test_months_are_named_in_the_language_of_the_reader(opened: Open, flat: Path) -> None:
    page = opened(file=flat, at="#time=2030-01..2030-12&lang=es")
    expect(page.locator(".time-label")).to_contain_text("ene")
    expect(page.locator(".time summary")).to_contain_text("Tiempo")


def test_page_without_dates_has_no_time_bar(opened: Open) -> None:
    page = opened()
    expect(page.locator(".time")).to_have_count(0)


def test_bar_is_folded_on_a_phone_and_opens_wherever_its_title_is_touched(
    opened: Open, flat: Path
) -> None:
    page = opened(file=flat, at="#time=2030-01..2030-12", viewport={"width": 390, "height": 844})
    expect(page.locator(FROM)).to_be_hidden()
    page.click(".time-label")
    expect(page.locator(FROM)).to_be_visible()
