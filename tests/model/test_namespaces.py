"""Names become IRIs and come back; a misspelt term fails; values keep their value as literals."""

from __future__ import annotations

from decimal import Decimal

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kg.errors import OntologyError
from kg.model import namespaces, schema, terms
from kg.model.dates import PartialDate
from kg.model.namespaces import CODE, RSC, XSD

WORD = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
KIND = st.from_regex(r"[a-z]{1,9}(-[a-z]{1,9}){0,2}", fullmatch=True)
IDS = st.builds("{}/{}".format, KIND, WORD)
DAYS = st.dates().map(lambda day: day.isoformat())
DATES = DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4])
NUMBERS = st.decimals(-(10**19), 10**19, places=8) | st.integers(-(10**19), 10**19).map(Decimal)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def read_back(literal: Literal) -> rdflib.Literal:
    """Return a literal as rdflib reads it from what is written."""
    node = NamedNode("http://example.org/s")
    lines = serialize([Triple(node, node, literal)], format=RdfFormat.N_TRIPLES)
    [value] = rdflib.Graph().parse(data=lines, format="nt").objects()
    return value


def stored(literal: Literal) -> Literal:
    """Return a literal as the store gives it back, which may have rewritten it."""
    node = NamedNode("http://example.org/s")
    store = Store()
    store.add(Quad(node, node, literal))
    [quad] = store
    return quad.object


@given(IDS)
def test_id_of_an_entity_comes_back_from_its_iri(ident):
    assert namespaces.ident(namespaces.entity(ident).value) == ident


@given(WORD)
def test_name_of_a_code_comes_back_from_its_iri(name):
    assert namespaces.ident(namespaces.entity(name).value) == f"code:{name}"
    assert namespaces.entity(name) == CODE[name]


@given(st.lists(IDS | WORD, unique=True))
def test_things_with_different_ids_have_different_iris(idents):
    assert len({namespaces.entity(ident) for ident in idents}) == len(idents)


@given(st.sampled_from(sorted(namespaces.prefixes().items())), WORD)
def test_prefixed_name_comes_back_from_its_iri(prefix, name):
    short, base = prefix
    ident = namespaces.ident(base + name)
    if short == "id":
        assert namespaces.entity(f"{name}/x").value == f"{base}{name}/x"
    elif short == "source":
        assert namespaces.entity(ident).value == base + name
    else:
        assert ident == f"{short}:{name}"


@given(prefix=st.sampled_from(sorted(namespaces.prefixes().items())), name=WORD)
def test_short_form_leads_back_to_the_iri(prefix, name):
    short, base = prefix
    iri = f"{base}thing/{name}" if short == "id" else base + name
    assert namespaces.iri(namespaces.ident(iri)).value == iri
    assert namespaces.iri(iri).value == iri


def test_foreign_iri_stays_as_it_is():
    assert namespaces.ident("http://example.com/x") == "http://example.com/x"
    assert namespaces.ident(namespaces.prefixes()["rsc"]) == namespaces.prefixes()["rsc"]


def test_misspelt_term_fails():
    with pytest.raises(AttributeError, match="'hasHots' is not declared in namespace rsc:"):
        _ = RSC.hasHots
    assert RSC.hasHost.value == f"{namespaces.base()}ontology#hasHost"


def test_every_prefix_of_the_ontology_is_known_in_one_file():
    for file in namespaces.turtle_files("codes", "shapes", "alignments"):
        for prefix, base in namespaces._PREFIX.findall(file.read_text("utf-8")):
            assert namespaces.prefixes().get(prefix, base) == base, file


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("DiplomaticMission", "diplomatic-mission"),
        ("TrainingActivity", "training-activity"),
        ("State", "state"),
        ("EndState", "end-state"),
    ],
)
def test_class_name_becomes_the_path_of_ids(name, path):
    assert namespaces.kebab(name) == path
    assert namespaces.kind_name(RSC[name]) == path


def test_every_class_of_entities_has_a_path():
    assert {
        namespaces.kebab(namespaces.ident(c.value)[4:]) for c in schema.classes().values()
    } == set(schema.classes())


@given(TEXTS)
def test_text_is_read_back_as_it_stands(value):
    literal = terms.text(value)
    assert str(read_back(literal)) == value
    assert stored(literal) == literal


@given(NUMBERS)
def test_number_is_read_back_with_its_value(value):
    literal = terms.number(value)
    found = read_back(literal)
    assert found.datatype == rdflib.XSD.decimal
    assert found.toPython() == value
    assert Decimal(stored(literal).value) == value


@pytest.mark.parametrize("written", ["0.500", "007", "1E+3", "-0", "1.10", "100"])
def test_number_is_written_in_plain_notation(written):
    literal = terms.number(Decimal(written))
    assert literal.datatype == XSD.decimal
    assert Decimal(literal.value) == Decimal(written)
    assert "E" not in literal.value
    assert not literal.value.endswith((".", ".0"))


@given(DATES)
def test_partial_date_is_read_back_as_precise_as_it_was(value):
    literal = PartialDate(value).literal()
    found = read_back(literal)
    assert str(found.datatype) == literal.datatype.value
    assert str(found) == value
    assert stored(literal) == literal


@pytest.mark.parametrize(
    ("value", "kind"), [("2025", "gYear"), ("2025-08", "gYearMonth"), ("2025-08-20", "date")]
)
def test_partial_date_has_the_type_of_its_precision(value, kind):
    assert PartialDate(value).literal() == Literal(value, datatype=XSD[kind])


@given(ident=IDS | WORD)
def test_ids_become_iris(ident):
    assert namespaces.ident(namespaces.entity(ident).value).removeprefix("code:") == ident


def test_broken_ontology_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "broken.ttl").write_text("@prefix : <http://e/> .\n:a :b", "utf-8")
    with pytest.raises(OntologyError, match=r"broken\.ttl:2: .*; correct it"):
        list(namespaces.turtle(tmp_path / "broken.ttl"))
    monkeypatch.setattr(namespaces, "ONTOLOGY", tmp_path / "missing")
    namespaces.prefixes.cache_clear()
    with pytest.raises(OntologyError, match=r"rsc\.ttl: cannot be read"):
        namespaces.prefixes()
    monkeypatch.undo()
    namespaces.prefixes.cache_clear()
    assert namespaces.prefixes()
