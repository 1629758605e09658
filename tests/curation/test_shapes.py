"""Each shape finds what it is for and nothing else, says what to write, and two engines agree."""

import re
from collections import Counter, defaultdict

import pytest
from pyoxigraph import Quad, RdfFormat, Store, Triple, parse, serialize

from kg.curation import checks, claims, folder, shacl
from kg.entities import expectations
from kg.model import namespaces, schema
from kg.model.namespaces import Namespace
from kg.paths import DATA
from tests.support.paths import INVENTED, TESTS

FOLDER = TESTS / "shapes"
CASES = {file.relative_to(FOLDER).as_posix(): file for file in sorted(FOLDER.rglob("*.ttl"))}
SH = Namespace("sh")
GRAPH = namespaces.GRAPH["case"]
PARTS = [f"{namespaces.base()}{part}/" for part in ("id", "claim", "source", "rule")]


def shape_graph() -> Store:
    store = Store()
    for file in expectations.files():
        store.bulk_load(file.read_bytes(), format=RdfFormat.TURTLE)
    return store


SHAPES = shape_graph()


def one(subject, predicate):
    found = [q.object for q in SHAPES.quads_for_pattern(subject, predicate, None)]
    return found[0] if len(found) == 1 else None


def saying():
    """Return the shapes that report something of their own, with their messages, by name."""
    found = {}
    for quad in SHAPES.quads_for_pattern(None, SH.message, None):
        found.setdefault(namespaces.ident(quad.subject.value).removeprefix("shape:"), []).append(
            quad.object
        )
    return found


def severity(name):
    stated = one(namespaces.Namespace("shape")[name], SH.severity)
    return namespaces.ident(stated.value).removeprefix("sh:") if stated else "Violation"


def wanted(text):
    return re.match(r"#\+ expect: ([\w-]+)\n", text)[1]


def graph(*texts):
    """Return the statements of a case with the ontology and what the rules infer."""
    quads = [Quad(*triple, claims.ONTOLOGY) for triple in namespaces.ontology()]
    for text in texts:
        triples = (quad.triple for quad in parse(text, format=RdfFormat.TURTLE))
        quads.extend(Quad(*triple, GRAPH) for triple in triples)
    return checks.triples(checks.reasoned(quads))


def subjects(text):
    return [quad.subject.value for quad in parse(text, format=RdfFormat.TURTLE)]


def renamed(name, text):
    """Return a case with entities of its own, so that many cases fit into one graph."""
    for part in PARTS:
        text = text.replace(part, f"{part}{unique(name)}/")
    return text


def unique(name):
    return re.sub(r"\W", "-", name)


@pytest.fixture(scope="module")
def together():
    """Return the statements of all cases, each with entities of its own."""
    return graph(*(renamed(name, file.read_text("utf-8")) for name, file in CASES.items()))


def test_bad_example_breaks_exactly_the_shape_it_names(together):
    texts = {name: renamed(name, file.read_text("utf-8")) for name, file in CASES.items()}
    about = {s: name for name, text in texts.items() for s in subjects(text)}
    first = {subjects(text)[0] for text in texts.values()}
    serious, unstated = defaultdict(set), defaultdict(set)
    for found in shacl.shape_results(together):
        if found.severity != "Info":
            serious[about[found.focus]].add(found.shape)
        elif found.focus in first:
            unstated[about[found.focus]].add(found.shape)
    for name, text in texts.items():
        if severity(wanted(text)) == "Info":
            assert (serious[name], unstated[name]) == (set(), {wanted(text)}), name
        else:
            assert serious[name] == {wanted(text)}, name


def test_every_shape_that_reports_has_a_bad_example():
    named = {wanted(file.read_text("utf-8")) for file in CASES.values()}
    assert named == set(saying())


def test_bad_example_lies_in_the_folder_of_its_shape():
    part = {
        name: file.stem
        for file in expectations.files()
        for name in re.findall(r"^shape:(\S+) a sh:", file.read_text("utf-8"), re.MULTILINE)
    }
    for name, file in CASES.items():
        expected = wanted(file.read_text("utf-8"))
        assert name.startswith(f"{part[expected]}/{expected}")


