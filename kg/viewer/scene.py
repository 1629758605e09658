"""
What a page shows first: scenes of a network, with what is crowded gathered into clusters.

A scene names the entities that stand alone and the clusters of the others.  A cluster has one kind
and, if there is one, an entity beside which it stands; the reader opens it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from kg.model import schema
from kg.model.namespaces import RSC
from kg.network.paths import is_passable

if TYPE_CHECKING:
    from kg.network.network import Network

MOST = 10_000
_FEW = 2
_STEPS = 4

Tie: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class Cluster:
    """Entities of one kind that the picture shows as one sign until the reader opens it."""

    anchor: str | None
    members: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """
    A part of a network under a title, as the page first shows it.

    Without ``ties`` it has every relation between its entities.  What the reader should look at
    first is in ``emphasis``.
    """

    title: str
    nodes: tuple[str, ...]
    clusters: tuple[Cluster, ...] = ()
    name: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    emphasis: tuple[str, ...] = ()
    ties: frozenset[Tie] | None = None

    def within(self, network: Network) -> Scene:
        """Return the scene without what is not in a network."""
        clusters = tuple(
            Cluster(cluster.anchor if cluster.anchor in network else None, members)
            for cluster in self.clusters
            if (members := tuple(node for node in cluster.members if node in network))
        )
        nodes = tuple(node for node in self.nodes if node in network)
        return replace(self, nodes=nodes, clusters=clusters)


def all_of(network: Network, title: str) -> Scene:
    """Return the scene of every entity alone, or in clusters by kind if there are too many."""
    wanted = sorted(network.nodes)
    if len(wanted) <= MOST:
        return Scene(title, tuple(wanted))
    gathered: dict[str, list[str]] = defaultdict(list)
    for node in wanted:
        gathered[network.nodes[node].kind].append(node)
    clusters = (Cluster(None, tuple(own)) for _, own in sorted(gathered.items()))
    return Scene(title, (), tuple(clusters))


def overview(network: Network, title: str, emphasis: Iterable[str] = ()) -> Scene:
    """Return the scene of the skeleton of a region, the rest gathered around it."""
    first = tuple(node for node in emphasis if node in network)
    skeletal = schema.kinds_marked(RSC.drawnAlone)
    told = {key: node for key, node in network.nodes.items() if is_passable(node)}
    alone = {key for key, node in told.items() if node.kind in skeletal}
    alone = {key for key in alone if len(network.neighbours(key)) > _FEW} | set(first)
    gathered: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(told.keys() - alone):
        node = told[key]
        family = f"{node.group} {node.kind if node.kind in skeletal else ''}"
        # Those who hold posts stand with the posts.
        family = "post" if node.kind == "person" else family
        gathered[_anchor(network, key, alone) or "", family].append(key)
    clusters = [
        Cluster(anchor or None, tuple(members))
        for (anchor, _), members in sorted(gathered.items())
        if len(members) >= _FEW
    ]
    single = {members[0] for members in gathered.values() if len(members) < _FEW}
    return Scene(title, tuple(sorted(alone | single)), tuple(clusters), emphasis=first)


def _anchor(network: Network, node: str, alone: Collection[str]) -> str | None:
    """Return the entity of the skeleton to which relations lead from a node, in few steps."""
    outwards = schema.properties_marked(RSC.drawnBesideObject)
    inwards = schema.properties_marked(RSC.drawnBesideSubject)
    here, seen = node, {node}
    for _ in range(_STEPS):
        ways = [(outwards, r.predicate, r.target) for r in network.outgoing.get(here, ())]
        ways += [(inwards, r.predicate, r.source) for r in network.incoming.get(here, ())]
        # What a node belongs to, the closest first.
        ranked = sorted((int(ranks[name]), to) for ranks, name, to in ways if name in ranks)
        leads = [to for _, to in ranked if to not in seen]
        found = next((lead for lead in leads if lead in alone), None)
        if found is not None or not leads:
            return found
        here = leads[0]
        seen.add(here)
    return None
