"""Errors tell a program by their fields what they tell people by their words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from kg import errors
from kg.errors import KGError
from tests.support.paths import PACKAGE

# The engine has one class for all that goes wrong in it, so its words are read there.
FOREIGN = {"kg/store/versions.py"}


def below(kind: type[KGError]) -> set[type[KGError]]:
    return {kind}.union(*map(below, kind.__subclasses__()))


def words(node: ast.AST) -> bool:
    """Return whether an expression is the message of an error or a problem."""
    match node:
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id="error" | "problem")]):
            return True
        case ast.Attribute(attr="message" | "args"):
            return True
    return False


def readings(source: ast.Module) -> Iterator[int]:
    """Yield the lines in which words are searched or compared."""
    for node in ast.walk(source):
        match node:
            case ast.Compare(left=left, comparators=others) if any(map(words, [left, *others])):
                yield node.lineno
            case ast.Call(func=ast.Attribute(value=value, attr=name), args=arguments):
                if name in {"startswith", "endswith", "find", "index"} and words(value):
                    yield node.lineno
                if name in {"match", "search", "fullmatch"} and any(map(words, arguments)):
                    yield node.lineno


def test_the_docstring_draws_the_tree() -> None:
    above: list[type[KGError]] = []
    for indent, name in re.findall(r"^( *)[*x] (\w+)", errors.__doc__ or "", re.MULTILINE):
        kind = getattr(errors, name)
        above[len(indent) // 2 :] = [kind]
        assert all(issubclass(kind, one) for one in above)
    drawn = set(re.findall(r"^ *[*x] (\w+)", errors.__doc__ or "", re.MULTILINE))
    assert drawn == {kind.__name__ for kind in below(KGError)}


def test_no_code_reads_the_words_of_a_message() -> None:
    found = {
        path.relative_to(PACKAGE.parent).as_posix(): [*readings(ast.parse(path.read_text("utf-8")))]
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    assert {name for name, lines in found.items() if lines} <= FOREIGN
