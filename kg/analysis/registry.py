"""The measures by name: what each needs, and its findings over a cut of the graph."""

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.analysis import (
    brokerage,
    centrality,
    changepoints,
    communities,
    contacts,
    coverage,
    similarity,
)
from kg.analysis import cut as scope
from kg.analysis import projection as relations
from kg.analysis.cut import Cut
from kg.analysis.findings import Result
from kg.analysis.projection import LEVELS, Ties
from kg.errors import AnalysisError
from kg.model import geography, namespaces
from kg.network import premises
from kg.text import suggestion

if TYPE_CHECKING:
    from kg.network.reader import Reader


@dataclass(frozen=True)
class Question:
    """What is asked of a measure: over which cut, between whom, grouped and ranked by what."""

    cut: Cut = field(default_factory=Cut)
    level: str = "organization"
    groups: str = "state"
    rank: str = "partners"
    ones: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    seed: int = 1


def run(graph: "Reader", name: str, question: Question | None = None) -> Result:
    """
    Return the findings of a measure.

    Raises AnalysisError if there is no such measure or cut, UnknownNameError if a name stands for
    nothing.
    """
    asked = question or Question()
    cut = scope.checked(_resolved(graph, asked.cut))
    asked = replace(asked, cut=cut)
    if name in _COVERAGE:
        found = _COVERAGE[name](graph.store, cut)
    elif name in _TIES:
        found = _TIES[name](graph, ties(graph, asked), asked)
    else:
        hint = suggestion(name, measures()) or "; 'kg analyze' lists them"
        raise AnalysisError(f"no measure is called {name!r}{hint}")
    return replace(found, notes=(*found.notes, f"cut: {cut}"))


def ties(graph: "Reader", question: Question) -> Ties:
    """Return the ties that a question is about; raises AnalysisError if there is no such level."""
    if question.level not in LEVELS:
        raise AnalysisError(f"{question.level!r} is no level; choose {', '.join(LEVELS)}")
    networks = graph.networks
    network = premises.grounded(graph.store, networks.whole, networks.passages)
    return relations.of(network, question.cut, question.level)


def _resolved(graph: "Reader", cut: Cut) -> Cut:
    def idents(names: Collection[str]) -> tuple[str, ...]:
        return tuple(namespaces.ident(graph.names.find(name)) for name in names)

    return replace(cut, sources=idents(cut.sources), without=idents(cut.without))


def measures() -> dict[str, str]:
    """Return what each measure finds, by its name."""
    found = {**{n: f for n, (f, _) in _DESCRIBED.items()}, **_COVERAGE}
    return {name: _first_line(function) for name, function in found.items()}


def method(name: str) -> str:
    """Return how a measure is made, with its literature and caveats."""
    found: Mapping[str, Callable[..., Result]] = {
        **{n: f for n, (f, _) in _DESCRIBED.items()},
        **_COVERAGE,
    }
    if name not in found:
        raise AnalysisError(f"no measure is called {name!r}; 'kg analyze' lists them")
    return inspect.getdoc(found[name]) or ""


def _first_line(function: Callable[..., Result]) -> str:
    paragraph = (inspect.getdoc(function) or "").partition("\n\n")[0]
    return " ".join(paragraph.split()).removeprefix("Return ").rstrip(".")


def _brokers(graph: "Reader", found: Ties, asked: Question) -> Result:
    if not asked.ones and not asked.others:
        return brokerage.brokers(found)
    ones = _side(graph, found, asked.ones)
    others = _side(graph, found, asked.others) if asked.others else _abroad(found, ones)
    result = brokerage.brokers(found, sides=(ones, others - ones))
    sides = f"between {', '.join(asked.ones)} and {', '.join(asked.others) or 'every other state'}"
    return replace(result, notes=(sides,))


def _side(graph: "Reader", found: Ties, names: Collection[str]) -> set[str]:
    """Return the nodes of some states, subregions or bodies: these, and what belongs to them."""
    wanted = {ident for name in names for ident in _meant(graph, name)}
    nodes = {node for tie in found.ties for node in (tie.one, tie.other)}
    return {n for n in nodes if n in wanted or wanted & {*found.states.get(n, ())}}


def _abroad(found: Ties, ones: Collection[str]) -> set[str]:
    """Return the nodes of every other state."""
    states = {state for node in ones for state in found.states.get(node, ())}
    nodes = {node for tie in found.ties for node in (tie.one, tie.other)}
    return {n for n in nodes if found.states.get(n) and not states & {*found.states[n]}}


def _meant(graph: "Reader", name: str) -> set[str]:
    codes = geography.subregion(name)
    if not codes:
        return {namespaces.ident(graph.names.find(name))}
    return {ident for ident, code in _codes(graph).items() if code in codes}


def _codes(graph: "Reader") -> dict[str, str]:
    rows = graph.query("engagements-by-state").dicts()
    return {namespaces.ident(row["stateId"]): row["code"] for row in rows if row["code"]}


def _paths(graph: "Reader", found: Ties, asked: Question) -> Result:
    if len(asked.ones) != 1 or len(asked.others) != 1:
        raise AnalysisError("paths needs two ends: --one NAME --other NAME")
    return brokerage.paths(
        found, *(namespaces.ident(graph.names.find(n)) for n in (*asked.ones, *asked.others))
    )


def _changes(_: "Reader", found: Ties, asked: Question) -> Result:
    over = asked.cut.between.years if asked.cut.between else None
    return changepoints.changes(found, over=over, seed=asked.seed)


_Run = Callable[["Reader", Ties, Question], Result]
_DESCRIBED: dict[str, tuple[Callable[..., Result], _Run]] = {
    "brokers": (brokerage.brokers, _brokers),
    "roles": (brokerage.roles, lambda _, t, q: brokerage.roles(t, by=q.groups)),
    "paths": (brokerage.paths, _paths),
    "centre": (centrality.centre, lambda _, t, q: centrality.centre(t, rank=q.rank)),
    "centre-by-year": (centrality.centre_by_year, lambda _, t, q: centrality.centre_by_year(t)),
    "communities": (
        communities.communities,
        lambda _, t, q: communities.communities(t, seed=q.seed),
    ),
    "contacts": (contacts.contacts, lambda _, t, q: contacts.contacts(t)),
    "changes": (changepoints.changes, _changes),
    "similarity": (similarity.similarity, lambda _, t, q: similarity.similarity(t)),
    "missing-links": (
        similarity.missing_links,
        lambda _, t, q: similarity.missing_links(t, seed=q.seed),
    ),
    "missing-links-test": (
        similarity.missing_links_test,
        lambda _, t, q: similarity.missing_links_test(t, seed=q.seed),
    ),
}
_TIES = {name: run for name, (_, run) in _DESCRIBED.items()}
_COVERAGE: dict[str, Callable[..., Result]] = {
    "coverage-threats": coverage.threats,
    "coverage-areas": coverage.areas,
    "coverage-promises": coverage.promises,
    "coverage-sources": coverage.sources,
    "smart-gap": coverage.smart_gap,
}
