"""The rows of tables are held against the shapes in batches, as if they were held all at once."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.curation import checks, shacl
from kg.model import namespaces
from kg.model.namespaces import GRAPH, PROV, RDF, RSC
from kg.store import row_checks, versions
from tests.support.command import kg

Target = tuple[Path, pyoxigraph.Store]


@pytest.fixture
def target(invented_store_path: Path, tmp_path: Path) -> Path:
    shutil.copytree(invented_store_path, tmp_path / "store")
    (versions.location(tmp_path / "store").parent / "rows-checked.json").unlink(missing_ok=True)
    return tmp_path / "store"


def quads(target: Path) -> pyoxigraph.Store:
    return pyoxigraph.Store(versions.location(target))


def of_rows(held: pyoxigraph.Store) -> set[str]:
    """Return what a check of rows looks at: rows, units, totals, and the parts they stand in."""
    kinds = (RSC.TrainingActivity, RSC.AssistanceObligation, RSC.ReportedUnit, RSC.Total)
    return {
        quad.subject.value
        for kind in (*kinds, RSC.TablePart)
        for quad in held.quads_for_pattern(None, RDF.type, kind)
    }


def at_once(held: pyoxigraph.Store) -> Counter[tuple[str, str]]:
    """Return what the shapes find of rows in the graph as a whole, by severity and shape."""
    rows = of_rows(held)
    found = shacl.shape_results(checks.triples(held))
    return Counter((r.severity, r.shape) for r in found if r.focus in rows)


def in_batches(held: pyoxigraph.Store) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for finding in row_checks.row_findings(held):
        number = finding.message.rpartition("(")[2].removesuffix(" such)").replace(",", "")
        found[finding.severity, finding.rule] += int(number)
    return found


def spoil(held: pyoxigraph.Store) -> None:
    """Break rows, a unit, a total and a part, each in a way of its own."""

    def first(kind: NamedNode) -> Quad:
        found = held.quads_for_pattern(None, RDF.type, kind)
        return min(found, key=lambda quad: quad.subject.value)

    activity = first(RSC.TrainingActivity)
    row, graph = activity.subject, activity.graph_name
    held.add(Quad(row, RSC.courseTitle, Literal("A second title"), graph))
    held.add(Quad(row, RSC.courseTitle, Literal("Tercer", language="es"), graph))
    held.add(Quad(row, RSC.hasSubject, namespaces.entity("past"), graph))
    activities = {q.subject for q in held.quads_for_pattern(None, RDF.type, RSC.TrainingActivity)}
    states = held.quads_for_pattern(None, RSC.hasRecipientState, None, None)
    for quad in [q for q in states if q.subject in activities - {row}][:2]:
        held.remove(quad)
    for kind, prop in ((RSC.ReportedUnit, RSC.isUnitOf), (RSC.Total, RSC.rowCount)):
        thing = first(kind).subject
        for quad in list(held.quads_for_pattern(thing, prop, None)):
            held.remove(quad)
    part = first(RSC.TablePart).subject
    for quad in list(held.quads_for_pattern(part, PROV.hadPrimarySource, None)):
        held.remove(quad)
    held.add(Quad(part, RSC.hasModality, namespaces.entity("explicit"), GRAPH["provenance"]))


def test_rows_of_a_built_graph_break_nothing(target: Path) -> None:
    held = quads(target)
    assert len(of_rows(held)) > 30
    assert in_batches(held) == at_once(held) == Counter()


def test_rows_of_the_shipped_tables_break_nothing(shipped: pyoxigraph.Store) -> None:
    seen: list[str] = []
    assert list(row_checks.row_findings(shipped, seen.append)) == []
    things = int(seen[-1].split()[2].replace(",", ""))
    assert things >= len(of_rows(shipped)) > 100_000


@pytest.mark.parametrize("batch", [1, 2_000, row_checks._BATCH])
def test_batches_find_what_the_whole_graph_shows(
    target: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_checks, "_BATCH", batch)
    held = quads(target)
    spoil(held)
    found = in_batches(held)
    assert found == at_once(held)
    assert {shape for _, shape in found} >= {
        *("activity-course", "activity-subject", "activity-state", "reported-unit-state"),
        *("part-source", "part-modality"),
    }


def test_what_was_found_is_kept_with_the_graph(target: Path) -> None:
    held = quads(target)
    spoil(held)
    del held
    first = row_checks.check_rows(target)
    seen: list[str] = []
    assert row_checks.check_rows(target, seen.append) == first != []
    assert seen == []


def test_a_damaged_note_of_what_was_found_is_made_again(target: Path) -> None:
    kept = versions.location(target).parent / "rows-checked.json"
    kept.write_text("[{", "utf-8")
    assert row_checks.check_rows(target) == []
    assert json.loads(kept.read_text("utf-8")) == []


def test_command_names_source_row_and_remedy(target: Path) -> None:
    held = quads(target)
    spoil(held)
    del held
    result = kg("check", "--rows", "--store", target, "--data", "tests/data")
    assert result.code == 1
    [line] = [one for one in result.out.splitlines() if "[activity-state]" in one]
    assert line.startswith("source/")
    assert "training-activity/" in line
    assert "mend its cell, or the spellings of the mapping" in line
    assert "(2 such)" in line


def test_command_says_where_rows_are_looked_for(tmp_path: Path) -> None:
    result = kg("check", "--rows", "--store", tmp_path / "none", "--data", "tests/data")
    assert "run 'kg build'" in result.error
    result = kg("check", "--rows", "tests/data/register/visit.toml")
    assert result.code == 2
    assert "name a FILE or --rows" in result.messages
