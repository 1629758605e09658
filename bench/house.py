"""
Print the figures of the house: rooms, circles, private functions, equal blocks, annotations.

Run it as ``python -m bench.house``; with names of rooms after it, it prints the private functions
of these rooms that are used once.
"""

from __future__ import annotations

import ast
import graphlib
import re
import resource
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kg"
SCRIPTS = PACKAGE / "viewer" / "web"
BLOCK = 6
STARTS = 25


def modules() -> dict[str, ast.Module]:
    """Return the syntax tree of each module of the package by its full name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text("utf-8")
        )
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imported(tree: ast.Module, known: dict[str, ast.Module]) -> Iterator[str]:
    """Yield the modules of the package that a module imports, those for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kg"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module


def circles(trees: dict[str, ast.Module]) -> int:
    """Return 0 if the imports can be put in order, else 1."""
    order = graphlib.TopologicalSorter(
        {name: set(imported(tree, trees)) - {name} for name, tree in trees.items()}
    )
    try:
        order.prepare()
    except graphlib.CycleError:
        return 1
    return 0


def private(tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the private functions at the top level of a module."""
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("_")]


def uses(tree: ast.Module, name: str) -> int:
    """Return how often a module reads a name."""
    return sum(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        for node in ast.walk(tree)
    )


def classes_with_two_homes(trees: dict[str, ast.Module]) -> list[str]:
    """Return the public class names that more than one module defines."""
    homes = Counter(
        node.name
        for tree in trees.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    return sorted(name for name, count in homes.items() if count > 1)


def annotated(trees: dict[str, ast.Module]) -> float:
    """Return the share of parameters and results that have a type."""
    total = typed = 0
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                own = [a.annotation for a in given if a.arg not in ("self", "cls")]
                slots = [*own, node.returns]
                total += len(slots)
                typed += sum(slot is not None for slot in slots)
    return typed / total


def equal_blocks() -> list[tuple[str, str]]:
    """Return pairs of places, in code and scripts, where six or more lines are the same."""
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for path in [*sorted(PACKAGE.rglob("*.py")), *sorted(SCRIPTS.rglob("*.js"))]:
        lines = told_lines(path)
        name = path.relative_to(ROOT).as_posix()
        for at in range(len(lines) - BLOCK + 1):
            window = lines[at : at + BLOCK]
            places[tuple(line for _, line in window)].append((name, window[0][0]))
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    for found in places.values():
        if len(found) > 1:
            (one, at), (other, there) = found[0], found[1]
            pairs.setdefault((one, other), (f"{one}:{at}", f"{other}:{there}"))
    return list(pairs.values())


def told_lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a file but imports, comments and blanks, with their numbers."""
    text = path.read_text("utf-8")
    imported: set[int] = set()
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                imported |= set(range(node.lineno, (node.end_lineno or 0) + 1))
    thin = ("import ", "#", "//", "*", "/*")
    return [
        (number, line)
        for number, line in enumerate((" ".join(one.split()) for one in text.splitlines()), 1)
        if number not in imported and re.search(r"\w", line) and not line.startswith(thin)
    ]


def startup() -> float:
    """Return the processor time of ``kg --help`` over that of ``import click``, by medians."""
    commands = ("from kg.cli.main import cli; cli(['--help'])", "import click")
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(STARTS):
        for times, code in zip(taken, commands, strict=True):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    ours, theirs = map(statistics.median, taken)
    return ours / theirs


def main() -> None:
    """Print the figures."""
    trees = modules()
    lines = {n: len(ast.unparse(t).splitlines()) for n, t in trees.items()}
    real = sum(len(p.read_text("utf-8").splitlines()) for p in PACKAGE.rglob("*.py"))
    if rooms := sys.argv[1:]:
        for name, tree in trees.items():
            if any(f"{name}.".startswith(f"kg.{room}.") for room in rooms):
                found = [(f.name, uses(tree, f.name)) for f in private(tree)]
                once = [n for n, used in found if used <= 1]
                print(f"{name}: {len(found)} private in {lines[name]}, used once: {' '.join(once)}")
        return
    count = sum(len(private(tree)) for tree in trees.values())
    top = [p for p in PACKAGE.glob("*.py") if p.name not in ("__init__.py", "__main__.py")]
    print(f"modules directly in kg/: {len(top)}")
    print(f"rooms: {len([p for p in PACKAGE.iterdir() if (p / '__init__.py').is_file()])}")
    print(f"import circles, with those for types: {circles(trees)}")
    print(f"private top-level functions per 1,000 lines: {1000 * count / real:.1f} ({count})")
    double = classes_with_two_homes(trees)
    print(f"public class names with two homes: {len(double)} {' '.join(double)}")
    print(f"annotated: {annotated(trees):.1%}")
    blocks = equal_blocks()
    print(f"pairs of files that share six or more equal lines: {len(blocks)}")
    for one, other in blocks:
        print(f"  {one} ~ {other}")
    print(f"start-up of kg --help over import click: {startup():.2f}")


if __name__ == "__main__":
    main()
