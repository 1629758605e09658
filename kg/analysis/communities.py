"""Communities: who keeps company with whom, how stable that is, and what each is about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from statistics import mean

from kg.analysis import algorithms, findings
from kg.analysis import cut as scope
from kg.analysis.findings import RankedFinding, Result
from kg.analysis.measure import SEED, measure
from kg.analysis.projection import Tie, Ties

_SEEDS = 20
_FEWEST = 2


@measure("communities", SEED)
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
    base = algorithms.louvain(ties.weights, seed)
    others = [algorithms.louvain(ties.weights, seed + n) for n in range(1, _SEEDS + 1)]
    varied = {}
    for name, cut in scope.variants(ties.support).items():
        left = ties.under(cut)
        if left is not ties:
            varied[name] = algorithms.louvain(left.weights, seed)
    found = []
    for number, members in enumerate(base, 1):
        stability = round(mean(best_overlap(members, other) for other in others), 4)
        overlaps = {name: best_overlap(members, groups) for name, groups in varied.items()}
        weakest = min(overlaps, key=lambda name: overlaps[name], default="")
        inside = [t for t in ties.ties if {t.one, t.other} <= {*members}]
        told = (overlaps.get(weakest, 1.0), weakest, about(ties, inside), ties.names(members))
        cells = (number, len(members), stability, *told)
        found.append(RankedFinding((str(number),), cells, 0.0, findings.links(inside)))
    columns = ("community", "size", "stability", "leastOverlap", "weakest", "about", "members")
    modularity = algorithms.modularity(ties.weights, base)
    notes = (
        f"{len(base)} communities, modularity {modularity:.3f}",
        f"over {_SEEDS + 1} seeds: {agreement([base, *others])}",
    )
    return Result("communities", columns, "", tuple(found), notes=notes)


def best_overlap(members: Sequence[str], partition: Iterable[Sequence[str]]) -> float:
    """Return the largest overlap of some members with a community of a partition."""
    own = {*members}
    return max((len(own & {*o}) / len(own | {*o}) for o in partition), default=0.0)


def agreement(partitions: Iterable[Sequence[Sequence[str]]]) -> str:
    """Return in words how well partitions agree, on the mean over each two of them."""
    numbered = [{n: i for i, members in enumerate(p) for n in members} for p in partitions]
    pairs = list(combinations(numbered, 2))
    rand = mean(algorithms.adjusted_rand(one, other) for one, other in pairs)
    shared = mean(algorithms.mutual_information(one, other) for one, other in pairs)
    return f"adjusted Rand {rand:.3f}, mutual information {shared:.3f}"


def about(ties: Ties, inside: Iterable[Tie], most: int = 3) -> str:
    """Return which kinds and series are over-represented in some ties, with the lift."""
    inner, outer = topics(ties, inside), topics(ties, ties.ties)
    share, whole = sum(inner.values()), sum(outer.values())
    lifts = {
        topic: (count / share) / (outer[topic] / whole)
        for topic, count in inner.items()
        if count >= _FEWEST
    }
    best = sorted(lifts, key=lambda topic: (-lifts[topic] * inner[topic] ** 0.5, topic))
    told = [f"{topic} ({lifts[topic]:.1f}×)" for topic in best if lifts[topic] > 1]
    return "; ".join(told[:most])


def topics(ties: Ties, own: Iterable[Tie]) -> Counter[str]:
    """Count ties by what they are about: the kind, and the name without its year."""
    found: Counter[str] = Counter()
    for tie in own:
        found[tie.kind.replace("-", " ")] += 1
        if tie.occasion in ties.nodes:
            words = ties.label(tie.occasion).split()
            undated = " ".join(word for word in words if not word.strip(",").isdigit())
            found[undated.rstrip(",")] += 1
    return found
