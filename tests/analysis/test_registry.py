"""Whatever a module of the room declares is found, in order, and asked only what it declares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg import analysis
from kg.analysis import Question, figures
from kg.errors import AnalysisError

ROOM = Path(str(analysis.__file__)).parent


@pytest.fixture(scope="module")
def graph(invented_store_path):
    with kg.open(invented_store_path) as opened:
        yield opened


def declared(folder: Path, decorator: str) -> list[str]:
    """Return the names that follow a decorator in the files of a folder, in order."""
    texts = [file.read_text("utf-8") for file in sorted(folder.glob("*.py"))]
    return [name for text in texts for name in re.findall(rf'@{decorator}\(\s*"([^"]+)"', text)]


def test_every_declared_measure_is_found_in_order():
    assert [*analysis.measures()] == declared(ROOM, "measure")
    assert len(analysis.measures()) == 16


def test_every_declared_figure_is_found_in_order():
    assert [*figures.plots()] == declared(ROOM / "figures", "figure")
    assert len(figures.plots()) == 9


@pytest.mark.parametrize("name", ["brokers", "contacts"])
def test_what_a_measure_does_not_declare_cannot_be_asked(name, graph):
    with pytest.raises(AnalysisError, match=f"{name} has no option 'rank'; it has"):
        analysis.run(graph, name, rank="core")
    with pytest.raises(AnalysisError, match="matrix has no option 'topp'; did you mean 'top'"):
        figures.picture(graph, "matrix", topp=3)


def test_options_are_asked_in_python_as_in_the_shell(graph):
    assert analysis.run(graph, "centre", rank="core").score == "core"
    sides = analysis.run(graph, "brokers", one=("Kestria",), other=("Valdoria",))
    assert sides.notes[0] == "between Kestria and Valdoria"
    assert len(figures.picture(graph, "sources", top=2).rows) > 2


def test_a_measure_can_be_made_of_ties_at_hand(graph):
    ties = analysis.ties(graph, Question())
    found = analysis.measures()["roles"](ties, groups="kind")
    assert found.findings == analysis.run(graph, "roles", groups="kind").findings
