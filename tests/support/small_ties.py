"""Small networks of ties that a person can compute by hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from kg.analysis.projection import Link, Tie, Ties
from kg.model.dates import Span

GRADES = {"one": "B2", "two": "C3", "three": "A1"}


def piece(source: str = "one", level: str = "explicit", **more: Any) -> dict[str, Any]:
    """Return a passage of a source."""
    return {
        "claim": f"c-{source}",
        "source": source.title(),
        "source_iri": f"https://example.org/rsc/source/{source}",
        "date": "2031-01-01",
        "grade": GRADES.get(source, "F6"),
        "level": level,
        "modality": "past",
        "quote": "met",
        **more,
    }


def link(source: str, target: str, *pieces: dict[str, Any], rule: str = "") -> Link:
    """Return a relation that rests on passages, or on one of the source 'one'."""
    said = pieces or (() if rule else (piece(),))
    return Link(source, target, "rsc:hasParticipant", "has participant", rule, tuple(said))


def tie(
    one: str,
    other: str,
    occasion: str = "",
    *pieces: dict[str, Any],
    kind: str = "visit",
    span: tuple[str, str | None] | None = None,
    size: int = 2,
) -> Tie:
    """Return an occasion of two, by their names in order."""
    name = occasion or f"visit/{one}-{other}"
    sides = tuple((link(name, end, *pieces),) for end in (one, other))
    return Tie(one, other, name, kind, span and Span.parse(*span), size, sides)


def ties(found: Iterable[Tie], states: dict[str, str] | None = None) -> Ties:
    """Return ties with nodes that are called as they are, in their states."""
    given = tuple(found)
    names = {n for t in given for n in (t.one, t.other, t.occasion)} | {*(states or {}).values()}
    nodes = {n: {"label": n, "kind": "state", "kind_label": "Kind", "span": None} for n in names}
    return Ties(given, nodes, {node: (state,) for node, state in (states or {}).items()})


def path(*nodes: str) -> list[Tie]:
    """Return ties along a path."""
    return [tie(*sorted(pair)) for pair in pairwise(nodes)]
