"""The house keeps its order: one direction, small rooms, and no library deeper than one module."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kg"
ORDER = [
    *("errors", "paths", "version", "quads", "locate", "files", "rq", "spelling"),
    *("screen", "confine", "worker", "sandbox"),
    *("rdf_input", "vocab", "schema", "terms"),
    *("records", "kinds", "mistakes", "countries", "data", "claims"),
    *("formats", "mappings", "engines", "cells", "nquads", "rows", "pages", "totals"),
    *("tables", "holdings"),
    *("rules", "store", "loading", "skeleton"),
    *("table", "characters", "network_files", "csv_files", "rdf_files", "parquet_files"),
    *("queries", "names", "evidence"),
    *("lands", "outline", "whereabouts", "occasions", "standing", "story"),
    *("drafting", "lexicon", "likeness", "matching", "matching_files", "proofreading"),
    *("origins", "shapes", "checks", "row_checks", "reference", "dossier"),
    *("address", "credentials", "transport", "replies", "sorting", "service", "parts", "push"),
    *("lending", "network", "layout", "scene", "picture", "view", "margins", "viewing"),
    *("graph", "snapshot", "diff"),
    *("targets", "export", "cuts"),
    *("grounds", "scope", "ties", "algorithms", "measures", "brokerage", "centre"),
    *("communities", "rhythm", "changes", "similarity", "coverage", "analysis"),
    *("canvas", "charts", "maps", "promises", "stacks", "plots"),
    *("terminal", "notebook", "account", "output", "welcome"),
    *("phrases", "recipes", "wording", "briefing", "frame", "filling", "composition"),
    *("briefing_figure", "briefing_html", "briefing_markdown", "briefing_docx", "reports"),
    *("cli_options", "cli_curation", "cli_tables", "cli_push", "cli_analysis", "cli_reports"),
    *("cli_view", "cli", "__main__"),
]
CLI = {"analysis", "curation", "options", "push", "reports", "tables", "view"}
HOMES = {
    "click": {"cli", *(f"cli_{part}" for part in CLI)},
    "duckdb": {"engines"},
    "ibis": {"engines", "cells", "nquads", "rows", "pages", "totals", "tables", "skeleton"},
    "pyspark": {"engines"},
    "networkx": {"network", "algorithms"},
    "rustworkx": {"algorithms"},
    "matplotlib": {"canvas", "briefing_figure"},
    "pyvis": {"view"},
    "pydantic": {"records", "mistakes", "mappings"},
    "pydantic_core": {"records"},
    "rdflib": {"lending"},
    "oxrdflib": {"lending"},
    "pyarrow": {"engines", "parquet_files"},
    "pandas": {"table"},
    "numpy": {"layout"},
    "shacl": {"shapes"},
    "babel": {"countries", "lexicon", "wording"},
    "docx": {"briefing_docx"},
    "pycountry": {"countries", "lexicon"},
    "rapidfuzz": {"likeness", "matching"},
}
HEAVY = {*HOMES, "tkinter", "asyncio"} - {"click", "pydantic", "pydantic_core"}
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__")


def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))


def nodes(start: ast.AST) -> Iterator[ast.AST]:
    """Yield every node but those that only a type checker reads."""
    yield start
    for child in ast.iter_child_nodes(start):
        checking = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        if not checking:
            yield from nodes(child)


def imports(module: str) -> Iterator[str]:
    for node in nodes(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


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


def test_every_module_has_its_place_in_the_order():
    assert sorted(ORDER) == MODULES


@pytest.mark.parametrize("module", ORDER)
def test_module_imports_only_earlier_ones(module):
    earlier = set(ORDER[: ORDER.index(module)])
    ours = {name for name in imports(module) if name.partition(".")[0] == "kg"}
    assert {name.split(".")[1] for name in ours if "." in name} <= earlier


@pytest.mark.parametrize("library", HOMES)
def test_outside_library_is_one_module_deep(library):
    users = {m for m in MODULES if any(n.partition(".")[0] == library for n in imports(m))}
    assert users <= HOMES[library]


def test_outside_libraries_are_those_that_have_a_home():
    outside = {name.partition(".")[0] for module in MODULES for name in imports(module)}
    known = {"kg", "pyoxigraph", "_typeshed", *sys.stdlib_module_names, *HOMES}
    assert outside <= known


def test_functions_are_short():
    lengths = {name: length(node) for module in MODULES for name, node in functions(module)}
    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}
    assert statistics.median(lengths.values()) <= 9


@pytest.mark.parametrize("module", MODULES)
def test_file_is_small(module):
    assert (PACKAGE / f"{module}.py").stat().st_size < 14_000


@pytest.mark.parametrize("module", MODULES)
def test_module_says_what_it_is(module):
    text = ast.get_docstring(tree(module)) or ""
    assert text.split("\n\n")[0].endswith((".", ":")), "one sentence first"


@pytest.mark.parametrize("module", MODULES)
def test_public_functions_and_classes_say_what_they_are(module):
    silent = [name for name, node in public(module) if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("module", MODULES)
def test_every_function_is_annotated(module):
    for name, node in functions(module):
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        given += [a for a in (node.args.vararg, node.args.kwarg) if a]
        bare = [a.arg for a in given if a.annotation is None and a.arg not in ("self", "cls")]
        assert bare == [], name
        assert node.returns is not None, name


@pytest.mark.parametrize("module", MODULES)
def test_no_error_is_caught_broadly(module):
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}"
            caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
            assert not caught & {"Exception", "BaseException"}, f"line {node.lineno}"


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_put_off_and_no_check_is_switched_off_without_a_reason(module):
    text = (PACKAGE / f"{module}.py").read_text("utf-8")
    assert "TODO" not in text
    assert "FIXME" not in text
    assert "type: ignore\n" not in text
    assert "noqa\n" not in text


def test_import_of_the_package_loads_nothing():
    assert not loaded("import kg") & {*HOMES, "pyoxigraph"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["query", "--help"], ["export", "--help"]]
)
def test_help_loads_nothing_heavy(arguments):
    run = f"from kg.cli.main import cli; cli({arguments}, standalone_mode=False)"
    assert not loaded(run) & {*HEAVY, "pydantic", "pyoxigraph"}


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
