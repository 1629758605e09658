"""Measures and figures from the command line: rows on standard output, notes on standard error."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kg.analysis import registry as analysis
from tests.support.command import kg, process


@pytest.fixture(scope="module")
def store(invented_store_path):
    return ("--store", str(invented_store_path))


@pytest.fixture(scope="module")
def shipped_store(shipped_store_path):
    return ("--store", str(shipped_store_path))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_measures_are_listed():
    listed = {line.split()[0] for line in kg("analyze").out.splitlines()}
    assert listed == set(analysis.measures())


@pytest.mark.parametrize("name", sorted(analysis.measures()))
def test_every_measure_says_how_it_is_made(name):
    words = analysis.find_measure(name).method
    assert words.startswith("Return ")
    assert len(words.split("\n\n")) > 1, "method or caveats are missing"


@pytest.mark.parametrize("name", sorted({*analysis.measures()} - {"paths"}))
def test_every_measure_gives_rows(name, store):
    ran = kg("analyze", name, "--format", "csv", *store)
    assert ran.code == 0, ran.messages
    assert rows(ran.out)
    assert "cut: said and inferred" in ran.messages


def test_paths_join_two(store):
    ends = ("--one", "state/kestria", "--other", "state/valdoria", "--level", "state")
    found = rows(kg("analyze", "paths", *ends, "--format", "csv", *store).out)
    assert (found[0]["from"], found[-1]["to"]) == ("Kestria", "Valdoria")
    assert kg("analyze", "paths", *store).error == "paths needs two ends: --one NAME --other NAME"


def test_rankings_have_their_range(store):
    found = rows(kg("analyze", "centre", "--format", "csv", *store).out)
    assert [*found[0]][:2] == ["rank", "ranks"]
    assert {"scores", "weakest", "edges", "id"} <= {*found[0]}
    assert all(row["ranks"] for row in found)


def test_evidence_is_behind_the_rows(store):
    found = rows(kg("analyze", "brokers", "--evidence", "--format", "csv", *store).out)
    assert {"finding", "relation", "title", "grade", "quote", "claim"} <= {*found[0]}
    assert all(row["claim"] or row["title"].startswith("by rule") for row in found)


def test_json_says_what_was_measured(store):
    told = json.loads(kg("analyze", "roles", "--groups", "kind", "--format", "json", *store).out)
    assert told["measure"] == "roles"
    assert told["notes"][-1] == "cut: said and inferred"
    assert told["rows"]


def test_a_cut_is_made_as_told(store):
    cut = ("--kind", "visit", "--between", "2030", "2032", "--grade", "A,B", "--said-only")
    ran = kg("analyze", "contacts", *cut, "--format", "csv", *store)
    assert "cut: visit; 2030 to 2032; grades A, B; said outright" in ran.messages
    one = kg("analyze", "contacts", "--source", "source/halen-courier-2031-05-14", *store)
    assert "only source/halen-courier-2031-05-14" in one.messages


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("brokr",), "no measure is called 'brokr'; did you mean 'brokers'?"),
        (("centre", "--kind", "visitation"), "'visitation' is no kind"),
        (("centre", "--source", "Nobody at all"), "nothing in the graph is called"),
        (("centre", "--rank", "beauty"), "'beauty' ranks nothing"),
        (("coverage-areas", "--kind", "visit"), "not by kind or period"),
    ],
)
def test_what_cannot_be_measured_is_one_line(arguments, message, store):
    assert message in kg("analyze", *arguments, *store).error


def test_cq40_is_answered_with_evidence(shipped_store):
    asked = ("brokers", "--one", "United States", "--other", "South America")
    cut = (
        "--kind",
        "visit",
        "--kind",
        "meeting",
        "--kind",
        "transfer",
        "--between",
        "2023",
        "2026",
    )
    found = rows(kg("analyze", *asked, *cut, "--format", "csv", *shipped_store).out)
    assert found[0]["broker"] == "U.S. Southern Command"
    assert found[0]["ranks"] == "1"
    behind = rows(kg("analyze", *asked, *cut, "--evidence", "--format", "csv", *shipped_store).out)
    assert {row["finding"] for row in behind} == {row["id"] for row in found}


def test_same_seed_gives_same_rows_in_every_process(store):
    for name in ("communities", "missing-links-test", "brokers"):
        runs = {
            process("analyze", name, "--format", "json", *store, PYTHONHASHSEED=seed).raw
            for seed in ("1", "2")
        }
        assert len(runs) == 1


def test_figures_are_listed_and_written(store, tmp_path):
    assert "timeline" in kg("plot").out
    file = tmp_path / "f.svg"
    assert kg("plot", "matrix", "-o", file, *store).messages == f"wrote {file}\n"
    assert kg("analyze", "centre", "-o", file, *store).messages == f"wrote {file}\n"
    assert kg("plot", "matrix", *store).code == 2
