"""Stories: what a curator writes, and what the page is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.entities.names import Names
from kg.errors import DataError
from kg.paths import DATA
from kg.viewer import story
from tests.support.paths import ROOT

STEP = """
[[step]]
title = "First"
text = "It began."
select = "state/kestria"
"""


@pytest.fixture(scope="module")
def known(invented):
    return Names.of(invented)


def problems(path: Path, text: str, known) -> list[str]:
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        story.read_story(path, known)
    return [str(problem) for problem in caught.value.problems]


def test_story_is_read_with_its_languages(tmp_path, known):
    file = tmp_path / "one.toml"
    file.write_text(
        'title = "One"\ntitle_es = "Uno"\n' + STEP + 'until = "2031-05"\nview = "map"\n'
    )
    told = story.read_story(file, known)
    assert told["title"] == {"en": "One", "es": "Uno"}
    (step,) = told["steps"]
    assert (step["select"], step["view"], step["until"]) == ("state/kestria", "map", "2031-05")
    assert step["path"] is None


def test_step_may_name_what_it_selects(tmp_path, known):
    file = tmp_path / "one.toml"
    label = known.label("https://example.org/rsc/id/state/kestria")
    file.write_text('title = "One"\n' + STEP.replace("state/kestria", label))
    assert story.read_story(file, known)["steps"][0]["select"] == "state/kestria"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (STEP, "title: is missing; write it"),
        ('title = "One"', "step: is missing; write a table [[step]] for each"),
        ('title = "One"\nstep = []', "step: is missing"),
        ('title = "One"\n' + STEP + 'vew = "map"', "vew: unknown key; did you mean 'view'?"),
        ('title = "One"\n' + STEP + 'view = "globe"', "view: Input should be 'network', "),
        ('title = "One"\n' + STEP + 'since = "soon"', "since: 'soon' is no date; write "),
        ('title = "One"\n' + STEP + 'path = "state/kestria"', "path: has two ends; write "),
        ('title = "One"\n' + STEP.replace("kestria", "kestrai"), "select: nothing in the graph"),
        ('title = "One"\n' + STEP.replace('"It began."', "3"), "text: must be text"),
        ("title = ", "is not valid TOML"),
    ],
)
def test_mistake_is_told_with_file_line_and_key(tmp_path, known, text, told):
    (problem,) = problems(tmp_path / "one.toml", text, known)
    assert f"{tmp_path.name}/one.toml:" in problem
    assert told in problem


def test_missing_file_is_told(tmp_path, known):
    with pytest.raises(DataError, match="No such file"):
        story.read_story(tmp_path / "none.toml", known)


def test_shipped_stories_fit_the_shipped_graph(shipped):
    names = Names.of(shipped)
    found = [story.read_story(path, names) for path in sorted((DATA / "stories").glob("*.toml"))]
    assert found == story.shipped_stories(names)
    assert found
    for told in found:
        assert {"en", "es", "pt"} <= told["title"].keys()
        for step in told["steps"]:
            assert {"en", "es", "pt"} == step["title"].keys() == step["text"].keys()


def test_command_tells_a_story_of_ones_own(invented_store_path, tmp_path):
    file, page = tmp_path / "mine.toml", tmp_path / "page.html"
    file.write_text('title = "Mine"\n' + STEP)
    arguments = ["view", "--story", file, "-o", page, "--store", invented_store_path]
    done = CliRunner().invoke(cli, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    assert '"en":"It began."' in page.read_text("utf-8")


def test_command_names_what_is_wrong_in_a_story(invented_store_path, tmp_path):
    file, page = tmp_path / "mine.toml", tmp_path / "page.html"
    file.write_text('title = "Mine"\n' + STEP + 'vew = "map"\n')
    arguments = ["view", "--story", file, "-o", page, "--store", invented_store_path]
    done = CliRunner().invoke(cli, list(map(str, arguments)))
    assert done.exit_code == 1
    assert "mine.toml:7: vew: unknown key; did you mean 'view'?" in done.output
    assert not page.exists()


def test_story_of_the_documentation_fits_the_shipped_graph(tmp_path, shipped):
    page = (ROOT / "docs" / "telling-a-story.md").read_text("utf-8")
    file = tmp_path / "shown.toml"
    file.write_text(page.partition("```toml\n")[2].partition("```")[0], "utf-8")
    assert len(story.read_story(file, Names.of(shipped))["steps"]) == 3
