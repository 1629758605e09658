"""The reference page is what the docstrings say, and has whatever the README shows from Python."""

from __future__ import annotations

import ast
import importlib
import inspect
import re

import pytest

from docs import reference
from tests.support.paths import ROOT

ROOMS = {room.name: room for room in reference.rooms()}


def test_the_reference_is_made_from_what_is_there() -> None:
    assert reference.TARGET.read_text("utf-8") == reference.page(), "run 'make reference'"


def test_every_room_is_in_the_reference() -> None:
    package = ROOT / "kg"
    rooms = {f"kg.{path.parent.name}" for path in package.glob("*/__init__.py")}
    assert rooms <= set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_told_of_a_name_is_what_python_has(room: str) -> None:
    module = importlib.import_module(room)
    for name in ROOMS[room].promised:
        home, node = ROOMS[room].home(name)
        thing = getattr(module, name)
        assert getattr(importlib.import_module(home.name), name) is thing
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and inspect.getdoc(thing):
            assert (ast.get_docstring(node) or "").partition("\n")[0] in str(inspect.getdoc(thing))


def test_the_readme_imports_only_what_is_in_the_reference() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for code in re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    is_room = f"{node.module}.{alias.name}" in ROOMS
                    assert is_room or alias.name in ROOMS[str(node.module)].promised


def test_what_the_readme_and_the_notebooks_use_is_marked() -> None:
    page = reference.page()
    assert reference.users()["kg", "open"][0] == "the README"
    assert re.search(r"### open\n[^#]*Used in the README, notebook 01,", page)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'Graph | None'", "Graph | None"),
        ("list['Graph']", "list[Graph]"),
        ("Literal['a', 'b']", "Literal['a', 'b']"),
        ("Annotated[str, form('[A-Z]')] | None", "str | None"),
        ("Annotated['Graph', 1]", "Graph"),
    ],
)
def test_an_annotation_is_shown_as_it_is_meant(written: str, meant: str) -> None:
    assert reference.annotation(ast.parse(written, mode="eval").body) == meant


def test_a_signature_is_shown_as_it_is_written() -> None:
    code = "def f(a, b: int, /, c: str = 'x', *d: int, e: 'G', f=None, **g: object) -> 'G': ..."
    [node] = ast.parse(code).body
    assert isinstance(node, ast.FunctionDef)
    shown = reference.written("def f", reference.parameters(node, bound=False))
    assert shown == "def f(a, b: int, /, c: str = 'x', *d: int, e: G, f=None, **g: object)"
    assert reference.parameters(node, bound=True)[0] == "b: int"
    assert reference.returned(node) == " -> G"
