"""The page holds the whole network, the same each time, and nothing in it can run or call out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.network.network import Network
from kg.viewer import layout
from kg.viewer import page as view
from kg.viewer.scene import Scene

ATTACKS = (
    "</script><script>alert(1)</script>",
    "</SCRIPT\t><!--<script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}} {{ data }} {{ policy }} {% raw %} ${7*7}",
    "\\g<0> \\1 \\u003c",
    "\"quotes\" 'and' `more`",
    "\u202eoverride \u2028 line \u2029 paragraph",
    "\x00\x1f\x7f\x85",
    "\ud800 alone",
    "https://elsewhere.example/?href=x",
)


class Parts(HTMLParser):
    """The elements of a page, as a browser's parser would split them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element; text that follows belongs to it."""
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """End the element."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Keep the text of scripts, styles and the title."""
        if self._inside in self.texts:
            self.texts[self._inside][-1] += data


def data(page: str) -> dict[str, Any]:
    """Return what a page is told, its tables by row and its references resolved."""
    held: dict[str, Any] = json.loads(Parts(page).texts["script"][0])
    terms = rows(held["terms"])
    nodes = [
        row | {"id": f"n{at}", "label": row["labels"]["en"], "kind": terms[row["kind"]]["key"],
               "facts": [{"property": terms[prop]["en"], "value": value, "evidence": evidence}
                         for prop, value, evidence in row["facts"]]}
        for at, row in enumerate(rows(held["nodes"]))
    ]  # fmt: skip
    edges = [
        row | {"from": f"n{row['from']}", "to": f"n{row['to']}",
               "predicate": terms[row["predicate"]]["key"]}
        for row in rows(held["edges"])
    ]  # fmt: skip
    return held | {"nodes": nodes, "edges": edges, "evidence": rows(held["evidence"])}


def rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a table that is kept by column."""
    columns = {
        name: column if isinstance(column, list) else [column["pool"][at] for at in column["at"]]
        for name, column in table["columns"].items()
    }
    return [{name: column[at] for name, column in columns.items()} for at in range(table["count"])]


def drawn(graph: networkx.MultiDiGraph, **options: Any) -> str:
    """Return the page of a plain graph."""
    return view.page(Network.from_networkx(graph), **options)


def network(text: str = "Port Esperança", count: int = 3) -> networkx.MultiDiGraph:
    """Return entities of which each has two relations to the next, every text being the given."""
    evidence = dict.fromkeys(("claim", "source", "url", "quote", "grade", "reason"), text)
    graph = networkx.MultiDiGraph(title=text, version=text, as_of="")
    keys = [f"{text}/{number}" for number in range(count)]
    for key in keys:
        fact = {"property": "rsc:startDate", "value": text, "evidence": [evidence]}
        graph.add_node(key, iri=text, label=text, kind="city", kind_label=text, names=[text],
                       note=text, facts=[fact], group="place")  # fmt: skip
    for source, target in pairwise(keys):
        for predicate in ("rsc:precedes", "rsc:isPartOf"):
            graph.add_edge(source, target, key=predicate, predicate=predicate, label=text,
                           inferred=False, rule="",
                           evidence=[evidence | {"start": 3, "end": 9}])  # fmt: skip
    return graph


def shuffled(graph: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Return the same network, its parts added in another order."""
    other = networkx.MultiDiGraph(**graph.graph)
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    return other


def test_page_is_the_same_for_the_same_network() -> None:
    assert drawn(network()) == drawn(network())


def test_page_does_not_depend_on_the_order_in_which_things_were_added() -> None:
    assert drawn(shuffled(network())) == drawn(network())


def test_page_does_not_change_the_network() -> None:
    graph = Network.from_networkx(network())
    view.page(graph)
    assert graph == Network.from_networkx(network())


def test_every_entity_and_relation_is_in_the_page() -> None:
    graph = network(count=20)
    graph.add_edge("Port Esperança/1", "Port Esperança/0", key="rsc:precedes")
    graph.add_edge("Port Esperança/1", "Port Esperança/1", key="rsc:precedes")
    held = data(drawn(graph))
    keys = {node["id"]: node["key"] for node in held["nodes"]}
    edges = [(keys[e["from"]], keys[e["to"]], e["predicate"]) for e in held["edges"]]
    assert sorted(keys.values()) == sorted(graph.nodes)
    assert sorted(edges) == sorted(graph.edges(keys=True))


def test_parallel_relations_bend_differently() -> None:
    graph = network(count=2)
    graph.add_edge("Port Esperança/1", "Port Esperança/0", key="rsc:precedes")
    held = data(drawn(graph))
    # Seen from one end: a curve to the left of the way there is to the right of the way back.
    bends = [e["bend"] if e["from"] == "n0" else -e["bend"] for e in held["edges"]]
    assert len(set(bends)) == len(bends) == 3


