"""Who stands between whom: betweenness, constraint, brokerage roles, and the paths themselves."""

import functools
from collections import Counter
from collections.abc import Collection
from itertools import combinations, pairwise

from kg.analysis import algorithms, findings
from kg.analysis.algorithms import Weights
from kg.analysis.findings import Finding, Result, Scores
from kg.analysis.projection import Tie, Ties
from kg.network.paths import Paths, cost, is_passable

Sides = tuple[Collection[str], Collection[str]]
ROLES = ("coordinator", "gatekeeper", "consultant", "liaison")


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
    edges = _weights(ties)
    near, free, own = algorithms.neighbours(edges), algorithms.constraint(edges), _own(ties)
    behind = _behind(ties, edges, sides) if sides else own

    def finding(node: str, score: float) -> Finding:
        occasions = len({tie.occasion for tie in own[node]})
        cells = (ties.label(node), ties.group(node, "state"), score, free.get(node))
        counts = (len(near[node]), occasions)
        return Finding((node,), (*cells, *counts), score, findings.links(behind[node]))

    scores = functools.partial(_between, sides)
    found = (finding(key[0], score) for key, score in scores(ties).items() if score > 0)
    columns = ("broker", "state", "betweenness", "constraint", "partners", "occasions")
    spread = findings.ranges(scores, ties)
    return Result("brokers", columns, "betweenness", findings.ordered(found), spread)


def roles(ties: Ties, *, by: str = "state") -> Result:
    """
    Return in which brokerage roles each one stands between groups: states, or kinds of actor.

    R. V. Gould and R. M. Fernandez, "Structures of mediation", Sociological Methodology 19 (1989):
    over each two partners that are not tied themselves, coordinator (all of one group),
    gatekeeper (one partner of the own group; without direction also the representative),
    consultant (two of one other group), liaison (three groups).

    The counts grow with the number of partners and are not compared with chance.  Who stands
    between two states is a group of its own, and so is whoever has none.
    """
    own = _own(ties)

    def finding(node: str, counts: Counter[str]) -> Finding:
        cells = (ties.label(node), ties.group(node, by), *(counts[role] for role in ROLES))
        total = float(counts.total())
        return Finding((node,), (*cells, total), total, findings.links(own[node]))

    def scores(tried: Ties) -> Scores:
        return {(node,): float(c.total()) for node, c in _roles(tried, by).items()}

    found = (finding(node, c) for node, c in _roles(ties, by).items() if c)
    columns = ("broker", "group", *ROLES, "triads")
    spread = findings.ranges(scores, ties)
    return Result("roles", columns, "triads", findings.ordered(found), spread)


def _behind(ties: Ties, edges: Weights, sides: Sides) -> dict[str, list[Tie]]:
    between = findings.by_pair(ties.ties)
    ways = algorithms.ways(edges, *sides)
    return {
        node: [t for pair in sorted(pairs) for t in between[pair]] for node, pairs in ways.items()
    }


def _own(ties: Ties) -> dict[str, list[Tie]]:
    return findings.by_node(ties.ties)


def _weights(ties: Ties) -> dict[tuple[str, str], float]:
    return algorithms.weights((tie.one, tie.other) for tie in ties.ties)


def _between(sides: Sides | None, ties: Ties) -> Scores:
    edges = _weights(ties)
    if sides is None:
        found = algorithms.betweenness(edges)
    else:
        found = algorithms.betweenness_between(edges, *sides)
    return {(node,): value for node, value in found.items()}


def _roles(ties: Ties, by: str) -> dict[str, Counter[str]]:
    near = algorithms.neighbours(_weights(ties))
    groups = {node: ties.group(node, by) for node in near}
    found: dict[str, Counter[str]] = {node: Counter() for node in near}
    for node, partners in near.items():
        for a, b in combinations(sorted(partners), 2):
            if b not in near[a]:
                found[node][_role(groups[a], groups[node], groups[b])] += 1
    return found


def _role(one: str, broker: str, other: str) -> str:
    if one == other:
        return "coordinator" if broker == one else "consultant"
    return "gatekeeper" if broker in (one, other) else "liaison"


def paths(ties: Ties, one: str, other: str) -> Result:
    """
    Return every shortest path between two, tie by tie, with the occasions behind each step.

    The shortest path that is best supported comes first, and last the path that is best supported
    of all, if it has more steps: a step costs 0.5, and more if its relations are only inferred, of
    few sources or of low grades.  No path leads through a source or a code.

    It is not counted how often two met; a path says that each step happened, not that anything
    went along it, and its steps may lie years apart.
    """
    between = findings.by_pair(ties.ties)
    steps = {pair: min(map(_cost, own)) for pair, own in between.items()}
    passable = {key for key, node in ties.nodes.items() if is_passable(node)}
    found = []
    for number, path in enumerate(Paths(steps, passable).between(one, other), 1):
        for step, (a, b) in enumerate(pairwise(path), 1):
            own = [*between.get((a, b), ()), *between.get((b, a), ())]
            cells = (number, step, ties.label(a), ties.label(b), len(own), _occasions(ties, own))
            found.append(Finding((str(number), a, b), cells, 0.0, findings.links(own)))
    columns = ("path", "step", "from", "to", "ties", "occasions")
    return Result("paths", columns, "", tuple(found))


def _cost(tie: Tie) -> int:
    """Return what a tie costs as a step: the best link of each side."""
    return sum(min(map(cost, side)) for side in tie.sides)


def _occasions(ties: Ties, own: list[Tie]) -> str:
    names = sorted({f"{t.span.first_day.year if t.span else ''} {_name(ties, t)}" for t in own})
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return "; ".join(name.strip() for name in names[:3]) + more


def _name(ties: Ties, tie: Tie) -> str:
    return ties.label(tie.occasion) if tie.occasion in ties.nodes else tie.kind
