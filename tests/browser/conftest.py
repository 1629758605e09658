"""One browser for all tests of the page; each page opened is watched for requests and errors."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

import kg
from kg.network.network import Network
from kg.viewer import choice, compose, story
from kg.viewer import page as view
from tests.support import browser_sample as sample

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


_PAGE = ("scenes", "extras", "lang", "theme", "title")
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
    view.write(Network.from_networkx(sample.network()), path)
    return path


STORY = """
title = "What was heard in Port Halen"
title_es = "Lo que se oyó en Port Halen"

[[step]]
title = "A conference"
title_es = "Una conferencia"
text = "Officials met."
select = "conference/reach-dialogue-2031"

[[step]]
title = "Its place"
text = "They met by the sea."
view = "map"
select = "conference/reach-dialogue-2031"
since = "2031"
until = "2031"

[[step]]
title = "A promise"
text = "Officers are to be trained."
view = "chain"
select = "objective/train-officers"

[[step]]
title = "A tie"
text = "How the two are connected."
path = ["state/valdoria", "command/kestrian-coastal-command"]
"""


@pytest.fixture(scope="session")
def explorer(invented_store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the invented graph, with a story, as ``kg view`` makes it."""
    folder = tmp_path_factory.mktemp("explorer")
    (folder / "story.toml").write_text(STORY, "utf-8")
    with kg.open(invented_store_path) as graph:
        made = compose.view(graph, choice.Choice())
        told = [story.read_story(folder / "story.toml", graph.names)]
        extras = {**made.extras, "stories": told}
        title = "The Reach"
        view.write(
            made.network, folder / "page.html", title=title, scenes=made.scenes, extras=extras
        )
        view.write(made.network, folder / "flat.html", title=title, extras=extras)
    return folder / "page.html"


@pytest.fixture(scope="session")
def flat(explorer: Path) -> Path:
    """Return the same page without groups: each entity is drawn alone."""
    return explorer.with_name("flat.html")


@pytest.fixture
def opened(chromium: Browser, region: Path, tmp_path: Path) -> Iterator[Open]:
    """Return how to open a network; afterwards no page may have asked for anything."""
    seen: list[str] = []
    contexts = []

    def show(
        network: MultiDiGraph | None = None,
        *,
        file: Path | None = None,
        at: str = "",
        lax: bool = False,
        **options: object,
    ) -> Page:
        made = {name: options.pop(name) for name in _PAGE if name in options}
        path = (file or region) if network is None else tmp_path / "page.html"
        if network is not None:
            view.write(Network.from_networkx(network), path, **made)
        if lax:
            path = _lax(path, tmp_path)
        contexts.append(chromium.new_context(**_DEFAULTS | options))
        page = contexts[-1].new_page()
        _watch(page, path, seen)
        page.goto(path.as_uri() + at)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    yield show
    for context in contexts:
        context.close()
    assert seen == []


def _lax(path: Path, folder: Path) -> Path:
    """Return the same page without its policy, which would keep a tester's script out."""
    text = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text("utf-8"))
    (folder / "lax.html").write_text(text, "utf-8")
    return folder / "lax.html"


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
        # What the page hands to the reader is made inside it.
        if url.partition("#")[0] != path.as_uri() and not url.startswith("blob:"):
            seen.append(f"request: {url}")

    page.context.on("request", lambda request: requested(request.url))
