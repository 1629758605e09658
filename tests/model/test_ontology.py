"""The ontology keeps its own rules, each rule bites, and no term is there for nothing."""

import re

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg import paths
from kg.curation import checks, claims, folder
from kg.curation.folder import Data
from kg.curation.origins import Origins
from kg.entities import expectations
from kg.model import namespaces, schema
from kg.model.namespaces import GRAPH, OWL, RDF, RDFS, RSC, SKOS
from kg.sparql import documented, queries, rules
from tests.support.paths import PACKAGE, TESTS

LINT = documented.read_sparql_folder(paths.ONTOLOGY / "lint")
EXAMPLES = TESTS / "lint"
NOWHERE = Origins(Data({}, {}, ()))
SORTS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def store(extra=""):
    made = Store()
    made.extend(Quad(s, p, o, claims.ONTOLOGY) for s, p, o in namespaces.ontology())
    for s, p, o, _ in parse(extra, format=RdfFormat.TURTLE):
        made.add(Quad(s, p, o, GRAPH["case"]))
    return made


def fired(graph):
    return {
        f.rule for lint in LINT.values() for f in checks.question_findings(graph, lint, NOWHERE)
    }


@pytest.mark.parametrize("lint", LINT.values(), ids=LINT.keys())
def test_ontology_is_clean(lint):
    assert [str(f) for f in checks.question_findings(store(), lint, NOWHERE)] == []


@pytest.mark.parametrize("name", sorted({f.stem for f in EXAMPLES.glob("*.ttl")} | set(LINT)))
def test_bad_example_fires_its_lint_and_nothing_else(name):
    assert fired(store((EXAMPLES / f"{name}.ttl").read_text("utf-8"))) == {name}


@pytest.mark.parametrize("lint", LINT.values(), ids=LINT.keys())
def test_lint_has_a_title_a_message_and_a_severity(lint):
    assert re.fullmatch(r"[A-Z].*[^.]", lint.one("title"))
    assert lint.one("message").endswith(".")
    assert lint.one("severity") in checks.SEVERITIES
    assert "?focus" in lint.text.split("WHERE")[0]


def terms():
    base = namespaces.prefixes()["rsc"]
    sorts = {OWL[sort] for sort in SORTS} | {RDFS.Datatype}
    found = {s for s, p, o in namespaces.ontology() if p == RDF.type and o in sorts}
    return sorted(term.value.removeprefix(base) for term in found)


def uses():
    """Return the places in which a term can serve: keys, shapes, rules, queries, the register."""
    keys = {s for s, p, _ in namespaces.ontology() if p == RSC.key}
    names = {namespaces.ident(term.value) for term in keys}
    folders = ("queries", "rules", "checks")
    texts = [
        d.text
        for name in folders
        for d in documented.read_sparql_folder(paths.ONTOLOGY / name).values()
    ]
    texts.extend(file.read_text("utf-8") for file in expectations.files())
    for file in PACKAGE.rglob("*.py"):
        texts.append(re.sub(r"\bRSC\.", "rsc:", file.read_text("utf-8")))
    links = (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, RDF.type)
    texts.extend(namespaces.ident(o.value) for _, p, o in namespaces.ontology() if p in links)
    names |= {
        namespaces.ident(kind.value)
        for _, kind, _ in folder.read_folder(paths.DATA).entities.values()
    }
    return names | set(re.findall(r"\brsc:\w+", "\n".join(texts)))


USES = uses()


@pytest.mark.parametrize("name", terms())
def test_term_serves_something(name):
    assert f"rsc:{name}" in USES


def test_every_class_of_entity_can_be_entered_and_described():
    for name, kind in schema.classes().items():
        assert schema.keys(kind), name


def test_every_code_that_a_source_named_is_used_by_a_claim():
    facts = folder.read_folder(paths.DATA)
    used = {ident for claim in facts.claims for _, ident, _ in folder.references(claim.content)}
    used |= {claim.evidence.about for claim in facts.claims}
    named = {namespaces.CODE["threats"], namespaces.CODE["activity-types"]}
    for code in schema.codes():
        iri = namespaces.entity(code)
        served = {
            namespaces.ident(s.value)
            for s, p, o in namespaces.ontology()
            if o == iri and p != RDF.type
        }
        if named.intersection(schema.objects(iri, SKOS.inScheme)):
            assert code in used or served, code


def test_core_has_no_axioms_beyond_those_the_rules_know():
    known = {
        *(OWL[sort] for sort in SORTS),
        OWL.TransitiveProperty,
        OWL.SymmetricProperty,
        OWL.Ontology,
    }
    for _, predicate, obj in namespaces.ontology():
        if predicate == RDF.type and obj.value.startswith(namespaces.prefixes()["owl"]):
            assert obj in known
        if predicate.value.startswith(namespaces.prefixes()["owl"]):
            assert predicate in (OWL.versionIRI, OWL.versionInfo)


def test_prefixes_are_written_alike_in_every_file():
    for file in namespaces.turtle_files("codes", "shapes", "alignments"):
        for prefix, address in re.findall(r"@prefix\s+(\w+):\s+<([^>]+)>", file.read_text("utf-8")):
            assert namespaces.prefixes().get(prefix, address) == address, file


def test_every_term_is_declared_in_one_file_only():
    seen = {}
    for file in namespaces.turtle_files("codes"):
        for name in re.findall(r"^(\w+:[\w-]+) a ", file.read_text("utf-8"), re.MULTILINE):
            assert name not in seen, f"{name}: {seen.get(name)} and {file.name}"
            seen[name] = file.name


def test_labels_are_free_of_stray_spaces():
    for _, predicate, label in namespaces.ontology():
        if predicate == SKOS.prefLabel and isinstance(label, Literal):
            assert label.value == " ".join(label.value.split())


def test_namespace_is_closed_over_the_declared_terms():
    assert isinstance(RSC.Visit, NamedNode)
    with pytest.raises(AttributeError, match="Vist"):
        _ = RSC.Vist


def test_stored_queries_use_declared_terms_only():
    declared = {f"rsc:{name}" for name in terms()}
    texts = [q.text for q in queries.stored_queries().values()]
    texts += [r.text for r in rules.stored_rules().values()]
    texts += [
        d.text
        for n in ("lint", "checks")
        for d in documented.read_sparql_folder(paths.ONTOLOGY / n).values()
    ]
    for text in texts:
        assert set(re.findall(r"\brsc:\w+", text)) <= declared
