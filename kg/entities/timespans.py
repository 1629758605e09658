"""When things begin and end, as far as any source says so; what nobody dates is absent."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TypeAlias

from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import text

Span: TypeAlias = tuple[str | None, str | None]


def dates(store: Quads) -> Mapping[str, Span]:
    """Return the earliest start and the latest end of each entity that is dated, by its IRI."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"start": set(), "end": set()})
    for entity, bound, date in queries.run(store, queries.find("occasions")).terms:
        found[text(entity)][text(bound)].add(text(date))
    return {iri: _span(stated["start"], stated["end"]) for iri, stated in found.items()}


def shared(one: Span | None, other: Span | None) -> Span | None:
    """Return when a relation holds: the dates of its dated end, or what both ends share."""
    if one is None or other is None:
        return one or other
    starts = [start for start in (one[0], other[0]) if start]
    ends = [end for end in (one[1], other[1]) if end]
    return (max(starts, key=_first, default=None), min(ends, key=_last, default=None))


def _span(starts: Collection[str], ends: Collection[str]) -> Span:
    return (
        min(_precise(starts), key=_first, default=None),
        max(_precise(ends), key=_last, default=None),
    )


def _precise(dates: Collection[str]) -> list[str]:
    """Return the dates without those that only say a part of another one."""
    return [date for date in sorted(dates) if not any(d.startswith(f"{date}-") for d in dates)]


def _first(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :]


def _last(date: str) -> str:
    return date + "-12-31"[len(date) - 4 :]
