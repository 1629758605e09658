"""Each stored check finds what it is for, and leaves alone what is in order."""

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg import paths
from kg.curation import checks, claims
from kg.curation.folder import Data
from kg.curation.origins import Origins
from kg.errors import OntologyError
from kg.model import namespaces
from kg.model.namespaces import CLAIM, GRAPH
from kg.sparql import documented

STORED = documented.read_sparql_folder(paths.ONTOLOGY / "checks")
NOWHERE = Origins(Data({}, {}, ()))
BASE = f"@base <{namespaces.prefixes()['id']}> .\n" + "".join(
    f"@prefix {prefix}: <{address}> .\n" for prefix, address in namespaces.prefixes().items()
)
YEAR, MONTH, DAY = "^^xsd:gYear", "^^xsd:gYearMonth", "^^xsd:date"

# What stands in the register, and what the claims of two sources say.
FIRES = {
    "baseline-after-target": (
        "",
        f"<objective/o> rsc:hasBaseline <baseline/b> ; rsc:hasTarget <target/t> ."
        f'<baseline/b> rsc:period "2026"{YEAR} . <target/t> rsc:dueDate "2025-06"{MONTH} .',
        "",
    ),
    "due-and-open-ended": (
        "",
        f'<target/t> rsc:dueDate "2025"{YEAR} ; rsc:hasTimeframe code:open-ended .',
        "",
    ),
    "edition-outside-its-series": (
        "",
        f'<series/s> rsc:startDate "2009"{YEAR} .',
        f'<conference/c> rsc:isEditionOf <series/s> ; rsc:startDate "2008-11"{MONTH} .',
    ),
    "ends-before-it-starts": (
        "",
        f'<visit/v> rsc:startDate "2031-03"{MONTH} ; rsc:endDate "2031-02-28"{DAY} .',
        "",
    ),
    "ends-before-signing": (
        "",
        f'<agreement/a> rsc:signingDate "2031"{YEAR} ; rsc:endDate "2030-12-31"{DAY} .',
        "",
    ),
    "goes-in-a-circle": (
        "",
        "<region/a> rsc:isWithin <region/b> . <region/b> rsc:isWithin <region/a> .",
        "",
    ),
    "joined-after-leaving": (
        "",
        f'<membership/m> rsc:isMembershipIn <multilateral-body/b> ; rsc:startDate "2020"{YEAR} .',
        f'<membership/m> rsc:endDate "2019-04"{MONTH} .',
    ),
    "nobody-speaks-of-it": ('<topic/lost> a rsc:Topic ; skos:prefLabel "Lost"@en .', "", ""),
    "one-name-for-two": (
        '<topic/a> a rsc:Topic ; skos:prefLabel "Same"@en .'
        '<topic/b> a rsc:Topic ; skos:prefLabel "Same"@en .',
        "<visit/v> rsc:hasTopic <topic/a> , <topic/b> .",
        "",
    ),
    "outside-the-domain": (
        '<person/p> a rsc:Person ; skos:prefLabel "P"@en .',
        "<person/p> rsc:hasVisitor <person/q> .",
        "",
    ),
    "part-outside-whole": (
        "",
        f'<meeting/m> rsc:isPartOf <visit/v> ; rsc:startDate "2031-03-04"{DAY} .',
        f'<visit/v> rsc:endDate "2031-02"{MONTH} .',
    ),
    "past-before-it-begins": (
        f'claim:one rsc:hasModality code:past . source:one rsc:retrievalDate "2026-11-24"{DAY} .',
        f'<visit/v> rsc:startDate "2027-01"{MONTH} .',
        "",
    ),
    "points-at-itself": ("", "<state/a> rsc:bordersOn <state/a> .", ""),
    "precedes-what-is-earlier": (
        "",
        f'<visit/a> rsc:precedes <visit/b> ; rsc:startDate "2031"{YEAR} .',
        f'<visit/b> rsc:endDate "2030"{YEAR} .',
    ),
    "revises-nothing": ("claim:one prov:wasRevisionOf claim:gone .", "", ""),
    "status-against-dates": (
        f'source:one dcterms:issued "2024-05"{MONTH} .',
        "<membership/m> rsc:hasMembershipStatus code:member .",
        f'<membership/m> rsc:endDate "2023"{YEAR} .',
    ),
    "too-general": (
        '<agent/someone> a rsc:Agent ; skos:prefLabel "Someone"@en .',
        "<visit/v> rsc:hasVisitor <agent/someone> .",
        "",
    ),
    "two-hold-one-post": (
        "",
        f"<tenure/a> rsc:isTenureOf <post/p> ; rsc:hasHolder <person/a> ;"
        f' rsc:startDate "2028"{YEAR} ; rsc:endDate "2031-06"{MONTH} .',
        f"<tenure/b> rsc:isTenureOf <post/p> ; rsc:hasHolder <person/b> ;"
        f' rsc:startDate "2031-02"{MONTH} .',
    ),
    "units-do-not-match": (
        "",
        "<objective/o> rsc:hasTarget <target/t> ; rsc:hasResult <result/r> ."
        "<target/t> rsc:hasUnit code:person . <result/r> rsc:hasUnit code:event .",
        "",
    ),
}
RESTS = {
    "baseline-after-target": (
        "",
        f"<objective/o> rsc:hasBaseline <baseline/b> ; rsc:hasTarget <target/t> ."
        f'<baseline/b> rsc:period "2025"{YEAR} . <target/t> rsc:dueDate "2025-06"{MONTH} .',
        "",
    ),
    "due-and-open-ended": (
        "",
        f'<target/t> rsc:dueDate "2025"{YEAR} .',
        "<target/t> rsc:hasTimeframe code:open-ended .",
    ),
    "edition-outside-its-series": (
        "",
        f'<series/s> rsc:startDate "2009-03"{MONTH} ; rsc:endDate "2031"{YEAR} .',
        f'<conference/c> rsc:isEditionOf <series/s> ; rsc:startDate "2009"{YEAR} .'
        f'<conference/d> rsc:isEditionOf <series/s> ; rsc:startDate "2031-12-31"{DAY} .',
    ),
    "ends-before-it-starts": (
        "",
        f'<visit/v> rsc:startDate "2031-03"{MONTH} ; rsc:endDate "2031"{YEAR} .',
        f'<visit/v> rsc:endDate "2031-02-28"{DAY} .',
    ),
    "ends-before-signing": (
        "",
        f'<agreement/a> rsc:signingDate "2031-05"{MONTH} ; rsc:endDate "2031"{YEAR} .',
        "",
    ),
    "goes-in-a-circle": (
        "",
        "<state/a> rsc:bordersOn <state/b> . <state/b> rsc:bordersOn <state/a> .",
        "",
    ),
    "joined-after-leaving": (
        "",
        f"<membership/m> rsc:isMembershipIn <multilateral-body/b> ;"
        f' rsc:startDate "2019-03"{MONTH} .',
        f'<membership/m> rsc:endDate "2019"{YEAR} .',
    ),
    "nobody-speaks-of-it": (
        '<topic/a> a rsc:Topic ; skos:prefLabel "A"@en . <person/p> a rsc:Person .'
        "<organization/o> a rsc:Organization . source:s dcterms:publisher <organization/o> .",
        '<topic/a> skos:altLabel "It" .',
        "<visit/v> rsc:hasVisitor <person/p> .",
    ),
    "one-name-for-two": (
        '<topic/a> a rsc:Topic ; skos:prefLabel "Same"@en .'
        '<objective/b> a rsc:Objective ; skos:prefLabel "Same"@en .',
        "<visit/v> rsc:hasTopic <topic/a> ; rsc:hasObjective <objective/b> .",
        "",
    ),
    "outside-the-domain": (
        '<visit/v> a rsc:Visit ; skos:prefLabel "V"@en .',
        "<visit/v> rsc:hasVisitor <person/q> .",
        "",
    ),
    "part-outside-whole": (
        "",
        f'<meeting/m> rsc:isPartOf <visit/v> ; rsc:startDate "2031-03-04"{DAY} .',
        f'<visit/v> rsc:endDate "2031-03"{MONTH} .',
    ),
    "past-before-it-begins": (
        f"claim:one rsc:hasModality code:past . claim:other rsc:hasModality code:planned ."
        f'source:one rsc:retrievalDate "2026-11-24"{DAY} .'
        f'source:other rsc:retrievalDate "2026-11-24"{DAY} .',
        f'<visit/v> rsc:startDate "2026"{YEAR} .',
        f'<visit/w> rsc:startDate "2027"{YEAR} .',
    ),
    "points-at-itself": ("", "<state/a> rsc:bordersOn <state/b> .", ""),
    "precedes-what-is-earlier": (
        "",
        f'<visit/a> rsc:precedes <visit/b> ; rsc:startDate "2031"{YEAR} .',
        f'<visit/b> rsc:endDate "2031-01"{MONTH} .',
    ),
    "revises-nothing": ("claim:one prov:wasRevisionOf claim:other .", "", ""),
    "status-against-dates": (
        f'source:one dcterms:issued "2024-05"{MONTH} .',
        "<membership/m> rsc:hasMembershipStatus code:member ."
        "<membership/n> rsc:hasMembershipStatus code:former-member .",
        f'<membership/m> rsc:startDate "2024"{YEAR} ; rsc:endDate "2024"{YEAR} .'
        f'<membership/n> rsc:endDate "2023"{YEAR} .',
    ),
    "too-general": (
        '<person/someone> a rsc:Person ; skos:prefLabel "Someone"@en .',
        "<visit/v> rsc:hasVisitor <person/someone> .",
        "",
    ),
    "two-hold-one-post": (
        "",
        f"<tenure/a> rsc:isTenureOf <post/p> ; rsc:hasHolder <person/a> ;"
        f' rsc:startDate "2028"{YEAR} ; rsc:endDate "2031-06-02"{DAY} .',
        f"<tenure/b> rsc:isTenureOf <post/p> ; rsc:hasHolder <person/b> ;"
        f' rsc:startDate "2031-06"{MONTH} .',
    ),
    "units-do-not-match": (
        "",
        "<objective/o> rsc:hasTarget <target/t> ; rsc:hasResult <result/r> ."
        "<target/t> rsc:hasUnit code:person . <result/r> rsc:hasUnit code:person .",
        "",
    ),
}


