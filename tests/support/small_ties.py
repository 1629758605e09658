"""Small networks of ties that a person can compute by hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from kg.analysis.projection import Tie, Ties
from kg.entities.evidence import Passage
from kg.model.dates import Span
from kg.network.network import Node, Relation

GRADES = {"one": "B2", "two": "C3", "three": "A1"}


def piece(source: str = "one", **more: Any) -> Passage:
    """Return a passage of a source."""
    said = {
        "claim": f"c-{source}",
        "source": f"source/{source}",
        "title": source.title(),
        "date": "2031-01-01",
        "grade": GRADES.get(source, "F6"),
        "modality": "past",
        "quote": "met",
    }
    return Passage(**{**said, **more})


def link(source: str, target: str, *pieces: Passage, rule: str = "") -> Relation:
    """Return a relation that rests on passages, or on one of the source 'one'."""
    said = pieces or (() if rule else (piece(),))
    rules = (rule,) if rule else ()
    return Relation(
        source, target, "rsc:hasParticipant", "has participant", rules=rules, passages=said
    )


def tie(
    one: str,
    other: str,
    occasion: str = "",
    *pieces: Passage,
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
    nodes = {n: Node(n, label=n, kind="state", kind_label="Kind") for n in names}
    return Ties(given, nodes, {node: (state,) for node, state in (states or {}).items()})


def path(*nodes: str) -> list[Tie]:
    """Return ties along a path."""
    return [tie(*sorted(pair)) for pair in pairwise(nodes)]
