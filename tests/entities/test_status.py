"""How objectives stand on a day, for the drawing of the results chain."""

from __future__ import annotations

from kg.entities import status
from kg.sparql import queries


def test_every_objective_of_the_query_has_a_state(invented):
    rows = queries.run_query(invented, "objective-status", {"date": "2032-01-01"}).rows
    states = status.standings(invented, "2032-01-01")
    assert sum(map(len, states.values())) == len(rows)
    known = {"overdue", "missed", "due", "ongoing", "no-data", "met"}
    assert {s["state"] for found in states.values() for s in found} <= known


def test_state_depends_on_the_day(invented):
    early, late = status.standings(invented, "1990"), status.standings(invented, "2090")
    assert early.keys() == late.keys()
    assert "overdue" not in {s["state"] for found in early.values() for s in found}
    assert {"overdue", "missed"} & {s["state"] for found in late.values() for s in found}
