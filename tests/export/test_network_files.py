"""Network exports keep every node, edge and piece of evidence, whatever the labels hold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import networkx as nx
import pytest
from hypothesis import given

from kg.errors import ExportError
from kg.export import registry as export
from tests.support.export_samples import (
    EX,
    HOSTILE,
    LABELS,
    anything,
    evidence,
    fit,
    network,
    packed,
)

NETWORK = [name for name, form in export.FORMATS.items() if form.kind == "network"]
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
EDGES = 6

Found: TypeAlias = tuple[dict[str | None, Any], dict[tuple[str | None, ...], Any]]

each_label = pytest.mark.parametrize("label", LABELS.values(), ids=LABELS.keys())


def whole(label: str) -> str:
    """Return what JSON can hold of a label."""
    return "".join("\ufffd" if 0xD800 <= ord(char) <= 0xDFFF else char for char in label)


def graphml(path: Path) -> Found:
    root = ElementTree.parse(path).getroot()
    keys = {key.get("id"): key.get("attr.name") for key in root.iter(f"{GRAPHML}key")}

    def data(item: Element) -> dict[str | None, str | None]:
        return {keys[part.get("key")]: part.text or "" for part in item.findall(f"{GRAPHML}data")}

    nodes = {item.get("id"): data(item) for item in root.iter(f"{GRAPHML}node")}
    return nodes, {_ends(item): data(item) for item in root.iter(f"{GRAPHML}edge")}


def gexf(path: Path) -> Found:
    root = ElementTree.parse(path).getroot()
    titles = {
        (group.get("class"), item.get("id")): item.get("title")
        for group in root.iter(f"{GEXF}attributes")
        for item in group
    }

    def data(item: Element) -> dict[str | None, str | None]:
        scope = item.tag.removeprefix(GEXF)
        values = item.iter(f"{GEXF}attvalue")
        found = {titles[scope, part.get("for")]: part.get("value") for part in values}
        return found | {"label": item.get("label")}

    nodes = {item.get("id"): data(item) for item in root.iter(f"{GEXF}node")}
    return nodes, {_ends(item): data(item) for item in root.iter(f"{GEXF}edge")}


def _ends(item: Element) -> tuple[str | None, ...]:
    return item.get("source"), item.get("target"), item.get("id")


XML = {"graphml": graphml, "gexf": gexf}


def check_xml(name: str, path: Path, label: str) -> None:
    report = export.write_network(network(label), name, path)
    nodes, edges = XML[name](path)
    assert (
        report.counts == {"nodes": len(nodes), "edges": len(edges)} == {"nodes": 4, "edges": EDGES}
    )
    assert (report.replaced > 0) == (fit(label) != label)
    node = nodes["visit/one"]
    assert (node["label"], node["note"]) == (fit(label), fit(label))
    assert json.loads(node["names"]) == [*packed([label]), "Other name"]
    edge = edges["visit/one", "state/ruritania", "visit/one rsc:hasHost state/ruritania"]
    assert (edge["label"], edge["quote"]) == (fit(label), fit(label))
    assert json.loads(edge["evidence"]) == packed(
        [evidence(label, 1), evidence(f"second {label}", 2)]
    )
    assert (edge["sources"], edge["inferred"], edge["grade"]) == ("2", "false", "B2")
    assert (edge["level"], edge["modality"]) == ("explicit", "past")


@each_label
@pytest.mark.parametrize("name", XML)
def test_xml_holds_a_hostile_label_everywhere(tmp_path: Path, name: str, label: str) -> None:
    check_xml(name, tmp_path / "out", label)


@pytest.mark.parametrize("name", XML)
@given(label=anything)
def test_xml_holds_any_label(
    tmp_path_factory: pytest.TempPathFactory, name: str, label: str
) -> None:
    check_xml(name, tmp_path_factory.getbasetemp() / f"any.{name}", label)


@pytest.mark.parametrize("name", XML)
def test_networkx_reads_what_it_did_not_write(tmp_path: Path, name: str) -> None:
    export.write_network(network("Ñandú <b>"), name, tmp_path / "out")
    reader = nx.read_graphml if name == "graphml" else nx.read_gexf
    found = reader(tmp_path / "out")
    assert found.is_multigraph()
    assert found.is_directed()
    assert set(found) == set(network(""))
    assert found.number_of_edges() == EDGES
    between = found.get_edge_data("visit/one", "state/ruritania").values()
    assert {edge["predicate"] for edge in between} == {"rsc:hasHost", "rsc:takesPlaceIn"}
    assert all(edge["sources"] == 2 and edge["inferred"] is False for edge in between)
    (loop,) = found.get_edge_data("state/ruritania", "state/ruritania").values()
    assert (loop["inferred"], loop["rule"], loop["label"]) == (True, "A rule", "Ñandú <b>")


def test_gephi_is_told_which_parallel_edges_differ(tmp_path: Path) -> None:
    export.write_network(network("x"), "gexf", tmp_path / "out")
    kinds = re.findall(r'target="state/ruritania" kind="([^"]*)"', (tmp_path / "out").read_text())
    assert kinds == ["rsc:borders", "rsc:hasHost", "rsc:takesPlaceIn"]


def test_gexf_has_no_date(tmp_path: Path) -> None:
    export.write_network(network("x"), "gexf", tmp_path / "out")
    assert "lastmodified" not in (tmp_path / "out").read_text()


@pytest.mark.parametrize("name", XML)
def test_nothing_known_is_nothing_said(tmp_path: Path, name: str) -> None:
    export.write_network(network("x"), name, tmp_path / "out")
    nodes, edges = XML[name](tmp_path / "out")
    assert set(nodes["state/empty"]) <= {"kind", "label"}
    assert nodes["state/empty"].get("label", "") == ""
    assert edges["state/empty", "visit/one", "state/empty rsc:knows visit/one"]["sources"] == "0"


def check_json(name: str, path: Path, label: str) -> None:
    made = network(label)
    export.write_network(made, name, path)
    found = json.loads(path.read_text("utf-8"))
    links = found if name == "node-link" else found["elements"]
    nodes = [item.get("data", item) for item in links["nodes"]]
    edges = [item.get("data", item) for item in links["edges"]]
    expected = json.loads(whole(json.dumps(dict(made.nodes(data=True)), ensure_ascii=False)))
    assert {item.pop("id"): item for item in nodes} == expected
    assert len(edges) == EDGES
    (edge,) = (item for item in edges if item["predicate"] == "rsc:hasThreat")
    assert (edge["source"], edge["target"]) == ("visit/one", "code:terrorism")
    assert edge["label"] == whole(label)
    assert edge["evidence"][1]["quote"] == f"second {whole(label)}"
    assert edge["evidence"][0]["start"] is None
    assert edge["evidence"][0]["end"] == 12


@each_label
@pytest.mark.parametrize("name", ["node-link", "cytoscape"])
def test_json_holds_a_hostile_label_everywhere(tmp_path: Path, name: str, label: str) -> None:
    check_json(name, tmp_path / "out", label)


@pytest.mark.parametrize("name", ["node-link", "cytoscape"])
@given(label=anything)
def test_json_holds_any_label(
    tmp_path_factory: pytest.TempPathFactory, name: str, label: str
) -> None:
    check_json(name, tmp_path_factory.getbasetemp() / f"any.{name}", label)


def test_networkx_gets_its_own_network_back(tmp_path: Path) -> None:
    made = network(HOSTILE["controls"])
    export.write_network(made, "node-link", tmp_path / "out")
    found = nx.node_link_graph(json.loads((tmp_path / "out").read_text("utf-8")), edges="edges")
    assert nx.utils.graphs_equal(found, made)
    assert found.graph == made.graph


def test_cytoscape_ids_are_unique(tmp_path: Path) -> None:
    export.write_network(network("x"), "cytoscape", tmp_path / "out")
    elements = json.loads((tmp_path / "out").read_text())["elements"]
    ids = [item["data"]["id"] for item in elements["nodes"] + elements["edges"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_json_has_no_number_that_json_lacks(tmp_path: Path, value: float) -> None:
    made = nx.MultiDiGraph()
    made.add_node("a", facts=[{"value": value}])
    export.write_network(made, "node-link", tmp_path / "out")
    found = json.loads((tmp_path / "out").read_text(), parse_constant=pytest.fail)
    assert found["nodes"][0]["facts"] == [{"value": str(value)}]


@pytest.mark.parametrize("name", NETWORK)
def test_order_of_building_does_not_change_a_byte(tmp_path: Path, name: str) -> None:
    def written(made: nx.MultiDiGraph) -> list[bytes]:
        report = export.write_network(made, name, tmp_path / "out")
        return [path.read_bytes() for path in report.paths]

    first = written(network(HOSTILE["markup"]))
    assert all(written(network(HOSTILE["markup"], seed)) == first for seed in range(4))


@pytest.mark.parametrize("name", NETWORK)
def test_order_of_attributes_does_not_change_a_byte(tmp_path: Path, name: str) -> None:
    made, turned = network("x"), nx.MultiDiGraph(**dict(reversed(network("x").graph.items())))
    for node, data in made.nodes(data=True):
        turned.add_node(node, **dict(reversed(data.items())))
    for source, target, key, data in made.edges(keys=True, data=True):
        turned.add_edge(source, target, key, **dict(reversed(data.items())))
    first = export.write_network(made, name, tmp_path / "a").paths
    second = export.write_network(turned, name, tmp_path / "b").paths
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("name", NETWORK)
def test_network_without_nodes_is_a_valid_export(tmp_path: Path, name: str) -> None:
    report = export.write_network(nx.MultiDiGraph(), name, tmp_path / "out")
    assert report.counts == {"nodes": 0, "edges": 0}
    assert all(path.stat().st_size for path in report.paths)


@pytest.mark.parametrize("name", NETWORK)
@pytest.mark.parametrize("bad", ["=1+1", "a b", "", "a\n", "é", "a,b", 7])
def test_id_that_is_not_plain_is_refused(tmp_path: Path, name: str, bad: object) -> None:
    made = network("x")
    made.add_node(bad)
    with pytest.raises(ExportError, match="cannot be exported as an id"):
        export.write_network(made, name, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", NETWORK)
def test_value_no_format_knows_is_refused(tmp_path: Path, name: str) -> None:
    made = network("x")
    made.nodes["visit/one"]["facts"] = [{"value": {1, 2}}]
    with pytest.raises(ExportError, match="type set"):
        export.write_network(made, name, tmp_path / "out")


@pytest.mark.parametrize("name", NETWORK)
def test_network_is_not_changed_by_its_export(tmp_path: Path, name: str) -> None:
    made = network("x")
    export.write_network(made, name, tmp_path / "out")
    assert nx.utils.graphs_equal(made, network("x"))
    assert made.graph == network("x").graph
    assert EX in made.nodes["visit/one"]["iri"]
