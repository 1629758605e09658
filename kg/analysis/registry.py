"""The measures by name: all that are declared in this room, and their findings over a cut."""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kg import lazy
from kg.analysis import projection
from kg.analysis.cut import Cut
from kg.analysis.findings import Result
from kg.analysis.measure import Asked, Measure
from kg.analysis.options import refuse_unknown
from kg.analysis.projection import LEVELS, Ties
from kg.errors import AnalysisError
from kg.model import namespaces
from kg.network import premises
from kg.text import suggestion

if TYPE_CHECKING:
    from kg.network.reader import Reader


@dataclass(frozen=True)
class Question:
    """What a measure is asked of: a cut of the graph, and who counts as one in it."""

    cut: Cut = field(default_factory=Cut)
    level: str = "organization"


@functools.cache
def measures() -> Mapping[str, Measure[Any]]:
    """Return the measures by name, in the order of their modules and of their places there."""
    return {measure.name: measure for measure in lazy.declared("kg.analysis", Measure)}


def find_measure(name: str) -> Measure[Any]:
    """Return the measure of this name; raises AnalysisError if there is none."""
    if name not in measures():
        hint = suggestion(name, measures()) or "; 'kg analyze' lists them"
        raise AnalysisError(f"no measure is called {name!r}{hint}")
    return measures()[name]


def run(graph: "Reader", name: str, question: Question | None = None, **options: Any) -> Result:
    """
    Return the findings of a measure, asked with its options.

    Raises AnalysisError if there is no such measure, option or cut, UnknownNameError if a name
    stands for nothing.
    """
    measure, asked = find_measure(name), question or Question()
    refuse_unknown(name, measure.options, options)
    cut = _named(graph, asked.cut).checked()
    if measure.takes == "store":
        found = measure.function(graph.store, cut, **options)
    else:
        tied = ties(graph, replace(asked, cut=cut))
        arguments = measure.arguments(Asked(graph, cut, tied, options))
        found = measure.function(tied, **arguments)
    return replace(found, notes=(*found.notes, f"cut: {cut}"))


def ties(graph: "Reader", question: Question) -> Ties:
    """Return the ties that a question is about; raises AnalysisError if there is no such level."""
    if question.level not in LEVELS:
        raise AnalysisError(f"{question.level!r} is no level; choose {', '.join(LEVELS)}")
    networks = graph.networks
    network = premises.grounded(graph.store, networks.whole, networks.passages)
    return projection.ties_of(network, question.cut, question.level)


def _named(graph: "Reader", cut: Cut) -> Cut:
    """Return a cut whose sources are named by their ids."""

    def idents(names: Collection[str]) -> tuple[str, ...]:
        return tuple(namespaces.ident(graph.names.find(name)) for name in names)

    return replace(cut, sources=idents(cut.sources), without=idents(cut.without))
