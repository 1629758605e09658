"""Script, style and policy of the page, put together from their files."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib import resources
from typing import TYPE_CHECKING

from pyvis.network import Network as Drawing

if TYPE_CHECKING:
    pass

# Each module after those that it imports.
_SCRIPTS = (
    *("core/text", "core/words", "core/language", "ui/dom", "core/places", "core/model"),
    *("core/search", "core/address", "drawing/labels", "drawing/painter", "drawing/drawing"),
    *("ui/evidence", "ui/panel", "ui/legend", "ui/list", "ui/finder", "ui/menu", "drawing/svg"),
    *("core/phrases", "features/time", "features/paths", "features/chain", "features/globe"),
    *("features/map", "features/story", "features/notes", "drawing/plate", "features/takeaway"),
    *("ui/features", "ui/main"),
)

_STYLES = ("viewer.css", "features.css")

_VIS = "lib/vis-9.1.2/vis-network.min.js"


def _asset(name: str) -> str:
    return (resources.files(__package__) / "web" / name).read_text("utf-8")


def _program() -> str:
    """Return the modules of the script as one script, each in a scope of its own."""
    return "\n".join(_scoped(path.partition("/")[2], _asset(f"{path}.js")) for path in _SCRIPTS)


def _scoped(name: str, module: str) -> str:
    """Return a module as a function's value: what it exports, from what those before it do."""
    exported = ", ".join(re.findall(r"^export (?:async )?\w+ (\w+)", module, re.MULTILINE))
    # The types are for those who write the script, not for those who open the page.
    bare = re.sub(r"^ *//.*\n|^ */\*\*(?:[^*]|\*(?!/))*\*/ *\n", "", module, flags=re.MULTILINE)
    bare = re.sub(
        r"^import (\{[^}]*\}) from \"[./a-z]*/(\w+)\.js\";",
        r"const \1 = $\2;",
        bare,
        flags=re.MULTILINE,
    )
    bare = re.sub(r"^export ", "", bare, flags=re.MULTILINE)
    return f"const ${name} = (() => {{\n{bare}return {{ {exported} }};\n}})();"


def _vis_network() -> str:
    drawing = Drawing(directed=True, cdn_resources="in_line")
    folder = resources.files(type(drawing).__module__.partition(".")[0])
    # Developer tools would ask for the source map.
    return re.sub(
        r"^//# sourceMappingURL=.*$", "", (folder / _VIS).read_text("utf-8"), flags=re.MULTILINE
    )


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    return "; ".join((
        "default-src 'none'",
        f"script-src {' '.join(map(_digest, scripts))}",
        f"style-src {' '.join(map(_digest, styles))}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
