"""The page for every reader: in each language, by links that restore it, without barriers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

from kg.model import languages
from kg.network.network import Network
from kg.viewer import page as view
from tests.support import browser_sample as sample

Open = Callable[..., Page]


def find(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def shown(page: Page) -> str:
    return page.locator("#details > p").first.inner_text()


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("selected", ["", "norcom"])
def test_axe_finds_no_barrier(opened: Open, scheme: str, selected: str) -> None:
    page = opened(color_scheme=scheme, lax=True)
    if selected:
        find(page, selected)
        page.locator("#details summary").first.click()
    assert barriers(page) == []


def test_axe_finds_no_barrier_in_lists_and_menu(opened: Open) -> None:
    page = opened(lax=True)
    page.click("#tab-list")
    assert barriers(page) == []
    page.click("[data-table=relations]")
    assert barriers(page) == []
    find(page, "norcom")
    page.locator("[data-action=menu]").click()
    for fold in ("predicates", "grades", "sources"):
        page.click(f"[data-fold={fold}] > summary")
    page.locator("[data-action=menu]").click()
    assert barriers(page) == []


def test_axe_finds_no_barrier_on_a_phone(opened: Open) -> None:
    page = opened(viewport={"width": 390, "height": 844}, lax=True)
    find(page, "norcom")
    assert barriers(page) == []


@pytest.mark.parametrize("language", languages.codes("page")[1:])
def test_page_speaks_the_chosen_language(opened: Open, language: str) -> None:
    page = opened()
    page.select_option("#language", language)
    words = languages.words(language, "page")
    expect(page.locator("#reset")).to_have_text(words["reset"])
    expect(page.locator("#filters")).to_contain_text(words["heading.kinds"])
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_menu_offers_each_language_by_its_own_name(opened: Open) -> None:
    page = opened()
    found = [one.name for one in languages.languages() if one.code in languages.codes("page")]
    assert page.locator("#language option").all_inner_texts() == found
    assert {"English", "Español", "Français", "Português"} <= set(found)


def test_page_opens_in_french_though_terms_and_names_have_no_french(opened: Open) -> None:
    graph = sample.network()
    graph.nodes["state/0"]["labels"] = {"es": "República de Veldania"}
    page = opened(graph, lang="fr")
    expect(page.locator("#language")).to_have_value("fr")
    expect(page.locator("#reset")).to_have_text("Réinitialiser")
    expect(page.locator("#tab-list")).to_have_text("Liste")
    assert shown(page).startswith("113 entités et 413 relations\u00a0:")
    find(page, "republica de veldania")
    expect(page.locator("#details h2")).to_have_text("Republic of Veldania")
    expect(page.locator("#details .kind")).to_have_text("State")
    page.select_option("#language", "es")
    expect(page.locator("#details h2")).to_have_text("República de Veldania")


def test_numbers_and_plurals_are_those_of_the_language(opened: Open) -> None:
    graph = MultiDiGraph()
    graph.add_nodes_from((f"city/{at}", {"label": f"City {at}"}) for at in range(1234))
    page = opened(graph, lang="fr")
    # Of none there is one in French; a thousand is set off by a narrow space.
    assert shown(page).startswith("1\u202f234 entités et 0 relation\u00a0:")
    page.select_option("#language", "en")
    assert shown(page).startswith("1,234 entities and 0 relations:")
    page.select_option("#language", "pt")
    assert shown(page).startswith("1.234 entidades e 0 relação:")


def test_page_is_in_its_language_before_its_script_has_run(opened: Open) -> None:
    page = opened(sample.network(), lang="fr", java_script_enabled=False)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#reset")).to_have_text("Réinitialiser")
    expect(page.locator("#search")).to_have_attribute("placeholder", "Chercher un nom")


def test_names_of_entities_follow_the_language(opened: Open) -> None:
    graph = sample.network()
    graph.nodes["state/0"]["labels"] = {"es": "República de Veldania", "pt": "Veldânia"}
    page = opened(graph, lang="pt")
    find(page, "republica de veldania")
    expect(page.locator("#details h2")).to_have_text("Veldânia")
    page.select_option("#language", "es")
    expect(page.locator("#details h2")).to_have_text("República de Veldania")


def test_dark_scheme_can_be_chosen(opened: Open) -> None:
    page = opened(color_scheme="light")
    page.select_option("#theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_link_restores_what_was_shown(opened: Open, region: object) -> None:
    page = opened()
    page.get_by_role("button", name="only City").click()
    find(page, "port esperança")
    page.select_option("#language", "es")
    page.click("#zoom-in")
    page.wait_for_url(lambda url: "at=" in url and "lang=es" in url)
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector("html[data-ready]")
    expect(other.locator("#details h2")).to_have_text("Port Esperança")
    expect(other.locator("#reset")).to_have_text("Restablecer")
    expect(other.get_by_role("checkbox", name="State 8")).not_to_be_checked()
    other.wait_for_timeout(400)
    assert other.url == address


def test_link_to_a_relation_restores_it(opened: Open) -> None:
    page = opened()
    find(page, "two drills a year")
    page.locator(".badge").first.click()
    wanted = page.locator("#details h2").inner_text()
    page.wait_for_url(lambda url: "rsc:" in url)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("html[data-ready]")
    expect(other.locator("#details h2")).to_have_text(wanted)


def test_address_that_makes_no_sense_is_taken_calmly(opened: Open) -> None:
    page = opened()
    page.evaluate("location.hash = 'cut=x&select=%00&add=a b&at=1,NaN,&degree=-4&hide=&lang=xx'")
    page.wait_for_timeout(300)
    assert shown(page).startswith("113 entities")


def test_misspelt_name_is_found(opened: Open) -> None:
    page = opened()
    page.fill("#search", "esperansa")
    expect(page.locator("#results")).to_contain_text("Port Esperança")
    expect(page.locator("#results")).to_contain_text("similar name")


def test_search_says_kind_and_number_of_relations(opened: Open) -> None:
    page = opened()
    page.fill("#search", "norcom")
    expect(page.locator("#results .aside").first).to_contain_text("Command, ")
    expect(page.locator("#results .aside").first).to_contain_text("relations")


@pytest.mark.parametrize(
    ("fold", "box"),
    [("predicates", "has host"), ("grades", "B2"), ("level", "inferred")],
)
def test_relations_are_filtered_by_what_they_are_and_rest_on(
    opened: Open, fold: str, box: str
) -> None:
    page = opened()
    before = shown(page)
    section = page.locator(f"[data-fold={fold}]")
    if section.get_attribute("open") is None:
        section.locator("summary").click()
    section.get_by_role("checkbox", name=box).uncheck()
    assert shown(page) != before
    page.click("#reset")
    assert shown(page) == before


def test_least_number_of_relations_takes_the_loose_ends_away(opened: Open) -> None:
    page = opened()
    page.fill("#least-degree", "9")
    page.keyboard.press("Enter")
    assert int(shown(page).split()[0]) < 113
    page.wait_for_url(lambda url: "degree=9" in url)


def test_relations_are_listed_too(opened: Open) -> None:
    page = opened()
    page.click("#tab-list")
    page.click("[data-table=relations]")
    row = page.locator("#list tbody tr").first
    wanted = row.locator("td").first.inner_text()
    row.locator("button").click()
    expect(page.locator("#details h2")).to_contain_text(wanted)


def test_conflicts_stand_side_by_side(opened: Open) -> None:
    sides = {"value": "2024", "other": "2025", "source": "One", "otherSource": "Two",
             "grade": "B2", "otherGrade": "F6", "better": "2024"}  # fmt: skip
    conflict = {"subject": "visit/0", "property": "start date"} | sides
    page = opened(sample.network(), extras={"conflicts": [conflict]})
    find(page, "visit of the commander")
    cells = page.locator("#details .conflict td")
    expect(cells).to_have_count(2)
    expect(cells.nth(0)).to_contain_text("2024")
    expect(cells.nth(1)).to_contain_text("Two (F6)")


def test_what_no_source_states_is_named(opened: Open) -> None:
    extras = {"unknowns": {"command/0": [{"en": "end date", "es": "fecha de fin"}]}}
    page = opened(sample.network(), extras=extras)
    find(page, "norcom")
    expect(page.locator(".fact .term")).to_have_text("end date")
    expect(page.locator(".fact .unstated")).to_have_text("not stated")
    page.select_option("#language", "es")
    expect(page.locator(".fact .term")).to_have_text("fecha de fin")


def test_inferred_relation_leads_to_what_it_follows_from(opened: Open) -> None:
    graph = sample.network()
    edges = [(a, key, b) for a, b, key in graph.edges(keys=True)]
    inferred = next(e for e in edges if graph.edges[e[0], e[2], e[1]]["rule"])
    premises = [list(edges[0]), ["state/0", "rsc:label", "a word"]]
    page = opened(graph, extras={"premises": {" ".join(inferred): premises}})
    find(page, graph.nodes[inferred[0]]["label"])
    page.locator(".badge.inferred").first.click()
    while page.locator("#details h3").first.inner_text() == "Evidence":
        page.locator("#details .link em").first.click()
    expect(page.locator("#details")).to_contain_text("By the rule")
    expect(page.locator("#details")).to_contain_text("Republic of Veldania label a word")


def test_notebook_shows_the_page_in_a_frame_of_its_own(opened: Open, tmp_path: object) -> None:
    page = opened()
    framed = view.Page(view.page(Network.from_networkx(sample.network())), {})._repr_html_()
    tester = page.context.new_page()
    tester.set_content(framed)
    page = tester
    frame = page.frame_locator("iframe")
    expect(frame.locator("html[data-ready]")).to_have_count(1)
    expect(frame.locator("#details h2")).to_have_text("Who met whom in Veldania")
    expect(page.locator("iframe")).to_have_attribute(
        "sandbox", "allow-scripts allow-downloads allow-modals"
    )
