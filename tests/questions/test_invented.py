"""The invented data is valid, true to its texts, and has something for each class and rule."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.curation import folder
from kg.model import schema
from kg.paths import DATA
from kg.sparql import queries, rules
from tests.support.paths import INVENTED


def _sources() -> list[str]:
    found = folder.read_folder(INVENTED).sources
    return sorted(name for name, (source, _) in found.items() if source.units)


@pytest.mark.parametrize("source", _sources())
def test_quotes_stand_in_the_texts(source: str) -> None:
    text = (INVENTED / "texts" / f"{source.removeprefix('source/')}.txt").read_text("utf-8")
    assert list(folder.misquotes(folder.read_folder(INVENTED), source, text)) == []


@pytest.mark.parametrize("kind", sorted(schema.classes()))
def test_every_class_has_an_entity(kind: str, invented: Store) -> None:
    iri = schema.classes()[kind]
    assert queries.evaluate(invented, f"ASK {{ ?entity a {iri} }}")


@pytest.mark.parametrize("name", sorted(rules.stored_rules()))
def test_every_rule_infers_something(name: str, invented: Store) -> None:
    assert queries.evaluate(invented, f"ASK {{ GRAPH rule:{name} {{ ?s ?p ?o }} }}")


def test_shipped_and_invented_data_share_no_entity() -> None:
    shipped = folder.read_folder(DATA)
    assert not set(shipped.entities) & set(folder.read_folder(INVENTED).entities)