def quads(turtle, graph):
    return [Quad(*q.triple, graph) for q in parse(BASE + turtle, format=RdfFormat.TURTLE)]


def graph(register, one, other):
    """Return a graph in which two sources make one claim each."""
    found = [Quad(s, p, o, claims.ONTOLOGY) for s, p, o in namespaces.ontology()]
    found += quads(register, claims.REGISTER)
    for name, said in (("one", one), ("other", other)):
        found += quads(said, CLAIM[name])
        found += quads(
            f"claim:{name} a rsc:Claim ; prov:hadPrimarySource source:{name} .", GRAPH["provenance"]
        )
    return checks.reasoned(found)


def fired(case, name):
    return list(checks.question_findings(graph(*case), STORED[name], NOWHERE))


def test_every_check_has_a_case_that_fires_it_and_one_that_does_not():
    assert set(FIRES) == set(RESTS) == set(STORED)


@pytest.mark.parametrize("name", FIRES)
def test_check_finds_what_it_is_for_once(name):
    [finding] = fired(FIRES[name], name)
    assert finding.rule == name
    assert finding.serious
    assert finding.message.endswith(".")
    assert "{" not in finding.message


@pytest.mark.parametrize("name", RESTS)
def test_check_leaves_alone_what_is_in_order(name):
    assert fired(RESTS[name], name) == []


@pytest.mark.parametrize("check", STORED.values(), ids=STORED.keys())
def test_check_has_a_title_a_message_and_a_severity(check):
    assert set(check.header) == {"title", "message", "severity"}
    assert check.one("severity") in checks.SEVERITIES


def test_severity_that_does_not_exist_is_refused():
    odd = documented.Documented(
        Path("odd.rq"), {"severity": ("Fatal",), "message": ("It.",)}, "SELECT ?focus {}"
    )
    with pytest.raises(OntologyError, match=r"odd\.rq: the severity is one of Violation"):
        list(checks.question_findings(graph("", "", ""), odd, NOWHERE))
