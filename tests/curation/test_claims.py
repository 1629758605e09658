"""A claim is named by its content alone, stands in a graph of its own, and keeps its quote."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.curation import claims, folder
from kg.curation.folder import Data
from kg.model import namespaces
from kg.model.namespaces import CLAIM as CLAIM_GRAPH
from kg.model.namespaces import OA, PROV, RSC
from kg.model.records import Citation
from kg.model.toml_files import Place
from kg.paths import DATA
from tests.support.paths import ARTICLE_TEXT
from tests.support.small_data import CLAIM, FILES, HEADER, TEXT, write

REGISTRY, SOURCES, CLAIMS = FILES
ARTICLE = "source/mondialnews-2025-08-20"


def names(root: Path, *texts: str, head: str = HEADER) -> list[str]:
    found = folder.read_folder(write(root, {CLAIMS: head + "".join(texts)}))
    return [claim.name for claim in found.claims]


def quads(root: Path, *texts: str) -> tuple[Data, list[Quad]]:
    found = folder.read_folder(write(root, {CLAIMS: HEADER + "".join(texts)}))
    return found, list(claims.quads(found))


def values(found: list[Quad], subject: NamedNode, predicate: NamedNode) -> list[object]:
    return [q.object for q in found if (q.subject, q.predicate) == (subject, predicate)]


def test_name_does_not_change_from_release_to_release(tmp_path):
    assert names(tmp_path, CLAIM) == ["d4d112f794740a9aef15"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("at = 0\n", 'at = 0\ncredibility = "credibility-2"\n'),
        ("at = 0\n", "at = 0\nwithdrawn = 2031-08-01\n"),
        ("at = 0\n", f'at = 0\nrevises = "{"0" * 20}"\n'),
        ("at = 0\n", 'at = 0\nsee_also = "https://example.org/more"\n'),
        ("at = 0\n", 'at = 0\nlevel = "explicit"\n'),
        ('visitor = "person/ana"', 'visitor = ["person/ana"]'),
        ("\n[[claim]]", "\n\n# A remark.\n[[claim]]"),
        (
            'visitor = "person/ana"\nplace = "state/avalia"\n',
            'place = "state/avalia"\nvisitor = "person/ana"\n',
        ),
    ],
)
def test_name_depends_on_nothing_but_content(tmp_path, before, after):
    assert names(tmp_path, CLAIM.replace(before, after)) == names(tmp_path, CLAIM)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2031-07-01", "2032-01-01"),
        ("the invented editors", "somebody"),
        ('"unreviewed"', '"reviewed"'),
        ("credibility-6", "credibility-1"),
    ],
)
def test_name_does_not_depend_on_who_wrote_it_and_how_it_is_graded(tmp_path, before, after):
    assert names(tmp_path, CLAIM, head=HEADER.replace(before, after)) == names(tmp_path, CLAIM)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("visitor =", "host ="),
        ('"state/avalia"', '"state/borduria"'),
        ('"past"', '"planned"'),
        ("at = 0", "at = 1"),
        ("Ana 😀 visited Avalia", "Ana 😀 visited"),
        ("at = 0", 'at = 0\nlevel = "inferred"\nreason = "So."'),
        ("at = 0", 'at = 0\nstart = "2031"'),
    ],
)
def test_name_changes_with_the_content(tmp_path, before, after):
    assert names(tmp_path, CLAIM.replace(before, after)) != names(tmp_path, CLAIM)


def test_names_do_not_depend_on_the_order_of_claims_and_files(tmp_path):
    other = CLAIM.replace("person/ana", "state/borduria")
    together = names(tmp_path / "one", CLAIM, other)
    assert names(tmp_path / "two", other, CLAIM) == together[::-1]
    rows = "about,visitor,place,modality,unit,quote,at\nvisit/ana,{},state/avalia,past,s1,{},0\n"
    parts = {
        f"sources/herald/{name}.csv": rows.format(visitor, "Ana 😀 visited Avalia")
        for name, visitor in (("b", "person/ana"), ("a", "state/borduria"))
    }
    parts[CLAIMS] = HEADER
    found = folder.read_folder(write(tmp_path / "three", parts))
    assert sorted(claim.name for claim in found.claims) == sorted(together)


def test_each_claim_is_a_graph_with_what_it_states(tmp_path):
    found, every = quads(tmp_path, CLAIM)
    graph = CLAIM_GRAPH[found.claims[0].name]
    stated = {q.triple for q in every if q.graph_name == graph}
    subject = namespaces.entity("visit/ana")
    assert {(t.subject, t.predicate, t.object) for t in stated} == {
        (subject, RSC.hasVisitor, namespaces.entity("person/ana")),
        (subject, RSC.takesPlaceIn, namespaces.entity("state/avalia")),
    }


def test_quads_hold_no_blank_node_and_nothing_outside_a_graph(tmp_path):
    _, every = quads(tmp_path, CLAIM)
    assert all(isinstance(q.subject, NamedNode) for q in every)
    assert all(isinstance(q.object, NamedNode | Literal) for q in every)
    assert all(isinstance(q.graph_name, NamedNode) for q in every)


@pytest.mark.parametrize(
    ("unit", "quote"),
    [("s1", "Ana 😀 visited Avalia"), ("s1", "visited"), ("s2", "café\u0301 opened")],
)
def test_offsets_count_characters(tmp_path, unit, quote):
    at = TEXT.index(quote)
    text = f'{CLAIM.partition("unit")[0]}unit = "{unit}"\nquote = "{quote}"\nat = {at}\n'
    found, every = quads(tmp_path, text)
    evidence = NamedNode(f"{CLAIM_GRAPH[found.claims[0].name].value}#1")
    [start], [end] = values(every, evidence, OA.start), values(every, evidence, OA.end)
    assert TEXT[int(start.value) : int(end.value)] == quote
    assert values(every, evidence, OA.exact) == [Literal(quote)]
    assert list(folder.misquotes(found, "source/herald", TEXT)) == []


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50), st.data())
def test_any_quote_is_found_at_its_offset(text, drawn):
    start = drawn.draw(st.integers(0, len(text) - 1))
    quote = text[start : drawn.draw(st.integers(start + 1, len(text)))]
    evidence = SimpleNamespace(passages=(Citation(unit="s1", quote=quote, at=start),))
    header = SimpleNamespace(source="source/a")
    data = Data({}, {}, (folder.Claim(header, evidence, None, Place("a", 1)),))
    assert list(folder.misquotes(data, "source/a", text)) == []
    moved = f"{'x' * len(text)}{text}"
    assert list(folder.misquotes(data, "source/a", moved)) != [] or "x" in quote


def test_withdrawn_claim_states_nothing_but_is_on_record(tmp_path):
    found, every = quads(tmp_path, CLAIM, "withdrawn = 2031-08-01\n")
    graph = CLAIM_GRAPH[found.claims[0].name]
    assert not [q for q in every if q.graph_name == graph]
    [text] = values(every, graph, RSC.withdrawnStatements)
    assert RSC.hasVisitor.value in text.value
    assert [v.value for v in values(every, graph, PROV.invalidatedAtTime)] == ["2031-08-01"]
    assert values(every, graph, RSC.hasEvidence)


def test_revised_claim_gives_way_to_the_one_that_revises_it(tmp_path):
    [old] = names(tmp_path, CLAIM)
    newer = CLAIM.replace("person/ana", "state/borduria") + f'revises = "{old}"\n'
    found, every = quads(tmp_path, CLAIM, newer)
    assert claims.revised(found) == {old}
    _, new = found.claims
    graphs = Counter(q.graph_name for q in every)
    assert (graphs[CLAIM_GRAPH[old]], graphs[CLAIM_GRAPH[new.name]]) == (0, 2)
    subject = CLAIM_GRAPH[new.name]
    assert values(every, subject, PROV.wasRevisionOf) == [CLAIM_GRAPH[old]]


def test_inferred_claim_says_why(tmp_path):
    found, every = quads(tmp_path, CLAIM, 'level = "inferred"\nreason = "He \\"says\\" so.\\n"\n')
    subject = CLAIM_GRAPH[found.claims[0].name]
    assert values(every, subject, RSC.reason) == [Literal('He "says" so.\n')]
    assert values(every, subject, RSC.hasLevel) == [namespaces.entity("inferred")]


def test_labels_are_kept_as_they_stand(tmp_path):
    hostile = '\\u001b[31m=1+1 <b>\\u202Eevil\\\\ \\" é 😀'
    register = FILES[REGISTRY].replace('"Ana"', f'"{hostile}"')
    found = folder.read_folder(write(tmp_path, {REGISTRY: register}))
    labels = {q.object.value for q in claims.quads(found) if isinstance(q.object, Literal)}
    assert '\x1b[31m=1+1 <b>\u202eevil\\ " é 😀' in labels


@pytest.fixture(scope="module")
def article() -> str:
    path = ARTICLE_TEXT / "article.txt"
    if not path.is_file():
        pytest.skip("the source's text is not beside this checkout, since it may not be given away")
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def shipped_data() -> Data:
    return folder.read_folder(DATA)


def test_article_is_the_one_that_was_read(article, shipped_data):
    source, _ = shipped_data.sources[ARTICLE]
    assert hashlib.sha256(article.encode()).hexdigest() == source.sha256


def test_shipped_quotes_stand_in_the_article(article, shipped_data):
    assert list(map(str, folder.misquotes(shipped_data, ARTICLE, article))) == []


def test_shipped_units_are_those_of_the_article(article, shipped_data):
    with (ARTICLE_TEXT / "units.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    source, _ = shipped_data.sources[ARTICLE]
    assert [(r["unit"], int(r["start"]), int(r["end"])) for r in rows] == list(source.units)
    assert all(article[int(r["start"]) : int(r["end"])] == r["text"] for r in rows)


def test_every_unit_of_the_article_carries_claims(shipped_data):
    source, _ = shipped_data.sources[ARTICLE]
    said = {
        p.unit
        for c in shipped_data.claims
        if c.header.source == ARTICLE
        for p in c.evidence.passages
    }
    assert len(source.units) == 42
    assert said == {unit for unit, _, _ in source.units}
