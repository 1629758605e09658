"""What a page shows of the graph: cuts by query, entity, path, time, kind and source."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import DataError
from kg.model import languages
from kg.model.dates import PartialDate
from kg.network import network, paths
from kg.sparql import queries
from kg.viewer import annotations as margins
from kg.viewer import scene, story
from kg.viewer.choice import Choice, _narrowed
from kg.viewer.scene import Cut

if TYPE_CHECKING:
    from kg.network.network import Network
    from kg.network.reader import Reader

OVERVIEW = "overview"


@dataclass(frozen=True)
class View:
    """A network with its surroundings, the cuts through it, and what else the page tells."""

    network: Network
    cuts: tuple[Cut, ...]
    extras: Mapping[str, Any]


def view(graph: Reader, choice: Choice) -> View:
    """
    Return what a page shows of a graph.

    Raises UnknownNameError or QueryError if a name, a kind, a source or a query is unknown, and
    DataError if a story is malformed or points at what is not there.
    """
    stories = [story.read(Path(one), graph.names) for one in choice.stories] or _stories(graph)
    parts = [*_chosen(graph, choice)] or [*_opening(graph, stories)]
    whole = graph.network()
    for part, _ in parts:
        whole.add_nodes_from((n, d) for n, d in part.nodes(data=True) if n not in whole)
        whole.add_edges_from(
            e for e in part.edges(keys=True, data=True) if not whole.has_edge(*e[:3])
        )
    narrowed = _narrowed(graph, whole, choice)
    cuts = tuple(_kept(cut, narrowed) for _, cut in parts)
    day = str(choice.span.end or "") if choice.span else _latest(whole)
    narrowed.graph["as_of"] = day
    return View(narrowed, cuts, {"stories": stories, **margins.margins(graph, narrowed, day)})


def _chosen(graph: Reader, choice: Choice) -> Iterable[tuple[Network, Cut]]:
    for query in choice.queries:
        part, found = graph.network(query), queries.stored().get(query)
        title = found.title if found else query
        cut = scene.overview(part, title) if query == OVERVIEW else scene.all_of(part, title)
        titles = languages.every("page", OVERVIEW) if query == OVERVIEW else {}
        ties = frozenset(part.edges(keys=True))
        yield part, replace(cut, titles=titles, ties=ties, name=query)
    if choice.entity is not None:
        part = graph.around(choice.entity, choice.hops)
        centre = network.key(graph.names.find(choice.entity))
        title = graph.names.label(graph.names.find(choice.entity))
        yield part, replace(scene.all_of(part, title), name="entity", emphasis=(centre,))
    if choice.start is not None and choice.end is not None:
        yield _between(graph, choice.start, choice.end)


def _between(graph: Reader, start: str, end: str) -> tuple[Network, Cut]:
    """Return the shortest and the best supported ways between two entities."""
    whole = graph.network()
    ends = [graph.names.find(name) for name in (start, end)]
    keys = [network.key(iri) for iri in ends]
    ways = paths.paths(whole, *keys)
    nodes = {node for way in ways for node in way}
    steps = {frozenset(step) for way in ways for step in pairwise(way)}
    ties = frozenset(e for e in whole.edges(keys=True) if frozenset(e[:2]) in steps)
    title = " – ".join(graph.names.label(iri) for iri in ends)
    cut = replace(scene.all_of(whole, title, nodes), ties=ties, name="paths", emphasis=tuple(keys))
    return whole.subgraph(nodes), cut


def _opening(graph: Reader, stories: Sequence[story.Told]) -> Iterable[tuple[Network, Cut]]:
    """Yield the overview of the region, and for each story what it is about."""
    part = graph.network(OVERVIEW)
    told = [_told(one) for one in stories]
    first = [keys[0] for keys in told if keys]
    titles = languages.every("page", OVERVIEW)
    cut = scene.overview(part, titles[languages.ENGLISH], first)
    ties = frozenset(part.edges(keys=True))
    yield part, replace(cut, titles=titles, name=OVERVIEW, ties=ties)
    for one, keys in zip(stories, told, strict=True):
        near = {other for key in keys for other in (key, *_beside(part, key))}
        about = part.subgraph(near)
        made = scene.all_of(about, one["title"][languages.ENGLISH])
        yield about, replace(made, titles=one["title"], ties=frozenset(about.edges(keys=True)),
                             emphasis=tuple(k for k in keys if k in about))  # fmt: skip


def _told(told: story.Told) -> list[str]:
    steps = [step.get("select") for step in told.get("steps", ())]
    return list(dict.fromkeys(key for key in steps if key))


def _beside(part: Network, key: str) -> Iterable[str]:
    if key not in part or part.degree(key) > 60:
        return ()
    return (*part.successors(key), *part.predecessors(key))


def _kept(cut: Cut, whole: Network) -> Cut:
    """Return a cut without what is no longer in the network."""
    groups = tuple(
        replace(group, members=members, anchor=group.anchor if group.anchor in whole else None)
        for group in cut.groups
        if (members := tuple(node for node in group.members if node in whole))
    )
    return replace(cut, nodes=tuple(node for node in cut.nodes if node in whole), groups=groups)


def _stories(graph: Reader) -> list[story.Told]:
    """Return the shipped stories, if the graph has all that they point at."""
    told = []
    for path in story.shipped():
        # A story about the shipped data has no place in the page of another graph.
        with contextlib.suppress(DataError):
            told.append(story.read(path, graph.names))
    return told


def _latest(whole: Network) -> str:
    """Return the day of the latest source; what a page says shall not depend on when it is made."""
    days = {
        date
        for *_, data in whole.edges(data=True)
        for piece in data.get("evidence") or ()
        if (date := PartialDate.maybe(piece["date"])) and date.precision == "day"
    }
    return str(max(days, default=""))
