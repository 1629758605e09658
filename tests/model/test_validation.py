"""Each key that a curator writes wrongly is named with file, line and remedy."""

from __future__ import annotations

import pytest

from tests.support.small_data import (
    CLAIM,
    FILES,
    HEADER,
    REGISTER,
    SOURCE,
    problem,
    problems,
    write,
)

REGISTRY, SOURCES, CLAIMS = FILES

CLAIM_MISTAKES = {
    "unknown key": ('visitr = "person/ana"', ":15: visitr: unknown key; did you mean 'visitor'?"),
    "unknown code": (
        'area = "cyberspace-securty"',
        ":15: area: unknown id or code 'cyberspace-securty'; did you mean 'cyberspace-security'",
    ),
    "dangling id": (
        'host = "state/avalai"',
        ":15: host: unknown id or code 'state/avalai'; did you mean 'state/avalia'?",
    ),
    "wrong kind": ('host = "visit/ana"', ":15: host: 'visit/ana' is no Participant"),
    "unknown level": ('level = "explicitt"', ":15: level: unknown id or code 'explicitt'; did"),
    "wrong level": ('level = "past"', ":15: level: 'past' is no Level"),
    "wrong credibility": ('credibility = "past"', ":15: credibility: 'past' is no Credibility"),
    "no reason": (
        'level = "inferred"',
        ":7: reason: is missing; say why it follows from the quote",
    ),
    "needless reason": (
        'reason = "So it is."',
        ":15: reason: is only for an inferred claim; delete",
    ),
    "empty reason": (
        'level = "inferred"\nreason = ""',
        ":16: reason: is empty; write it, or leave the key out",
    ),
    "wrong revision": ('revises = "0123"', ":15: revises: '0123' is no claim; write its 20 digits"),
    "number for text": ("host = 3", ":15: host: must be one text, or several in [ ]"),
    "number in list": (
        'host = ["state/avalia", 3]',
        ":15: host: must be text; write it in quotes (item 2)",
    ),
    "table for text": ("host = { a = 1 }", ":15: host: must be one text, or several in [ ]"),
    "empty text": ('host = ""', ":15: host: '' is no id; write kind/name in small letters"),
    "list for one": (
        "start = ['2025']",
        ":15: start: ['2025'] is no date; write '2025', '2025-08'",
    ),
    "syntax": ('host = "state', r":15: is not valid TOML in column 14 (Illegal character '\n');"),
    "unfinished": ("host =", r":15: is not valid TOML in column 7 (Invalid value); correct it"),
    "key twice": (
        'place = "state/borduria"',
        ":15: is not valid TOML in column 25 (Cannot overwrite a value); correct it",
    ),
}


@pytest.mark.parametrize("name", CLAIM_MISTAKES)
def test_mistake_in_a_claim_is_named(tmp_path, name):
    line, says = CLAIM_MISTAKES[name]
    assert problem(tmp_path, CLAIMS, f"{HEADER}{CLAIM}{line}\n").startswith(says)


