"""
What a measure finds: findings in their ranks, the evidence behind each, and how far they hold.

A finding is ranked by one score.  It is computed again without each source in turn, with only
grades A and B, and with only what is said outright; the range of ranks and scores says what
would become of it.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kg.analysis import cut as scope
from kg.analysis.projection import Tie, Ties
from kg.model import namespaces
from kg.network.network import Relation
from kg.sparql.table import Table, Term

Key = tuple[str, ...]
Scores = Mapping[Key, float]
_EVIDENCE = (
    *("finding", "source", "relation", "target", "title", "date", "grade", "level", "modality"),
    *("quote", "claim"),
)


@dataclass(frozen=True)
class RankedFinding:
    """One row of a measure: what it is about, its cells, its score, and the relations behind."""

    key: Key
    cells: tuple[object, ...]
    score: float
    links: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class Range:
    """The best and worst rank and score over the variants, and under which it is worst."""

    ranks: tuple[int, int | None]
    scores: tuple[float, float]
    weakest: str

    @property
    def spelled_ranks(self) -> str:
        """The ranks as they are printed; a finding that some variant loses is out."""
        best, worst = self.ranks
        last = "out" if worst is None else str(worst)
        return str(best) if last == str(best) else f"{best}–{last}"

    @property
    def spelled_scores(self) -> str:
        """The scores as they are printed."""
        low, high = map(number, self.scores)
        return low if low == high else f"{low}–{high}"


@dataclass(frozen=True)
class Result:
    """The findings of a measure in order, and what has to be said beside them."""

    measure: str
    columns: tuple[str, ...]
    score: str
    findings: tuple[RankedFinding, ...]
    ranges: Mapping[Key, Range] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def table(self) -> Table:
        """Return the findings as rows: rank, cells, the range of both, and the id."""
        ranked = self.score in self.columns
        head = ("rank", "ranks") if ranked else ()
        tail = ("scores", "weakest", "edges", "id") if ranked else ("edges", "id")
        rows = []
        for finding, rank in zip(self.findings, self.ranks(), strict=True):
            spread = self.ranges.get(finding.key)
            first = (rank, spread and spread.spelled_ranks) if ranked else ()
            last = (spread and spread.spelled_scores, spread and spread.weakest) if ranked else ()
            count, ident = len({*finding.links}), " ".join(finding.key)
            rows.append(tuple(map(_term, (*first, *finding.cells, *last, count, ident))))
        return Table((*head, *self.columns, *tail), rows)

    def ranks(self) -> list[int]:
        """Return the rank of each finding; equal scores share the best rank."""
        scores = [f.score for f in self.findings]
        return [1 + sum(other > score for other in scores) for score in scores]

    def evidence(self) -> Table:
        """Return the relations behind each finding, a row for each passage or rule."""
        rows: list[tuple[object, ...]] = []
        for finding in self.findings:
            for link in dict.fromkeys(finding.links):
                about = (" ".join(finding.key), link.source, link.label, link.target)
                if link.rule:
                    rows.append((*about, f"by rule: {link.rule}", *[""] * 6))
                for p in link.support:
                    said = (p.title, p.date, p.grade, p.level, p.modality, p.quote)
                    rows.append((*about, *said, namespaces.CLAIM[p.claim]))
        return Table(_EVIDENCE, [tuple(map(_term, row)) for row in rows])

    def first(self, number: int) -> "Result":
        """Return the first findings only."""
        rest = len(self.findings) - number
        notes = (*self.notes, *([f"{rest} more rows; --top shows more"] if rest > 0 else []))
        kept = self.findings[:number]
        return Result(self.measure, self.columns, self.score, kept, self.ranges, notes)


def number(value: float) -> str:
    """Return a number with as many digits as it is worth reading."""
    return f"{value:,.0f}".replace(",", "") if value == int(value) else f"{value:.3g}"


def _term(value: object) -> Term | None:
    if value is None or value == "":
        return None
    if isinstance(value, NamedNode):
        return value
    if isinstance(value, float):
        return Literal(round(value, 4))
    return Literal(value if isinstance(value, bool | int | float | str) else str(value))


def ordered(findings: Iterable[RankedFinding]) -> tuple[RankedFinding, ...]:
    """Return findings by score, the highest first, and then by key."""
    return tuple(sorted(findings, key=lambda f: (-f.score, f.key)))


def ranges(scores: Callable[[Ties], Scores], ties: Ties) -> dict[Key, Range]:
    """Return the range of every finding over the variants of its ties."""
    whole = scores(ties)
    tried = {}
    for name, cut in scope.variants(ties.support).items():
        left = ties.under(cut)
        tried[name] = whole if left is ties else scores(left)
    return spreads(whole, tried)


def spreads(whole: Scores, tried: Mapping[str, Scores]) -> dict[Key, Range]:
    """Return for each finding the best and worst over the variants, the whole being one."""
    ranks = {name: ranked(scores) for name, scores in {"": whole, **tried}.items()}
    found = {}
    for key, rank in ranks[""].items():
        places = {name: places.get(key, math.inf) for name, places in ranks.items()}
        values = [whole[key], *(scores.get(key, 0.0) for scores in tried.values())]
        weakest = max(places, key=lambda name: places[name])
        best, worst = min(places.values()), places[weakest]
        out = None if worst == math.inf else int(worst)
        scores_range = (min(values), max(values))
        found[key] = Range((int(best), out), scores_range, weakest if worst > rank else "")
    return found


def ranked(scores: Scores) -> dict[Key, int]:
    """Return the rank of every finding; one whose score is nothing has none."""
    by_score: dict[float, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), 1):
        by_score.setdefault(score, place)
    return {key: by_score[score] for key, score in scores.items() if score != 0}


def links(ties: Iterable[Tie]) -> tuple[Relation, ...]:
    """Return the relations behind ties, each once."""
    return tuple(dict.fromkeys(link for tie in ties for link in tie.links))
