"""An entity is found by id, IRI or any of its names; what is ambiguous or unknown says so."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import text as spelling
from kg.entities.names import Names
from kg.errors import AmbiguousNameError, UnknownNameError
from kg.model import namespaces

KCC = "command/kestrian-coastal-command"


@pytest.fixture(scope="module")
def known(invented) -> Names:
    return Names.of(invented)


@pytest.mark.parametrize(
    "name",
    [
        KCC,
        f"{namespaces.base()}id/{KCC}",
        "Kestrian Coastal Command",
        "Comando Costero de Kestria",
        "KCC",
        "kcc",
        " kestrian   coastal command ",
        "KESTRIAN COASTAL-COMMAND!",
    ],
)
def test_entity_is_found_by_any_of_its_names(known, name):
    assert namespaces.ident(known.find(name)) == KCC


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Valdória", "state/valdoria"),
        ("valdoria", "state/valdoria"),
        ("source/halen-courier-2031-05-14", "source/halen-courier-2031-05-14"),
        ("Coastal Commander Back in Port Halen", "source/halen-courier-2031-05-14"),
        ("terrorism", "code:terrorism"),
        ("code:terrorism", "code:terrorism"),
        ("Terrorism", "code:terrorism"),
        ("terrorismo", "code:terrorism"),
    ],
)
def test_sources_and_codes_are_found_too(known, name, ident):
    assert namespaces.ident(known.find(name)) == ident


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Valdorya", "did you mean 'Valdoria'"),
        ("state/valdorai", "'state/valdoria'"),
        ("Kestrian Costal Command", "'Kestrian Coastal Command'"),
    ],
)
def test_misspelt_name_gets_a_suggestion(known, name, hint):
    with pytest.raises(UnknownNameError, match=f"nothing in the graph is called {name!r}") as error:
        known.find(name)
    assert hint in str(error.value)


@pytest.mark.parametrize("name", ["", " ", "/", "#", "\0", "<x>", "\x1b[31m", "😀", "a" * 10_000])
def test_what_is_no_name_is_unknown(known, name):
    with pytest.raises(UnknownNameError):
        known.find(name)


@given(name=st.text())
def test_no_text_makes_the_search_fail_otherwise(known, name):
    try:
        found = known.find(name)
    except UnknownNameError:
        return
    assert found in known.all


def test_name_of_several_entities_asks_for_an_id():
    base = f"{namespaces.base()}id/"
    one, two = f"{base}person/a", f"{base}state/a"
    known = Names({one: "Ana", two: "Ána"}, {one: ("Ana",), two: ("Ána", "A")})
    with pytest.raises(UnknownNameError, match="several entities: person/a, state/a; give an id"):
        known.find("ANA")
    assert known.find("a") == two
    assert known.find("state/a") == two


def test_label_is_english_if_there_is_one(known):
    assert known.label(namespaces.entity(KCC).value) == "Kestrian Coastal Command"
    assert known.label(namespaces.RSC.hasHost.value) == "has host"
    assert known.label("http://example.com/x") == "http://example.com/x"
    assert known.label(namespaces.prefixes()["rsc"] + "unknown") == "rsc:unknown"


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Valdória", "valdoria"), ("U.S.  Coast-Guard", "u s coast guard"), ("STRASSE", "strasse")],
)
def test_names_are_compared_without_case_accents_and_signs(name, folded):
    assert spelling.fold(name) == folded
    assert spelling.fold(folded) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert spelling.fold(spelling.fold(text)) == spelling.fold(text)


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("VLD", "state/valdoria"),
        (" vld ", "state/valdoria"),
        ("halen-courier-2031-05-14", "source/halen-courier-2031-05-14"),
    ],
)
def test_codes_of_states_and_bare_ids_of_sources_are_understood(known, name, ident):
    coded = dataclasses.replace(known, codes={"VLD": f"{namespaces.base()}id/state/valdoria"})
    assert namespaces.ident(coded.find(name)) == ident


def test_a_name_comes_before_a_code_unless_only_the_state_is_fit():
    base = f"{namespaces.base()}id/"
    body, state = f"{base}multilateral-body/can", f"{base}state/canada"
    known = Names({}, {body: ("CAN",), state: ("Canada",)}, codes={"CAN": state})
    assert known.find("can") == body
    assert known.find("can", lambda iri: "/state/" in iri) == state
    with pytest.raises(UnknownNameError, match="did you mean 'Canada'") as caught:
        known.find("Cnada", lambda iri: "/state/" in iri)
    assert caught.value.suggestions[0] == "Canada"


def test_several_of_a_name_are_told_apart_by_what_is_fit():
    base = f"{namespaces.base()}id/"
    one, two = f"{base}person/a", f"{base}state/a"
    known = Names({}, {one: ("Ana",), two: ("Ana",)})
    with pytest.raises(AmbiguousNameError) as caught:
        known.find("Ana")
    assert caught.value.candidates == ("person/a", "state/a")
    assert known.find("Ana", lambda iri: "/state/" in iri) == two
