"""
The page beside pyvis's own and gravis's on the same network: until usable, requests, size, speed.

Run it as ``python -m bench.viewer``; it wants Debian's chromium, or $CHROMIUM.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late

from kg.network.network import Network
from kg.viewer import page as view

SIZES = (300, 2_000, 10_000)
_OURS_READY = "html[data-ready]"
_TURNS = 3
_STILL = 400
_WAIT = 60_000
_FRAMES = """async () => {
  const canvas = document.querySelector('#drawing canvas');
  const box = canvas.getBoundingClientRect();
  const at = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
    clientX: box.x + x, clientY: box.y + y, pointerId: 1, pointerType: 'mouse', bubbles: true,
    isPrimary: true, button: 0, buttons: type === 'pointerup' ? 0 : 1}));
  const frame = () => new Promise(requestAnimationFrame);
  let frames = 0;
  const from = performance.now();
  at('pointerdown', 8, 8);
  while (performance.now() - from < 2000) {
    at('pointermove', 8 + 150 * Math.abs(Math.sin(frames / 15)), 8 + 2 * (frames % 40));
    await frame();
    frames++;
  }
  at('pointerup', 8, 8);
  return frames / ((performance.now() - from) / 1000);
}"""
_WHEEL = """async () => {
  const canvas = document.querySelector('#drawing canvas');
  const box = canvas.getBoundingClientRect();
  const frame = () => new Promise(requestAnimationFrame);
  let frames = 0;
  const from = performance.now();
  while (performance.now() - from < 2000) {
    canvas.dispatchEvent(new WheelEvent('wheel', {deltaY: frames % 40 < 20 ? -60 : 60,
      clientX: box.x + box.width / 2, clientY: box.y + box.height / 2,
      bubbles: true, cancelable: true}));
    await frame();
    frames++;
  }
  return frames / ((performance.now() - from) / 1000);
}"""
_SEARCH = """() => {
  const box = document.getElementById('search');
  const typed = (text) => {
    box.value = text;
    const from = performance.now();
    box.dispatchEvent(new Event('input'));
    return performance.now() - from;
  };
  typed('warm');
  return ['entity 77', 'plce', 'entty 91', 'person', 'e'].map(typed).sort((a, b) => a - b)[4];
}"""


@dataclass(frozen=True)
class Measured:
    """What opening one page took."""

    name: str
    nodes: int
    ready: float
    requests: int
    size: int
    made: float


def network(count: int) -> networkx.MultiDiGraph:
    """Return an invented network: so many entities, twice as many relations, with evidence."""
    chance = random.Random(7)
    graph = networkx.MultiDiGraph(title=f"{count} entities", version="bench", as_of="2026-01-01")
    kinds = ("agent", "post", "engagement", "place", "threat", "results", "commitment")
    for number in range(count):
        group = kinds[number % len(kinds)]
        graph.add_node(
            f"{group}/{number}", label=f"Entity {number} of the {group}", kind=group, group=group,
            kind_label=group.title(), iri=f"https://example.org/{number}", names=[f"E{number}"],
        )  # fmt: skip
    keys = list(graph)
    for number in range(2 * count):
        source = keys[number % count]
        # Near ones mostly, so that there are neighbourhoods, as there are in the region.
        target = keys[min(count - 1, int(abs(chance.gauss(number % count, count / 40))))]
        evidence = [_piece(number)]
        graph.add_edge(source, target, key=f"rsc:relation{number % 9}",
                       predicate=f"rsc:relation{number % 9}", inferred=number % 11 == 0,
                       rule="", label=f"relation {number % 9}", evidence=evidence)  # fmt: skip
    return graph


def _piece(number: int) -> dict[str, Any]:
    return {
        "claim": f"{number:08x}", "source": f"Source {number % 40}", "grade": "B2", "unit": "S1",
        "source_iri": f"https://example.org/source/{number % 40}", "level": "explicit",
        "url": f"https://example.org/{number % 40}", "modality": "past", "date": "2025-08-20",
        "quote": "", "start": None, "end": None, "reason": "",
    }  # fmt: skip


def _ours(graph: networkx.MultiDiGraph, path: Path) -> None:
    view.write(Network.from_networkx(graph), path)


def _pyvis(graph: networkx.MultiDiGraph, path: Path) -> None:
    from pyvis.network import Network

    page = Network(directed=True, cdn_resources="in_line")
    for node, data in graph.nodes(data=True):
        page.add_node(node, label=data["label"], group=data["group"])
    for source, target, data in graph.edges(data=True):
        page.add_edge(source, target, title=data["label"])
    path.write_text(page.generate_html(), "utf-8")


def _gravis(graph: networkx.MultiDiGraph, path: Path) -> None:
    import gravis  # type: ignore[import-untyped]  # it has no types

    plain = networkx.DiGraph()
    plain.add_nodes_from((n, {"label": d["label"]}) for n, d in graph.nodes(data=True))
    plain.add_edges_from(graph.edges())
    path.write_text(gravis.vis(plain).to_html_standalone(), "utf-8")


MAKERS: dict[str, Callable[[networkx.MultiDiGraph, Path], None]] = {
    "kg view": _ours,
    "pyvis": _pyvis,
    "gravis": _gravis,
}


def _open(browser: Browser, path: Path, ours: bool) -> tuple[float, int, Page]:
    """Return the seconds until a page is still and usable, and how often it asked for more."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit", timeout=_WAIT)
    if ours:
        page.wait_for_selector(_OURS_READY, state="attached", timeout=_WAIT)
    else:
        _still(page)
    took = time.perf_counter() - start
    elsewhere = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    return took, len(elsewhere), page


