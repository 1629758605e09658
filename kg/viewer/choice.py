"""What of the graph a page is to show."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownNameError
from kg.model.dates import PartialDate, Span
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
    kept: Network = whole
    if choice.span is not None:
        kept = kept.edge_subgraph([
            edge for edge in kept.edges(keys=True) if _within(kept.edges[edge], choice.span)
        ])  # fmt: skip
        kept = kept.subgraph([n for n, data in kept.nodes(data=True) if _within(data, choice.span)])
    if choice.sources:
        wanted = {graph.names.find(source) for source in choice.sources}
        kept = kept.edge_subgraph([
            (a, b, key)
            for a, b, key, data in kept.edges(keys=True, data=True)
            if wanted & {piece["source_iri"] for piece in data.get("evidence") or ()}
        ])  # fmt: skip
    if choice.kinds:
        wanted = {_kind(whole, kind) for kind in choice.kinds}
        kept = kept.subgraph([n for n, data in kept.nodes(data=True) if data["kind"] in wanted])
    narrowed: Network = kept.copy()
    return narrowed


def _within(data: Mapping[str, Any], window: Span) -> bool:
    """Return whether something may have been in a time; what is not dated may."""
    bounds = (PartialDate(date) if date else None for date in data.get("dates") or ())
    return Span(*bounds).may_touch(window)


def _kind(whole: Network, wanted: str) -> str:
    known = {data["kind"]: data["kind_label"] for _, data in whole.nodes(data=True)}
    for kind, label in known.items():
        if fold(wanted) in (fold(kind), fold(label)):
            return str(kind)
    kinds = ", ".join(sorted(filter(None, known)))
    raise UnknownNameError(f"{wanted!r} is no kind of entity here; there are {kinds}", wanted)
