"""Who stands between whom: betweenness, constraint, brokerage roles, and the paths themselves."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from kg.analysis import algorithms, findings
from kg.analysis.findings import RankedFinding, Result, Scores
from kg.analysis.measure import Asked, measure
from kg.analysis.options import Option
from kg.analysis.projection import Tie, Ties
from kg.errors import AnalysisError
from kg.model import geography, namespaces
from kg.network.paths import Paths, cost, is_passable

ROLES = ("coordinator", "gatekeeper", "consultant", "liaison")
ONE = Option("one", "One side: states, subregions, or a name.", many=True)
OTHER = Option("other", "The other side.", many=True, otherwise="other states")
GROUPS = Option("groups", "Groups of actors.", choices=("state", "kind"), otherwise="state")


@dataclass(frozen=True)
class Sides:
    """Two sets of nodes between which brokers are looked for, and what was asked, in words."""

    ones: Collection[str]
    others: Collection[str]
    words: str = ""


def asked_sides(asked: Asked) -> dict[str, Any]:
    """Return the sides that are asked for by their names, which no node is on both of."""
    ones, others = (asked.options.get(option.name, ()) for option in (ONE, OTHER))
    if not ones and not others:
        return {}
    ties = asked.ties
    nodes = belonging(asked, ones)
    if others:
        beyond = belonging(asked, others)
    else:
        own = {state for node in nodes for state in ties.states.get(node, ())}
        abroad = {node: {*ties.states.get(node, ())} for node in ties.by_node}
        beyond = {node for node, states in abroad.items() if states and not own & states}
    words = f"between {', '.join(ones)} and {', '.join(others) or 'every other state'}"
    return {"sides": Sides(nodes, beyond - nodes, words)}


def belonging(asked: Asked, names: Collection[str]) -> set[str]:
    """Return the nodes of some states, subregions or bodies: these, and what belongs to them."""
    wanted: set[str] = set()
    known = asked.graph.names
    for name in names:
        if codes := geography.subregion(name):
            states = (iri for code, iri in known.codes.items() if code in codes)
            wanted.update(map(namespaces.ident, states))
        else:
            wanted.add(namespaces.ident(known.find(name)))
    ties = asked.ties
    return {n for n in ties.by_node if n in wanted or wanted & {*ties.states.get(n, ())}}


@measure("brokers", ONE, OTHER, arguments=asked_sides)
def brokers(ties: Ties, *, sides: Sides | None = None) -> Result:
    """
    Return who lies between the others, by betweenness, with Burt's constraint.

    Betweenness: L. C. Freeman, "A set of measures of centrality based on betweenness",
    Sociometry 40 (1977), normalized; with two sides, the sum over pairs with one end on each side
    of the share of shortest paths (U. Brandes, Social Networks 30, 2008).  Constraint: R. S.
    Burt, "Structural Holes" (1992), by the number of ties; low is free.

    Paths have no direction and all ties count alike.  A large occasion ties all who attend, which
    makes short paths cheap: leave conferences and exercises out by kind to see who really met.
    Who is well documented lies on more paths; absence here is absence in the sources.

    The relations behind a row are all ties of the broker; with two sides, every tie on the paths
    from side to side that lead over it.
    """
    near, free = algorithms.neighbours(ties.weights), algorithms.constraint(ties.weights)
    behind = ties.by_node
    if sides:
        ways = algorithms.ways(ties.weights, sides.ones, sides.others)
        behind = {
            node: [tie for pair in sorted(pairs) for tie in ties.between(*pair)]
            for node, pairs in ways.items()
        }

    def scores(tried: Ties) -> Scores:
        if sides is None:
            between = algorithms.betweenness(tried.weights)
        else:
            between = algorithms.betweenness_between(tried.weights, sides.ones, sides.others)
        return {(node,): value for node, value in between.items()}

    found = []
    for (node,), score in scores(ties).items():
        if score > 0:
            occasions = len({tie.occasion for tie in ties.by_node[node]})
            who = (ties.label(node), ties.group(node, "state"))
            cells = (*who, score, free.get(node), len(near[node]), occasions)
            found.append(RankedFinding((node,), cells, score, findings.links(behind[node])))
    columns = ("broker", "state", "betweenness", "constraint", "partners", "occasions")
    spread, notes = findings.ranges(scores, ties), (sides.words,) if sides and sides.words else ()
    return Result("brokers", columns, "betweenness", findings.ordered(found), spread, notes)


@measure("roles", GROUPS)
def roles(ties: Ties, *, groups: str = "state") -> Result:
    """
    Return in which brokerage roles each one stands between groups: states, or kinds of actor.

    R. V. Gould and R. M. Fernandez, "Structures of mediation", Sociological Methodology 19 (1989):
    over each two partners that are not tied themselves, coordinator (all of one group),
    gatekeeper (one partner of the own group; without direction also the representative),
    consultant (two of one other group), liaison (three groups).

    The counts grow with the number of partners and are not compared with chance.  Who stands
    between two states is a group of its own, and so is whoever has none.
    """
    found = []
    for node, counts in role_counts(ties, groups).items():
        if total := float(counts.total()):
            who = (ties.label(node), ties.group(node, groups))
            cells = (*who, *(counts[role] for role in ROLES), total)
            found.append(RankedFinding((node,), cells, total, findings.links(ties.by_node[node])))

    def scores(tried: Ties) -> Scores:
        return {(node,): float(c.total()) for node, c in role_counts(tried, groups).items()}

    columns = ("broker", "group", *ROLES, "triads")
    spread = findings.ranges(scores, ties)
    return Result("roles", columns, "triads", findings.ordered(found), spread)


def role_counts(ties: Ties, groups: str) -> dict[str, Counter[str]]:
    """Return how often each node is in which role between two partners that are not tied."""
    near = algorithms.neighbours(ties.weights)
    group = {node: ties.group(node, groups) for node in near}
    found: dict[str, Counter[str]] = {node: Counter() for node in near}
    for node, partners in near.items():
        for one, other in combinations(sorted(partners), 2):
            if other not in near[one]:
                found[node][role(group[one], group[node], group[other])] += 1
    return found


def role(one: str, broker: str, other: str) -> str:
    """Return the role of a broker of one group between partners of these groups."""
    if one == other:
        return "coordinator" if broker == one else "consultant"
    return "gatekeeper" if broker in (one, other) else "liaison"


def asked_ends(asked: Asked) -> dict[str, Any]:
    """Return the two ends that are asked for by their names."""
    ends = [asked.options.get(option.name, ()) for option in (ONE, OTHER)]
    if [len(names) for names in ends] != [1, 1]:
        raise AnalysisError("paths needs two ends: --one NAME --other NAME")
    one, other = (namespaces.ident(asked.graph.names.find(names[0])) for names in ends)
    return {"one": one, "other": other}


@measure("paths", ONE, OTHER, arguments=asked_ends)
def paths(ties: Ties, one: str, other: str) -> Result:
    """
    Return every shortest path between two, tie by tie, with the occasions behind each step.

    The shortest path that is best supported comes first, and last the path that is best supported
    of all, if it has more steps: a step costs 0.5, and more if its relations are only inferred, of
    few sources or of low grades.  No path leads through a source or a code.

    It is not counted how often two met; a path says that each step happened, not that anything
    went along it, and its steps may lie years apart.
    """
    # What a tie costs as a step is what the best relation of each side does.
    steps = {
        pair: min(sum(min(map(cost, side)) for side in tie.sides) for tie in own)
        for pair, own in ties.by_pair.items()
    }
    passable = {key for key, node in ties.nodes.items() if is_passable(node)}
    found = []
    for number, path in enumerate(Paths(steps, passable).between(one, other), 1):
        for step, (a, b) in enumerate(pairwise(path), 1):
            own = ties.between(a, b)
            who = (ties.label(a), ties.label(b))
            cells = (number, step, *who, len(own), first_occasions(ties, own))
            found.append(RankedFinding((str(number), a, b), cells, 0.0, findings.links(own)))
    columns = ("path", "step", "from", "to", "ties", "occasions")
    return Result("paths", columns, "", tuple(found))


def first_occasions(ties: Ties, own: list[Tie], most: int = 3) -> str:
    """Return the first occasions of some ties, by year and name."""
    names = set()
    for tie in own:
        name = ties.label(tie.occasion) if tie.occasion in ties.nodes else tie.kind
        names.add(f"{tie.span.first_day.year if tie.span else ''} {name}")
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return "; ".join(name.strip() for name in sorted(names)[:most]) + more
