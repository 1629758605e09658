"""What changed between two graphs is told by entity, and a patch makes the one the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

import kg
from kg.errors import DataError, ExportError, OntologyError, StoreError
from kg.export import selection
from kg.store import builder, diff, snapshot
from kg.store.diff import Difference
from kg.store.snapshot import Snapshot
from tests.support import small_data

SECOND = """
[[claim]]
about = "visit/ana"
start = "2031-05"
modality = "past"
unit = "s2"
quote = "opened"
at = 31
"""
OLD = {"sources/herald/claims.toml": small_data.HEADER + small_data.CLAIM}


def read(root: Path, **changed: str) -> Snapshot:
    files = {name.replace("_", "/") + ".toml": text for name, text in changed.items()}
    return snapshot.read_snapshot(small_data.write(root, {**OLD, **files}))


def told(root: Path, **changed: str) -> list[str]:
    """Return the lines of what changed if the small data get other files."""
    return list(Difference(read(root / "old"), read(root / "new", **changed)).lines())


def patched(quads: frozenset[Quad], lines: list[str]) -> set[Quad]:
    """Return what a patch makes of statements, as its specification has it."""
    found = set(quads)
    assert [line.split()[:2] for line in lines[:3]] == [["H", "id"], ["H", "old"], ["H", "new"]]
    assert (lines[3], lines[-1]) == ("TX .", "TC .")
    for line in lines[4:-1]:
        [quad] = parse(line[2:], format=RdfFormat.N_QUADS)
        assert line[:2] in ("A ", "D ")
        assert (quad in found) == (line[0] == "D")
        found ^= {quad}
    return found


def test_a_new_claim_is_added(tmp_path: Path) -> None:
    lines = told(tmp_path, sources_herald_claims=OLD["sources/herald/claims.toml"] + SECOND)
    assert lines == [
        "Visit of Ana  (visit/ana)",
        "  added: start date “2031-05” [Ana in Avalia]",
        "claims: 1 added",
    ]


def test_a_claim_that_is_gone_is_removed(tmp_path: Path) -> None:
    lines = told(tmp_path, sources_herald_claims=small_data.HEADER + SECOND)
    assert "  removed: has visitor Ana; takes place in Avalia [Ana in Avalia]" in lines
    assert "claims: 1 added, 1 removed" in lines[-1]


def test_a_claim_that_is_written_anew_is_changed(tmp_path: Path) -> None:
    other = small_data.CLAIM.replace("state/avalia", "state/borduria")
    lines = told(tmp_path, sources_herald_claims=small_data.HEADER + other)
    assert "  changed: takes place in Avalia → Borduria [Ana in Avalia]" in lines


def test_a_claim_that_rests_on_other_words_is_changed(tmp_path: Path) -> None:
    other = small_data.CLAIM.replace('quote = "Ana 😀 visited Avalia"', 'quote = "Ana"')
    lines = told(tmp_path, sources_herald_claims=small_data.HEADER + other)
    assert "  changed: has visitor Ana; takes place in Avalia [Ana in Avalia]" in lines


def test_a_withdrawn_claim_is_told_with_what_it_said(tmp_path: Path) -> None:
    gone = small_data.CLAIM + "withdrawn = 2031-08-01\n"
    lines = told(tmp_path, sources_herald_claims=small_data.HEADER + gone)
    assert "  withdrawn: has visitor Ana; takes place in Avalia [Ana in Avalia]" in lines


def test_a_claim_that_is_no_longer_withdrawn_is_restored(tmp_path: Path) -> None:
    gone = small_data.HEADER + small_data.CLAIM + "withdrawn = 2031-08-01\n"
    old, new = read(tmp_path / "old", sources_herald_claims=gone), read(tmp_path / "new")
    assert any(line.startswith("  restored: ") for line in Difference(old, new).lines())


def test_a_revision_names_the_old_value_and_the_new(tmp_path: Path) -> None:
    whole = OLD["sources/herald/claims.toml"] + SECOND
    old = read(tmp_path / "old", sources_herald_claims=whole)
    [name] = [iri for iri, said in old.claims.items() if "startDate" in str(said.statements)]
    later = SECOND.replace("2031-05", "2031-06") + f'revises = "{name.rpartition("/")[2]}"\n'
    new = read(tmp_path / "new", sources_herald_claims=whole + later)
    found = Difference(old, new)
    assert list(found.lines()) == [
        "Visit of Ana  (visit/ana)",
        "  revised: start date “2031-05” → “2031-06” [Ana in Avalia]",
        "claims: 1 revised",
    ]


def test_a_new_judgement_is_told(tmp_path: Path) -> None:
    header = small_data.HEADER.replace("credibility-6", "credibility-2")
    lines = told(tmp_path, sources_herald_claims=header + small_data.CLAIM)
    judged = "credibility Truth cannot be judged → Probably true"
    assert f"  judged anew: {judged}: has visitor Ana; takes place in Avalia" in lines


def test_a_judgement_that_is_missing_on_one_side_is_none() -> None:
    base = NamedNode("https://example.org/rsc/claim/one")
    graph = NamedNode("https://example.org/rsc/graph/provenance")
    term = "https://example.org/rsc/ontology#"
    is_claim = Quad(
        base,
        NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        NamedNode(term + "Claim"),
        graph,
    )
    reason = Quad(base, NamedNode(term + "reason"), Literal("So it is."), graph)
    old, new = Snapshot(frozenset({is_claim})), Snapshot(frozenset({is_claim, reason}))
    [_, line, _] = Difference(old, new).lines()
    assert line == "  judged anew: reason none → So it is.: nothing"


def test_changes_of_the_register_are_told(tmp_path: Path) -> None:
    register = small_data.REGISTER.replace('name = "Ana"', 'name = "Anna"\nalso = ["Ana"]')
    register = register.replace("state/borduria", "state/syldavia").replace("Borduria", "Syldavia")
    lines = told(tmp_path, register_all=register)
    assert "  re-registered: also called none → “Ana”; name (en) “Ana” → “Anna”" in lines
    assert lines[lines.index("Syldavia  (state/syldavia)") + 1] == "  registered: State"
    assert lines[lines.index("Borduria  (state/borduria)") + 1] == "  struck off: State"
    assert "register: 1 registered, 1 struck off, 1 re-registered" in lines[-1]
    assert "inferred: " in lines[-1]


def test_an_entry_without_a_kind_is_told(tmp_path: Path) -> None:
    file = tmp_path / "new.nq"
    file.write_text(
        "<a:b> <http://www.w3.org/2004/02/skos/core#note> <a:c>"
        " <https://example.org/rsc/graph/register> .\n"
        "<a:b> <a:c> <a:d> .\n<a:b> <a:c> <a:d> <https://example.org/rsc/graph/ontology> .\n"
    )
    lines = list(Difference(Snapshot(frozenset()), snapshot.read_snapshot(file)).lines())
    assert lines[:2] == ["a:b  (a:b)", "  registered: of no kind"]
    assert lines[2] == (
        "register: 1 registered; ontology: 1 statements more, 0 fewer;"
        " other: 1 statements more, 0 fewer"
    )


def test_the_same_has_no_difference(tmp_path: Path) -> None:
    assert told(tmp_path) == ["no difference"]


def test_store_data_and_exports_are_the_same_graph(tmp_path: Path) -> None:
    root = small_data.write(tmp_path / "data")
    builder.build_store(tmp_path / "store", root)
    found = {snapshot.read_snapshot(root), snapshot.read_snapshot(tmp_path / "store")}
    for name in ("nq", "trig"):
        file = tmp_path / f"all.{name}"
        with kg.open(tmp_path / "store") as graph:
            selection.write(graph, name, file, query=None, entity=None, hops=1)
        found.add(snapshot.read_snapshot(file))
    assert len(found) == 1


@pytest.mark.parametrize("content", [OLD["sources/herald/claims.toml"] + SECOND, small_data.HEADER])
def test_the_patch_makes_the_old_graph_the_new_one(content: str, tmp_path: Path) -> None:
    found = Difference(
        read(tmp_path / "old"), read(tmp_path / "new", sources_herald_claims=content)
    )
    lines = list(found.patch())
    assert patched(found.old.quads, lines) == found.new.quads
    marks = [(line[0] != "D", line[2:]) for line in lines[4:-1]]
    assert marks == sorted(marks)
    assert lines == list(Difference(found.old, found.new).patch())
    assert re.fullmatch(r"H id <urn:uuid:[0-9a-f-]{36}> \.", lines[0])
    assert lines[1:3] == [
        f'H old "{diff.quads_digest(found.old.quads)}" .',
        f'H new "{diff.quads_digest(found.new.quads)}" .',
    ]


TERMS = st.sampled_from([NamedNode("a:a"), NamedNode("a:b")])
VALUES = st.one_of(TERMS, st.text(max_size=5).map(Literal))
SETS = st.frozensets(st.builds(Quad, TERMS, TERMS, VALUES, TERMS), max_size=6)


@given(SETS, SETS)
def test_any_patch_makes_the_old_graph_the_new_one(
    old: frozenset[Quad], new: frozenset[Quad]
) -> None:
    lines = list(Difference(Snapshot(old), Snapshot(new)).patch())
    assert patched(old, lines) == new


def test_blank_nodes_cannot_be_compared(tmp_path: Path) -> None:
    file = tmp_path / "some.nq"
    file.write_text("_:a <a:b> <a:c> .\n")
    with pytest.raises(ExportError, match=r"some\.nq: has blank nodes"):
        snapshot.read_snapshot(file)


def test_what_is_no_graph_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        StoreError, match=r"is no store, no folder of data and no file \.nq or \.trig"
    ):
        snapshot.read_snapshot(tmp_path)
    (tmp_path / "bad.nq").write_text("nothing")
    with pytest.raises(OntologyError, match=r"bad\.nq:1: "):
        snapshot.read_snapshot(tmp_path / "bad.nq")
    with pytest.raises(DataError):
        read(tmp_path / "spoilt", sources_herald_claims="source = 1")
