"""
One HTML page that shows a network, its evidence included, and loads nothing from elsewhere.

The page is put together from the template, style and script in ``web/``, the words of each language
that the page speaks, the data of the network, and the vis-network script inside the installed
pyvis. A content security policy names each script and style by its hash, so nothing in the data can
ever run.
"""

from __future__ import annotations

import functools
import html
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from kg import atomic
from kg.model import languages
from kg.viewer import bundle, payload, scene

if TYPE_CHECKING:
    from kg.network.network import Network
    from kg.viewer.scene import Scene

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@functools.cache
def template() -> jinja2.Template:
    """Return the template of the page, which escapes whatever it is not told to trust."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(bundle.WEB),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    # The filter tojson also escapes what could end the script or begin markup in it.
    environment.policies["json.dumps_kwargs"] = {
        "separators": (",", ":"),
        "sort_keys": True,
        "allow_nan": False,
    }
    return environment.get_template("template.html")


def page(
    network: Network,
    *,
    title: str | None = None,
    scenes: Sequence[Scene] = (),
    lang: str = languages.ENGLISH,
    theme: str = "auto",
    extras: Mapping[str, object] | None = None,
) -> str:
    """
    Return a page that shows a network and works offline, without any request.

    It opens on the first of ``scenes``, without any on the whole network; ``extras`` go to the
    parts of the page that want them. Raises UnknownNameError if the page does not speak the
    language.
    """
    heading = title or network.title or "Network"
    words = {code: dict(languages.words(code, "page")) for code in languages.codes("page")}
    vis, program, style = bundle.vis_network(), bundle.program(), bundle.style()
    return template().render(
        title=_UNSAFE.sub("\ufffd", heading),
        lang=lang,
        languages=[language for language in languages.languages() if language.code in words],
        say=languages.words(lang, "page").__getitem__,
        policy=bundle.policy([vis, program], [style]),
        style=style,
        vis=vis,
        program=program,
        data={
            **(extras or {}),
            "title": heading,
            "version": network.version,
            "as_of": network.as_of,
            "lang": lang,
            "theme": theme,
            "words": words,
            **payload.tables(network, scenes or (scene.all_of(network, heading),)),
        },
    )


def write(network: Network, path: str | os.PathLike[str], **options: Any) -> None:
    """Write the page of a network to ``path``; raises ExportError and leaves the old file."""
    Page(page(network, **options), {}).write(path)


@dataclass(frozen=True)
class Page:
    """A page as a notebook shows it: in a frame that may run its script and nothing else."""

    html: str = field(repr=False)
    counts: dict[str, tuple[int, int]]
    height: int = 720

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the page to a file; raises ExportError, and leaves an old one, if it cannot."""
        with atomic.replacing(Path(path)) as (file,):
            file.write(self.html.encode("utf-8"))

    def _repr_html_(self) -> str:
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-modals" width="100%" '
            f'height="{self.height}" '
            f'title="Network" style="border:0" srcdoc="{html.escape(self.html, quote=True)}">'
            "</iframe>"
        )


def counts(network: Network, scenes: Sequence[Scene]) -> dict[str, tuple[int, int]]:
    """Return how many entities and relations each scene has, by its title."""
    found = {}
    for one in scenes:
        nodes = {*one.nodes, *(member for cluster in one.clusters for member in cluster.members)}
        ties = [relation.key for relation in network.among(nodes).relations]
        kept = ties if one.ties is None else [tie for tie in ties if tie in one.ties]
        found[one.title] = (len(nodes), len(kept))
    return found
