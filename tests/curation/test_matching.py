"""A name is linked only if it is exactly one that is known; others are proposed, rightly."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.curation.matching import comparison, lexicon, matcher
from kg.entities.names import Names
from kg.model import namespaces
from tests.support.paths import TESTS

FOLDER = TESTS / "matching"
LISTS = ("words", "acronyms", "demonyms", "titles")


def known(*entries: tuple[str, str]) -> Names:
    """Return what entities are called: ids with their names, the label first."""
    names = {namespaces.entity(ident).value: tuple(text.split(";")) for ident, text in entries}
    return Names({iri: called[0] for iri, called in names.items()}, names)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REGISTER = known(*((row["id"], row["names"]) for row in rows("register")))
MATCHER = matcher.Matcher(REGISTER)


def outcomes(name: str) -> list[tuple[str, bool, str]]:
    """Return what is expected of each pair, whether it is among the candidates, and the verdict."""
    found = []
    for row in rows(name):
        candidates = MATCHER.match(row["name"])
        among = row["id"] in [candidate.id for candidate in candidates]
        found.append((row["expected"], among, matcher.verdict(candidates)))
    return found


# The rules were written for the first list.  The second was made afterwards: at first 27 of its 34
# proposals were found (79 %) and nothing wrong; then the rules were mended where it showed a fault.
@pytest.mark.parametrize(("name", "recall", "precision"), [("pairs", 0.98, 1), ("unseen", 0.85, 1)])
def test_proposals_are_complete_and_right(name: str, recall: float, precision: float) -> None:
    found = outcomes(name)
    hits = sum(among for expected, among, _ in found if expected == "propose")
    wrong = sum(among for expected, among, _ in found if expected == "none")
    assert hits / sum(expected == "propose" for expected, _, _ in found) >= recall
    assert hits / (hits + wrong) >= precision


@pytest.mark.parametrize("row", [r for r in rows("pairs") if r["expected"] == "link"], ids=str)
def test_an_exact_name_is_linked(row: dict[str, str]) -> None:
    [candidate] = MATCHER.match(row["name"])
    assert (candidate.id, candidate.score, candidate.reason) == (row["id"], 100, "has this name")


@pytest.mark.parametrize("name", ["pairs", "unseen"])
def test_nothing_but_an_exact_name_is_linked(name: str) -> None:
    assert {v for expected, _, v in outcomes(name) if expected == "propose"} <= {
        "candidates",
        "unknown",
    }


@given(st.text(max_size=30))
def test_any_name_gets_a_verdict(name: str) -> None:
    candidates = MATCHER.match(name)
    assert matcher.verdict(candidates) in ("linked", "candidates", "unknown")
    assert len(candidates) <= 5
    for candidate in candidates:
        assert 80 <= candidate.score <= 100
        assert candidate.reason


def test_a_name_of_two_is_linked_to_neither() -> None:
    both = known(("state/georgia", "Georgia"), ("region/us-georgia", "Georgia"))
    candidates = matcher.match("GEORGIA", both)
    assert {c.id for c in candidates} == {"state/georgia", "region/us-georgia"}
    assert {c.reason for c in candidates} == {"is one of several of this name"}
    assert matcher.verdict(candidates) == "candidates"


@pytest.mark.parametrize(
    ("name", "ident", "reason"),
    [
        ("Alvin Halsey", "person/alvin-holsey", "'Alvin Holsey': 'halsey' for 'holsey'"),
        ("Adm. Holsey", "person/alvin-holsey", "'Alvin Holsey': a family name alone"),
        ("RSS", "multilateral-body/rss", "'Regional Security System': RSS are its initials"),
        ("Exercise UNITAS", "series/unitas", "'UNITAS': the same words in another form"),
        ("Southern Command", "command/southcom", "without 'united states'"),
        ("Command of the South, US, Miami", "command/southcom", "'miami' besides"),
        ("The Tradewinds", "series/tradewinds", "'Tradewinds': the same words in another form"),
        ("Tradewind 24", "series/tradewinds", "'tradewind' for 'tradewinds'; one has a number"),
    ],
)
def test_a_proposal_says_why(name: str, ident: str, reason: str) -> None:
    [candidate] = [c for c in MATCHER.match(name) if c.id == ident]
    assert reason in candidate.reason
    assert candidate.score < 100


def alike(one: str, other: str, kind: str = "") -> int:
    return comparison.of_things(lexicon.thing_words(one), lexicon.thing_words(other), kind)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Georgia", "Georgia National Guard"),
        ("Navy", "Argentine Navy"),
        ("Armada Argentina", "Armada de Chile"),
        ("Argentine Army", "Argentine Navy"),
        ("UNITAS LXV", "UNITAS LXIV"),
        ("SOUTHDEC 24", "SOUTHDEC 25"),
        ("Camp A", "Camp B"),
        ("Ministry of Defense", "Minister of Defense"),
        ("Embassy of Peru in Chile", "Embassy of Chile in Peru"),
        ("Command South", "Embassy South"),
        ("Exercise of April 2025", "Exercise of May 2025"),
        ("", ""),
        ("2025", "2025"),
    ],
)
def test_what_the_guards_keep_apart_is_not_proposed(one: str, other: str) -> None:
    assert alike(one, other) < matcher.PROPOSED
    assert alike(other, one) < matcher.PROPOSED


def test_countries_in_another_order_are_alike_in_part() -> None:
    assert alike("Peru and Chile dialogue", "Dialogue of Chile and Peru") == 80


def test_a_word_written_apart_is_the_same() -> None:
    assert alike("Long Tide", "LongTide") == 98


def test_forms_of_a_number_are_one_number() -> None:
    for form in ("UNITAS 65", "UNITAS LXV", "65th UNITAS", "UNITAS65"):
        assert lexicon.thing_words(form)[-1:] + lexicon.thing_words(form)[:1] in (
            (lexicon.Word("number", "65"), lexicon.Word("", "unitas")),
            (lexicon.Word("", "unitas"), lexicon.Word("number", "65")),
        )
    assert lexicon.thing_words("SOUTHDEC 2024")[-1] == lexicon.thing_words("Fleet 24")[-1]


def test_titles_are_no_part_of_a_name_unless_nothing_else_is() -> None:
    assert lexicon.person_words("Lt. Gen. Evan Pettus, USAF") == lexicon.person_words("Evan Pettus")
    assert lexicon.person_words("Embajador") == (lexicon.Word("", "embajador"),)


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_each_form_once_and_folded(name: str) -> None:
    forms = []
    for row in lexicon.lexicon(name):
        assert all(row[key] is not None for key in row), row
        column = row.get("forms") or row.get("acronym") or ""
        forms.extend(column.split(";") if name != "titles" else ())
    for form in forms:
        assert form == lexicon.fold(form)
    assert sorted(forms) == sorted(set(forms))


def test_pairs_that_may_be_the_same_are_of_one_kind_and_have_a_reason() -> None:
    names = known(
        ("person/alvin-holsey", "Alvin Holsey"),
        ("person/alvin-halsey", "Alvin Halsey;Alvin Halsey Jr."),
        ("post/alvin-holsey", "Alvin Holsey"),
        ("locality/kingston", "Kingston"),
        ("locality/kingstown", "Kingstown"),
        ("locality/other-kingston", "kingston"),
        ("membership/one", "Argentina in OAS"),
        ("membership/other", "Argentina in OAS"),
        ("exercise/unitas-64", "UNITAS LXIV"),
        ("exercise/unitas-65", "UNITAS LXV"),
    )
    found = {(h.one, h.other): h for h in matcher.hypotheses(names)}
    assert list(found) == [
        ("locality/kingston", "locality/other-kingston"),
        ("locality/kingston", "locality/kingstown"),
        ("locality/kingstown", "locality/other-kingston"),
        ("person/alvin-halsey", "person/alvin-holsey"),
    ]
    assert found["locality/kingston", "locality/other-kingston"].score == 100
    spelt = found["person/alvin-halsey", "person/alvin-holsey"]
    assert spelt.reason == "'Alvin Halsey' and 'Alvin Holsey': 'halsey' for 'holsey'"


def test_the_title_of_a_source_is_found_only_in_full() -> None:
    names = known(
        ("source/herald", "Ana Visits Avalia"), ("source/ana", "Ana"), ("person/ana", "Ana")
    )
    assert [candidate.id for candidate in matcher.match("Ana", names)] == ["person/ana"]
    assert matcher.verdict(matcher.match("ana visits avalia", names)) == "linked"
    assert matcher.verdict(matcher.match("Ana Visits Avalias", names)) == "unknown"


def test_an_acronym_of_a_letter_or_in_small_letters_is_none() -> None:
    assert MATCHER.match("rss") == []
    assert MATCHER.match("RS") == []
    assert MATCHER.match("RSS 2025") == []
