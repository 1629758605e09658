"""What a page shows of the graph: cuts by query, entity, path, time, kind and source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.errors import QueryError, UnknownNameError
from kg.graph import Graph
from kg.model.dates import Span
from kg.viewer import compose
from kg.viewer.choice import Choice


@pytest.fixture(scope="module")
def graph(invented_store_path: Path) -> Iterator[Graph]:
    with kg.open(invented_store_path) as opened:
        yield opened


def only(graph: Graph, **choice: object) -> tuple[set[str], compose.View]:
    made = compose.view(graph, Choice(**choice))  # type: ignore[arg-type]  # what the test names
    members = {m for cluster in made.scenes[0].clusters for m in cluster.members}
    return {*made.scenes[0].nodes, *members}, made


def test_page_opens_on_the_overview(graph: Graph) -> None:
    nodes, made = only(graph)
    assert made.scenes[0].title == "Overview"
    assert nodes
    assert nodes <= set(made.network.nodes)


def test_answer_to_a_query_shows_its_relations_and_no_others(graph: Graph) -> None:
    part = graph.network("edges")
    nodes, made = only(graph, queries=["edges"])
    assert nodes == set(part)
    assert made.scenes[0].ties == frozenset(part.edges(keys=True))


def test_several_queries_make_several_cuts(graph: Graph) -> None:
    made = compose.view(graph, Choice(queries=("overview", "edges")))
    assert [one.name for one in made.scenes] == ["overview", "edges"]


def test_surroundings_of_an_entity_come_with_the_rest_to_expand_into(graph: Graph) -> None:
    key = next(n for n in graph.network() if n.startswith("state/"))
    nodes, made = only(graph, entity=key)
    assert nodes == set(graph.around(key))
    assert set(made.network.nodes) == set(graph.network())


def test_paths_join_both_ends_and_name_them_first(graph: Graph) -> None:
    network = graph.network()
    start, end = next((a, c) for a, b in network.edges() for c in network[b] if c not in (a, b))
    nodes, made = only(graph, start=start, end=end)
    assert {start, end} <= nodes
    assert made.scenes[0].emphasis == (start, end)
    assert made.scenes[0].ties


def test_kinds_are_known_by_id_and_by_label(graph: Graph) -> None:
    nodes, made = only(graph, kinds=["State"])
    assert {node.kind for node in made.network.nodes.values()} == {"state"}
    assert nodes == only(graph, kinds=["state"])[0]


def test_sources_keep_what_they_say(graph: Graph) -> None:
    source = next(p.source_iri for r in graph.networks.whole.relations for p in r.passages)
    _, made = only(graph, sources=[source])
    assert made.network.relations
    for relation in made.network.relations:
        assert source in {passage.source_iri for passage in relation.passages}


def test_span_leaves_out_what_ended_before_and_keeps_what_is_not_dated(graph: Graph) -> None:
    _, made = only(graph, span=Span.parse("2500", "2501"))
    dates = [node.dates for node in made.network.nodes.values()]
    assert all(span.end is None or str(span.end) >= "2500" for span in filter(None, dates))
    assert None in dates


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ({"kinds": ["nonsense"]}, UnknownNameError),
        ({"entity": "nobody of this name"}, UnknownNameError),
        ({"queries": ["no-such-query"]}, QueryError),
    ],
)
def test_what_is_unknown_is_said(graph: Graph, choice: dict[str, object], error: type) -> None:
    with pytest.raises(error):
        only(graph, **choice)


def test_same_choice_makes_the_same_page(graph: Graph) -> None:
    assert graph.view(kinds=["state"]).html == graph.view(kinds=["state"]).html


def test_page_of_a_notebook_counts_what_it_shows(graph: Graph) -> None:
    page = graph.view("edges")
    assert page.counts == {"Edges": (len(graph.network("edges")), graph.network("edges").size())}
    assert page._repr_html_().startswith('<iframe sandbox="allow-scripts allow-downloads')


def test_command_says_when_nothing_meets_the_choice(
    invented_store_path: Path, tmp_path: Path
) -> None:
    from click.testing import CliRunner

    from kg.cli.main import cli

    choice = ["--entity", "state/valdoria", "--hops", "0", "--kind", "conference"]
    places = ["-o", str(tmp_path / "page.html"), "--store", str(invented_store_path)]
    arguments = ["view", *choice, *places]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0
    assert "nothing meets this choice" in done.stderr
    assert (tmp_path / "page.html").exists()


@pytest.mark.parametrize(
    "arguments",
    [["--from", "x"], ["--as-of", "2025", "--between", "2024", "2025"], ["--as-of", "yesterday"]],
)
def test_command_says_what_does_not_go_together(arguments: list[str]) -> None:
    from click.testing import CliRunner

    from kg.cli.main import cli

    done = CliRunner().invoke(cli, ["view", "-o", "page.html", *arguments])
    assert done.exit_code == 2
