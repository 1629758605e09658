"""Every statement, entity, source and term leads to the line where it is written."""

import pytest

from kg import paths
from kg.curation import claims, folder
from kg.curation import origins as origins_of
from kg.curation.folder import Data
from kg.curation.origins import Origin, Origins
from kg.model import namespaces, schema
from kg.model.namespaces import CLAIM, OA, PROV, RSC, SKOS
from kg.model.toml_files import Place
from tests.support.paths import INVENTED


@pytest.fixture(scope="module")
def origins():
    return Origins(folder.read_folder(INVENTED))


@pytest.fixture(scope="module")
def facts():
    return folder.read_folder(INVENTED)


def test_every_statement_of_a_claim_leads_to_a_line_that_writes_it(origins, facts):
    texts = {}
    for claim in facts.claims:
        for triple in claim.statements:
            found = origins.find(triple.subject.value, triple.predicate.value, triple.object)
            text = texts.setdefault(
                found.file, (INVENTED / found.file).read_text("utf-8").splitlines()
            )
            if found.file.endswith(".csv"):
                assert text[found.line - 1].startswith(claim.evidence.about)
                assert found.key in text[0].split(",")
            else:
                assert text[found.line - 1].split("=")[0].strip() == found.key


def test_every_entity_leads_to_its_entry(origins, facts):
    for ident, (_, _, place) in facts.entities.items():
        found = origins.find(namespaces.entity(ident).value)
        assert (found.file, found.line, found.key) == (place.file, place.line, "")


@pytest.mark.parametrize(
    ("prop", "key"),
    [
        (RSC.hasLevel, "modality"),
        (RSC.hasModality, "modality"),
        (OA.exact, "quote"),
        (OA.end, "at"),
    ],
)
def test_provenance_leads_to_the_claim(origins, facts, prop, key):
    claim = facts.claims[0]
    found = origins.find(f"{CLAIM[claim.name].value}#1", prop.value)
    assert found.file == claim.place.file
    if prop != RSC.hasLevel:
        assert found == Origin(claim.place.file, claim.place.lines[key], key)


def test_name_leads_to_the_key_in_the_register(origins, facts):
    ident, (_, _, place) = next(iter(facts.entities.items()))
    found = origins.find(namespaces.entity(ident).value, SKOS.prefLabel.value)
    assert found == Origin(place.file, place.lines["name"], "name")


def test_source_leads_to_its_file(origins, facts):
    ident, (_, place) = next(iter(facts.sources.items()))
    found = origins.find(namespaces.entity(ident).value, RSC.hasReliability.value)
    assert found == Origin(place.file, place.lines["reliability"], "reliability")


@pytest.mark.parametrize(
    ("term", "file"),
    [
        (RSC.Visit, "ontology/engagements.ttl"),
        (namespaces.CODE["terrorism"], "ontology/codes/threats.ttl"),
        (namespaces.Namespace("shape")["visit-visitor"], "ontology/shapes/engagements.ttl"),
        (
            next(s for s, p, o in namespaces.ontology() if o == namespaces.OWL.Ontology),
            "ontology/rsc.ttl",
        ),
    ],
    ids=["class", "code", "shape", "ontology"],
)
def test_term_leads_to_the_line_that_declares_it(origins, term, file):
    found = origins.find(term.value)
    text = (paths.ONTOLOGY.parent / found.file).read_text("utf-8").splitlines()
    assert found.file == file
    assert text[found.line - 1].startswith((namespaces.ident(term.value), f"<{term.value}>"))


def test_what_is_written_nowhere_leads_to_no_file(origins):
    assert origins.find("https://example.com/x") == Origin("", 0, "https://example.com/x")


def test_every_property_of_claims_leads_to_a_key():
    for kind in schema.classes().values():
        for key, prop in schema.keys(kind).items():
            place = Place("register/all.toml", 1)
            only = Origins(Data({"thing/x": (None, kind, place)}, {}, ()))
            assert only.find(namespaces.entity("thing/x").value, prop.value).key == key


def test_provenance_properties_have_keys():
    given = {q.predicate.value for q in claims.quads(folder.read_folder(INVENTED))}
    assert {PROV.hadPrimarySource.value, OA.exact.value} <= given & set(
        origins_of.keys_of_records()
    )
