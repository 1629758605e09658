"""What a reader takes away: pictures, tables, a network, a citation."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

SVG = "{http://www.w3.org/2000/svg}"
WILD = (
    "=HYPERLINK(\"https://example.org\")", "+1", " @SUM(A1)", "a,b\"c\nd",
    "</svg><script>x</script>", "\ud800 \x00 \ufffe", "\u202egnp.exe", "'=1",
)  # fmt: skip


def wild() -> MultiDiGraph:
    graph = MultiDiGraph(title="=Wild & <odd>", version="v1", as_of="2031-01-01")
    for at, label in enumerate(WILD):
        graph.add_node(f"state/{at}", label=label, kind="state", kind_label="State", group="agent")
    for at, label in enumerate(WILD[1:]):
        graph.add_edge(
            f"state/{at}", f"state/{at + 1}", key="rsc:meets", predicate="rsc:meets", label=label,
            inferred=False, rule="", evidence=[],
        )  # fmt: skip
    return graph


def take(page: Page, what: str, folder: Path) -> Path:
    """Return the file that the menu hands over, reached with the keyboard."""
    menu = page.locator(".takeaway summary")
    menu.focus()
    if not page.locator(".take-menu").is_visible():
        page.keyboard.press("Enter")
    with page.expect_download() as caught:
        page.locator(f'[data-take="{what}"]').press("Enter")
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_hold_what_is_shown(opened: Open, explorer: Path, tmp_path: Path) -> None:
    page = opened(file=explorer, at="#time=2030-01..2030-12&undated=no")
    nodes = rows(take(page, "csv.nodes", tmp_path))
    edges = rows(take(page, "csv.edges", tmp_path))
    ids = {row["id"] for row in nodes}
    assert "conference/reach-dialogue-2030" in ids
    assert "conference/reach-dialogue-2031" not in ids
    assert {row["source"] for row in edges} | {row["target"] for row in edges} <= ids
    assert {row["level"] for row in edges} <= {"explicit", "inferred"}
    (dialogue,) = [row for row in nodes if row["id"] == "conference/reach-dialogue-2030"]
    assert (dialogue["from"], dialogue["to"]) == ("2030-05-10", "2030-05-11")


def test_no_spreadsheet_runs_a_name(opened: Open, tmp_path: Path) -> None:
    page = opened(wild())
    found = rows(take(page, "csv.nodes", tmp_path))
    labels = [row["label"] for row in found]
    assert len(labels) == len(WILD)
    assert not [
        label for label in labels if label.lstrip(" '\t\r\n")[:1] in "=+-@" and label[0] != "'"
    ]
    assert 'a,b"c\nd' in labels


def test_graphml_is_read_by_others(opened: Open, explorer: Path, tmp_path: Path) -> None:
    page = opened(file=explorer)
    graph = networkx.read_graphml(take(page, "graphml", tmp_path))
    keys = {data["key"]: data for _, data in graph.nodes(data=True)}
    assert keys["conference/reach-dialogue-2031"]["label"] == "Dialogue of May 2031"
    assert graph.number_of_edges() > 100
    assert {data["level"] for *_, data in graph.edges(data=True)} == {"explicit", "inferred"}


def test_graphml_of_wild_names_is_valid(opened: Open, tmp_path: Path) -> None:
    graph = networkx.read_graphml(take(opened(wild()), "graphml", tmp_path))
    assert "</svg><script>x</script>" in {data["label"] for _, data in graph.nodes(data=True)}


@pytest.mark.parametrize("view", ["network", "chain", "map"])
def test_drawing_keeps_text_as_text(
    opened: Open, explorer: Path, tmp_path: Path, view: str
) -> None:
    page = opened(file=explorer, at=f"#view={view}")
    root = ElementTree.parse(take(page, "svg", tmp_path)).getroot()
    assert root.tag == f"{SVG}svg"
    words = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    wanted = {"network": "Valdoria", "chain": "Train officers", "map": "Port Halen"}[view]
    assert wanted in words
    assert "The Reach" in words
    assert "Graph version" in words
    assert not list(root.iter(f"{SVG}image")) + list(root.iter(f"{SVG}foreignObject"))


def test_drawing_of_wild_names_holds_no_script(opened: Open, tmp_path: Path) -> None:
    root = ElementTree.parse(take(opened(wild()), "svg", tmp_path)).getroot()
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg", "g", "path", "rect", "text", "title", "circle",
    }  # fmt: skip
    assert not [key for one in root.iter() for key in one.attrib if key.startswith("on")]


@pytest.mark.parametrize("view", ["network", "chain", "map"])
def test_picture_is_a_png_of_what_is_seen(
    opened: Open, explorer: Path, tmp_path: Path, view: str
) -> None:
    page = opened(file=explorer, at=f"#view={view}")
    picture = take(page, "png", tmp_path).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(picture) > 10_000


def test_files_are_named_for_the_graph_and_its_version(opened: Open, tmp_path: Path) -> None:
    assert take(opened(wild()), "csv.nodes", tmp_path).name == "wild-odd-v1-nodes.csv"


def test_citation_names_version_and_day(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer)
    page.click(".takeaway summary")
    expect(page.locator("#citation")).not_to_have_value("")
    text = page.locator("#citation").input_value()
    assert text.startswith("The Reach. Graph version ")
    assert "Data as of 2031-05-14." in text
    page.keyboard.press("Escape")
    expect(page.locator(".take-menu")).to_be_hidden()
    expect(page.locator(".takeaway summary")).to_be_focused()


def test_printed_page_has_drawing_and_citation_and_no_tools(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text("Graph version")
    expect(page.locator(".printed")).to_be_visible()
    for hidden in (".takeaway", ".time", "#reset"):
        expect(page.locator(hidden)).to_be_hidden()


def test_menu_speaks_the_language_of_the_reader(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#lang=pt")
    page.click(".takeaway summary")
    expect(page.locator('[data-take="png"]')).to_have_text("Imagem (PNG)")
    assert "Dados em 2031-05-14." in page.locator("#citation").input_value()


def test_dark_page_is_printed_on_white(opened: Open, explorer: Path) -> None:
    page = opened(file=explorer, at="#view=chain", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.locator(".panel").evaluate(
        "one => getComputedStyle(document.body).backgroundColor"
    )
    assert paper == "rgb(255, 255, 255)"
