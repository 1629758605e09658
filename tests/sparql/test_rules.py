"""Each rule infers what it means and nothing else, and can say from what."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg import paths
from kg.curation import claims
from kg.errors import OntologyError
from kg.model import namespaces
from kg.model.namespaces import GRAPH, RDF, RSC
from kg.sparql import documented, rules

BASE = f"@base <{namespaces.prefixes()['id']}> .\n" + "".join(
    f"@prefix {prefix}: <{address}> .\n" for prefix, address in namespaces.prefixes().items()
)
POST = """
<visit/v> rsc:hasVisitor <post/chief> ; rsc:startDate {start} ; rsc:endDate {end} .
<tenure/t> rsc:isTenureOf <post/chief> ; rsc:hasHolder <person/ana> ;
    rsc:startDate {since} ; rsc:endDate {until} .
"""
YEAR, MONTH, DAY = "^^xsd:gYear", "^^xsd:gYearMonth", "^^xsd:date"


def read(turtle):
    return [q.triple for q in parse(BASE + turtle, format=RdfFormat.TURTLE)]


def store(turtle, *, ontology=True):
    made = Store()
    if ontology:
        made.extend(Quad(s, p, o, claims.ONTOLOGY) for s, p, o in namespaces.ontology())
    made.extend(Quad(*triple, GRAPH["case"]) for triple in read(turtle))
    return made


def inferred(turtle, rule, *, ontology=True):
    """Return what a rule alone adds to a case after all rules have run."""
    made = store(turtle, ontology=ontology)
    rules.infer(made)
    return {q.triple for q in made.quads_for_pattern(None, None, None, namespaces.RULE[rule])}


def tenure(start, end, since, until):
    return POST.format(start=start, end=end, since=since, until=until)


FIRES = {
    "aligned-by-area": (
        "<initiative/a> a rsc:Initiative ; rsc:hasArea code:counterterrorism ."
        "<initiative/b> a rsc:Initiative ; rsc:hasArea code:counterterrorism .",
        "<initiative/a> rsc:alignsWith <initiative/b> .",
    ),
    "aligned-by-activity": (
        "<focus-area/a> a rsc:FocusArea ; rsc:involvesActivity code:joint-training ."
        "<initiative/b> a rsc:Initiative ; rsc:involvesActivity code:joint-training .",
        "<focus-area/a> rsc:alignsWith <initiative/b> .",
    ),
    "counters-through-area": (
        "<topic/t> rsc:hasArea code:counterterrorism ."
        "code:counterterrorism rsc:counters code:emergencies .",
        "<topic/t> rsc:counters code:emergencies .",
    ),
    "holder-takes-part": (
        tenure(f'"2031-03-02"{DAY}', f'"2031-03"{MONTH}', f'"2030"{YEAR}', f'"2031-04"{MONTH}'),
        "<visit/v> rsc:hasParticipant <person/ana> .",
    ),
    "place-within-place": (
        "<visit/v> rsc:takesPlaceIn <locality/l> ."
        "<locality/l> rsc:isWithin <state/s> . <state/s> rsc:isWithin <region/r> .",
        "<visit/v> rsc:takesPlaceIn <state/s> , <region/r> .",
    ),
    "superproperty": (
        "<initiative/i> rsc:creates <output/o> .",
        "<initiative/i> rsc:hasOutput <output/o> .",
    ),
    "supertype": (
        "<command/c> a rsc:Command .",
        "<command/c> a rsc:MilitaryOrganization , rsc:Organization , rsc:Agent ,"
        " rsc:Participant , rsc:Entity .",
    ),
    "symmetric": (
        "<state/a> rsc:bordersOn <state/b> . <topic/a> rsc:possiblySameAs <topic/b> .",
        "<state/b> rsc:bordersOn <state/a> . <topic/b> rsc:possiblySameAs <topic/a> .",
    ),
    "transitive": (
        "<meeting/a> rsc:isPartOf <visit/b> . <visit/b> rsc:isPartOf <visit/c> ."
        "<visit/c> rsc:isPartOf <visit/d> .",
        "<meeting/a> rsc:isPartOf <visit/c> , <visit/d> . <visit/b> rsc:isPartOf <visit/d> .",
    ),
}
RESTS = {
    "aligned-by-area": (
        "<initiative/a> a rsc:Initiative ; rsc:hasArea code:counterterrorism ."
        "<initiative/b> a rsc:Initiative ; rsc:hasArea code:maritime-security ."
        "<topic/c> a rsc:Topic ; rsc:hasArea code:counterterrorism ."
    ),
    "aligned-by-activity": (
        "<initiative/a> a rsc:Initiative ; rsc:involvesActivity code:joint-training ."
        "<visit/b> a rsc:Visit ; rsc:involvesActivity code:joint-training ."
    ),
    "counters-through-area": "<topic/t> rsc:hasContext code:terrorism .",
    "holder-takes-part": tenure(
        f'"2031-03-02"{DAY}', f'"2031-03-05"{DAY}', f'"2031-03"{MONTH}', f'"2032"{YEAR}'
    ),
    "place-within-place": (
        "<visit/v> rsc:concernsPlace <state/s> . <state/s> rsc:isWithin <region/r> ."
    ),
    "superproperty": "<initiative/i> rsc:hasOutput <output/o> .",
    "supertype": "<entity/c> a rsc:Entity .",
    "symmetric": "<visit/a> rsc:precedes <visit/b> .",
    "transitive": "<state/a> rsc:bordersOn <state/b> . <state/b> rsc:bordersOn <state/c> .",
}


def about_entities(triples):
    """Return the statements about entities, without those that the codes have among themselves."""
    return {t for t in triples if t.subject.value.startswith(namespaces.prefixes()["id"])}


def test_every_rule_has_a_case_that_fires_it_and_one_that_does_not():
    assert set(FIRES) == set(RESTS) == set(rules.stored_rules())


@pytest.mark.parametrize("rule", FIRES)
def test_rule_infers_what_it_means(rule):
    given, expected = FIRES[rule]
    assert about_entities(inferred(given, rule)) == set(read(expected))


@pytest.mark.parametrize("rule", RESTS)
def test_rule_infers_nothing_where_its_conditions_fail(rule):
    assert about_entities(inferred(RESTS[rule], rule)) == set()


@pytest.mark.parametrize(
    "file", documented.read_sparql_folder(paths.ONTOLOGY / "rules").values(), ids=lambda f: f.name
)
def test_rule_has_a_title_and_a_meaning(file):
    assert set(file.header) == {"title", "meaning"}
    assert file.one("title")
    assert file.one("meaning").endswith(".")


@pytest.mark.parametrize(
    ("since", "until", "takes_part"),
    [
        (f'"2031-03-02"{DAY}', f'"2031-03-05"{DAY}', True),
        (f'"2031-02"{MONTH}', f'"2031-04"{MONTH}', True),
        (f'"2030"{YEAR}', f'"2032"{YEAR}', True),
        (f'"2031-03-03"{DAY}', f'"2031-12-31"{DAY}', False),
        (f'"2030"{YEAR}', f'"2031-03-04"{DAY}', False),
        (f'"2031"{YEAR}', f'"2032"{YEAR}', False),
        (f'"2030"{YEAR}', f'"2031"{YEAR}', False),
        (f'"2030"{YEAR}', f'"2031-03"{MONTH}', False),
    ],
)
def test_holder_takes_part_only_if_the_tenure_surely_spans_all_days(since, until, takes_part):
    given = tenure(f'"2031-03-02"{DAY}', f'"2031-03-05"{DAY}', since, until)
    assert bool(inferred(given, "holder-takes-part")) is takes_part


def test_holder_of_a_tenure_without_an_end_is_not_taken_to_have_stayed():
    given = tenure(f'"2031-03-02"{DAY}', f'"2031-03-05"{DAY}', f'"2030"{YEAR}', f'"2032"{YEAR}')
    without = given.replace(f' ; rsc:endDate "2032"{YEAR}', "")
    assert inferred(given, "holder-takes-part")
    assert inferred(without, "holder-takes-part") == set()


def test_rules_come_to_an_end_and_then_add_nothing():
    made = store("".join(given for given, _ in FIRES.values()))
    assert rules.infer(made) > 0
    assert rules.infer(made) == 0


def test_rules_that_do_not_come_to_an_end_are_an_error(monkeypatch):
    monkeypatch.setattr(rules, "_ROUNDS", 1)
    with pytest.raises(OntologyError, match="do not come to an end within 1 rounds"):
        rules.infer(store(FIRES["transitive"][0]))


def test_progress_is_told_after_each_round():
    told = []
    rules.infer(store(FIRES["transitive"][0]), told.append)
    assert told[-1] == told[-2]


def test_what_is_stated_is_not_inferred_again():
    stated = "<command/c> a rsc:Command , rsc:Organization ."
    organization = Triple(namespaces.entity("command/c"), RDF.type, RSC.Organization)
    assert organization not in inferred(stated, "supertype")


def test_supertypes_agree_with_an_independent_reasoner():
    import owlrl
    import rdflib

    graph = rdflib.Graph()
    for file in namespaces.turtle_files("codes"):
        graph.parse(file)
    graph.parse(data=BASE + FIRES["supertype"][0] + "<state/s> a rsc:State .", format="turtle")
    owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(graph)
    ours = namespaces.prefixes()["rsc"]
    oracle = {
        (str(s), str(o))
        for s, o in graph.subject_objects(rdflib.RDF.type)
        if str(o).startswith(ours)
    }
    made = store(FIRES["supertype"][0] + "<state/s> a rsc:State .")
    rules.infer(made)
    found = {
        (q.subject.value, q.object.value)
        for q in made.quads_for_pattern(None, RDF.type, None)
        if q.object.value.startswith(ours)
    }
    entities = namespaces.prefixes()["id"]
    assert found <= oracle
    assert {pair for pair in oracle - found if pair[0].startswith(entities)} == set()


PREMISES = {
    "aligned-by-area": (
        "<initiative/a> rsc:alignsWith <initiative/b> .",
        "<initiative/a> a rsc:Initiative ; rsc:hasArea code:counterterrorism ."
        "<initiative/b> a rsc:Initiative ; rsc:hasArea code:counterterrorism .",
    ),
    "aligned-by-activity": (
        "<focus-area/a> rsc:alignsWith <initiative/b> .",
        "<focus-area/a> a rsc:Initiative ; rsc:involvesActivity code:joint-training ."
        "<initiative/b> a rsc:Initiative ; rsc:involvesActivity code:joint-training .",
    ),
    "counters-through-area": (
        "<topic/t> rsc:counters code:emergencies .",
        "<topic/t> rsc:hasArea code:counterterrorism ."
        "code:counterterrorism rsc:counters code:emergencies .",
    ),
    "holder-takes-part": (
        "<visit/v> rsc:hasParticipant <person/ana> .",
        "<visit/v> rsc:hasParticipant <post/chief> ;"
        f' rsc:startDate "2031-03-02"{DAY} ; rsc:endDate "2031-03"{MONTH} .'
        "<tenure/t> rsc:isTenureOf <post/chief> ; rsc:hasHolder <person/ana> ;"
        f' rsc:startDate "2030"{YEAR} ; rsc:endDate "2031-04"{MONTH} .',
    ),
    "place-within-place": (
        "<visit/v> rsc:takesPlaceIn <region/r> .",
        "<visit/v> rsc:takesPlaceIn <locality/l> , <state/s> ."
        "<locality/l> rsc:isWithin <region/r> . <state/s> rsc:isWithin <region/r> .",
    ),
    "superproperty": (
        "<initiative/i> rsc:hasOutput <output/o> .",
        "<initiative/i> rsc:creates <output/o> . rsc:creates rdfs:subPropertyOf rsc:hasOutput .",
    ),
    "supertype": (
        "<command/c> a rsc:Organization .",
        "<command/c> a rsc:MilitaryOrganization ."
        "rsc:MilitaryOrganization rdfs:subClassOf rsc:Organization .",
    ),
    "symmetric": (
        "<state/b> rsc:bordersOn <state/a> .",
        "<state/a> rsc:bordersOn <state/b> . rsc:bordersOn a owl:SymmetricProperty .",
    ),
    "transitive": (
        "<meeting/a> rsc:isPartOf <visit/d> .",
        "<meeting/a> rsc:isPartOf <visit/b> , <visit/c> ."
        "<visit/b> rsc:isPartOf <visit/d> . <visit/c> rsc:isPartOf <visit/d> ."
        "rsc:isPartOf a owl:TransitiveProperty .",
    ),
}


@pytest.mark.parametrize("rule", PREMISES)
def test_premises_are_what_the_conclusion_was_inferred_from(rule):
    conclusion, expected = PREMISES[rule]
    made = store(FIRES[rule][0])
    rules.infer(made)
    [triple] = read(conclusion)
    assert set(rules.stored_rules()[rule].premises(made, triple)) == set(read(expected))


def test_premises_are_all_in_the_graph():
    made = store("".join(given for given, _ in FIRES.values()))
    rules.infer(made)
    for rule in rules.stored_rules().values():
        for quad in made.quads_for_pattern(None, None, None, rule.graph):
            found = rule.premises(made, quad.triple)
            assert found
            for triple in found:
                assert next(made.quads_for_pattern(*triple, None), None)


def test_what_a_rule_does_not_infer_has_no_premises():
    made = store(FIRES["symmetric"][0])
    rules.infer(made)
    [triple] = read("<state/b> rsc:bordersOn <state/c> .")
    assert rules.stored_rules()["symmetric"].premises(made, triple) == []


def test_rules_are_described_in_the_graph():
    found = list(rules.described_rules())
    assert len(found) == 3 * len(rules.stored_rules())
    assert {q.graph_name for q in found} == {GRAPH["provenance"]}


def test_file_that_is_no_rule_is_refused():
    file = documented.Documented(
        Path("odd.rq"), {"title": ("Odd",), "meaning": ("Odd.",)}, "SELECT ?x WHERE { }"
    )
    with pytest.raises(OntologyError, match=r"rules/odd\.rq: must be CONSTRUCT"):
        rules.parse_rule(file)


def test_rule_graph_has_an_address_of_its_own():
    assert rules.stored_rules()["symmetric"].graph == NamedNode(
        namespaces.prefixes()["rule"] + "symmetric"
    )