def test_evidence_of_a_relation_is_complete_and_kept_once() -> None:
    held = data(drawn(network("quote")))
    edge = held["edges"][0]
    [piece] = [held["evidence"][place] for place in edge["evidence"]]
    assert (piece["quote"], piece["start"], piece["end"], piece["unit"]) == ("quote", 3, 9, "")
    assert len(held["evidence"]) == 2


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_ends_the_data_or_becomes_markup(attack: str) -> None:
    page = drawn(network(attack))
    plain = drawn(network("plain"))
    assert [tag for tag, _ in Parts(page).tags] == [tag for tag, _ in Parts(plain).tags]
    assert {node["label"] for node in data(page)["nodes"]} == {attack}
    assert data(page)["evidence"][0]["quote"] == attack


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    page = drawn(network(text, 1))
    assert page.encode("utf-8")
    assert data(page)["nodes"][0]["note"] == text


@pytest.mark.parametrize("attack", ATTACKS)
def test_title_is_shown_as_text(attack: str) -> None:
    title = Parts(drawn(network("plain"), title=attack)).texts["title"]
    expected = re.sub("[\x00\x1f\x7f\x85\u202e\ud800]", "\ufffd", attack)
    assert title == [expected]


def test_page_refers_to_nothing_elsewhere() -> None:
    parts = Parts(drawn(network()))
    carriers = {"link", "img", "iframe", "object", "embed", "base", "form", "audio", "video"}
    assert not carriers & {tag for tag, _ in parts.tags}
    addresses = [a for _, attrs in parts.tags for n, a in attrs.items() if n in ("src", "href")]
    assert addresses == ["#panel"]
    assert not re.search(r"url\(|@import", "".join(parts.texts["style"]))
    assert "sourceMappingURL" not in "".join(parts.texts["script"])


def test_policy_names_exactly_the_scripts_and_styles_of_the_page() -> None:
    parts = Parts(drawn(network()))
    [policy] = [attrs["content"] for tag, attrs in parts.tags if "http-equiv" in attrs]
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"].split() == [digest(text) for text in parts.texts["script"][1:]]
    assert rules["style-src"].split() == [digest(text) for text in parts.texts["style"]]


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_script_writes_text_only_as_text() -> None:
    program = Parts(drawn(network())).texts["script"][-1]
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", program)
    assert not re.search(r"^(import|export) ", program, re.MULTILINE)


def test_numbers_of_numpy_are_taken() -> None:
    graph = network("plain")
    for _, _, edge in graph.edges(data=True):
        edge["inferred"] = np.bool_(True)
        edge["evidence"][0]["start"] = np.int64(4)
    graph.nodes["plain/0"]["facts"][0]["value"] = np.float64("nan")
    held = data(drawn(graph))
    assert held["edges"][0]["inferred"] is True
    assert {piece["start"] for piece in held["evidence"]} == {None, 4}


def test_what_is_not_given_has_a_plain_stand_in() -> None:
    graph = networkx.MultiDiGraph()
    graph.add_node("x", facts=[{"property": "rsc:startDate", "value": None}])
    held = data(drawn(graph))
    [node] = held["nodes"]
    assert (held["title"], node["label"], node["group"]) == ("Network", "x", "other")
    assert node["facts"] == [{"property": "start date", "value": "not stated", "evidence": []}]


def test_empty_network_makes_a_page() -> None:
    held = data(drawn(networkx.MultiDiGraph()))
    assert (held["nodes"], held["edges"]) == ([], [])


def test_write_makes_the_page_in_utf_8(tmp_path: Path) -> None:
    view.write(Network.from_networkx(network()), tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes() == drawn(network()).encode("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_failed_write_leaves_the_old_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", "utf-8")
    broken = Network.from_networkx(network())
    with pytest.raises(KeyError):
        view.write(broken, path, scenes=[Scene("Nowhere", ("no such entity",))])
    assert path.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def boxes(count: int) -> list[layout.Footprint]:
    return [layout.Footprint(60 + 5 * (n % 9), 30 + n % 4, f"group {n % 5}") for n in range(count)]


def links(count: int) -> list[layout.Link]:
    return [layout.Link(n, (n * n + 1) % count) for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40, 250, 1200])
def test_boxes_do_not_overlap(count: int) -> None:
    placed = np.array(layout.positions(boxes(count), links(count))).reshape(-1, 2)
    sizes = np.array([(box.width, box.height) for box in boxes(count)]).reshape(-1, 2)
    rounding = 2
    room = (sizes[:, None] + sizes) / 2 - np.abs(placed[:, None] - placed)
    overlapping = (room > rounding).all(axis=2) & ~np.eye(count, dtype=bool)
    assert len(placed) == count
    assert not overlapping.any()


def test_layout_is_the_same_each_time() -> None:
    assert layout.positions(boxes(60), links(60)) == layout.positions(boxes(60), links(60))


def test_picture_is_centred_and_not_much_wider_than_high() -> None:
    xs, ys = zip(*layout.positions(boxes(120), links(120)), strict=True)
    assert abs(max(xs) + min(xs)) <= 1
    assert 0.8 < (max(xs) - min(xs)) / (max(ys) - min(ys)) < 1.5


def test_related_boxes_are_nearer_than_others() -> None:
    near = [layout.Link(n, n + 1) for n in range(0, 40, 2)]
    placed = np.array(layout.positions(boxes(40), near), dtype=float)
    related = [np.hypot(*(placed[n] - placed[n + 1])) for n in range(0, 40, 2)]
    others = [np.hypot(*(placed[a] - placed[b])) for a, b in combinations(range(40), 2)]
    assert np.mean(related) < np.mean(others) / 2
