"""
Script, style and policy of a page, put together from the files in ``web/``.

The scripts are modules, each of which is put after those that it imports: a new one is a file, and
an import where it is used.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pyvis

WEB = Path(__file__).parent / "web"

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[^"]*)\.js";', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?\w+ (\w+))", re.MULTILINE)
# The types are for those who write the script, not for those who open the page.
_COMMENT = re.compile(r"^ *//.*\n|^ */\*\*(?:[^*]|\*(?!/))*\*/ *\n", re.MULTILINE)
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def imports(folder: Path = WEB) -> dict[str, tuple[str, ...]]:
    """Return which scripts each script of a folder imports, by their paths without suffix."""
    return {
        name: tuple(
            posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            for _, address in _IMPORT.findall(path.read_text("utf-8"))
        )
        for path in sorted(folder.rglob("*.js"))
        for name in [path.relative_to(folder).with_suffix("").as_posix()]
    }


def order(folder: Path = WEB) -> tuple[str, ...]:
    """
    Return the scripts, each after those that it imports, in the same order each time.

    Raises ValueError if some import each other in a circle, and names them.
    """
    try:
        return tuple(TopologicalSorter(imports(folder)).static_order())
    except CycleError as error:
        circle = " imports ".join(reversed(error.args[1]))
        raise ValueError(f"scripts go in a circle: {circle}") from error


def program(folder: Path = WEB) -> str:
    """Return the scripts as one: each is the value of a function of its own, what it exports."""
    imported, parts = imports(folder), []
    for name in order(folder):
        body = text = _COMMENT.sub("", (folder / f"{name}.js").read_text("utf-8"))
        for found, target in zip(_IMPORT.finditer(text), imported[name], strict=True):
            body = body.replace(found[0], f"const {found[1]} = {_value(target)};")
        exported = ", ".join(_EXPORT.findall(text))
        body = _EXPORT.sub("", body)
        parts.append(f"const {_value(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();")
    return "\n".join(parts)


def style(folder: Path = WEB) -> str:
    """Return the styles of the scripts that have one, in the order of the scripts."""
    paths = [folder / f"{name}.css" for name in order(folder)]
    return "\n".join(path.read_text("utf-8") for path in paths if path.is_file())


def vis_network() -> str:
    """Return the script of vis-network that pyvis carries; it names no map for developer tools."""
    library = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return _SOURCE_MAP.sub("", library.read_text("utf-8"))


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return the content security policy of a page that runs these scripts and nothing else."""
    script_hashes, style_hashes = (
        " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in texts
        )
        for texts in (scripts, styles)
    )
    return "; ".join((
        "default-src 'none'",
        f"script-src {script_hashes}",
        f"style-src {style_hashes}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _value(name: str) -> str:
    """Return the constant that holds what a script exports."""
    return "$" + name.replace("/", "_")