CHANGES = {
    "missing modality": ('modality = "past"\n', "", ":7: modality: is missing; write it"),
    "missing subject": ('about = "visit/ana"\n', "", ":7: about: is missing; write it"),
    "number as subject": ('"visit/ana"', "3", ":8: about: must be text; write it in quotes"),
    "unknown subject": (
        "visit/ana",
        "visit/anna",
        ":8: about: 'visit/anna' is not in the register; did you mean 'visit/ana'?",
    ),
    "wrong modality": ('"past"', '"inferred"', ":11: modality: 'inferred' is no Modality"),
    "unknown modality": ('"past"', '"pst"', ":11: modality: unknown id or code 'pst'; did you"),
    "spaced code": ('"past"', '" past"', ":11: modality: ' past' is no code; write small letters"),
    "unknown unit": ('"s1"', '"s9"', ":12: unit: source/herald has no unit 's9'"),
    "quote outside": (
        "at = 0",
        "at = 2",
        ":14: at: the quote would span 2-22, but unit s1 spans 0-21; correct the quote, its",
    ),
    "no offset": ("at = 0\n", "", ":7: at: is missing; source/herald lists its text units"),
    "no quote": ('quote = "Ana 😀 visited Avalia"\n', "", ":7: quote: is missing; source/herald"),
    "empty quote": ('"Ana 😀 visited Avalia"', '""', ":13: quote: is empty; write it, or leave"),
    "negative offset": ("at = 0", "at = -1", ":14: at: -1 is no offset; write a whole number"),
    "broken offset": ("at = 0", "at = 0.5", ":14: at: 0.5 is no offset; write a whole number"),
    "offset yes": ("at = 0", "at = true", ":14: at: True is no offset; write a whole number"),
    "nothing said": (
        'visitor = "person/ana"\nplace = "state/avalia"\n',
        "",
        ":8: about: says nothing; add at least one key beside the evidence",
    ),
    "empty list": (
        'visitor = "person/ana"\nplace = "state/avalia"\n',
        "visitor = []\n",
        ":8: about: says nothing; add at least one key beside the evidence",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_spoilt_claim_is_named(tmp_path, name):
    before, after, says = CHANGES[name]
    assert problem(tmp_path, CLAIMS, HEADER + CLAIM.replace(before, after)).startswith(says)


@pytest.mark.parametrize(
    ("passages", "says"),
    [
        ('"s1"', "must be one text, or several in [ ]"),
        ('["s1"]', "must be a table of keys and values (item 1)"),
        ('[{ unit = "s1", quot = "Ana", at = 0 }]', "unknown key; did you mean 'quote'? (item 1"),
        ('[{ unit = "s1", quote = "Ana", at = "x" }]', "'x' is no offset; write a whole number"),
        ('[{ unit = "s1", quote = "Ana" }]', "at: is missing; source/herald lists its text units"),
    ],
)
def test_mistake_in_a_list_of_passages_is_named(tmp_path, passages, says):
    short = 'unit = "s1"\nquote = "Ana 😀 visited Avalia"\nat = 0\n'
    text = HEADER + CLAIM.replace(short, f"passages = {passages}\n")
    assert says in problem(tmp_path, CLAIMS, text)


REGISTER_MISTAKES = {
    "unknown kind": (
        '[[stat]]\nid = "stat/x"\nname = "X"',
        ":24: [[stat]] is no kind of entity; did you mean 'state'",
    ),
    "table of a kind": (
        '[ministry]\nid = "ministry/x"\nname = "X"',
        ":24: write each one as a table under [[ministry]]",
    ),
    "id taken": (
        '[[state]]\nid = "state/avalia"\nname = "X"',
        ":25: id: 'state/avalia' is taken by register/all.toml:1",
    ),
    "id of another kind": (
        '[[state]]\nid = "person/x"\nname = "X"',
        ":25: id: 'person/x' must begin with 'state/'",
    ),
    "id in capitals": (
        '[[state]]\nid = "state/New X"\nname = "X"',
        ":25: id: 'state/New X' is no id; write kind/name in small letters, digits and hyphens",
    ),
    "no name": ('[[state]]\nid = "state/x"', ":24: name: is missing; write it"),
    "empty name": ('[[state]]\nid = "state/x"\nname = ""', ":26: name: is empty; write it, or"),
    "unknown key": (
        '[[state]]\nid = "state/x"\nname = "X"\nalsoo = "Y"',
        ":27: alsoo: unknown key; did you mean 'also'?",
    ),
    "wrong item": (
        '[[state]]\nid = "state/x"\nname = "X"\nwikidata = "414"',
        ":27: wikidata: '414' is no Wikidata item; write Q414",
    ),
    "no such country": (
        '[[state]]\nid = "state/x"\nname = "X"\niso3 = "XXX"',
        ":27: iso3: 'XXX' is no ISO 3166-1 alpha-3 code",
    ),
}


@pytest.mark.parametrize("name", REGISTER_MISTAKES)
def test_mistake_in_the_register_is_named(tmp_path, name):
    table, says = REGISTER_MISTAKES[name]
    found = problems(write(tmp_path, {REGISTRY: f"{REGISTER}{table}\n"}))
    assert str(found[-1]).startswith(f"{REGISTRY}{says}")


@pytest.mark.parametrize("written", ["ministry = 1", "ministry = [1, 2]", 'ministry = "x"'])
def test_kind_that_is_no_list_of_tables_is_refused(tmp_path, written):
    found = problem(tmp_path, REGISTRY, f"{written}\n{REGISTER}")
    assert found == ":1: write each one as a table under [[ministry]]"


@pytest.mark.parametrize(
    ("claims", "line"),
    [(f'{HEADER}[claim]\nabout = "x"\n', 6), (f'claim = "x"\n{HEADER}', 1)],
)
def test_claims_that_are_no_list_of_tables_are_refused(tmp_path, claims, line):
    found = problem(tmp_path, CLAIMS, claims)
    assert found == f":{line}: write each one as a table under [[claim]]"


SOURCE_MISTAKES = {
    "publisher": (
        "organization/herald",
        "organization/harald",
        ":3: publisher: unknown id or code",
    ),
    "reliability": ("reliability-b", "reliability-x", ":8: reliability: unknown id or code"),
    "wrong reliability": ("reliability-b", "past", ":8: reliability: 'past' is no Reliability"),
    "address": ("https://", "", ":4: address: 'example.org/herald' is no address; write it in"),
    "language": ('"en"', '"English"', ":6: language: 'English' is no language; write two letters"),
    "band": ("least = 1", "least = 10", ":9: claims: 10 is more than 9; write the least first"),
    "half a band": (", most = 9", "", ":9: claims: is missing; write it (most)"),
    "unit twice": ('"s2"', '"s1"', ":10: units: 's1' must have a name of its own"),
    "unit backwards": ("0, 21", "21, 0", ":10: units: 's1' must have a name of its own, begin"),
    "units overlap": ("22, 39", "20, 39", ":10: units: 's2' must have a name of its own, begin"),
    "unit without end": ("0, 21", "0", ":10: units: is missing; write it (item 1, item 3)"),
}


@pytest.mark.parametrize("name", SOURCE_MISTAKES)
def test_mistake_in_a_source_is_named_once(tmp_path, name):
    before, after, says = SOURCE_MISTAKES[name]
    assert problem(tmp_path, SOURCES, SOURCE.replace(before, after)).startswith(says)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("source/herald", "source/heralt", ":1: source: unknown source 'source/heralt'; did you"),
        ("unreviewed", "unreviwed", ":4: review: unknown id or code 'unreviwed'; did you mean"),
        ("credibility-6", "past", ":5: credibility: 'past' is no Credibility"),
        ("extracted =", "extractd =", ":1: extracted: is missing; write it"),
    ],
)
def test_mistake_in_the_head_of_a_claims_file_is_named_once(tmp_path, before, after, says):
    text = HEADER.replace(before, after) + CLAIM + CLAIM.replace("person/ana", "state/borduria")
    found = problems(write(tmp_path, {CLAIMS: text}))
    assert str(found[0]).startswith(f"{CLAIMS}{says}")
    assert len(found) == 1 + (before == "extracted =")
