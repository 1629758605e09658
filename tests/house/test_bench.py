"""Tests of the invented graph that the benchmark asks: what it is made of, and the same answers."""

from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad
from rdflib.query import ResultRow

from bench.graph import shapes, synthetic
from bench.graph.children import digest, embedded
from bench.support import report
from bench.support.turns import Pair
from kg.curation import claims
from kg.model import namespaces

# rdflib warns of what its own parser does.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")
EPISODES = 24
DIGEST = "0" * 16


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return list(claims.quads(synthetic.data(EPISODES)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, quads: list[Quad]) -> Path:
    target = tmp_path_factory.mktemp("store")
    (target / DIGEST).mkdir()
    store = pyoxigraph.Store(str(target / DIGEST / "quads"))
    store.bulk_extend(quads)
    store.flush()
    (target / "CURRENT").write_text(f"{DIGEST}\n", "utf-8")
    return target


@pytest.fixture(scope="module")
def dataset(quads: list[Quad]) -> rdflib.Dataset:
    text = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    found = rdflib.Dataset(default_union=True)
    found.parse(data=text, format="nquads")
    return found


def test_same_seed_gives_same_quads(quads: list[Quad]) -> None:
    assert list(claims.quads(synthetic.data(EPISODES))) == quads


def test_another_seed_gives_other_quads(quads: list[Quad]) -> None:
    assert list(claims.quads(synthetic.data(EPISODES, seed=2))) != quads


def test_no_quad_comes_twice(quads: list[Quad]) -> None:
    stated = [q for q in quads if q.graph_name != claims.ONTOLOGY]
    assert len(set(stated)) == len(stated)


def test_only_declared_terms_are_used(quads: list[Quad]) -> None:
    declared = {triple.subject for triple in namespaces.ontology()}
    own = tuple(namespaces.prefixes()[name] for name in ("rsc", "code"))
    used = {term for quad in quads for term in quad if isinstance(term, NamedNode)}
    assert not {term for term in used if term.value.startswith(own)} - declared


def test_only_registered_entities_are_named(quads: list[Quad]) -> None:
    known = {namespaces.entity(ident) for ident in synthetic.data(EPISODES).entities}
    used = {term for quad in quads for term in quad if isinstance(term, NamedNode)}
    assert not {t for t in used if t.value.startswith(namespaces.prefixes()["id"])} - known


def test_size_is_met_within_two_percent() -> None:
    size = 30_000
    made = sum(1 for _ in claims.quads(synthetic.data(synthetic.episodes(size))))
    assert abs(made - size) < size * 0.02


@pytest.mark.parametrize("shape", shapes.queries())
def test_store_and_rdflib_agree(shape: str, folder: Path, dataset: rdflib.Dataset) -> None:
    text = shapes.queries()[shape]
    ours = embedded(str(folder))({"query": text})
    found = dataset.query(text, initNs=namespaces.prefixes())
    theirs = [tuple(row) for row in found if isinstance(row, ResultRow)]
    assert ours["rows"] == len(theirs) > 0
    assert ours["digest"] == digest(theirs)


def test_ratio_over_its_aim_is_marked() -> None:
    rows = [report.compared("thing", Pair([2.0], [1.0]), 1.1)]
    assert list(report.markdown(rows))[-1] == "| thing | 2 s | 1 s | 2.00 | < 1.1 | **no** |"
