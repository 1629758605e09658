"""The page in a real browser, used by hand and by keyboard, offline and under attack."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

from kg.viewer.scene import Cluster, Scene
from tests.support import browser_sample as sample
from tests.support.attacks import ATTACKS

Open = Callable[..., Page]


def find(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def heading(page: Page) -> str:
    return page.locator("#details h2").inner_text()


@pytest.mark.parametrize("text", ["comando norte", "NORCOM", "northern comm"])
def test_search_finds_an_entity_by_any_of_its_names(opened: Open, text: str) -> None:
    page = opened()
    find(page, text)
    assert heading(page) == "Northern Command"
    assert "Also: NORCOM, Comando Norte" in page.locator(".names").inner_text()


@pytest.mark.parametrize("text", ["port esperanca", "PUERTO ESPERANZA", "esperança"])
def test_search_forgives_accents_and_case(opened: Open, text: str) -> None:
    page = opened()
    find(page, text)
    assert heading(page) == "Port Esperança"


def test_search_lists_kinds_and_is_walked_with_arrow_keys(opened: Open) -> None:
    page = opened()
    page.fill("#search", "commander")
    options = page.locator("#results [role=option]")
    assert options.count() > 2
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    wanted = options.nth(1).locator(".label > bdi").inner_text()
    assert options.nth(1).locator(".aside").inner_text().split(",")[0] in {
        "Post",
        "Visit",
        "Source",
    }
    page.keyboard.press("Enter")
    assert heading(page) == wanted


def test_search_says_when_it_finds_nothing(opened: Open) -> None:
    page = opened()
    page.fill("#search", "nobody of this name")
    expect(page.locator("#results")).to_contain_text("Nothing found")
    expect(page.locator("#status")).to_have_text("0 entities found")


def test_filter_hides_a_kind_and_says_so(opened: Open) -> None:
    page = opened()
    page.get_by_role("checkbox", name="Threat 10").uncheck()
    expect(page.locator("#status")).to_contain_text("Shown: 103 of 113 entities")
    page.click("#tab-list")
    expect(page.locator("#list [data-kind=threat]")).to_have_count(0)
    expect(page.locator("#list [data-kind=hazard]")).to_have_count(3)


def test_only_shows_one_kind_and_reset_shows_all(opened: Open) -> None:
    page = opened()
    page.get_by_role("button", name="only City").click()
    expect(page.locator("#status")).to_contain_text("Shown: 3 of 113 entities")
    page.click("#reset")
    expect(page.locator("#status")).to_contain_text("Shown: 113 of 113 entities")


def test_search_takes_back_the_filter_that_hides_what_it_found(opened: Open) -> None:
    page = opened()
    page.get_by_role("button", name="only Visit").click()
    find(page, "norcom")
    assert heading(page) == "Northern Command"
    expect(page.get_by_role("checkbox", name="Command 4")).to_be_checked()


def test_inferred_relations_can_be_hidden(opened: Open) -> None:
    page = opened()
    find(page, "reduced smuggling")
    find(page, "capacity building")
    assert page.locator(".badge.inferred").count() > 0
    page.get_by_role("checkbox", name="inferred").uncheck()
    assert page.locator(".badge.inferred").count() == 0
    assert page.locator(".badge.said").count() > 0
    expect(page.locator("#details")).to_contain_text("hidden by the filters")


def test_list_leads_by_keyboard_alone_to_a_quote(opened: Open) -> None:
    page = opened()
    page.focus("#tab-details")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator("#list .entry").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    wanted = page.locator("#list .entry bdi").nth(1).inner_text()
    page.keyboard.press("Enter")
    assert heading(page) == wanted
    expect(page.locator("#details h2")).to_be_focused()
    expect(page.locator("#details q").first).to_be_visible()


def test_relation_shows_its_evidence(opened: Open) -> None:
    page = opened()
    find(page, "two drills a year")
    page.locator(".badge").first.click()
    evidence = page.locator("#details figure").first
    expect(evidence.locator("blockquote")).to_be_visible()
    for text in ("Where", "characters", "Level", "Modality", "Grade", "Claim"):
        expect(evidence).to_contain_text(text)
    link = evidence.locator("a")
    expect(link).to_have_attribute("href", "https://example.org/veldania")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_inferred_relation_names_rule_and_reason(opened: Open) -> None:
    page = opened()
    find(page, "exercise harbour light")
    page.locator(".badge.inferred").first.click()
    expect(page.locator("#details .rule")).to_contain_text("What counters a threat")
    expect(page.locator("#details figure").first).to_contain_text("The row of the table")


def test_fact_that_is_not_stated_says_so(opened: Open) -> None:
    page = opened()
    find(page, "visit of the commander")
    expect(page.locator(".fact .unstated")).to_have_text("not stated")
    expect(page.locator(".fact .term")).to_have_text("start date")


def test_escape_clears_the_selection(opened: Open) -> None:
    page = opened()
    find(page, "norcom")
    page.keyboard.press("Escape")
    assert heading(page) == "Who met whom in Veldania"


def test_neighbour_in_the_details_leads_on(opened: Open) -> None:
    page = opened()
    find(page, "norcom")
    page.locator("#details .link").first.click()
    assert heading(page) == "Republic of Veldania"


def test_click_in_the_drawing_selects_an_entity(opened: Open) -> None:
    page = opened(pair(0))
    box = stage(page)
    page.mouse.click(*middle(box))
    assert heading(page) == "A"


@pytest.mark.parametrize("count", [2, 3, 5])
def test_parallel_relations_are_drawn_apart(opened: Open, count: int) -> None:
    page = opened(pair(count))
    x, y = middle(stage(page))
    wanted = {f"relation {number}" for number in range(count)}
    found: set[str] = set()
    # Wherever the two stand, one of the two axes crosses what is between them.
    for step, axis in product(range(-150, 151, 4), (0, 1)):
        if found < wanted:
            page.mouse.click(x + step * axis, y + step * (1 - axis))
            found |= set(page.locator("#details .sentence em").all_inner_texts())
    assert found == wanted


def test_relation_to_itself_is_shown(opened: Open) -> None:
    network = pair(1)
    network.add_edge("a", "a", key="rsc:precedes", predicate="rsc:precedes", label="precedes",
                     inferred=True, rule="", evidence=[])  # fmt: skip
    page = opened(network)
    find(page, "A")
    expect(page.locator("#details")).to_contain_text("precedes")


def test_empty_network_says_so(opened: Open) -> None:
    page = opened(MultiDiGraph(title="Nothing"))
    expect(page.locator("#empty")).to_be_visible()
    expect(page.locator("#details")).to_contain_text("0 entities and 0 relations")


def test_page_without_scripts_says_what_it_needs(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    expect(page.locator("noscript p")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_phone_has_the_panel_below_and_scrolls_one_way(opened: Open, width: int) -> None:
    page = opened(viewport={"width": width, "height": 844})
    panel = page.locator("#panel").bounding_box()
    drawing = stage(page)
    assert panel is not None
    assert panel["y"] >= drawing["y"] + drawing["height"] - 1
    assert drawing["height"] > 300
    find(page, "norcom")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_scheme_is_followed_while_open(opened: Open) -> None:
    page = opened(color_scheme="light")
    light = page.locator(".stage").evaluate("stage => getComputedStyle(stage).backgroundColor")
    page.emulate_media(color_scheme="dark")
    dark = page.locator(".stage").evaluate("stage => getComputedStyle(stage).backgroundColor")
    assert (light, dark) == ("rgb(251, 251, 249)", "rgb(19, 22, 26)")


def test_nothing_moves_once_shown(opened: Open) -> None:
    page = opened()
    before = page.locator("#drawing").screenshot()
    page.wait_for_timeout(300)
    assert page.locator("#drawing").screenshot() == before


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_stays_text(opened: Open, attack: str) -> None:
    page = opened(hostile(attack), **beside(attack))
    for selector in ("#tab-list", "#list .entry >> nth=0"):
        page.click(selector)
    for evidence in page.locator("details.evidence").all():
        evidence.evaluate("details => { details.open = true; }")
    page.locator(".badge").first.click()
    page.click("[data-action=menu]") if page.locator("[data-action=menu]").count() else None
    page.keyboard.press("Escape")
    for number in (1, 0):
        page.locator("#cuts button").nth(number).click()
    for language in ("es", "pt", "en"):
        page.select_option("#language", language)
    page.evaluate("text => { location.hash = text; }", f"select={attack}&cut={attack}")
    page.fill("#search", attack.replace("\n", " "))
    page.locator("#drawing").hover()
    page.wait_for_timeout(50)
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() == 3
    assert page.locator("a[href^='javascript']").count() == 0
    assert not {"\u202e", "\u2066", "\x1b"} & set(page.locator("body").inner_text())


def stage(page: Page) -> dict[str, float]:
    box = page.locator("#drawing").bounding_box()
    assert box is not None
    return {name: float(box[name]) for name in ("x", "y", "width", "height")}


def middle(box: dict[str, float]) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pair(count: int) -> MultiDiGraph:
    """Return one entity, or two with so many relations in either direction."""
    network = MultiDiGraph(title="Pair")
    for key in "ab" if count else "a":
        network.add_node(key, iri=key, label=key.upper(), kind="state", kind_label="State",
                         names=[], note="", facts=[], group="agent")  # fmt: skip
    for number in range(count):
        ends = ("a", "b") if number % 2 else ("b", "a")
        network.add_edge(*ends, key=f"p{number}", predicate=f"p{number}", rule="", evidence=[],
                         label=f"relation {number}", inferred=False)  # fmt: skip
    return network


def beside(text: str) -> dict[str, Any]:
    """Return cuts, conflicts, unknowns and premises in which every text is the attack."""
    again = f"{text} again"
    sides = ("property", "value", "source", "grade", "other", "otherSource", "otherGrade")
    cut = Scene(
        text, (text,), name=text, titles=dict.fromkeys(("es", "pt"), text), emphasis=(text,)
    )
    return {
        "scenes": [cut, Scene(again, (), (Cluster(text, (text, again)),), name=again)],
        "extras": {
            "conflicts": [dict.fromkeys(sides, text) | {"subject": text}],
            "unknowns": {text: [dict.fromkeys(("en", "es", "pt"), text)]},
            "premises": {f"{text} {text} {again}": [[text, text, text]]},
        },
    }


def hostile(text: str) -> MultiDiGraph:
    """Return a network in which every text is the attack."""
    evidence: dict[str, Any] = {
        name: text if isinstance(value, str) else value
        for name, value in sample.piece(1, True).items()
    }
    fact = {"property": text, "value": text, "evidence": [evidence]}
    about: dict[str, Any] = dict.fromkeys(
        ("iri", "label", "kind", "kind_label", "note", "group"), text
    )
    named = dict.fromkeys(("es", "pt"), text)
    about |= {"labels": named, "kind_labels": named, "dates": [text, None]}
    network = MultiDiGraph(title=text, version=text, as_of=text)
    for key in (text, f"{text} again"):
        network.add_node(key, names=[text], facts=[fact], **about)
    said = dict.fromkeys(("predicate", "label", "rule"), text)
    network.add_edge(
        text, f"{text} again", key=text, inferred=True, evidence=[evidence | {"date": text}], **said
    )
    return network
