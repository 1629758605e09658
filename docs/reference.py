"""
Write ``docs/reference.md``: what the package promises to those who import it, from its docstrings.

``python docs/reference.py`` reads the sources and imports none of them.  A room promises what its
``__all__`` says, and some modules at the top all that is public in them; which of it the README
and the notebooks use is told beside it.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "reference.md"
# Modules at the top that are for everybody as they are.
OPEN = ("kg.errors", "kg.notebook", "kg.paths")
WIDTH = 88

HEAD = """\
# Reference

What this package promises to those who import it; everything else may change with any version.
Made from the docstrings by `make reference`; do not edit it here.

The README and the notebooks use what is marked so, and nothing that is not here.
"""


@dataclass(frozen=True)
class Module:
    """The source of a module: its syntax tree and its lines."""

    name: str
    tree: ast.Module
    lines: tuple[str, ...]

    @property
    def promised(self) -> list[str]:
        """The names that others may use."""
        known = [(name, node) for node in self.tree.body for name in defined(node)]
        for name, node in known:
            if name == "__all__" and isinstance(node, ast.Assign):
                return [name for name in ast.literal_eval(node.value) if not name.startswith("_")]
        return [name for name, _ in known if self.name in OPEN and not name.startswith("_")]

    def home(self, name: str) -> tuple[Module, ast.stmt]:
        """Return where a name is defined, here or where it is imported from; raises LookupError."""
        for node in self.tree.body:
            if name in defined(node):
                return self, node
        imports = [node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom)]
        for node in imports:
            for alias in node.names:
                if name == (alias.asname or alias.name):
                    return read_module(str(node.module)).home(alias.name)
        raise LookupError(f"{self.name} has no {name}")


def defined(node: ast.stmt) -> list[str]:
    """Return the names that a statement defines."""
    match node:
        case ast.ClassDef() | ast.FunctionDef():
            return [node.name]
        case ast.Assign():
            return [one.id for one in ast.walk(node.targets[0]) if isinstance(one, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


@cache
def read_module(name: str) -> Module:
    """Return a module of the package by its full name."""
    path = ROOT.joinpath(*name.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = file.read_text("utf-8")
    return Module(name, ast.parse(text), tuple(text.splitlines()))


def rooms() -> list[Module]:
    """Return the modules that promise names, the package first."""
    package = ROOT / "kg"
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (*package.glob("*.py"), *package.rglob("*/__init__.py"))
    ]
    return [module for module in map(read_module, sorted(names)) if module.promised]


def users() -> Mapping[tuple[str, str], list[str]]:
    """Return by room and name who uses it: the README and notebooks, as they are called."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    readme = "\n".join(
        re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    )
    told = {"the README": readme} | {
        f"notebook {path.name[:2]}": path.read_text("utf-8")
        for path in sorted((ROOT / "notebooks").glob("[0-9]*.py"))
    }
    promised = {module.name: module.promised for module in rooms()}
    for user, text in told.items():
        tree = ast.parse(text)
        # What a name stands for: a room, or a name that a room promises.
        called: dict[str, tuple[str, str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                called |= {alias.name: (alias.name, "") for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    is_room = whole in promised
                    called[alias.asname or alias.name] = (
                        (whole, "") if is_room else (node.module, alias.name)
                    )
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                room, name = called.get(node.value.id, ("", ""))
                used = (room, node.attr) if not name else (room, name)
            elif isinstance(node, ast.Name):
                used = called.get(node.id, ("", ""))
            else:
                continue
            if used[1] in promised.get(used[0], ()) and user not in found[used]:
                found[used].append(user)
    return found


def plain(text: str) -> str:
    """Return a docstring as Markdown: its code in single marks."""
    return text.replace("``", "`")


class _Meant(ast.NodeTransformer):
    """Makes of an annotation the type that it means: without quotes, and without what is beside."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Leave the texts of a literal as they are, and of what is annotated only the type."""
        match node:
            case ast.Subscript(value=ast.Name(id="Literal")):
                return node
            case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[kind, *_])):
                return ast.parse(annotation(kind), mode="eval").body
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Return a text as the type that it names."""
        if not isinstance(node.value, str):
            return node
        return ast.parse(annotation(ast.parse(node.value, mode="eval").body), mode="eval").body


def annotation(node: ast.expr | None) -> str:
    """Return an annotation as it is meant."""
    return "" if node is None else ast.unparse(_Meant().visit(node))


def parameters(node: ast.FunctionDef, *, bound: bool) -> list[str]:
    """Return the parameters of a function as they are written, without that of the object."""
    given = node.args
    positional = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(given.defaults))
    found = [
        parameter(*pair) for pair in zip(positional, [*defaults, *given.defaults], strict=True)
    ]
    if given.posonlyargs:
        found.insert(len(given.posonlyargs), "/")
    if given.vararg or given.kwonlyargs:
        found.append(f"*{parameter(given.vararg)}" if given.vararg else "*")
    found += map(parameter, given.kwonlyargs, given.kw_defaults)
    if given.kwarg:
        found.append(f"**{parameter(given.kwarg)}")
    return found[1:] if bound else found


def parameter(node: ast.arg, default: ast.expr | None = None) -> str:
    """Return a parameter with its annotation and its default."""
    told = f"{node.arg}: {annotation(node.annotation)}" if node.annotation else node.arg
    if default is None:
        return told
    return (
        f"{told} = {ast.unparse(default)}" if node.annotation else f"{told}={ast.unparse(default)}"
    )


def fields(node: ast.ClassDef) -> list[str]:
    """Return the fields of a class whose constructor is made of them."""
    found = []
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            kind, value = annotation(item.annotation), item.value
            is_hidden = item.target.id.startswith("_") or kind.startswith("ClassVar")
            if is_hidden or (isinstance(value, ast.Call) and "init=False" in ast.unparse(value)):
                continue
            shown = "..." if isinstance(value, ast.Call) else value and ast.unparse(value)
            found.append(f"{item.target.id}: {kind}" + (f" = {shown}" if shown else ""))
    return found


def written(head: str, given: list[str], tail: str = "") -> str:
    """Return a signature on one line, or on a line for each parameter if that is too long."""
    line = f"{head}({', '.join(given)}){tail}"
    if len(line) <= WIDTH or not given:
        return line
    return "\n".join([f"{head}(", *(f"    {one}," for one in given), f"){tail}"])


def returned(node: ast.FunctionDef) -> str:
    """Return what stands after the parameters of a function."""
    return f" -> {annotation(node.returns)}" if node.returns else ""


def described(module: Module, node: ast.stmt, name: str) -> Iterator[str]:
    """Yield what is told of a name: its signature, its docstring, and what its objects do."""
    match node:
        case ast.FunctionDef():
            yield "```python\n" + written(
                f"def {node.name}", parameters(node, bound=False), returned(node)
            ) + "\n```\n"  # fmt: skip
            yield plain(ast.get_docstring(node) or "") + "\n"
        case ast.ClassDef():
            yield from class_described(node)
        case ast.Assign() | ast.AnnAssign():
            value = node.value
            if isinstance(value, ast.Tuple) and len(defined(node)) > 1:
                value = value.elts[defined(node).index(name)]
            kind = f": {annotation(node.annotation)}" if isinstance(node, ast.AnnAssign) else ""
            shown = "" if value is None or isinstance(value, ast.Call) else ast.unparse(value)
            # What is long, or made of what is private, tells a reader nothing.
            is_told = shown and len(shown) < WIDTH and not re.search(r"\b_\w", shown)
            line = f"{name}{kind} = {shown if is_told else '...'}"
            yield f"```python\n{line}\n```\n"
            above: list[str] = []
            for text in reversed(module.lines[: node.lineno - 1]):
                if not text.startswith("#"):
                    break
                above.insert(0, text.removeprefix("#").strip())
            if above:
                yield " ".join(above) + "\n"


def class_described(node: ast.ClassDef) -> Iterator[str]:
    """Yield what is told of a class: how an object is made, what it is, and what it does."""
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    bases = [annotation(base) for base in node.bases]
    head = f"class {node.name}"
    if "__init__" in methods:
        shown = written(head, parameters(methods["__init__"], bound=True))
    elif "Protocol" in bases or not fields(node):
        shown, bases = (f"{head}({', '.join(bases)})" if bases else head), []
    else:
        shown = written(head, fields(node))
    above = "".join(f"  # kind of {base}" for base in bases[:1] if "Generic" not in base)
    yield f"```python\n{shown}{above}\n```\n"
    yield plain(ast.get_docstring(node) or "") + "\n"
    told = []
    for name, method in methods.items():
        marks = {ast.unparse(mark).rpartition(".")[2] for mark in method.decorator_list}
        paragraph = " ".join((ast.get_docstring(method) or "").partition("\n\n")[0].split())
        if name.startswith("_") or "setter" in marks:
            continue
        if marks & {"property", "cached_property"}:
            shown = f"{name}: {annotation(method.returns)}"
        else:
            made = marks & {"classmethod", "staticmethod"}
            given = ", ".join(parameters(method, bound="staticmethod" not in marks))
            shown = f"{f'{node.name}.' if made else ''}{name}({given}){returned(method)}"
        told.append(f"- `{shown}`: {plain(paragraph)}")
    if told:
        yield "\n".join(told) + "\n"


def page() -> str:
    """Return the whole reference."""
    used, found = users(), [HEAD]
    anchors = {room.name: f"[`{room.name}`](#{room.name.replace('.', '')})" for room in rooms()}
    found += [f"- {anchor}" for anchor in anchors.values()]
    told: dict[tuple[ast.stmt, str], str] = {}
    for room in rooms():
        found += ["", f"## {room.name}", "", plain(ast.get_docstring(room.tree) or ""), ""]
        for name in room.promised:
            module, node = room.home(name)
            if (node, name) in told:
                found += [f"### {name}", "", f"That of {anchors[told[node, name]]}.", ""]
            else:
                found += [f"### {name}", "", *described(module, node, name)]
                told[node, name] = room.name
            if who := used.get((room.name, name)):
                found += [f"Used in {', '.join(who)}.", ""]
    return "\n".join(found).rstrip() + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), "utf-8")
