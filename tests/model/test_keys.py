"""Records, ontology and shapes say the same about every key."""

import pytest
from pyoxigraph import Literal, NamedNode

from kg.entities import expectations
from kg.model import kinds, namespaces, schema, terms
from kg.model.dates import PartialDate
from kg.model.namespaces import OWL, RDF, RDFS, RSC, SKOS, XSD
from kg.model.records import Entity, Evidence, Header, Source

KINDS = {**schema.classes(), "concept": SKOS.Concept}
KEYED = {s: o.value for s, p, o in namespaces.ontology() if p == RSC.key}
PROPERTIES = [pytest.param(prop, id=key) for prop, key in KEYED.items()]
OWN = [p for p in PROPERTIES if p.values[0].value.startswith(namespaces.prefixes()["rsc"])]
LITERALS = {
    XSD.string: terms.text,
    RDFS.Literal: terms.text,
    XSD.decimal: terms.number,
    RSC.PartialDate: PartialDate.literal,
}


def content(kind):
    return kinds.content(KINDS[kind])


def has_key(prop):
    """Return the kinds that have the key of a property."""
    return [kind for kind in KINDS if prop in schema.keys(KINDS[kind]).values()]


@pytest.mark.parametrize("prop", OWN)
def test_term_of_a_key_is_a_declared_property(prop):
    sorts = schema.objects(prop, RDF.type)
    assert OWL.ObjectProperty in sorts or OWL.DatatypeProperty in sorts


@pytest.mark.parametrize("prop", PROPERTIES)
def test_every_key_is_one_of_some_kind(prop):
    assert has_key(prop)


@pytest.mark.parametrize("prop", PROPERTIES)
def test_key_takes_one_value_where_the_property_is_single_valued(prop):
    for kind in has_key(prop):
        many = content(kind).model_fields[KEYED[prop]].default == ()
        assert many != schema.is_single(prop)


@pytest.mark.parametrize("prop", PROPERTIES)
def test_encoder_of_a_key_fits_the_range_of_the_property(prop):
    ranges = schema.objects(prop, RDFS.range)
    encoder = LITERALS.get(ranges[0], namespaces.entity) if ranges else namespaces.entity
    for kind in has_key(prop):
        term = content(kind).terms()[KEYED[prop]]
        assert (term.predicate, term.encode) == (prop, encoder)


@pytest.mark.parametrize("prop", OWN)
def test_property_of_a_key_can_be_stated_of_what_has_it(prop):
    domains = schema.objects(prop, RDFS.domain)
    for kind in has_key(prop):
        assert not domains or set(domains) & set(schema.ancestors(KINDS[kind]))


@pytest.mark.parametrize("kind", KINDS)
def test_key_is_optional_since_a_claim_is_a_fragment(kind):
    assert not any(field.is_required() for field in content(kind).model_fields.values())


@pytest.mark.parametrize("kind", KINDS)
def test_two_keys_of_a_record_stand_for_two_properties(kind):
    terms = content(kind).terms()
    assert len({term.predicate for term in terms.values()}) == len(terms)


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_of_a_claim_is_taken_by_its_evidence_or_file(kind):
    taken = {*Evidence.model_fields, *Header.model_fields, "unit", "quote", "at", "id"}
    assert not taken.intersection(content(kind).model_fields)


def test_a_claim_about_a_source_says_only_what_its_file_does_not():
    assert set(schema.keys(RSC.Source)) == {"mentions"}


def test_a_state_is_a_place_without_coordinates_of_its_own():
    assert {"within", "capital", "website"} <= set(schema.keys(RSC.State))
    assert set(schema.keys(RSC.Place)) - set(schema.keys(RSC.State)) == {"latitude", "longitude"}


def test_every_property_of_entities_has_a_key_or_a_rule():
    keyed = set(KEYED)
    inferred = {RSC.hasOutput, RSC.alignsWith}
    registered = {RSC.isoAlpha2, RSC.isoAlpha3, RSC.m49Code}
    record = (RSC.Claim, RSC.Evidence, RSC.Source)
    sorts = (OWL.ObjectProperty, OWL.DatatypeProperty)
    for prop in {s for s, p, o in namespaces.ontology() if p == RDF.type and o in sorts}:
        domains = schema.nodes(prop, RDFS.domain)
        # What rows of tables have, mappings name.
        rows = any(RSC.Row in schema.ancestors(domain) for domain in domains)
        if not rows and not set(domains).intersection(record):
            assert prop in keyed | inferred | registered, prop


def test_every_key_of_the_register_and_of_sources_is_written_plainly():
    for record in (Entity, Source, Evidence, Header):
        for name in record.model_fields:
            assert name.isidentifier()
            assert name.islower()


def test_what_is_expected_can_be_written_with_a_key():
    written = {*KEYED, namespaces.DCTERMS.issued}
    for kind in schema.classes().values():
        for expectation in expectations.expected(kind):
            assert expectation.property in written


@pytest.mark.parametrize("written", ["2025", "2025-08", "2025-08-20"])
def test_partial_date_is_as_precise_as_it_is_written(written):
    kind = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(written)]
    assert PartialDate(written).literal() == Literal(written, datatype=kind)


def test_a_thing_with_a_slash_is_an_entity_and_one_without_is_a_code():
    assert namespaces.entity("state/x") == NamedNode(namespaces.prefixes()["id"] + "state/x")
    assert namespaces.entity("terrorism") == NamedNode(namespaces.prefixes()["code"] + "terrorism")
