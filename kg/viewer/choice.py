"""What of the graph a page is to show."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError
from kg.model import namespaces
from kg.model.dates import Span
from kg.text import fold

if TYPE_CHECKING:
    from kg.network.network import Network
    from kg.network.reader import Reader


@dataclass(frozen=True)
class Choice:
    """Which parts of the graph a page shows, each in a tab of its own, and what it leaves out."""

    queries: Sequence[str] = ()
    entity: str | None = None
    hops: int = 1
    start: str | None = None
    end: str | None = None
    span: Span | None = None
    kinds: Sequence[str] = ()
    sources: Sequence[str] = ()
    stories: Sequence[str | os.PathLike[str]] = ()


def _narrowed(graph: Reader, whole: Network, choice: Choice) -> Network:
    """Return the network without what the choice of time, kinds and sources leaves out."""
    kept = whole
    if choice.span is not None:
        # What is not dated may have been at any time.
        window, ever = choice.span, Span()
        kept = kept.only(r for r in kept.relations if (r.dates or ever).may_touch(window))
        kept = kept.among({k for k, n in kept.nodes.items() if (n.dates or ever).may_touch(window)})
    if choice.sources:
        wanted = {namespaces.ident(graph.names.find(source)) for source in choice.sources}
        kept = kept.only(r for r in kept.relations if wanted & r.sources)
    if choice.kinds:
        kinds = {_kind(whole, kind) for kind in choice.kinds}
        kept = kept.among({key for key, node in kept.nodes.items() if node.kind in kinds})
    return kept


def _kind(whole: Network, wanted: str) -> str:
    known = {node.kind: node.kind_label for node in whole.nodes.values()}
    for kind, label in known.items():
        if fold(wanted) in (fold(kind), fold(label)):
            return kind
    kinds = ", ".join(sorted(filter(None, known)))
    raise UnknownNameError(f"{wanted!r} is no kind of entity here; there are {kinds}", wanted)
