"""Partners that do alike, and links that may be missing: hypotheses, never facts."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from statistics import mean, stdev

from kg.analysis import algorithms, findings
from kg.analysis.algorithms import Pair
from kg.analysis.findings import Key, RankedFinding, Result, Scores
from kg.analysis.measure import SEED, measure
from kg.analysis.projection import Ties

_ROUNDS = 20
_HIDDEN = 0.2
_AT = 20
_SHOWN = 5
_METHODS = ("Adamic-Adar", "preferential attachment", "random")


@measure("similarity")
def similarity(ties: Ties) -> Result:
    """
    Return which two do most alike: the occasions that both share, by Jaccard and by cosine.

    Jaccard: P. Jaccard, New Phytologist 11 (1912); cosine of the two-mode incidence: G. Salton and
    M. McGill, "Introduction to Modern Information Retrieval" (1983).

    Who attends one occasion only is wholly alike all others who attend that one only: pairs with
    fewer than two shared occasions are left out.  Two may be alike because one source reports
    both; the range shows that.
    """
    found = []
    scores, own = jaccard(ties), attended(ties)
    for (one, other), score in scores.items():
        both = len(own[one] & own[other])
        cosine = both / math.sqrt(len(own[one]) * len(own[other]))
        counts = (both, len(own[one]), len(own[other]))
        cells = (ties.label(one), ties.label(other), score, cosine, *counts)
        links = findings.links(ties.by_pair[one, other])
        found.append(RankedFinding((one, other), cells, score, links))
    columns = ("one", "other", "jaccard", "cosine", "shared", "ofOne", "ofOther")
    spread = findings.ranges(jaccard, ties)
    return Result("similarity", columns, "jaccard", findings.ordered(found), spread)


def attended(ties: Ties) -> dict[str, set[str]]:
    """Return the occasions in which each one took part."""
    return {node: {tie.occasion for tie in own} for node, own in ties.by_node.items()}


def jaccard(ties: Ties) -> Scores:
    """Return for each two that shared at least two occasions which part of theirs that is."""
    own, found = attended(ties), dict[Key, float]()
    for one, other in ties.by_pair:
        both = own[one] & own[other]
        if len(both) > 1:
            found[one, other] = round(len(both) / len(own[one] | own[other]), 6)
    return found


@measure("missing-links", SEED)
def missing_links(ties: Ties, *, seed: int = 1) -> Result:
    """
    Return pairs that have no tie but many partners in common: hypotheses to look into, not facts.

    L. A. Adamic and E. Adar, "Friends and neighbors on the web", Social Networks 25 (2003).  The
    notes say how well the score foretells occasions that were hidden from it, beside
    preferential attachment and chance; 'missing-links-test' has the table.

    The relations behind a row are those to the common partners.  A pair may have no tie because
    it has none, or because no source of the graph tells of it.
    """
    near = algorithms.neighbours(ties.weights)

    def scores(tried: Ties) -> Scores:
        return {(*pair,): score for pair, score in algorithms.adamic_adar(tried.weights).items()}

    found = []
    for (one, other), score in scores(ties).items():
        common = sorted(near[one] & near[other])
        ways = [tie for c in common for end in (one, other) for tie in ties.between(c, end)]
        rest = f" and {len(common) - _SHOWN} more" if len(common) > _SHOWN else ""
        through = ties.names(common[:_SHOWN]) + rest
        cells = (ties.label(one), ties.label(other), score, len(common), through)
        found.append(RankedFinding((one, other), cells, score, findings.links(ways)))
    columns = ("one", "other", "adamicAdar", "commonPartners", "through")
    tested = [
        f"{f.cells[0]}: AUC {f.cells[1]:.2f}, precision at {_AT} {f.cells[3]:.2f}"
        for f in missing_links_test(ties, seed=seed).findings
        if isinstance(f.cells[1], float) and isinstance(f.cells[3], float)
    ]
    notes = ("hypotheses, never written into the graph", *tested)
    spread = findings.ranges(scores, ties)
    return Result("missing-links", columns, "adamicAdar", findings.ordered(found), spread, notes)


@measure("missing-links-test", SEED)
def missing_links_test(ties: Ties, *, seed: int = 1) -> Result:
    """
    Return how well each method foretells ties that were hidden from it: AUC, precision at 20.

    A fifth of the occasions is hidden, twenty times (seeded); the pairs that are tied by hidden
    occasions alone are to be told from the pairs that never meet.  Whole occasions are hidden, not
    single ties: in an occasion of many the other ties would give a hidden one away.  AUC: J. A.
    Hanley and B. J. McNeil, Radiology 143 (1982).

    Only pairs whose two members are still seen are judged.  Hidden occasions are drawn at random
    and not from the future, which is harder.
    """
    rounds = [r for n in range(_ROUNDS) if (r := hidden_round(ties, seed + n))]
    found = []
    for method in _METHODS:
        marks = [r[method] for r in rounds]
        summed: list[float | None] = []
        for values in ([m[0] for m in marks], [m[1] for m in marks]):
            summed.append(mean(values) if values else None)
            summed.append(stdev(values) if len(values) > 1 else None)
        found.append(RankedFinding((method,), (method, *summed, len(marks)), summed[0] or 0.0))
    columns = ("method", "auc", "aucDeviation", "precisionAt20", "precisionDeviation", "rounds")
    return Result("missing-links-test", columns, "", findings.ordered(found))


def hidden_round(ties: Ties, seed: int) -> Mapping[str, tuple[float, float]] | None:
    """Return the marks of each method with some occasions hidden; None if that hides no pair."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    occasions = sorted({tie.occasion for tie in ties.ties})
    hidden = {*chance.sample(occasions, round(len(occasions) * _HIDDEN))}
    left = tuple(tie for tie in ties.ties if tie.occasion not in hidden)
    seen = replace(ties, ties=left).weights
    nodes = sorted(algorithms.neighbours(seen))
    true = {pair for pair in ties.weights if pair not in seen and {*pair} <= {*nodes}}
    open_ = [pair for pair in combinations(nodes, 2) if pair not in seen]
    if not true or len(true) == len(open_):
        return None
    scores = {
        "Adamic-Adar": algorithms.adamic_adar(seen),
        "preferential attachment": algorithms.preferential_attachment(seen, open_),
        "random": {pair: chance.random() for pair in open_},
    }
    # Equal scores in an order of chance, so that the alphabet foretells nothing.
    chance.shuffle(open_)
    return {m: (auc(s, true, open_), precision(s, true, open_)) for m, s in scores.items()}


def auc(scores: Mapping[Pair, float], true: set[Pair], open_: Sequence[Pair]) -> float:
    """Return the chance that a true pair has a higher score than another one; half if equal."""
    ordered = sorted(scores.get(pair, 0.0) for pair in open_)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for place, score in enumerate(ordered, 1):
        first.setdefault(score, place)
        last[score] = place
    ranks = sum((first[s] + last[s]) / 2 for s in (scores.get(pair, 0.0) for pair in true))
    others = len(open_) - len(true)
    return (ranks - len(true) * (len(true) + 1) / 2) / (len(true) * others)


def precision(scores: Mapping[Pair, float], true: set[Pair], open_: Sequence[Pair]) -> float:
    """Return the share of true pairs among the twenty with the highest scores."""
    best = sorted(open_, key=lambda pair: -scores.get(pair, 0.0))[:_AT]
    return sum(pair in true for pair in best) / len(best)
