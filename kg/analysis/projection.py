"""
Who is tied to whom: the occasions of the graph as ties between those who took part.

An occasion (a visit, an exercise, an agreement, a partnership, a membership) is a node of the
graph; here each one becomes a tie between each two of its participants, so that two who met five
times have five ties.  A large occasion ties everybody to everybody: measures over such ties say
so, and a cut by kind leaves the large ones out.
"""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.analysis import cut as scope
from kg.analysis.cut import Cut, Remainder
from kg.entities.evidence import Passage
from kg.model import namespaces, schema
from kg.model.dates import PartialDate, Span
from kg.model.namespaces import RDFS, RSC
from kg.network.network import Network, Node, Relation
from kg.sparql.table import term_text

LEVELS = ("actor", "organization", "state", "entity")


@dataclass(frozen=True)
class Tie:
    """One occasion between two; each side rests on any of its links."""

    one: str
    other: str
    occasion: str
    kind: str
    span: Span | None
    size: int
    sides: tuple[tuple[Relation, ...], ...]

    @property
    def links(self) -> tuple[Relation, ...]:
        """The relations behind the tie."""
        return tuple(link for side in self.sides for link in side)


@dataclass(frozen=True)
class Ties:
    """The ties of a cut, and what is known of those they tie."""

    ties: tuple[Tie, ...]
    nodes: Mapping[str, Node]
    states: Mapping[str, tuple[str, ...]]

    def under(self, cut: Cut) -> "Ties":
        """Return the ties whose both sides hold under a further cut; the same if all do."""
        gone = {id(link) for link in self._links if not scope.holds(link, cut)}
        if not gone:
            return self
        left = (t for t in self.ties if all(any(id(x) not in gone for x in s) for s in t.sides))
        return Ties(tuple(left), self.nodes, self.states)

    @functools.cached_property
    def _links(self) -> list[Relation]:
        """Every relation once: the ties of one occasion share theirs."""
        return list({id(link): link for tie in self.ties for link in tie.links}.values())

    @functools.cached_property
    def support(self) -> tuple[Passage, ...]:
        """What the ties rest on, all in all."""
        return tuple(dict.fromkeys(p for link in self._links for p in link.support))

    @property
    def until(self) -> int:
        """The year of the newest source; of what comes after it only plans can be known."""
        published = [PartialDate(passage.date).year for passage in self.support if passage.date]
        begun = [tie.span.first_day.year for tie in self.ties if tie.span]
        return max(published or begun, default=0)

    def label(self, node: str) -> str:
        """Return what a node is called."""
        return self.nodes[node].label

    def group(self, node: str, by: str) -> str:
        """Return the state of a node (or those it stands between), or its kind."""
        if by == "kind":
            return self.nodes[node].kind_label
        return " / ".join(self.label(s) for s in self.states.get(node, ())) or "no state"


def of(whole: Network, cut: Cut, level: str = "organization") -> Ties:
    """Return the ties of a cut, between actors as named, their organizations or their states."""
    left = scope.apply(whole, cut)
    nodes, states = left.network.nodes, _states(whole)
    if level == "entity":
        return Ties(tuple(_relations(left)), nodes, states)
    lift = _Lift(whole, states, level)
    occasions = schema.occasions(asked=bool(cut.kinds))
    drawn = [key for key in sorted(nodes) if nodes[key].kind in occasions]
    found = tuple(tie for key in drawn for tie in _occasion(left, key, lift))
    return Ties(found, nodes, states)


def _relations(left: Remainder) -> Iterator[Tie]:
    for relation in sorted(left.network.relations, key=lambda relation: relation.key):
        one, other, predicate = relation.key
        if one != other:
            span = left.spans[one] or left.spans[other]
            name = f"{one} {predicate} {other}"
            yield Tie(one, other, name, relation.label, span, 2, ((relation,),))


def _occasion(left: Remainder, key: str, lift: "_Lift") -> list[Tie]:
    kind, span = left.network.nodes[key].kind, left.spans[key]
    sides: dict[str, list[Relation]] = defaultdict(list)
    for relation in sorted(left.network.outgoing.get(key, ()), key=lambda r: r.target):
        if relation.predicate in _participation():
            for actor in lift(relation.target, span):
                sides[actor].append(relation)
    return [
        Tie(a, b, key, kind, span, len(sides), (tuple(sides[a]), tuple(sides[b])))
        for a, b in combinations(sorted(sides), 2)
    ]


@functools.cache
def _participation() -> frozenset[str]:
    """Return the properties that lead from an occasion to those who take part in it."""
    found = set()
    for triple in namespaces.ontology():
        if triple.predicate == RDFS.range and triple.object in _agents():
            found.add(namespaces.ident(term_text(triple.subject)))
    return frozenset(found)


def _agents() -> set[object]:
    below = {c for c in schema.classes().values() if RSC.Agent in schema.ancestors(c)}
    return {RSC.Participant, *below}


def _states(whole: Network) -> dict[str, tuple[str, ...]]:
    above = _above(whole)
    climbed = {key: tuple(sorted(_climb(whole, key, above))) for key in whole.nodes}
    return {key: found for key, found in climbed.items() if found}


def _climb(whole: Network, start: str, above: Mapping[str, set[str]]) -> set[str]:
    found, seen, todo = set(), {start}, [start]
    while todo:
        node = todo.pop()
        if whole.nodes[node].kind == "state":
            found.add(node)
            continue
        todo.extend(above.get(node, set()) - seen)
        seen |= above.get(node, set())
    return found


def _above(whole: Network) -> dict[str, set[str]]:
    """Return to what each actor belongs; a person to the posts that he or she has held."""
    above: dict[str, set[str]] = defaultdict(set)
    belongs = schema.properties_marked(RSC.belonging)
    for relation in whole.relations:
        if relation.predicate in belongs:
            above[relation.source].add(relation.target)
    for person, posts in _tenures(whole).items():
        above[person].update(post for post, _ in posts)
    return above


def _tenures(whole: Network) -> dict[str, list[tuple[str, Span | None]]]:
    found: dict[str, list[tuple[str, Span | None]]] = defaultdict(list)
    posts = {r.source: r.target for r in whole.relations if r.predicate == "rsc:isTenureOf"}
    for relation in whole.relations:
        if relation.predicate == "rsc:hasHolder" and relation.source in posts:
            span = scope.span(whole.nodes[relation.source], Cut())
            found[relation.target].append((posts[relation.source], span))
    return found


class _Lift:
    """Who counts for a participant: itself, the organization of its post then, or its state."""

    def __init__(self, whole: Network, states: Mapping[str, tuple[str, ...]], level: str) -> None:
        self._states, self._level = states, level
        self._tenures = _tenures(whole)
        self._posts: dict[str, set[str]] = defaultdict(set)
        for relation in whole.relations:
            if relation.predicate == "rsc:isPostIn":
                self._posts[relation.source].add(relation.target)

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
