"""
The algorithms on networks, over plain edges: what networkx and rustworkx compute, and no more.

Nodes are numbered in their order before anything is computed, and results are rounded, so that
the same ties give the same numbers in every process.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING

from kg.errors import AnalysisError
from kg.lazy import Library

if TYPE_CHECKING:
    import networkx
    import rustworkx
else:
    # Whoever lists the measures needs no algorithm.
    networkx, rustworkx = Library("networkx"), Library("rustworkx")

Pair = tuple[str, str]
Weights = Mapping[Pair, float]
_DIGITS = 9


def weights(pairs: Iterable[Pair]) -> dict[Pair, float]:
    """Return how many ties there are between each two, in order."""
    counts = Counter((a, b) if a < b else (b, a) for a, b in pairs)
    return {pair: float(counts[pair]) for pair in sorted(counts)}


def simple_graph(edges: Weights) -> "networkx.Graph":
    """Return the simple weighted graph of pairs, nodes and edges in order."""
    made = networkx.Graph()
    made.add_nodes_from(sorted({node for pair in edges for node in pair}))
    made.add_weighted_edges_from((a, b, edges[a, b]) for a, b in sorted(edges))
    return made


def neighbours(edges: Weights) -> dict[str, set[str]]:
    """Return with whom each node is tied."""
    found: dict[str, set[str]] = {}
    for a, b in edges:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


def betweenness(edges: Weights) -> dict[str, float]:
    """Return the normalized betweenness of each node, by rustworkx, which is the faster."""
    nodes = sorted({node for pair in edges for node in pair})
    number = {node: i for i, node in enumerate(nodes)}
    made = rustworkx.PyGraph(multigraph=False)
    made.add_nodes_from(nodes)
    made.add_edges_from_no_data([(number[a], number[b]) for a, b in edges])
    # One thread: sums in another order would differ in the last digits.
    found = rustworkx.betweenness_centrality(made, parallel_threshold=len(nodes) + 1)
    return {nodes[i]: round(value, _DIGITS) for i, value in found.items()}


def betweenness_between(
    edges: Weights, ones: Iterable[str], others: Iterable[str]
) -> dict[str, float]:
    """Return on how many shortest paths from one set to another each node lies, in shares."""
    made = simple_graph(edges)
    sides = [sorted({*side} & {*made}) for side in (ones, others)]
    found = networkx.betweenness_centrality_subset(made, *sides)
    # networkx halves for undirected graphs, as if each pair came twice.
    return {node: round(2 * value, _DIGITS) for node, value in found.items()}


def constraint(edges: Weights) -> dict[str, float]:
    """Return Burt's constraint of each node; networkx gives the same, a hundred times slower."""
    own: dict[str, dict[str, float]] = {}
    for (a, b), weight in edges.items():
        own.setdefault(a, {})[b] = weight
        own.setdefault(b, {})[a] = weight
    # Which share of its ties each node has with each other.
    share = {n: {o: w / sum(ws.values()) for o, w in ws.items()} for n, ws in sorted(own.items())}
    found = {}
    for node, near in share.items():
        total = 0.0
        for on, direct in near.items():
            indirect = sum(w * share[q][on] for q, w in near.items() if q in share[on])
            total += (direct + indirect) ** 2
        found[node] = round(total, _DIGITS)
    return found


def eigenvector(edges: Weights) -> dict[str, float]:
    """
    Return the eigenvector centrality of each node.

    Raises AnalysisError if the iteration does not settle.
    """
    made = simple_graph(edges)
    if not made:
        return {}
    try:
        found = networkx.eigenvector_centrality(made, max_iter=5000, tol=1e-9, weight="weight")
    except networkx.PowerIterationFailedConvergence as error:
        raise AnalysisError("the eigenvector centrality of these ties does not settle") from error
    return {node: round(value, 6) for node, value in found.items()}


def cores(edges: Weights) -> dict[str, int]:
    """Return the largest k for which each node is in the k-core."""
    return dict(networkx.core_number(simple_graph(edges)))


