"""Tables for Gephi and Neo4j have the columns those read, and no text a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kg.curation.matching import files as matching_files
from kg.export import registry as export
from kg.text import NOT_XML, Cleaner, Guard
from tests.support.export_samples import LABELS, anything, fit, network, packed
from tests.support.paths import vectors

EDGES = 6
VECTORS = vectors("cells")

each_label = pytest.mark.parametrize("label", LABELS.values(), ids=LABELS.keys())


def tables(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    return rows(folder / "nodes.csv"), rows(folder / "edges.csv")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def freed(text: str) -> str:
    """Return a text without the apostrophe that keeps a spreadsheet from running it."""
    begins_like_a_formula = re.match(r"'+(?:[\t\r\n]|[\s\ufeff]*[=+\-@＝＋－＠])", text)
    return text[1:] if begins_like_a_formula else text


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: ascii(vector["cell"]))
def test_cell_is_guarded_as_on_the_page(vector: dict[str, Any]) -> None:
    cell, field = vector["cell"], vector["field"]
    guard = Guard(Cleaner(NOT_XML))
    assert guard(cell) == field
    assert guard.guarded == (guard.clean(str(cell)) != field)
    if not guard.clean.replaced:
        # A second cell, since a line of one empty cell is written in quotes.
        text = matching_files.csv_document([(cell, "")]).decode()
        assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [[field, ""]]


def check_csv(name: str, folder: Path, label: str) -> None:
    report = export.write_network(network(label), name, folder)
    nodes, edges = tables(folder)
    title, key = ("Label", "Id") if name == "gephi" else ("label", "id:ID")
    assert len(edges) == EDGES
    by_id = {row[key]: row for row in nodes}
    shown = by_id["visit/one"][title]
    assert freed(shown) == freed(by_id["visit/one"]["note"]) == fit(label)
    assert not re.match(r"\s*[=+\-@]|[\t\r\n]", shown)
    assert (report.guarded > 0) == (shown != fit(label))
    assert json.loads(by_id["visit/one"]["names"]) == [*packed([label]), "Other name"]
    (edge,) = (row for row in edges if row["predicate"] == "rsc:hasThreat")
    assert freed(edge[title]) == freed(edge["quote"]) == fit(label)
    assert json.loads(edge["evidence"])[1]["claim"] == "c2"


@each_label
@pytest.mark.parametrize("name", ["gephi", "neo4j"])
def test_table_holds_a_hostile_label_and_runs_none(tmp_path: Path, name: str, label: str) -> None:
    check_csv(name, tmp_path, label)


@pytest.mark.parametrize("name", ["gephi", "neo4j"])
@given(label=anything)
def test_table_holds_any_label(
    tmp_path_factory: pytest.TempPathFactory, name: str, label: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"any-{name}"
    folder.mkdir(exist_ok=True)
    check_csv(name, folder, label)


def test_name_with_an_apostrophe_is_no_formula(tmp_path: Path) -> None:
    export.write_network(network("'Ndrangheta"), "gephi", tmp_path)
    assert tables(tmp_path)[0][3]["Label"] == "'Ndrangheta"


def test_gephi_finds_its_columns(tmp_path: Path) -> None:
    export.write_network(network("x"), "gephi", tmp_path)
    nodes, edges = tables(tmp_path)
    assert list(nodes[0])[:2] == ["Id", "Label"]
    assert list(edges[0])[:6] == ["Source", "Target", "Type", "Kind", "Id", "Label"]
    assert {row["Type"] for row in edges} == {"Directed"}
    assert len({row["Id"] for row in edges}) == EDGES
    # Gephi takes column names without regard to case.
    assert all(len({name.lower() for name in row}) == len(row) for row in (nodes[0], edges[0]))


def test_neo4j_finds_its_columns(tmp_path: Path) -> None:
    export.write_network(network("x"), "neo4j", tmp_path)
    nodes, edges = tables(tmp_path)
    assert list(nodes[0])[:2] == ["id:ID", ":LABEL"]
    assert list(edges[0])[:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert {row[":LABEL"] for row in nodes} == {"TrainingActivity", "State"}
    assert {row[":TYPE"] for row in edges} == {
        "HAS_HOST",
        "TAKES_PLACE_IN",
        "BORDERS",
        "HAS_THREAT",
        "KNOWS",
    }
    assert {row["sources:int"] for row in edges} == {"2", "0"}
    assert {row["inferred:boolean"] for row in edges} == {"true", "false", ""}
    assert {row[":START_ID"] for row in edges} <= {row["id:ID"] for row in nodes}
