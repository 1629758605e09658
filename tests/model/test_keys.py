"""Records, ontology and shapes say the same about every key."""

import pytest
from pyoxigraph import Literal, NamedNode

from kg.entities import expectations
from kg.model import dates, kinds, namespaces, schema, terms
from kg.model.namespaces import OWL, RDF, RDFS, RSC, SKOS, XSD
from kg.model.records import Entity, Evidence, Header, Source


def own(kind):
    """Return the keys of a record that no record above it that describes a class has."""
    above = [k for k in kind.__mro__[1:] if k in kinds.KINDS.values()]
    inherited = {name for k in above for name in k.model_fields}
    return {name: term for name, term in kinds.terms(kind).items() if name not in inherited}


KEYS = [
    pytest.param(kind, name, term, id=f"{kind.__name__}.{name}")
    for kind in kinds.KINDS.values()
    for name, term in own(kind).items()
]
OWN = [p for p in KEYS if p.values[2].predicate.value.startswith(namespaces.prefixes()["rsc"])]
LITERALS = {
    XSD.string: terms.text,
    XSD.decimal: terms.number,
    RSC.PartialDate: dates.partial_date,
}


def encoder(ranges):
    """Return the encoder that fits what a property leads to."""
    if not ranges:
        return terms.thing
    [kind] = ranges
    if kind in LITERALS:
        return LITERALS[kind]
    return terms.concept if SKOS.Concept in schema.ancestors(kind) else terms.entity


@pytest.mark.parametrize(("kind", "name", "term"), OWN)
def test_term_of_a_key_is_a_declared_property(kind, name, term):
    sorts = schema.objects(term.predicate, RDF.type)
    assert OWL.ObjectProperty in sorts or OWL.DatatypeProperty in sorts


@pytest.mark.parametrize(("kind", "name", "term"), KEYS)
def test_key_takes_one_value_where_the_property_is_single_valued(kind, name, term):
    many = kind.model_fields[name].default == ()
    assert many != schema.is_single(term.predicate)


@pytest.mark.parametrize(("kind", "name", "term"), OWN)
def test_encoder_of_a_key_fits_the_range_of_the_property(kind, name, term):
    assert term.encode is encoder(schema.objects(term.predicate, RDFS.range))


@pytest.mark.parametrize(("kind", "name", "term"), OWN)
def test_property_of_a_key_can_be_stated_of_what_the_record_describes(kind, name, term):
    domains = schema.objects(term.predicate, RDFS.domain)
    assert not domains or set(domains) & set(schema.ancestors(kind.describes))


@pytest.mark.parametrize(("kind", "name", "term"), KEYS)
def test_key_is_optional_since_a_claim_is_a_fragment(kind, name, term):
    assert not kind.model_fields[name].is_required()


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.__name__)
def test_two_keys_of_a_record_stand_for_two_properties(kind):
    predicates = [term.predicate for term in kinds.terms(kind).values()]
    assert len(predicates) == len(set(predicates))


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.__name__)
def test_no_key_of_a_claim_is_taken_by_its_evidence_or_file(kind):
    taken = {*Evidence.model_fields, *Header.model_fields, "unit", "quote", "at", "id"}
    assert not taken.intersection(kind.model_fields)


def test_every_property_of_entities_has_a_key_or_a_rule():
    keyed = {term.predicate for kind in kinds.KINDS.values() for term in kinds.terms(kind).values()}
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
    keyed = {term.predicate for kind in kinds.KINDS.values() for term in kinds.terms(kind).values()}
    written = keyed | {namespaces.DCTERMS.issued}
    for kind in schema.classes().values():
        for expectation in expectations.expected(kind):
            assert expectation.property in written


@pytest.mark.parametrize("written", ["2025", "2025-08", "2025-08-20"])
def test_partial_date_is_as_precise_as_it_is_written(written):
    kind = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(written)]
    assert dates.partial_date(written) == Literal(written, datatype=kind)


def test_a_thing_with_a_slash_is_an_entity_and_one_without_is_a_code():
    assert terms.thing("state/x") == NamedNode(namespaces.prefixes()["id"] + "state/x")
    assert terms.thing("terrorism") == NamedNode(namespaces.prefixes()["code"] + "terrorism")
