"""A report opens in a browser without a request, prints on a few pages, and is accessible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import kg
from kg.reports import registry as reports

EVERY = [
    ("country", "ARG"),
    ("actor", "SOUTHCOM"),
    ("source", "mondialnews-2025-08-20"),
    ("week", "2025-08-18"),
    ("target", ""),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("name", "about"), EVERY)
def test_report_is_quiet_accessible_and_short(
    name: str,
    about: str,
    language: str,
    chromium: Browser,
    shipped_store_path: Path,
    tmp_path: Path,
) -> None:
    file = tmp_path / "report.html"
    with kg.open(shipped_store_path) as graph:
        made = reports.compose(graph, name, about, language=language, day="2026-11-24")
    file.write_bytes(reports.render(*made, "html"))
    page = chromium.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.goto(file.as_uri())
    assert seen == [file.as_uri()]
    printed = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert _violations(chromium, file) == []
    page.close()


def _violations(chromium: Browser, file: Path) -> list[str]:
    """Return what axe finds; its script needs a context without the page's policy."""
    context = chromium.new_context(bypass_csp=True, viewport={"width": 400, "height": 800})
    page = context.new_page()
    page.goto(file.as_uri())
    found = Axe().run(page).response["violations"]
    context.close()
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
