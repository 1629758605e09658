"""What a page shows of the graph: cuts by query, entity, path, time, kind and source."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import DataError
from kg.model import languages, namespaces
from kg.model.dates import PartialDate
from kg.network.paths import Paths
from kg.sparql import queries
from kg.viewer import annotations as margins
from kg.viewer import scene, story
from kg.viewer.choice import Choice, _narrowed
from kg.viewer.scene import Cut

if TYPE_CHECKING:
    from kg.network.network import Network
    from kg.network.reader import Reader

OVERVIEW = "overview"
_MOST_PATHS = 60
_MOST_BESIDE = 60


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
    whole = graph.networks.whole
    for part, _ in parts:
        whole = whole.joined(part)
    narrowed = _narrowed(graph, whole, choice)
    cuts = tuple(_kept(cut, narrowed) for _, cut in parts)
    day = str(choice.span.end or "") if choice.span else _latest(whole)
    narrowed = replace(narrowed, as_of=day)
    return View(narrowed, cuts, {"stories": stories, **margins.margins(graph, narrowed, day)})


def _chosen(graph: Reader, choice: Choice) -> Iterable[tuple[Network, Cut]]:
    for query in choice.queries:
        part, found = (
            graph.networks.answered(graph.query(query)),
            queries.stored_queries().get(query),
        )
        title = found.title if found else query
        cut = scene.overview(part, title) if query == OVERVIEW else scene.all_of(part, title)
        titles = languages.every("page", OVERVIEW) if query == OVERVIEW else {}
        ties = frozenset(relation.key for relation in part.relations)
        yield part, replace(cut, titles=titles, ties=ties, name=query)
    if choice.entity is not None:
        iri = graph.names.find(choice.entity)
        part, centre = graph.networks.around(iri, choice.hops), namespaces.ident(iri)
        cut = scene.all_of(part, graph.names.label(iri))
        yield part, replace(cut, name="entity", emphasis=(centre,))
    if choice.start is not None and choice.end is not None:
        yield _between(graph, choice.start, choice.end)


def _between(graph: Reader, start: str, end: str) -> tuple[Network, Cut]:
    """Return the shortest and the best supported ways between two entities."""
    whole = graph.networks.whole
    ends = [graph.names.find(name) for name in (start, end)]
    first, last = keys = tuple(map(namespaces.ident, ends))
    ways = Paths.of(whole).between(first, last, _MOST_PATHS)
    steps = {frozenset(step) for way in ways for step in pairwise(way)}
    part = whole.among({key for way in ways for key in way})
    ties = frozenset(r.key for r in part.relations if frozenset(r.key[:2]) in steps)
    title = " – ".join(graph.names.label(iri) for iri in ends)
    cut = replace(scene.all_of(part, title), ties=ties, name="paths", emphasis=keys)
    return part, cut


def _opening(graph: Reader, stories: Sequence[story.Told]) -> Iterable[tuple[Network, Cut]]:
    """Yield the overview of the region, and for each story what it is about."""
    part = graph.networks.answered(graph.query(OVERVIEW))
    told = [_told(one) for one in stories]
    first = [keys[0] for keys in told if keys]
    titles = languages.every("page", OVERVIEW)
    cut = scene.overview(part, titles[languages.ENGLISH], first)
    ties = frozenset(relation.key for relation in part.relations)
    yield part, replace(cut, titles=titles, name=OVERVIEW, ties=ties)
    for one, keys in zip(stories, told, strict=True):
        near = {other for key in keys for other in (key, *_beside(part, key))}
        about = part.among(near)
        cut = scene.all_of(about, one["title"][languages.ENGLISH])
        ties = frozenset(relation.key for relation in about.relations)
        emphasis = tuple(key for key in keys if key in about)
        yield about, replace(cut, titles=one["title"], ties=ties, emphasis=emphasis)


def _told(told: story.Told) -> list[str]:
    steps = [step.get("select") for step in told.get("steps", ())]
    return list(dict.fromkeys(key for key in steps if key))


def _beside(part: Network, key: str) -> Iterable[str]:
    return part.neighbours(key) if len(part.at(key)) <= _MOST_BESIDE else ()


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
        for relation in whole.relations
        for passage in relation.passages
        if (date := PartialDate.maybe(passage.date)) and date.precision == "day"
    }
    return str(max(days, default=""))
