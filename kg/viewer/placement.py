"""Where the signs of a scene stand, and how large they are: what its layout has to know of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt
from typing import TYPE_CHECKING

from kg.viewer import layout

if TYPE_CHECKING:
    from kg.network.network import Network, Relation
    from kg.viewer.scene import Scene


def placed(
    scene: Scene, network: Network, relations: Iterable[Relation]
) -> list[tuple[int, int, int]]:
    """Return the place across and down, and the size, of each node, then of each cluster."""
    signs = {node: number for number, node in enumerate(scene.nodes)}
    for number, cluster in enumerate(scene.clusters, len(scene.nodes)):
        signs.update(dict.fromkeys(cluster.members, number))
    groups = {key: node.group or "other" for key, node in network.nodes.items()}
    pulls: dict[tuple[int, int], float] = defaultdict(float)
    degrees: Counter[int] = Counter()
    for relation in relations:
        one, other = signs.get(relation.source), signs.get(relation.target)
        if one is not None and other is not None and one != other:
            degrees.update((one, other))
            # A source mentions everything; what is only inferred shall not decide where it stands.
            told = "source" not in (groups[relation.source], groups[relation.target])
            pull = (0.4 if relation.inferred else 1.0) if told else 0.1
            pulls[min(one, other), max(one, other)] += pull
    sizes, boxes = [], []
    for number, node in enumerate(scene.nodes):
        size = int(min(30, round(7 + 2.4 * sqrt(degrees[number]))))
        length, room = len(network.nodes[node].label), 0.8 + size / 50
        width = max(2 * size + 16, min(length, 20) * 6.5 + 12) * room
        height = (2 * size + 14 * min(3, 1 + length // 20) + 12) * room
        sizes.append(size)
        boxes.append(layout.Footprint(width, height, groups[node]))
    for cluster in scene.clusters:
        size = int(min(18, round(7 + 1.5 * sqrt(len(cluster.members)))))
        sizes.append(size)
        boxes.append(layout.Footprint(2 * size + 80, 2 * size + 26, groups[cluster.members[0]]))
    links = [layout.Link(a, b, min(3.0, pull)) for (a, b), pull in sorted(pulls.items())]
    tethers = [
        layout.Link(number, signs[cluster.anchor], 4.0)
        for number, cluster in enumerate(scene.clusters, len(scene.nodes))
        if cluster.anchor is not None
    ]
    places = layout.positions(boxes, [*links, *tethers])
    return [(x, y, size) for (x, y), size in zip(places, sizes, strict=True)]
