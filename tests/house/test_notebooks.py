"""Each notebook runs whole on the shipped graph, shows something, and is what its script says."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from notebooks import build
from tests.support.paths import ROOT

NAMES = [script.stem for script in build.SCRIPTS]
# The client of the kernels asks for an event loop in a way that Python no longer likes.
pytestmark = pytest.mark.filterwarnings("ignore:There is no current event loop:DeprecationWarning")


@pytest.fixture
def desk(shipped_store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to run in, apart from the files of the one who runs the tests."""
    monkeypatch.setenv("KG_STORE", str(shipped_store_path))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return tmp_path


def script(name: str) -> Path:
    return build.HERE / f"{name}.py"


def shown(notebook: NotebookNode) -> list[NotebookNode]:
    return [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]


def kinds(outputs: list[NotebookNode]) -> set[str]:
    data = [out.data for out in outputs if "data" in out]
    html = [found.get("text/html", "") for found in data]
    return {
        *("figure" for found in data if "image/png" in found),
        *("figure" for text in html if text.startswith("<iframe")),
        *("table" for text in html if "<table" in text),
        *("sentence" for text in html if text.startswith("<p>")),
    }


def test_there_are_seven_notebooks() -> None:
    assert [name[:2] for name in NAMES] == [f"0{number}" for number in range(1, 8)]


@pytest.mark.parametrize("name", NAMES)
def test_notebook_runs_whole_and_shows_what_it_finds(desk: Path, name: str) -> None:
    ran = build.run(build.made(script(name)), desk)
    outputs = shown(ran)
    assert [out.text for out in outputs if out.get("name") == "stderr"] == []
    assert kinds(outputs) == {"figure", "table", "sentence"}
    text = build.text(ran)
    assert str(desk) not in text
    assert str(ROOT) not in text
    nbformat.validate(ran)
    page = build.page(ran, name)
    assert "<img" in page
    assert not re.search(r"<(?:script|link)\b[^>]*(?:src|href)=", page)


@pytest.mark.parametrize("name", NAMES)
def test_notebook_beside_a_script_is_made_from_it(name: str) -> None:
    beside = script(name).with_suffix(".ipynb").read_text("utf-8")
    assert beside == build.text(build.made(script(name))), "run 'python notebooks/build.py'"
    assert [cell for cell in nbformat.reads(beside, 4).cells if cell.get("outputs")] == []


@pytest.mark.parametrize("name", NAMES)
def test_notebook_is_at_home_anywhere(name: str) -> None:
    for text in (script(name).read_text("utf-8"), build.text(build.made(script(name)))):
        assert not re.search(r"/(?:work|tmp|home|root|Users)/", text)
        assert str(ROOT) not in text


@pytest.mark.parametrize("name", NAMES)
def test_prose_states_no_number_that_could_go_stale(name: str) -> None:
    prose = [c.source for c in build.made(script(name)).cells if c.cell_type == "markdown"]
    spoken = re.sub(r"`[^`]*`|\]\([^)]*\)|^#.*$", "", "\n".join(prose), flags=re.MULTILINE)
    assert re.findall(r"\d{2,}", spoken) == []


def is_promised(module: str, name: str) -> bool:
    """Return whether a name is a room, or one that a room or a module at the top gives."""
    if module in ("kg.errors", "kg.notebook"):
        return True
    whole = f"{module}.{name}"
    inside = importlib.util.find_spec(whole)
    is_room = inside is not None and inside.submodule_search_locations is not None
    return is_room or whole == "kg.paths" or name in importlib.import_module(module).__all__


@pytest.mark.parametrize("name", NAMES)
def test_notebook_imports_only_what_is_promised(name: str) -> None:
    for node in ast.walk(ast.parse(script(name).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("kg"):
            strange = [a.name for a in node.names if not is_promised(str(node.module), a.name)]
            assert strange == [], node.module


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_told_one_by_one(name: str) -> None:
    cells = build.made(script(name)).cells
    assert cells[0].source.startswith(f"# {int(name[:2])}. ")
    assert sum(c.cell_type == "markdown" for c in cells) >= len(cells) / 3


def test_links_between_notebooks_lead_somewhere() -> None:
    for name in NAMES:
        lines = script(name).read_text("utf-8").splitlines()
        told = "\n".join(line for line in lines if line.startswith("#"))
        for link in re.findall(r"\]\(([^)]+)\)", told):
            assert (build.HERE / link).is_file(), f"{name}: {link}"
