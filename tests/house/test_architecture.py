"""The house keeps its order: rooms in layers, no circles, and each outside library at home."""

from __future__ import annotations

import ast
import functools
import graphlib
import importlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.paths import PACKAGE

# A room imports from rooms of lower layers and from itself; the layers are those of the drawing in
# CONTRIBUTING.md.
LAYERS = {
    **dict.fromkeys(("errors", "lazy", "paths", "version"), 0),
    **dict.fromkeys(("atomic", "text"), 1),
    "model": 2,
    **dict.fromkeys(("sparql", "tables"), 3),
    "entities": 4,
    **dict.fromkeys(("curation", "network"), 5),
    **dict.fromkeys(("analysis", "export", "reports", "store", "viewer"), 6),
    **dict.fromkeys(("graph", "notebook"), 7),
    "cli": 8,
    "__main__": 9,
    "__init__": 9,
}
# Rooms, or rooms inside of rooms, in which an outside library may be used.
HOMES = {
    "babel": {"curation.matching", "model", "reports"},
    "click": {"cli"},
    "docx": {"reports.formats"},
    "duckdb": {"tables"},
    "ibis": {"tables"},
    "jinja2": {"reports.formats", "viewer"},
    "markupsafe": {"reports.formats"},
    "matplotlib": {"analysis.figures", "reports.formats"},
    "networkx": {"analysis", "graph", "network"},
    "numpy": {"viewer"},
    "oxrdflib": {"sparql"},
    "pandas": {"sparql"},
    "pyarrow": {"export", "tables"},
    "pycountry": {"curation.matching", "model"},
    "pydantic": {"model", "tables", "viewer"},
    "pydantic_core": {"model"},
    "pyspark": {"tables"},
    "pyvis": {"viewer"},
    "rapidfuzz": {"curation.matching"},
    "rdflib": {"graph", "sparql"},
    "rustworkx": {"analysis"},
    "shacl": {"curation"},
}
HEAVY = {*HOMES, "tkinter", "asyncio"} - {"click", "pydantic", "pydantic_core"}
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in FILES
}


@functools.cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def room(module: str) -> str:
    """Return the room at the top of the package, or its module, to which a module belongs."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@functools.cache
def imports(module: str) -> set[str]:
    """Return what a module imports, whether it does so at once, later, or for types alone."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else str(node.module) for name in names}
    return found


def ours(module: str) -> set[str]:
    return {name for name in imports(module) if name.partition(".")[0] == "kg"}


def functions(module: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions and methods of a module by name, nested ones too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}.{node.name}", node


def public(module: str) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    """Yield the public functions and classes of a module, and the public methods of those."""
    for node in tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{module}.{node.name}", node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield f"{module}.{node.name}.{inner.name}", inner


def length(function: ast.FunctionDef) -> int:
    return int(function.end_lineno or 0) - function.lineno + 1


def loaded(code: str) -> set[str]:
    """Return the top-level modules that a fresh process has loaded after running some code."""
    show = "import sys; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{show}"], capture_output=True, check=True, text=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_every_room_has_its_layer():
    assert set(map(room, MODULES)) == set(LAYERS)


def test_a_room_imports_only_from_rooms_of_lower_layers():
    wrong = {
        f"{module} imports {name}"
        for module in MODULES
        for name in ours(module)
        if room(name) != room(module) and LAYERS[room(name)] >= LAYERS[room(module)]
    }
    assert wrong == set()


def test_no_imports_go_in_a_circle():
    order = graphlib.TopologicalSorter({module: ours(module) - {module} for module in MODULES})
    order.prepare()


def test_outside_libraries_are_at_home_in_their_rooms():
    for library, homes in HOMES.items():
        users = {
            module.removeprefix("kg.")
            for module in MODULES
            if any(name.partition(".")[0] == library for name in imports(module))
        }
        strangers = {u for u in users if not any(f"{u}.".startswith(f"{home}.") for home in homes)}
        assert strangers == set(), library
        assert users, f"{library} has no user and needs no home"


