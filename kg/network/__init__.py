"""
Entities and the relations between them as one typed network, and the paths through it.

An open graph, which is a ``Reader``, comes in; a ``Network`` of nodes and relations goes out, with
the passages or the rules that each relation rests on, and as a plain networkx graph for whoever
wants one. It imports ``kg.entities`` and what that imports.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.network.network import Fact, Network, Node, Relation
    from kg.network.networks import Networks
    from kg.network.paths import Paths
    from kg.network.reader import Reader

__all__ = [
    "Fact",
    "Network",
    "Networks",
    "Node",
    "Paths",
    "Reader",
    "Relation",
]

__getattr__ = face(
    __name__,
    {
        "network": ("Fact", "Network", "Node", "Relation"),
        "networks": ("Networks",),
        "paths": ("Paths",),
        "reader": ("Reader",),
    },
)
