"""Centre and periphery: degree, eigenvector centrality and k-core, all in all and year by year."""

from collections.abc import Mapping
from dataclasses import replace

from kg.analysis import algorithms, findings
from kg.analysis.algorithms import Weights
from kg.analysis.findings import Finding, Result, Scores
from kg.analysis.projection import Tie, Ties
from kg.errors import AnalysisError

RANKED = ("partners", "ties", "eigenvector", "core")


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
    edges = weights(ties)
    near, own = algorithms.neighbours(edges), findings.by_node(ties.ties)
    pull, core, scores = algorithms.eigenvector(edges), algorithms.cores(edges), _ranked(ties, rank)
    found = []
    for node, partners in near.items():
        counts = (float(len(partners)), len(own[node]), shared(own[node]), pull[node], core[node])
        cells = (ties.label(node), ties.group(node, "state"), *counts)
        found.append(Finding((node,), cells, scores[node,], findings.links(own[node])))
    columns = ("who", "state", "partners", "ties", "sharedOut", "eigenvector", "core")
    spread = findings.ranges(lambda tried: _ranked(tried, rank), ties)
    return Result("centre", columns, rank, findings.ordered(found), spread)


def weights(ties: Ties) -> dict[tuple[str, str], float]:
    """Return how many ties there are between each two."""
    return algorithms.weights((tie.one, tie.other) for tie in ties.ties)


def shared(own: list[Tie]) -> float:
    """Return the ties of one, those of an occasion shared out among its other participants."""
    return round(sum(1 / (tie.size - 1) for tie in own), 3)


def _ranked(ties: Ties, rank: str) -> Scores:
    edges = weights(ties)
    if rank == "ties":
        return {(n,): float(len(own)) for n, own in findings.by_node(ties.ties).items()}
    return {(node,): float(value) for node, value in _values(edges, rank).items()}


def _values(edges: Weights, rank: str) -> Mapping[str, float]:
    if rank == "eigenvector":
        return algorithms.eigenvector(edges)
    if rank == "core":
        return algorithms.cores(edges)
    return {node: float(len(near)) for node, near in algorithms.neighbours(edges).items()}


def centre_by_year(ties: Ties) -> Result:
    """
    Return for each year how many partners and ties each one has, its rank and its core.

    The measures are those of 'centre', over the ties of each year alone.  A standing tie counts in
    each year from its first; an occasion without a date counts in none.  The number of sources
    differs by year: compare ranks within a year, not numbers between years.
    """
    found = []
    for year in years(ties):
        then = during(ties, year)
        result = centre(then)
        for finding, place in zip(result.findings, result.ranks(), strict=True):
            who, state, partners, count, share, _, core = finding.cells
            cells = (year, place, who, state, int(str(partners).split(".")[0]), count, share, core)
            found.append(replace(finding, key=(str(year), *finding.key), cells=cells))
    columns = ("year", "rankThen", "who", "state", "partners", "ties", "sharedOut", "core")
    return Result("centre-by-year", columns, "", tuple(found))


def years(ties: Ties) -> range:
    """Return the years from the first beginning of a tie to the last that a source can know."""
    begun = [tie.span.first_day.year for tie in ties.ties if tie.span]
    return range(min(begun), min(max(begun), ties.until) + 1) if begun else range(0)


def during(ties: Ties, year: int) -> Ties:
    """Return the ties that touch a year."""
    return replace(ties, ties=tuple(t for t in ties.ties if t.span and year in t.span.years))
