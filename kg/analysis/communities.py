"""Communities: who keeps company with whom, how stable that is, and what each is about."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from statistics import mean

from kg.analysis import algorithms, findings
from kg.analysis import cut as scope
from kg.analysis.centrality import weights
from kg.analysis.findings import Finding, Result
from kg.analysis.projection import Tie, Ties

_SEEDS = 20
_FEWEST = 2


def communities(ties: Ties, *, seed: int = 1) -> Result:
    """
    Return the communities of the network, with their stability and what each is about.

    Louvain: V. D. Blondel et al., Journal of Statistical Mechanics P10008 (2008), weighted by the
    number of ties, on one seed.  Stability is the mean over twenty other seeds of the best Jaccard
    overlap of the community with one found then (C. Hennig, Computational Statistics & Data
    Analysis 52, 2007: under 0.6 it should not be trusted, over 0.85 it is stable); the least
    overlap is that with the variants of the evidence.  The notes give the agreement of whole
    partitions over the seeds: adjusted Rand index (L. Hubert and P. Arabie, Journal of
    Classification 2, 1985) and normalized mutual information.  "About" are the occasions and
    kinds that are over-represented in the ties within, as a lift over all ties.

    Modularity cannot see communities that are small beside the whole (S. Fortunato and M.
    Barthélemy, PNAS 104, 2007), and ties everybody to those of a large occasion.
    """
    edges = weights(ties)
    base = algorithms.louvain(edges, seed)
    others = [algorithms.louvain(edges, seed + n) for n in range(1, _SEEDS + 1)]
    tried = _varied(ties, seed)
    found = []
    for number, members in enumerate(base, 1):
        overlaps = [_best(members, other) for other in others]
        inside = [t for t in ties.ties if {t.one, t.other} <= {*members}]
        stability = round(mean(overlaps), 4)
        least, weakest = _least(members, tried)
        told = (about(ties, inside), findings.names(ties, members))
        cells = (number, len(members), stability, least, weakest, *told)
        found.append(Finding((str(number),), cells, 0.0, findings.links(inside)))
    columns = ("community", "size", "stability", "leastOverlap", "weakest", "about", "members")
    notes = tuple(_notes(edges, base, [base, *others]))
    return Result("communities", columns, "", tuple(found), notes=notes)


def _varied(ties: Ties, seed: int) -> dict[str, list[list[str]]]:
    """Return the communities of every variant of the evidence that loses something."""
    lefts = {name: ties.under(cut) for name, cut in scope.variants(ties.support).items()}
    return {
        name: algorithms.louvain(weights(left), seed)
        for name, left in lefts.items()
        if left is not ties
    }


def _least(
    members: Sequence[str], tried: Mapping[str, Iterable[Sequence[str]]]
) -> tuple[float, str]:
    """Return the least overlap in the variants, and in which; all of it if none loses anything."""
    overlaps = {name: _best(members, partition) for name, partition in tried.items()}
    worst = min(overlaps, key=lambda name: overlaps[name], default="")
    return (overlaps[worst], worst) if worst else (1.0, "")


def _best(members: Sequence[str], partition: Iterable[Sequence[str]]) -> float:
    """Return the largest overlap of some members with a community of a partition."""
    own = {*members}
    return max((len(own & {*o}) / len(own | {*o}) for o in partition), default=0.0)


def about(ties: Ties, inside: Iterable[Tie], most: int = 3) -> str:
    """Return which kinds and series are over-represented in some ties, with the lift."""
    inner, outer = _topics(ties, inside), _topics(ties, ties.ties)
    share, whole = sum(inner.values()), sum(outer.values())
    lifts = {
        topic: (count / share) / (outer[topic] / whole)
        for topic, count in inner.items()
        if count >= _FEWEST
    }
    best = sorted(lifts, key=lambda topic: (-lifts[topic] * inner[topic] ** 0.5, topic))
    told = [f"{topic} ({lifts[topic]:.1f}×)" for topic in best if lifts[topic] > 1]
    return "; ".join(told[:most])


def _topics(ties: Ties, inside: Iterable[Tie]) -> Counter[str]:
    """Count ties by what they are about: the kind, and the name without its year."""
    found: Counter[str] = Counter()
    for tie in inside:
        found[tie.kind.replace("-", " ")] += 1
        if tie.occasion in ties.nodes:
            found[_undated(ties.label(tie.occasion))] += 1
    return found


def _undated(name: str) -> str:
    return " ".join(w for w in name.split() if not w.strip(",").isdigit()).rstrip(",")


def _notes(
    edges: algorithms.Weights,
    base: Sequence[Sequence[str]],
    found: Sequence[Sequence[Sequence[str]]],
) -> Iterable[str]:
    parts = [{n: i for i, members in enumerate(p) for n in members} for p in found]
    pairs = list(combinations(parts, 2))
    rand = mean(algorithms.adjusted_rand(a, b) for a, b in pairs)
    shared = mean(algorithms.mutual_information(a, b) for a, b in pairs)
    yield f"{len(base)} communities, modularity {algorithms.modularity(edges, base):.3f}"
    yield f"over {_SEEDS + 1} seeds: adjusted Rand {rand:.3f}, mutual information {shared:.3f}"
