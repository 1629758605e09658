"""
One HTML page that shows a network, its evidence included, and loads nothing from elsewhere.

The page is put together from the template, style and script in ``web/``, the data of the
network, and the vis-network script inside the installed pyvis. A content security policy names
each script and style by its hash, so nothing in the data can ever run.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.viewer import payload, scene
from kg.viewer.bundle import _STYLES, _asset, _policy, _program, _vis_network

if TYPE_CHECKING:
    from kg.network.network import Network as Graph
    from kg.viewer.scene import Cut

_SLOT = re.compile(r"\{\{ (\w+) \}\}")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def page(
    graph: Graph,
    *,
    title: str | None = None,
    cuts: Sequence[Cut] = (),
    lang: str = "en",
    theme: str = "auto",
    extras: Mapping[str, object] | None = None,
) -> str:
    """
    Return a page that shows ``graph`` and works offline, without any request.

    It opens on the first of ``cuts``, without any on the whole graph; ``extras`` go to the parts
    of the page that want them.
    """
    heading = title or graph.title or "Network"
    script, program = _vis_network(), _program()
    style = "\n".join(map(_asset, _STYLES))
    shown = cuts or (scene.all_of(graph, heading),)
    return _filled(
        _asset("template.html"),
        {
            "title": html.escape(_UNSAFE.sub("\ufffd", heading)),
            "lang": lang,
            "policy": _policy([script, program], [style]),
            "style": style,
            "data": _embedded({
                **(extras or {}),
                "title": heading,
                "version": graph.version,
                "as_of": graph.as_of,
                "lang": lang,
                "theme": theme,
                **payload.tables(graph, shown),
            }),
            "vis": script,
            "program": program,
        },
    )  # fmt: skip


def write(graph: Graph, path: str | os.PathLike[str], **options: Any) -> None:
    """Write the page of ``graph`` to ``path``; a failed write leaves the old file."""
    _replaced(Path(path), page(graph, **options))


def _replaced(target: Path, text: str) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(text.encode("utf-8"))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True)
class Page:
    """A page as a notebook shows it: in a frame that may run its script and nothing else."""

    html: str = field(repr=False)
    counts: dict[str, tuple[int, int]]
    height: int = 720

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the page to a file."""
        _replaced(Path(path), self.html)

    def _repr_html_(self) -> str:
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-modals" width="100%" '
            f'height="{self.height}" '
            f'title="Network" style="border:0" srcdoc="{html.escape(self.html, quote=True)}">'
            "</iframe>"
        )


def counts(graph: Graph, cuts: Sequence[Cut]) -> dict[str, tuple[int, int]]:
    """Return how many entities and relations each cut has, by its title."""
    found = {}
    for cut in cuts:
        nodes = {*cut.nodes, *(member for group in cut.groups for member in group.members)}
        edges = (relation.key for relation in graph.among(nodes).relations)
        kept = [edge for edge in edges if cut.ties is None or edge in cut.ties]
        found[cut.title] = (len(nodes), len(kept))
    return found


def _filled(template: str, slots: Mapping[str, str]) -> str:
    # One pass, so that braces inside the data are never taken for a slot.
    return _SLOT.sub(lambda slot: slots[slot[1]], template)


def _embedded(data: object) -> str:
    """Return JSON that no text inside it can end: plain ASCII, without markup characters."""
    text = json.dumps(data, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
