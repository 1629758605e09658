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
    from kg.entities.names import Names
    from kg.network.network import Network


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

    def narrowed(self, network: Network, names: Names) -> Network:
        """
        Return a network without what the choice of time, kinds and sources leaves out.

        Raises UnknownNameError if there is no such kind or source.
        """
        kept = network
        if self.span is not None:
            # What is not dated may have been at any time.
            window, ever = self.span, Span()
            kept = kept.only(r for r in kept.relations if (r.dates or ever).may_touch(window))
            dated = ((key, node.dates or ever) for key, node in kept.nodes.items())
            kept = kept.among({key for key, dates in dated if dates.may_touch(window)})
        if self.sources:
            sources = {namespaces.ident(names.find(source)) for source in self.sources}
            kept = kept.only(r for r in kept.relations if sources & r.sources)
        if self.kinds:
            kinds = {_kind(network, kind) for kind in self.kinds}
            kept = kept.among({key for key, node in kept.nodes.items() if node.kind in kinds})
        return kept


def _kind(network: Network, wanted: str) -> str:
    """Return the kind of this id or label."""
    known = {node.kind: node.kind_label for node in network.nodes.values()}
    for kind, label in known.items():
        if fold(wanted) in (fold(kind), fold(label)):
            return kind
    kinds = ", ".join(sorted(filter(None, known)))
    raise UnknownNameError(f"{wanted!r} is no kind of entity here; there are {kinds}", wanted)
