"""When things begin and end, as far as any source says so; what nobody dates is absent."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from kg.model.dates import PartialDate, Span, precise
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import term_text


def dates(store: Quads) -> Mapping[str, Span]:
    """Return the earliest start and the latest end of each entity that is dated, by its IRI."""
    found: dict[str, dict[str, set[PartialDate]]] = defaultdict(lambda: defaultdict(set))
    for entity, bound, written in queries.run_query(store, "occasions").terms:
        date = PartialDate.maybe(term_text(written))
        if date:
            found[term_text(entity)][term_text(bound)].add(date)
    return {iri: stated(bounds["start"], bounds["end"]) for iri, bounds in found.items()}


def stated(starts: Collection[PartialDate], ends: Collection[PartialDate]) -> Span:
    """Return the time from the earliest start to the latest end, of dates that agree the finest."""
    return Span(
        min(precise(starts), default=None),
        max(precise(ends), key=lambda date: date.last_day, default=None),
    )


def shared(one: Span | None, other: Span | None) -> Span | None:
    """Return when a relation holds: the dates of its dated end, or what both ends share."""
    return one.shared(other) if one and other else one or other
