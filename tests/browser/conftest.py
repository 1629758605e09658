"""One browser for all tests of the page; each page opened is watched for requests and errors."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sample
from networkx import MultiDiGraph
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from kg import view

Open = Callable[..., Page]

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


_DEFAULTS: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "reduced_motion": "reduce",
}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the installed Chromium; only outside of CI may it be missing."""
    path = shutil.which("chromium")
    if path is None and not os.environ.get("CI"):
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the invented region."""
    path = tmp_path_factory.mktemp("region") / "region.html"
    view.write(sample.network(), path)
    return path


@pytest.fixture
def opened(chromium: Browser, region: Path, tmp_path: Path) -> Iterator[Open]:
    """Return how to open a network; afterwards no page may have asked for anything."""
    seen: list[str] = []
    contexts = []

    def show(network: MultiDiGraph | None = None, **options: object) -> Page:
        path = region if network is None else tmp_path / "page.html"
        if network is not None:
            view.write(network, path)
        contexts.append(chromium.new_context(**_DEFAULTS | options))
        page = contexts[-1].new_page()
        _watch(page, path, seen)
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    yield show
    for context in contexts:
        context.close()
    assert seen == []


def _watch(page: Page, path: Path, seen: list[str]) -> None:
    def alerted(dialog: Dialog) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("dialog", alerted)
    page.on("popup", lambda popup: seen.append(f"popup: {popup.url}"))
    page.on("websocket", lambda socket: seen.append(f"socket: {socket.url}"))

    def requested(url: str) -> None:
        if url != path.as_uri():
            seen.append(f"request: {url}")

    page.context.on("request", lambda request: requested(request.url))
