"""The reference says of each term what its Turtle says, found by name, IRI or label."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError
from kg.model import glossary, namespaces, schema


def details(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for title, value in glossary.find_term(name).details:
        found.setdefault(title, []).append(value)
    return found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("hasHost", "rsc:hasHost"),
        ("rsc:hasHost", "rsc:hasHost"),
        ("has host", "rsc:hasHost"),
        (f"{namespaces.base()}ontology#hasHost", "rsc:hasHost"),
        ("Visit", "rsc:Visit"),
        ("terrorism", "code:terrorism"),
        ("code:terrorism", "code:terrorism"),
        ("Terrorism", "code:terrorism"),
    ],
)
def test_term_is_found_by_any_of_its_names(name, found):
    assert glossary.find_term(name).name == found


def test_misspelt_term_gets_a_suggestion():
    with pytest.raises(UnknownNameError, match=r"no term 'hasHots'; did you mean '(rsc:)?hasHost'"):
        glossary.find_term("hasHots")
    with pytest.raises(UnknownNameError, match="no term 'qqqqq'; 'kg terms' lists them"):
        glossary.find_term("qqqqq")


def test_every_class_property_and_code_is_listed_with_a_definition():
    entries = glossary.entries()
    assert {f"code:{name}" for name in schema.codes()} <= set(entries)
    assert {namespaces.ident(kind.value) for kind in schema.classes().values()} <= set(entries)
    assert [name for name, entry in entries.items() if not entry.definition] == []
    assert next(iter(entries.values())).kind == "class"


def test_every_key_of_a_data_file_is_named_at_its_property():
    for kind in schema.classes().values():
        for key, prop in schema.keys(kind).items():
            if prop.value.startswith(namespaces.prefixes()["rsc"]):
                assert key in details(prop.value)["key in data files"]


def test_details_tell_what_is_above_and_what_belongs():
    assert details("Visit")["key in data files"] == ["[[visit]]"]
    assert details("Visit")["kind of"] == ["rsc:Engagement"]
    assert "rsc:Visit" in details("Engagement")["narrower"]
    assert details("hasHost")["special case of"]
    assert details("startDate")["values"] == [
        "one at a time; two from different claims are a conflict"
    ]
    assert "values" not in details("hasHost")
    assert details("terrorism")["in list"]
    assert any(value.endswith("(es)") for value in details("terrorism")["label"])
