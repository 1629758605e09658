"""What is covered is counted from the rows of stored queries, and what is empty is shown."""

from __future__ import annotations

from collections import defaultdict

import pytest

from kg.analysis import coverage
from kg.analysis.cut import Cut
from kg.errors import AnalysisError
from kg.model.dates import Span
from kg.sparql import queries

COURIER = "source/halen-courier-2031-05-14"


def rows(store, name):
    return queries.run_query(store, name).dicts()


def told(result):
    return [dict(zip(result.columns, f.cells, strict=True)) for f in result.findings]


def test_threats_are_counted_as_the_query_has_them(invented):
    counters = defaultdict(set)
    for row in rows(invented, "threat-coverage"):
        counters[row["threat"]] |= {(row["kind"], row["counterId"])} - {(None, None)}
    found = {row["threat"]: row["items"] for row in told(coverage.threats(invented, Cut()))}
    assert found == {threat: len(things) for threat, things in counters.items()}
    assert 0 in found.values()


def test_areas_without_partners_are_there(invented):
    result = coverage.areas(invented, Cut())
    empty = {row["area"] for row in rows(invented, "area-partners") if row["partner"] is None}
    assert {row["area"] for row in told(result) if row["items"] == 0} == empty


def test_sources_fill_parts(invented):
    parts = defaultdict(set)
    for row in rows(invented, "source-parts"):
        parts[row["source"]].add((row["kind"], row["entityId"]))
    result = coverage.sources(invented, Cut())
    assert {r["source"]: r["items"] for r in told(result)} == {s: len(p) for s, p in parts.items()}


def test_a_promise_lacks_what_no_row_states(invented):
    has = defaultdict(set)
    for row in rows(invented, "smart-gap"):
        has[row["promise"]] |= {row["part"]} - {None}
    result = coverage.smart_gap(invented, Cut())
    found = told(result)
    assert {row["promise"]: row["lacks"] for row in found} == {
        p: 5 - len(x) for p, x in has.items()
    }
    assert [row["lacks"] for row in found] == sorted((r["lacks"] for r in found), reverse=True)
    assert any(row["indicator"] == "yes" for row in found)
    by_kind = {row["promise"]: row for row in told(coverage.promises(invented, Cut()))}
    objectives = [row for row in found if row["kind"] == "Objective"]
    assert by_kind["Objective"]["number"] == len(objectives)
    dated = sum(row["date"] == "yes" for row in objectives)
    assert by_kind["Objective"]["date"] == dated > 0


def test_a_cut_empties_cells_and_keeps_rows(invented):
    whole, cut = (coverage.threats(invented, c) for c in (Cut(), Cut(sources=(COURIER,))))
    assert {f.key for f in whole.findings} == {f.key for f in cut.findings}
    assert sum(f.score for f in cut.findings) < sum(f.score for f in whole.findings)
    for finding in cut.findings:
        assert {p.source for x in finding.links for p in x.support} <= {COURIER}


def test_the_range_of_coverage_is_that_without_each_source(invented):
    result = coverage.threats(invented, Cut())
    sources = {p.source for f in result.findings for x in f.links for p in x.support}
    without = [coverage.threats(invented, Cut(without=(s,))) for s in sources]
    least = {
        f.key: min(next(o.score for o in w.findings if o.key == f.key) for w in without)
        for f in result.findings
    }
    for key, spread in result.ranges.items():
        assert spread.scores[0] <= least[key]


def test_evidence_leads_to_claims(invented):
    table = coverage.smart_gap(invented, Cut()).evidence()
    assert len(table) > 0
    assert all("/claim/" in str(row[-1]) for row in table.rows)


@pytest.mark.parametrize("cut", [Cut(kinds=("visit",)), Cut(between=Span.parse("2030", "2031"))])
def test_coverage_is_not_cut_by_kind_or_period(cut, invented):
    with pytest.raises(AnalysisError, match="not by kind or period"):
        coverage.areas(invented, cut)