def _still(page: Page) -> None:
    """Wait until two pictures of the drawing are the same, as nothing tells when it is done."""
    page.wait_for_selector("canvas", timeout=_WAIT)
    end = time.monotonic() + _WAIT / 1000
    before = b""
    while time.monotonic() < end:
        try:
            now = page.locator("canvas").first.screenshot(timeout=_WAIT)
        except Late:
            return
        if now == before:
            return
        before = now
        page.wait_for_timeout(_STILL)


def _measure(browser: Browser, name: str, count: int, folder: Path) -> tuple[Measured, str]:
    graph, path = network(count), folder / f"{name}-{count}.html".replace(" ", "-")
    start = time.perf_counter()
    MAKERS[name](graph, path)
    made = time.perf_counter() - start
    took, more = [], ""
    for _ in range(_TURNS if name == "kg view" else 1):
        ready, requests, page = _open(browser, path, name == "kg view")
        took.append(ready)
        if name == "kg view":
            more = _used(page)
        page.close()
    size = path.stat().st_size
    return Measured(name, count, statistics.median(took), requests, size, made), more


def _used(page: Page) -> str:
    page.wait_for_timeout(300)
    pan, zoom, search = page.evaluate(_FRAMES), page.evaluate(_WHEEL), page.evaluate(_SEARCH)
    return f"pan {pan:.0f}/s, zoom {zoom:.0f}/s, search {search:.0f} ms"


def main() -> None:
    """Print the table of what was measured."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    print("| page | entities | made | still and usable | requests | size | frames, search |")
    print("|---|---|---|---|---|---|---|")
    arguments = ["--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        for count in SIZES:
            for name in MAKERS:
                if name != "kg view" and count > SIZES[1]:
                    continue
                one, more = _measure(browser, name, count, Path(folder))
                still = f"{one.ready:.2f} s" if one.ready < _WAIT / 1000 else "not in a minute"
                print(
                    f"| {name} | {count:,} | {one.made:.1f} s | {still} | {one.requests} "
                    f"| {one.size / 1e6:.2f} MB | {more or '–'} |",
                    flush=True,
                )
        browser.close()


if __name__ == "__main__":
    main()
