"""
What a page shows first: cuts through a network, with what is crowded gathered into groups.

A cut names the entities that stand alone and the groups of the others.  A group has one kind and,
if there is one, an entity beside which it stands; the reader opens it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kg.model import schema
from kg.model.namespaces import RSC

if TYPE_CHECKING:
    from kg.network.network import Network, Node

MOST = 10_000
_FEW = 2

_UNDRAWN = ("source", "code")
Tie: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class Group:
    """Entities of one kind that the picture shows as one sign until the reader opens it."""

    anchor: str | None
    members: tuple[str, ...]


@dataclass(frozen=True)
class Cut:
    """
    A part of a network under a title, as the page first shows it.

    Without ``ties`` it has every relation between its entities.  What the reader should look at
    first is in ``emphasis``.
    """

    title: str
    nodes: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    name: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    emphasis: tuple[str, ...] = ()
    ties: frozenset[Tie] | None = None


def all_of(network: Network, title: str) -> Cut:
    """Return the cut that shows every entity alone, or in groups by kind if there are too many."""
    wanted = sorted(network.nodes)
    if len(wanted) <= MOST:
        return Cut(title, tuple(wanted))
    gathered: dict[str, list[str]] = defaultdict(list)
    for node in wanted:
        gathered[network.nodes[node].kind].append(node)
    groups = (Group(None, tuple(own)) for _, own in sorted(gathered.items()))
    return Cut(title, (), tuple(groups))


def overview(network: Network, title: str, emphasis: Iterable[str] = ()) -> Cut:
    """Return the cut that shows the skeleton of a region and gathers the rest around it."""
    first = tuple(node for node in emphasis if node in network)
    told = {key for key, node in network.nodes.items() if node.group not in _UNDRAWN}
    alone = {key for key in told if network.nodes[key].kind in schema.kinds_marked(RSC.drawnAlone)}
    alone = {key for key in alone if len(network.neighbours(key)) > _FEW} | set(first)
    gathered: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in sorted(told - alone):
        gathered[_anchor(network, node, alone) or "", _family(network.nodes[node])].append(node)
    groups = [
        Group(anchor or None, tuple(members))
        for (anchor, _), members in sorted(gathered.items())
        if len(members) >= _FEW
    ]
    single = {members[0] for members in gathered.values() if len(members) < _FEW}
    return Cut(title, tuple(sorted(alone | single)), tuple(groups), emphasis=first)


def _family(node: Node) -> str:
    """Return with which others an entity is gathered: those who hold posts, with the posts."""
    if node.kind == "person":
        return "post"
    alone = node.kind in schema.kinds_marked(RSC.drawnAlone)
    return f"{node.group} {node.kind if alone else ''}"


def _anchor(network: Network, node: str, alone: Collection[str]) -> str | None:
    """Return the entity of the skeleton to which relations lead from a node, in few steps."""
    here, seen = node, {node}
    for _ in range(4):
        leads = [lead for lead in _leads(network, here) if lead not in seen]
        found = next((lead for lead in leads if lead in alone), None)
        if found is not None or not leads:
            return found
        here = leads[0]
        seen.add(here)
    return None


def _leads(network: Network, node: str) -> list[str]:
    """Return what a node belongs to, the closest first."""
    outwards = schema.properties_marked(RSC.drawnBesideObject)
    inwards = schema.properties_marked(RSC.drawnBesideSubject)
    ways = [(outwards, r.predicate, r.target) for r in network.outgoing.get(node, ())]
    ways += [(inwards, r.predicate, r.source) for r in network.incoming.get(node, ())]
    found = [(int(ranks[name]), other) for ranks, name, other in ways if name in ranks]
    return [other for _, other in sorted(found)]