def test_outside_libraries_are_those_that_have_a_home():
    outside = {name.partition(".")[0] for module in MODULES for name in imports(module)}
    known = {"kg", "pyoxigraph", "_typeshed", *sys.stdlib_module_names, *HOMES}
    assert outside <= known


def test_a_function_is_one_thought_and_a_file_one_room():
    lengths = {name: length(node) for module in MODULES for name, node in functions(module)}
    assert {name: lines for name, lines in lengths.items() if lines > 60} == {}
    lines = {module: len(path.read_text("utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: count for module, count in lines.items() if count > 600} == {}


def test_modules_say_what_they_are_in_one_sentence_first():
    said = {module: ast.get_docstring(tree(module)) or "" for module in MODULES}
    assert [m for m, text in said.items() if not text.split("\n\n")[0].endswith((".", ":"))] == []


def test_public_functions_and_classes_say_what_they_are():
    every = [found for module in MODULES for found in public(module)]
    assert [name for name, node in every if not ast.get_docstring(node)] == []


FACES = sorted(m for m, path in MODULES.items() if path.name == "__init__.py" and m != "kg")


def test_public_names_of_rooms_are_there_and_hide_no_module():
    for face in FACES:
        module = importlib.import_module(face)
        for name in getattr(module, "__all__", ()):
            assert f"{face}.{name}" not in MODULES, "a module of that name would take its place"
            assert getattr(module, name) is not None, f"{face}.{name}"


def test_every_function_is_annotated():
    for name, node in (found for module in MODULES for found in functions(module)):
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        given += [a for a in (node.args.vararg, node.args.kwarg) if a]
        bare = [a.arg for a in given if a.annotation is None and a.arg not in ("self", "cls")]
        assert bare == [], name
        assert node.returns is not None, name


def test_no_error_is_caught_broadly():
    for module in MODULES:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ExceptHandler):
                place = f"{module}, line {node.lineno}"
                assert node.type is not None, place
                caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
                assert not caught & {"Exception", "BaseException"}, place


def test_nothing_is_put_off_and_no_check_is_switched_off_without_a_reason():
    for module, path in MODULES.items():
        text = path.read_text("utf-8")
        for word in ("TODO", "FIXME", "type: ignore\n", "noqa\n"):
            assert word not in text, module


def test_import_of_the_package_loads_nothing():
    assert not loaded("import kg") & {*HOMES, "pyoxigraph"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["query", "--help"], ["export", "--help"]]
)
def test_help_loads_nothing_heavy(arguments):
    run = f"from kg.cli.main import cli; cli({arguments}, standalone_mode=False)"
    assert not loaded(run) & {*HEAVY, "pydantic", "pyoxigraph"}


@pytest.mark.parametrize(
    "arguments", [["analyze"], ["analyze", "--help"], ["plot"], ["plot", "--help"]]
)
def test_listing_measures_and_figures_loads_nothing_heavy(arguments):
    run = f"from kg.cli.main import cli; cli({arguments}, standalone_mode=False)"
    assert not loaded(run) & {*HEAVY, "pydantic"}


def test_opening_and_asking_load_nothing_heavy(invented_store_path):
    code = f"""
import kg
with kg.open({str(invented_store_path)!r}) as graph:
    assert len(graph.query("claims")) > 0
    assert graph.query("ASK {{}}").rows == [(True,)]
"""
    assert not loaded(code) & {*HEAVY, "pydantic"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "claims"],
        ["query", "claims", "--format", "csv"],
        ["status"],
        ["queries"],
        ["about"],
    ],
)
def test_asking_from_the_shell_loads_nothing_heavy(arguments, invented_store_path):
    store = [] if arguments == ["queries"] else ["--store", str(invented_store_path)]
    run = f"from kg.cli.main import cli; cli({[*arguments, *store]}, standalone_mode=False)"
    assert not loaded(run) & {*HEAVY, "pydantic"}
