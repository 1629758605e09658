"""Alignments speak of declared terms, lead to pinned vocabularies, and stay out of the core."""

import re

import pytest
import rdflib
from pyoxigraph import NamedNode

from kg import paths
from kg.model import namespaces, schema
from kg.model.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS

FILES = {file.stem: file for file in sorted((paths.ONTOLOGY / "alignments").glob("*.ttl"))}
LINKS = (
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
)
NOTES = (RDFS.comment, SKOS.note)
CARRIED = (rdflib.PROV, rdflib.ORG, rdflib.SKOS, rdflib.SDO)


def header(triples):
    [ontology] = [s for s, p, o in triples if (p, o) == (RDF.type, OWL.Ontology)]
    return ontology


def rows(name):
    triples = list(namespaces.turtle(FILES[name]))
    return [t for t in triples if t.subject != header(triples)]


def values(name, predicate):
    triples = list(namespaces.turtle(FILES[name]))
    return [o for s, p, o in triples if (s, p) == (header(triples), predicate)]


@pytest.mark.parametrize("name", FILES)
def test_header_pins_the_version_and_the_day(name):
    [version] = values(name, OWL.versionInfo)
    [title] = values(name, DCTERMS.title)
    assert re.search(r"; aligned \d{4}-\d\d-\d\d$|read on \d{4}-\d\d-\d\d$", version.value)
    assert title.language == "en"
    assert values(name, DCTERMS.references)


@pytest.mark.parametrize("name", FILES)
def test_every_subject_is_a_declared_term_or_code(name):
    declared = {triple.subject for triple in namespaces.ontology()}
    assert {row.subject for row in rows(name)} <= declared


@pytest.mark.parametrize("name", FILES)
def test_every_target_lies_in_a_pinned_vocabulary(name):
    pinned = tuple(reference.value for reference in values(name, DCTERMS.references))
    for row in rows(name):
        assert row.predicate in LINKS + NOTES
        if row.predicate in LINKS:
            assert row.object.value.startswith(pinned)


@pytest.mark.parametrize("name", FILES)
def test_comment_is_in_english_and_ends_in_a_full_stop(name):
    for row in rows(name):
        if row.predicate in NOTES:
            assert row.object.language == "en"
            assert row.object.value.endswith(".")


@pytest.mark.parametrize("name", FILES)
def test_class_is_aligned_with_a_class_and_property_with_a_property(name):
    for row in rows(name):
        sorts = set(schema.objects(row.subject, RDF.type))
        if row.predicate == RDFS.subClassOf:
            assert OWL["Class"] in sorts
        if row.predicate == RDFS.subPropertyOf:
            assert sorts & {OWL.ObjectProperty, OWL.DatatypeProperty}


def test_target_in_a_vocabulary_that_rdflib_carries_is_one_of_its_terms():
    for name in FILES:
        for row in rows(name):
            for namespace in CARRIED:
                if row.predicate in LINKS and row.object.value.startswith(str(namespace)):
                    assert rdflib.URIRef(row.object.value) in namespace


def test_core_does_not_mention_an_aligned_vocabulary():
    used = ("prov", "oa", "schema", "dcterms")
    own = tuple(namespaces.prefixes()[name] for name in used)
    foreign = {v.value for name in FILES for v in values(name, DCTERMS.references)} - set(own)
    foreign.discard(namespaces.prefixes()["skos"])
    for triple in namespaces.ontology():
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, NamedNode):
                assert not term.value.startswith(tuple(foreign))


def test_no_file_of_the_ontology_imports_an_alignment():
    for file in namespaces.turtle_files("codes", "shapes", "alignments"):
        assert "owl:imports" not in file.read_text("utf-8")