def ways(edges: Weights, ones: Iterable[str], others: Iterable[str]) -> dict[str, set[Pair]]:
    """Return for each node the ties on the shortest paths from side to side that lead over it."""
    made = simple_graph(edges)
    found: dict[str, set[Pair]] = {}
    for one, other in product(sorted({*ones} & {*made}), sorted({*others} & {*made})):
        if one == other or not networkx.has_path(made, one, other):
            continue
        for path in networkx.all_shortest_paths(made, one, other):
            steps = {(min(step), max(step)) for step in pairwise(path)}
            for node in path[1:-1]:
                found.setdefault(node, set()).update(steps)
    return found


def louvain(edges: Weights, seed: int) -> list[list[str]]:
    """Return the communities of the Louvain method, the largest first."""
    nodes = sorted({node for pair in edges for node in pair})
    number = {node: i for i, node in enumerate(nodes)}
    made = networkx.Graph()
    # Numbers, since the order of sets of text differs from process to process; and shuffled,
    # since the method takes the nodes in their order.
    order = list(range(len(nodes)))
    random.Random(seed).shuffle(order)  # noqa: S311 - no secret
    made.add_nodes_from(order)
    made.add_weighted_edges_from((number[a], number[b], w) for (a, b), w in edges.items())
    found = networkx.community.louvain_communities(made, weight="weight", seed=seed)
    named = [sorted(nodes[i] for i in members) for members in found]
    return sorted(named, key=lambda members: (-len(members), members))


def modularity(edges: Weights, groups: Sequence[Sequence[str]]) -> float:
    """Return the modularity of a partition."""
    if not edges:
        return 0.0
    found = networkx.community.modularity(
        simple_graph(edges), list(map(set, groups)), weight="weight"
    )
    return round(float(found), _DIGITS)


def adjusted_rand(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return the adjusted Rand index (Hubert and Arabie 1985) over the nodes of both."""
    both = sorted({*one} & {*other})
    pairs = Counter((one[n], other[n]) for n in both)
    together = sum(math.comb(c, 2) for c in pairs.values())
    first = sum(math.comb(c, 2) for c in Counter(one[n] for n in both).values())
    second = sum(math.comb(c, 2) for c in Counter(other[n] for n in both).values())
    total = math.comb(len(both), 2)
    expected = first * second / total if total else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else round((together - expected) / (most - expected), _DIGITS)


def mutual_information(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return the normalized mutual information (arithmetic mean) over the nodes of both."""
    both = sorted({*one} & {*other})
    first, second = Counter(one[n] for n in both), Counter(other[n] for n in both)
    shared = Counter((one[n], other[n]) for n in both)
    size = len(both)
    found = sum(
        c / size * math.log(c * size / (first[a] * second[b])) for (a, b), c in shared.items()
    )
    entropies = [-sum(c / size * math.log(c / size) for c in n.values()) for n in (first, second)]
    mean = sum(entropies) / 2
    return 1.0 if mean == 0 else round(found / mean, _DIGITS)


def adamic_adar(edges: Weights) -> dict[Pair, float]:
    """Return the Adamic-Adar index of every two that share a neighbour and are not tied."""
    near = neighbours(edges)
    found: Counter[Pair] = Counter()
    for shared in near.values():
        weight = 1 / math.log(len(shared)) if len(shared) > 1 else 0.0
        for a in shared:
            for b in shared:
                if a < b and b not in near[a]:
                    found[a, b] += weight  # type: ignore[assignment] # a counter of shares
    return {pair: round(found[pair], _DIGITS) for pair in sorted(found)}


def preferential_attachment(edges: Weights, pairs: Iterable[Pair]) -> dict[Pair, float]:
    """Return the product of the degrees of each pair."""
    near = neighbours(edges)
    return {(a, b): float(len(near.get(a, ())) * len(near.get(b, ()))) for a, b in pairs}
