"""Notes of the reader: kept here, saved to a file and read from one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

AT = "#select=state/valdoria"


@pytest.fixture
def page(opened: Open, explorer: Path) -> Page:
    made = opened(file=explorer, at=AT, accept_downloads=True)
    made.click("#tab-notes")
    return made


def saved(page: Page, folder: Path) -> Path:
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save to a file").press("Enter")
    path = folder / "notes.json"
    caught.value.save_as(path)
    return path


def test_note_is_kept_when_the_page_is_opened_again(page: Page) -> None:
    page.locator("#note-text").press_sequentially("Ask again.")
    page.reload()
    page.click("#tab-notes")
    expect(page.locator("#note-text")).to_have_value("Ask again.")
    expect(page.locator(".notes-list")).to_contain_text("Valdoria")


def test_note_belongs_to_what_is_selected(page: Page) -> None:
    page.fill("#note-text", "On the state.")
    page.evaluate("location.hash = '#select=state/tamerlund'")
    expect(page.locator(".note-field label")).to_contain_text("Tamerlund")
    expect(page.locator("#note-text")).to_have_value("")
    page.locator(".notes-list button", has_text="Valdoria").click()
    expect(page.locator("#details h2")).to_have_text("Valdoria")


def test_nothing_selected_has_no_note(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer)
    page.click("#tab-notes")
    expect(page.locator("#note-text")).to_be_disabled()
    expect(page.locator(".note-field label")).to_contain_text("Select an entity")


def test_notes_go_to_a_file_and_come_back(
    page: Page, opened: Open, explorer: Path, tmp_path: Path
) -> None:
    page.fill("#note-text", "</script><b>bold</b>\nsecond line")
    path = saved(page, tmp_path)
    (note,) = json.loads(path.read_text("utf-8"))["notes"]
    assert (note["about"], note["text"]) == ("state/valdoria", "</script><b>bold</b>\nsecond line")
    other = opened(file=explorer, at=AT)
    other.click("#tab-notes")
    other.set_input_files(".notes input[type=file]", path)
    expect(other.locator("#note-text")).to_have_value("</script><b>bold</b>\nsecond line")
    expect(other.locator(".notes-message")).to_have_text("1 read; 0 left as they were here")


def test_later_note_stays(page: Page, tmp_path: Path) -> None:
    page.fill("#note-text", "Mine.")
    old = {"about": "state/valdoria", "label": "V", "text": "Old.", "changed": "2001-01-01"}
    away = {"about": "state/nowhere", "label": "Nowhere", "text": "Far.", "changed": "2001-01-01"}
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"format": "kg-notes", "version": 1, "notes": [old, away]}))
    page.set_input_files(".notes input[type=file]", file)
    expect(page.locator("#note-text")).to_have_value("Mine.")
    expect(page.locator(".notes-list")).to_contain_text("Nowhere (not in this file)")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"format":"kg-notes","notes":[{"about":1}]}', "\x00", "{"]
)
def test_other_files_are_refused(page: Page, tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)
    page.set_input_files(".notes input[type=file]", file)
    expect(page.locator(".notes-message")).to_contain_text("bad.json is no file of notes")


def test_browser_that_keeps_nothing_says_so(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at=AT)
    page.evaluate(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('denied', 'SecurityError'); } })"
    )
    page.click("#tab-notes")
    page.locator("#note-text").press_sequentially("x")
    expect(page.locator(".notes")).to_contain_text("This browser keeps nothing for this page")


def test_note_is_written_on_a_relation(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#view=chain")
    page.locator(".chain-link").first.dispatch_event("click")
    page.click("#tab-notes")
    page.fill("#note-text", "Who says so?")
    stored = page.evaluate("JSON.parse(localStorage.getItem('kg-notes')).notes[0].about")
    assert "rsc:" in stored
