"""What disagrees is found by rule, with what each side rests on; what only looks so is not."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.curation import checks, claims
from kg.model import namespaces
from kg.model.namespaces import CLAIM
from kg.sparql import queries

BASE = f"@base <{namespaces.prefixes()['id']}> .\n" + "".join(
    f"@prefix {prefix}: <{address}> .\n" for prefix, address in namespaces.prefixes().items()
)
NAMES = """
<visit/v> skos:prefLabel "Visit"@en . <membership/m> skos:prefLabel "Membership"@en .
<person/p> skos:prefLabel "Person"@en . <exercise/e> skos:prefLabel "Exercise"@en .
<observation/a> skos:prefLabel "One count"@en . <observation/b> skos:prefLabel "Other count"@en .
"""
GRADES = ("B2", "D6", "B6", "C3", "F1")


def quads(turtle: str, graph: NamedNode) -> list[Quad]:
    return [Quad(*q.triple, graph) for q in parse(BASE + turtle, format=RdfFormat.TURTLE)]


def graph(*said: str, grades: tuple[str, ...] = GRADES, sources: str = "12345") -> Store:
    """Return a graph in which each claim is of a source and of a grade of its own."""
    found = [Quad(s, p, o, claims.ONTOLOGY) for s, p, o in namespaces.ontology()]
    found += quads(NAMES, claims.REGISTER)
    for number, (turtle, grade) in enumerate(zip(said, grades, strict=False)):
        name, source = f"claim:c{number}", f"source:s{sources[number]}{grade[0].lower()}"
        found += quads(turtle, CLAIM[f"c{number}"])
        provenance = (
            f"{name} a rsc:Claim ; prov:hadPrimarySource {source} ; rsc:hasModality code:past ;"
            f" rsc:hasCredibility code:credibility-{grade[1]} ."
            f"{source} rsc:hasReliability code:reliability-{grade[0].lower()} ."
        )
        found += quads(provenance, claims.PROVENANCE)
    return checks.reasoned(found)


def conflicts(*said: str, **given: object) -> list[dict[str, object]]:
    store = graph(*said, **given)  # type: ignore[arg-type]
    return queries.run_query(store, "conflicts").dicts()


def disagree(*said: str) -> bool:
    return bool(conflicts(*said))


def value(number: str) -> str:
    return f'<observation/a> rsc:value "{number}"^^xsd:decimal .'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4300", "4269"),
        ("4269", "4300"),
        ("12000000", "12400000"),
        ("1.4", "1.43"),
        ("0.6", "0.57"),
        ("1", "1.4"),
        ("-4300", "-4269"),
        ("120", "120"),
        ("1050", "1047"),
    ],
)
def test_a_number_does_not_contradict_its_rounding(one: str, other: str) -> None:
    assert not disagree(value(one), value(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("24", "23"),
        ("20", "24"),
        ("4300", "4200"),
        ("4300", "4350"),
        ("300000000", "320000000"),
        ("12000000", "12500000"),
        ("1.4", "1.45"),
        ("0", "3"),
        ("-4300", "4269"),
    ],
)
def test_numbers_disagree_beyond_rounding(one: str, other: str) -> None:
    assert disagree(value(one), value(other))


def start(date: str) -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(date)]
    return f'<visit/v> rsc:startDate "{date}"^^xsd:{kind} .'


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("2025", "2025-08", False),
        ("2025-08-20", "2025-08", False),
        ("2025-08-20", "2025", False),
        ("2025", "2024-12", True),
        ("2025-08-20", "2025-08-19", True),
        ("2025-08", "2025-09-01", True),
    ],
)
def test_dates_disagree_if_they_exclude_each_other(one: str, other: str, apart: bool) -> None:
    assert disagree(start(one), start(other)) == apart


def status(code: str, begin: str, end: str = "") -> str:
    until = f' ; rsc:endDate "{end}"^^xsd:gYear' if end else ""
    return (
        f"<membership/m> rsc:hasMembershipStatus code:{code} ;"
        f' rsc:startDate "{begin}"^^xsd:gYear{until} .'
    )


def test_values_of_different_times_do_not_disagree() -> None:
    def kinds(*said: str) -> set[object]:
        return {row["propertyLabel"] for row in conflicts(*said)}

    assert "has membership status" not in kinds(
        status("observer", "1999", "2005"), status("member", "2006")
    )
    assert "has membership status" not in kinds(
        status("member", "2006"), status("observer", "1999", "2005")
    )
    assert "has membership status" in kinds(
        status("observer", "1999", "2006"), status("member", "2006")
    )
    assert "has membership status" in kinds(status("observer", "1999"), status("member", "2006"))


def test_one_family_name_is_written_in_two_ways() -> None:
    [row] = conflicts('<person/p> rsc:familyName "Oss" .', '<person/p> rsc:familyName "Ossa" .')
    assert (row["valueLabel"], row["otherLabel"]) == ("Oss", "Ossa")
    assert not disagree('<person/p> rsc:familyName "OSS" .', '<person/p> rsc:familyName "Oss" .')


def observed(name: str, number: str, period: str = "2030", unit: str = "person") -> str:
    return (
        f"<observation/{name}> rsc:isObservationOf <exercise/e> ;"
        f" rsc:hasMeasure code:personnel-taking-part ; rsc:hasUnit code:{unit} ;"
        f' rsc:period "{period}"^^xsd:gYear ; rsc:value {number}.0 .'
    )


def test_two_observations_of_the_same_disagree() -> None:
    [row] = conflicts(observed("a", "800"), observed("b", "950"))
    assert row["subjectLabel"] == "Exercise"
    assert (row["valueLabel"], row["otherLabel"]) == ("800", "950")


@pytest.mark.parametrize(
    "other",
    [
        observed("b", "800"),
        observed("b", "804"),
        observed("b", "950", period="2031"),
        observed("b", "950", unit="event"),
    ],
)
def test_observations_that_do_not_compare_do_not_disagree(other: str) -> None:
    assert not disagree(observed("a", "800"), other)


@pytest.mark.parametrize(
    ("grades", "sources", "better", "why"),
    [
        (("B2", "D6"), "12", "23", "1 source against 1, grade B2 against D6"),
        (("D6", "B2"), "12", "24", "1 source against 1, grade D6 against B2"),
        (("B2", "B2"), "12", "neither", "1 source against 1, both of grade B2"),
        (("B6", "D2"), "12", "neither", "1 source against 1, grade B6 against D2"),
        (("B6", "B6", "B6"), "123", "23", "2 sources against 1, both of grade B6"),
        (("B6", "B6", "B6"), "121", "neither", "1 source against 1, both of grade B6"),
        (("D6", "B2", "D6"), "123", "neither", "2 sources against 1, grade D6 against B2"),
        (("D6", "D6", "B2"), "123", "23", "2 sources against 1, grade B2 against D6"),
    ],
)
def test_the_better_supported_side_has_more_sources_or_a_better_grade(
    grades: tuple[str, ...], sources: str, better: str, why: str
) -> None:
    said = [value("23"), value("24"), value("23")][: len(grades)]
    row = conflicts(*said, grades=grades, sources=sources)[0]
    assert row["better"] == better
    sides = (row["valueLabel"], row["otherLabel"])
    assert row["why"] == why if sides == ("23", "24") else sides == ("24", "23")


def test_of_three_values_each_pair_is_shown() -> None:
    rows = conflicts(value("23"), value("24"), value("26"))
    assert len({frozenset((row["valueLabel"], row["otherLabel"])) for row in rows}) == 3
