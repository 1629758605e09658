"""What a page shows of the graph: scenes by query, entity, path, time, kind and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.model import languages, namespaces
from kg.model.dates import PartialDate
from kg.network.paths import Paths
from kg.sparql import queries
from kg.viewer import scene, story
from kg.viewer.annotations import annotate

if TYPE_CHECKING:
    from kg.network.network import Network
    from kg.network.reader import Reader
    from kg.viewer.choice import Choice
    from kg.viewer.scene import Scene

OVERVIEW = "overview"
_MOST_PATHS = 60
_MOST_BESIDE = 60


@dataclass(frozen=True)
class View:
    """A network with its surroundings, the scenes of it, and what else the page tells."""

    network: Network
    scenes: tuple[Scene, ...]
    extras: Mapping[str, Any]


def view(graph: Reader, choice: Choice) -> View:
    """
    Return what a page shows of a graph.

    Raises UnknownNameError or QueryError if a name, a kind, a source or a query is unknown, and
    DataError if a story is malformed or points at what is not there.
    """
    if choice.stories:
        stories = [story.read_story(Path(one), graph.names) for one in choice.stories]
    else:
        stories = story.shipped_stories(graph.names)
    parts = [*_chosen(graph, choice)] or [*_opening(graph, stories)]
    whole = graph.networks.whole
    for part, _ in parts:
        whole = whole.joined(part)
    # What a page says shall not depend on when it is made: it is as of its latest source.
    published = {
        date
        for relation in whole.relations
        for passage in relation.passages
        if (date := PartialDate.maybe(passage.date)) and date.precision == "day"
    }
    day = str((choice.span.end if choice.span else max(published, default=None)) or "")
    network = replace(choice.narrowed(whole, graph.names), as_of=day)
    extras = {"stories": stories, **annotate(graph, network, day)}
    return View(network, tuple(one.within(network) for _, one in parts), extras)


def _chosen(graph: Reader, choice: Choice) -> Iterable[tuple[Network, Scene]]:
    """Yield the answers to queries, the surroundings of an entity, and paths, with their scenes."""
    for query in choice.queries:
        part = graph.networks.answered(graph.query(query))
        stored = queries.stored_queries().get(query)
        title = stored.title if stored else query
        made = scene.overview(part, title) if query == OVERVIEW else scene.all_of(part, title)
        titles = languages.every("page", OVERVIEW) if query == OVERVIEW else {}
        ties = frozenset(relation.key for relation in part.relations)
        yield part, replace(made, titles=titles, ties=ties, name=query)
    if choice.entity is not None:
        iri = graph.names.find(choice.entity)
        part = graph.networks.around(iri, choice.hops)
        made = scene.all_of(part, graph.names.label(iri))
        yield part, replace(made, name="entity", emphasis=(namespaces.ident(iri),))
    if choice.start is not None and choice.end is not None:
        whole = graph.networks.whole
        ends = [graph.names.find(name) for name in (choice.start, choice.end)]
        first, last = keys = tuple(map(namespaces.ident, ends))
        paths = Paths.of(whole).between(first, last, _MOST_PATHS)
        steps = {frozenset(step) for path in paths for step in pairwise(path)}
        part = whole.among({key for path in paths for key in path})
        ties = frozenset(r.key for r in part.relations if frozenset(r.key[:2]) in steps)
        made = scene.all_of(part, " – ".join(map(graph.names.label, ends)))
        yield part, replace(made, ties=ties, name="paths", emphasis=keys)


def _opening(graph: Reader, stories: Sequence[story.Told]) -> Iterable[tuple[Network, Scene]]:
    """Yield the overview of the region, and for each story what it is about."""
    part = graph.networks.answered(graph.query(OVERVIEW))
    selected = [
        list(dict.fromkeys(key for step in told["steps"] if (key := step["select"])))
        for told in stories
    ]
    titles = languages.every("page", OVERVIEW)
    first = [keys[0] for keys in selected if keys]
    made = scene.overview(part, titles[languages.ENGLISH], first)
    ties = frozenset(relation.key for relation in part.relations)
    yield part, replace(made, titles=titles, name=OVERVIEW, ties=ties)
    for told, keys in zip(stories, selected, strict=True):
        near = set(keys)
        for key in keys:
            # What is beside a hub is not all about the story.
            near |= part.neighbours(key) if len(part.at(key)) <= _MOST_BESIDE else set()
        about = part.among(near)
        made = scene.all_of(about, told["title"][languages.ENGLISH])
        ties = frozenset(relation.key for relation in about.relations)
        emphasis = tuple(key for key in keys if key in about)
        yield about, replace(made, titles=told["title"], ties=ties, emphasis=emphasis)
