"""Paths between two entities, the best supported first."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

import networkx

from kg.network.network import Network

_MOST_PATHS = 60

_UNGRADED = 11

_LEAP = 4


def paths(network: Network, start: str, end: str) -> list[list[str]]:
    """
    Return the shortest ways between two nodes, and the best supported one if it is another.

    Support counts against length: a relation said outright by a reliable source is a short step.
    """
    plain = network.to_undirected(as_view=True)
    if start not in plain or end not in plain or not networkx.has_path(plain, start, end):
        return []
    shortest = list(islice(networkx.all_shortest_paths(plain, start, end), _MOST_PATHS))
    best = networkx.shortest_path(plain, start, end, weight=_effort)
    return shortest if best in shortest else [*shortest, best]


def _effort(_: str, __: str, relations: Mapping[str, Mapping[str, Any]]) -> float:
    """Return how hard a step is to believe: the best supported of parallel relations counts."""
    return min(map(_doubt, relations.values()))


def _doubt(relation: Mapping[str, Any]) -> float:
    pieces = relation.get("evidence") or ()
    best = min(map(_grade, pieces), default=_UNGRADED)
    sources = {piece["source_iri"] for piece in pieces}
    return (1 + best + _LEAP * bool(relation.get("inferred"))) / (1 + len(sources) / 2)


def _grade(piece: Mapping[str, Any]) -> int:
    """Return a grade as a number: 1 for A1, more for what is less sure."""
    letter, digit = piece["grade"][:1], piece["grade"][1:]
    known = letter in "ABCDEF" and digit.isdecimal()
    return "ABCDEF".index(letter) + int(digit) if known else _UNGRADED
