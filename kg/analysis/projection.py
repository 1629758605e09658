"""
Who is tied to whom: the occasions of the graph as ties between those who took part.

An occasion (a visit, an exercise, an agreement, a partnership, a membership) is a node of the
graph; here each one becomes a tie between each two of its participants, so that two who met five
times have five ties.  A large occasion ties everybody to everybody: measures over such ties say
so, and a cut by kind leaves the large ones out.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from kg.analysis import algorithms
from kg.analysis import cut as scope
from kg.analysis.algorithms import Weights
from kg.analysis.cut import Cut, Support
from kg.model import namespaces, schema
from kg.model.dates import PartialDate, Span
from kg.model.namespaces import RDFS, RSC
from kg.network.network import Network
from kg.sparql.table import text

LEVELS = ("actor", "organization", "state", "entity")


@dataclass(frozen=True)
class Link:
    """A relation of the network, with its evidence."""

    source: str
    target: str
    predicate: str
    label: str
    rule: str
    evidence: tuple[Mapping[str, Any], ...] = field(hash=False, compare=False)
    premises: tuple[tuple[Mapping[str, Any], ...], ...] = field(
        default=(), hash=False, compare=False
    )

    @functools.cached_property
    def supports(self) -> tuple[Support, ...]:
        """What the relation rests on."""
        return scope.supports(vars(self))

    def holds(self, cut: Cut) -> bool:
        """Return whether enough of that is left under a cut."""
        return scope.holds(vars(self), cut)


@dataclass(frozen=True)
class Tie:
    """One occasion between two; each side rests on any of its links."""

    one: str
    other: str
    occasion: str
    kind: str
    span: Span | None
    size: int
    sides: tuple[tuple[Link, ...], ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """The relations behind the tie."""
        return tuple(link for side in self.sides for link in side)


@dataclass(frozen=True)
class Ties:
    """The ties of a cut, and what is known of those they tie."""

    ties: tuple[Tie, ...]
    nodes: Mapping[str, Mapping[str, Any]]
    states: Mapping[str, tuple[str, ...]]

    def under(self, cut: Cut) -> "Ties":
        """Return the ties whose both sides hold under a further cut; the same if all do."""
        gone = {id(link) for link in self._links if not link.holds(cut)}
        if not gone:
            return self
        left = (t for t in self.ties if all(any(id(x) not in gone for x in s) for s in t.sides))
        return Ties(tuple(left), self.nodes, self.states)

    @functools.cached_property
    def _links(self) -> list[Link]:
        """Every relation once: the ties of one occasion share theirs."""
        return list({id(link): link for tie in self.ties for link in tie.links}.values())

    @functools.cached_property
    def supports(self) -> tuple[Support, ...]:
        """What the ties rest on, all in all."""
        return tuple(dict.fromkeys(s for link in self._links for s in link.supports))

    @property
    def until(self) -> int:
        """The year of the newest source; of what comes after it only plans can be known."""
        published = [PartialDate(s.published).year for s in self.supports if s.published]
        begun = [tie.span.first_day.year for tie in self.ties if tie.span]
        return max(published or begun, default=0)

    def label(self, node: str) -> str:
        """Return what a node is called."""
        return str(self.nodes[node]["label"])

    def group(self, node: str, by: str) -> str:
        """Return the state of a node (or those it stands between), or its kind."""
        if by == "kind":
            return str(self.nodes[node]["kind_label"])
        return " / ".join(self.label(s) for s in self.states.get(node, ())) or "no state"

    def names(self, nodes: Iterable[str]) -> str:
        """Return what nodes are called, in a row."""
        return ", ".join(map(self.label, nodes))

    @functools.cached_property
    def by_node(self) -> Mapping[str, list[Tie]]:
        """The ties of each node."""
        found: dict[str, list[Tie]] = defaultdict(list)
        for tie in self.ties:
            found[tie.one].append(tie)
            found[tie.other].append(tie)
        return dict(found)

    @functools.cached_property
    def by_pair(self) -> Mapping[tuple[str, str], list[Tie]]:
        """The ties of each two, in order."""
        found: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        for tie in self.ties:
            found[tie.one, tie.other].append(tie)
        return {pair: found[pair] for pair in sorted(found)}

    def between(self, one: str, other: str) -> list[Tie]:
        """Return the ties of two nodes, whichever of them comes first."""
        return [*self.by_pair.get((one, other), ()), *self.by_pair.get((other, one), ())]

    @functools.cached_property
    def weights(self) -> Weights:
        """How many ties there are between each two."""
        return algorithms.weights((tie.one, tie.other) for tie in self.ties)

    @property
    def years(self) -> range:
        """The years from the first beginning of a tie to the last that a source can know."""
        begun = [tie.span.first_day.year for tie in self.ties if tie.span]
        return range(min(begun), min(max(begun), self.until) + 1) if begun else range(0)

    def during(self, year: int) -> "Ties":
        """Return the ties that touch a year."""
        return replace(self, ties=tuple(t for t in self.ties if t.span and year in t.span.years))


def of(whole: Network, cut: Cut, level: str = "organization") -> Ties:
    """Return the ties of a cut, between actors as named, their organizations or their states."""
    left = scope.apply(whole, cut)
    states = _states(whole)
    if level == "entity":
        return Ties(tuple(_relations(left)), left.nodes, states)
    lift = _Lift(whole, states, level)
    occasions = schema.occasions(asked=bool(cut.kinds))
    nodes = [n for n in sorted(left) if left.nodes[n]["kind"] in occasions]
    found = tuple(tie for node in nodes for tie in _occasion(left, node, lift))
    return Ties(found, left.nodes, states)


def _relations(left: Network) -> Iterator[Tie]:
    for source, target, key, data in sorted(left.edges(keys=True, data=True), key=lambda e: e[:3]):
        if source != target:
            span = left.nodes[source]["span"] or left.nodes[target]["span"]
            sides = ((_link(source, target, data),),)
            yield Tie(source, target, f"{source} {key} {target}", data["label"], span, 2, sides)


def _link(source: str, target: str, data: Mapping[str, Any]) -> Link:
    said, grounds = tuple(data["evidence"]), tuple(data.get("premises", ()))
    return Link(source, target, data["predicate"], data["label"], data["rule"], said, grounds)


def _occasion(left: Network, node: str, lift: "_Lift") -> list[Tie]:
    data = left.nodes[node]
    sides: dict[str, list[Link]] = defaultdict(list)
    for _, target, edge in sorted(left.out_edges(node, data=True), key=lambda e: e[1]):
        if edge["predicate"] in _participation():
            for actor in lift(target, data["span"]):
                sides[actor].append(_link(node, target, edge))
    return [
        Tie(a, b, node, data["kind"], data["span"], len(sides), (tuple(sides[a]), tuple(sides[b])))
        for a, b in combinations(sorted(sides), 2)
    ]


@functools.cache
def _participation() -> frozenset[str]:
    """Return the properties that lead from an occasion to those who take part in it."""
    found = set()
    for triple in namespaces.ontology():
        if triple.predicate == RDFS.range and triple.object in _agents():
            found.add(namespaces.ident(text(triple.subject)))
    return frozenset(found)


def _agents() -> set[object]:
    below = {c for c in schema.classes().values() if RSC.Agent in schema.ancestors(c)}
    return {RSC.Participant, *below}


def _states(whole: Network) -> dict[str, tuple[str, ...]]:
    above = _above(whole)
    return {node: found for node in whole if (found := tuple(sorted(_climb(whole, node, above))))}


def _climb(whole: Network, start: str, above: Mapping[str, set[str]]) -> set[str]:
    found, seen, todo = set(), {start}, [start]
    while todo:
        node = todo.pop()
        if whole.nodes[node]["kind"] == "state":
            found.add(node)
            continue
        todo.extend(above.get(node, set()) - seen)
        seen |= above.get(node, set())
    return found


def _above(whole: Network) -> dict[str, set[str]]:
    """Return to what each actor belongs; a person to the posts that he or she has held."""
    above: dict[str, set[str]] = defaultdict(set)
    belongs = schema.properties_marked(RSC.belonging)
    for source, target, key in whole.edges(keys=True):
        if key in belongs:
            above[source].add(target)
    for person, posts in _tenures(whole).items():
        above[person].update(post for post, _ in posts)
    return above


def _tenures(whole: Network) -> dict[str, list[tuple[str, Span | None]]]:
    found: dict[str, list[tuple[str, Span | None]]] = defaultdict(list)
    posts = {u: v for u, v, key in whole.edges(keys=True) if key == "rsc:isTenureOf"}
    for tenure, person, key in whole.edges(keys=True):
        if key == "rsc:hasHolder" and tenure in posts:
            span = scope.span(whole.nodes[tenure], Cut())
            found[person].append((posts[tenure], span))
    return found


class _Lift:
    """Who counts for a participant: itself, the organization of its post then, or its state."""

    def __init__(self, whole: Network, states: Mapping[str, tuple[str, ...]], level: str) -> None:
        self._states, self._level = states, level
        self._tenures = _tenures(whole)
        self._posts: dict[str, set[str]] = defaultdict(set)
        for source, target, key in whole.edges(keys=True):
            if key == "rsc:isPostIn":
                self._posts[source].add(target)

    def __call__(self, node: str, when: Span | None) -> list[str]:
        if self._level == "actor":
            return [node]
        organizations = self._organizations(node, when)
        if self._level == "organization":
            return organizations
        return sorted({s for o in organizations for s in self._states.get(o, (o,))})

    def _organizations(self, node: str, when: Span | None) -> list[str]:
        held = [post for post, span in self._tenures.get(node, ()) if when and _held(span, when)]
        found = {o for post in held or [node] for o in self._posts.get(post, ())}
        return sorted(found) or [node]


def _held(tenure: Span | None, when: Span) -> bool:
    """Return whether a post was held on the first day of an occasion, as far as stated."""
    return tenure is not None and tenure.first_day <= when.first_day <= tenure.last_day
