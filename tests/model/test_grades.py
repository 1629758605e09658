"""Grades are in one order and doubted alike, by the vectors that the page's script passes too."""

from __future__ import annotations

import pytest

from kg.model import grades, namespaces, schema
from kg.model.namespaces import RSC, SKOS
from tests.support.paths import vectors

# In order, the best first; what is no grade comes last.
VECTORS = vectors("grades")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["grade"] or "none")
def test_a_grade_is_doubted_by_both_of_its_parts(vector):
    assert grades.doubt(vector["grade"]) == vector["doubt"]


def test_grades_are_in_the_order_of_reliability_then_credibility():
    ranks = [grades.rank(vector["grade"]) for vector in VECTORS]
    known = [grades.is_grade(vector["grade"]) for vector in VECTORS]
    best = ranks[: sum(known)]
    assert known == sorted(known, reverse=True)
    assert best == sorted(set(best))
    assert {*ranks[sum(known) :]} == {max(ranks)}


def test_every_code_of_the_ontology_has_its_place():
    for kind, parts in (
        (RSC.Reliability, grades.RELIABILITIES),
        (RSC.Credibility, grades.CREDIBILITIES),
    ):
        codes = [namespaces.entity(code) for code, kinds in schema.codes().items() if kind in kinds]
        assert sorted(schema.text(code, SKOS.notation) for code in codes) == sorted(parts)