def test_messages_are_one_sentence_in_english():
    for name, (message,) in saying().items():
        assert message.language == "en", name
        assert re.fullmatch(r"[A-Z].*\.", message.value), name
        if severity(name) != "Info":
            assert re.search(r": write |^A(n? \w+|n aligned).*|^What ", message.value), name


def test_reporting_property_shape_has_an_english_name():
    for quad in SHAPES.quads_for_pattern(None, namespaces.RDF.type, SH.PropertyShape):
        if namespaces.ident(quad.subject.value).removeprefix("shape:") in saying():
            assert one(quad.subject, SH.name).language == "en"


def test_no_property_shape_stands_alone():
    used = {q.object for q in SHAPES.quads_for_pattern(None, SH.property, None)}
    declared = {
        q.subject for q in SHAPES.quads_for_pattern(None, namespaces.RDF.type, SH.PropertyShape)
    }
    assert used == declared


@pytest.mark.parametrize("kind", sorted(set(schema.classes()) - {"source", "entity"}))
def test_every_class_of_entity_needs_an_english_name(kind):
    named = namespaces.Namespace("shape")["Named"]
    targets = {q.object for q in SHAPES.quads_for_pattern(named, SH.targetClass, None)}
    assert targets.intersection(schema.ancestors(schema.classes()[kind]))


def test_every_path_and_class_in_a_shape_is_declared():
    declared = {triple.subject for triple in namespaces.ontology()}
    for quad in SHAPES:
        for term in (quad.predicate, quad.object):
            if str(term).startswith(f"<{namespaces.prefixes()['rsc']}"):
                assert term in declared


def test_shapes_stay_within_shacl_core():
    assert not any("sparql" in quad.predicate.value.lower() for quad in SHAPES)


def reference_report(triples):
    """Return what pySHACL, the reference, finds."""
    import pyshacl
    import rdflib

    made = rdflib.Graph()
    made.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    rules = rdflib.Graph()
    for file in expectations.files():
        rules.parse(file)
    _, report, _ = pyshacl.validate(made, shacl_graph=rules, inference="none")
    ns = rdflib.SH
    found = Counter()
    for result in report.objects(None, ns.result):
        shape = report.value(result, ns.sourceShape).rpartition("/")[2]
        level = report.value(result, ns.resultSeverity).rpartition("#")[2]
        value = report.value(result, ns.value)
        focus = str(report.value(result, ns.focusNode))
        found[level, shape, focus, "" if value is None else str(value)] += 1
    return found


def report(triples):
    found = shacl.shape_results(triples)
    return {(r.severity, r.shape, r.focus, getattr(r.value, "value", "")) for r in found}


def test_engines_agree_on_all_bad_examples_together(together):
    assert report(together) == set(reference_report(together))


@pytest.mark.parametrize("root", [INVENTED, DATA], ids=["invented", "shipped"])
def test_engines_agree_on_whole_data(root):
    triples = checks.triples(checks.reasoned(claims.quads(folder.read_folder(root))))
    assert report(triples) == set(reference_report(triples))


def test_value_in_a_result_is_read_as_a_term():
    text = CASES["entities/entity-period.ttl"].read_text("utf-8")
    [result] = [r for r in shacl.shape_results(graph(text)) if r.severity == "Violation"]
    assert (result.path, result.value.value) == (namespaces.RSC.period.value, "soon")


def test_expected_includes_what_is_expected_of_classes_above():
    names = {e.name: e for e in expectations.expected(namespaces.RSC.Conference)}
    assert names["start date"].property == namespaces.RSC.startDate
    assert names["city"].kind == namespaces.RSC.Locality
    assert names["place"].kind is None


def test_expected_can_lead_backwards():
    [holder] = expectations.expected(namespaces.RSC.Post)
    assert (holder.property, holder.forward, holder.name) == (
        namespaces.RSC.isTenureOf,
        False,
        "holder",
    )


def test_nothing_is_expected_of_a_class_without_such_shapes():
    assert expectations.expected(namespaces.RSC.Topic) == ()


def test_same_thing_is_reported_once():
    triples = [Triple(namespaces.entity("state/x"), namespaces.RDF.type, namespaces.RSC.State)]
    store = checks.reasoned(Quad(*t, GRAPH) for t in [*namespaces.ontology(), *triples])
    found = [r for r in shacl.shape_results(checks.triples(store)) if r.severity == "Violation"]
    assert [r.shape for r in found] == ["entity-english-name"]
