"""
Who is tied to whom: the occasions of the graph as ties between those who took part.

An occasion (a visit, an exercise, an agreement, a partnership, a membership) is a node of the
graph; here each one becomes a tie between each two of its participants, so that two who met five
times have five ties.  A large occasion ties everybody to everybody: measures over such ties say
so, and a cut by kind leaves the large ones out.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from kg.analysis import algorithms
from kg.analysis.algorithms import Weights
from kg.analysis.cut import Cut
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
        gone = {id(link) for link in self._links if not cut.holds(link)}
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


def ties_of(whole: Network, cut: Cut, level: str = "organization") -> Ties:
    """Return the ties of a cut, between actors as named, their organizations or their states."""
    left, belonging = cut.remainder(whole), Affiliations(whole)
    nodes, found = left.network.nodes, []
    if level == "entity":
        for relation in sorted(left.network.relations, key=lambda relation: relation.key):
            one, other, predicate = relation.key
            if one != other:
                span = left.spans[one] or left.spans[other]
                name = f"{one} {predicate} {other}"
                found.append(Tie(one, other, name, relation.label, span, 2, ((relation,),)))
        return Ties(tuple(found), nodes, belonging.states)
    occasions, leading = schema.occasions(asked=bool(cut.kinds)), participation()
    for key in sorted(key for key, node in nodes.items() if node.kind in occasions):
        kind, span = nodes[key].kind, left.spans[key]
        sides: dict[str, list[Relation]] = defaultdict(list)
        for relation in sorted(left.network.outgoing.get(key, ()), key=lambda r: r.target):
            if relation.predicate in leading:
                for actor in belonging.counted(relation.target, span, level):
                    sides[actor].append(relation)
        for one, other in combinations(sorted(sides), 2):
            both = (tuple(sides[one]), tuple(sides[other]))
            found.append(Tie(one, other, key, kind, span, len(sides), both))
    return Ties(tuple(found), nodes, belonging.states)


@functools.cache
def participation() -> frozenset[str]:
    """Return the properties that lead from an occasion to those who take part in it."""
    agents = {c for c in schema.classes().values() if RSC.Agent in schema.ancestors(c)}
    return frozenset(
        namespaces.ident(term_text(triple.subject))
        for triple in namespaces.ontology()
        if triple.predicate == RDFS.range and triple.object in {RSC.Participant, *agents}
    )


class Affiliations:
    """To what each actor of a network belongs: persons to posts, posts to organizations, states."""

    def __init__(self, whole: Network) -> None:
        self._nodes = whole.nodes
        self._tenures: dict[str, list[tuple[str, Span | None]]] = defaultdict(list)
        self._organizations: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, set[str]] = defaultdict(set)
        belonging = schema.properties_marked(RSC.belonging)
        posts = {r.source: r.target for r in whole.relations if r.predicate == "rsc:isTenureOf"}
        for relation in whole.relations:
            source, target, predicate = relation.key
            if predicate in belonging:
                self._above[source].add(target)
            if predicate == "rsc:isPostIn":
                self._organizations[source].add(target)
            if predicate == "rsc:hasHolder" and source in posts:
                self._tenures[target].append((posts[source], Cut().span(whole.nodes[source])))
                self._above[target].add(posts[source])

    @functools.cached_property
    def states(self) -> dict[str, tuple[str, ...]]:
        """The states to which each node belongs, over whatever lies between."""
        found: dict[str, tuple[str, ...]] = {}
        for start in self._nodes:
            states, seen, todo = set(), {start}, [start]
            while todo:
                node = todo.pop()
                if self._nodes[node].kind == "state":
                    states.add(node)
                    continue
                todo.extend(self._above.get(node, set()) - seen)
                seen |= self._above.get(node, set())
            if states:
                found[start] = tuple(sorted(states))
        return found

    def counted(self, node: str, when: Span | None, level: str) -> list[str]:
        """Return who counts for a participant: itself, the organization of its post, its state."""
        if level == "actor":
            return [node]
        # Whoever held a post on the first day of an occasion was there for its organization.
        held = [
            post
            for post, tenure in self._tenures.get(node, ())
            if when and tenure and tenure.first_day <= when.first_day <= tenure.last_day
        ]
        found = {o for post in held or [node] for o in self._organizations.get(post, ())}
        organizations = sorted(found) or [node]
        if level == "organization":
            return organizations
        return sorted({s for o in organizations for s in self.states.get(o, (o,))})
