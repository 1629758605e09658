"""Centre and periphery: degree, eigenvector centrality and k-core, all in all and year by year."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kg.analysis import algorithms, findings
from kg.analysis.findings import RankedFinding, Result, Scores
from kg.analysis.measure import measure
from kg.analysis.options import Option
from kg.analysis.projection import Tie, Ties
from kg.errors import AnalysisError

RANKED: Mapping[str, Callable[[Ties], Mapping[str, float]]] = {
    "partners": lambda ties: {n: len(o) for n, o in algorithms.neighbours(ties.weights).items()},
    "ties": lambda ties: {node: len(own) for node, own in ties.by_node.items()},
    "eigenvector": lambda ties: algorithms.eigenvector(ties.weights),
    "core": lambda ties: algorithms.cores(ties.weights),
}
RANK = Option("rank", f"What ranks: {', '.join(RANKED)}.", otherwise="partners")


@measure("centre", RANK)
def centre(ties: Ties, *, rank: str = "partners") -> Result:
    """
    Return how central each one is: partners, ties, ties shared out, eigenvector, k-core.

    Degree: L. C. Freeman, "Centrality in social networks", Social Networks 1 (1979).  Ties shared
    out: M. E. J. Newman, Physical Review E 64, 016132 (2001): an occasion of n counts 1/(n - 1)
    for each other participant, so that a large conference does not outweigh visits.
    Eigenvector: P. Bonacich, Journal of Mathematical Sociology 2 (1972), weighted by the number
    of ties.  k-core: S. B. Seidman, Social Networks 5 (1983).

    Outside the largest connected part the eigenvector centrality is near nothing by construction.
    An occasion with n participants puts all of them in a core of at least n - 1.  Raises
    AnalysisError if there is no such ranking.
    """
    if rank not in RANKED:
        raise AnalysisError(f"{rank!r} ranks nothing; choose {', '.join(RANKED)}")
    pull, core = algorithms.eigenvector(ties.weights), algorithms.cores(ties.weights)

    def scores(tried: Ties) -> Scores:
        return {(node,): float(value) for node, value in RANKED[rank](tried).items()}

    found, ranking = [], scores(ties)
    for node, partners in algorithms.neighbours(ties.weights).items():
        own = ties.by_node[node]
        counts = (float(len(partners)), len(own), shared(own), pull[node], core[node])
        cells = (ties.label(node), ties.group(node, "state"), *counts)
        found.append(RankedFinding((node,), cells, ranking[node,], findings.links(own)))
    columns = ("who", "state", "partners", "ties", "sharedOut", "eigenvector", "core")
    spread = findings.ranges(scores, ties)
    return Result("centre", columns, rank, findings.ordered(found), spread)


def shared(own: list[Tie]) -> float:
    """Return the ties of one, those of an occasion shared out among its other participants."""
    return round(sum(1 / (tie.size - 1) for tie in own), 3)


@measure("centre-by-year")
def centre_by_year(ties: Ties) -> Result:
    """
    Return for each year how many partners and ties each one has, its rank and its core.

    The measures are those of 'centre', over the ties of each year alone.  A standing tie counts in
    each year from its first; an occasion without a date counts in none.  The number of sources
    differs by year: compare ranks within a year, not numbers between years.
    """
    found = []
    for year in ties.years:
        result = centre(ties.during(year))
        for finding, place in zip(result.findings, result.ranks(), strict=True):
            who, state, _, count, share, _, core = finding.cells
            cells = (year, place, who, state, round(finding.score), count, share, core)
            found.append(replace(finding, key=(str(year), *finding.key), cells=cells))
    columns = ("year", "rankThen", "who", "state", "partners", "ties", "sharedOut", "core")
    return Result("centre-by-year", columns, "", tuple(found))
