"""Where the signs of a cut stand, and how large they are: what its layout has to know of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt
from typing import TYPE_CHECKING

from kg.viewer import layout

if TYPE_CHECKING:
    from kg.network.network import Network, Node, Relation
    from kg.viewer.scene import Cut


def placed(cut: Cut, network: Network, relations: Iterable[Relation]) -> list[tuple[int, int, int]]:
    """Return the place across and down, and the size, of each node and then each group of a cut."""
    signs = {node: number for number, node in enumerate(cut.nodes)}
    for number, group in enumerate(cut.groups, len(cut.nodes)):
        signs.update(dict.fromkeys(group.members, number))
    pulls: dict[tuple[int, int], float] = defaultdict(float)
    degrees: Counter[int] = Counter()
    for relation in relations:
        one, other = signs.get(relation.source), signs.get(relation.target)
        if one is not None and other is not None and one != other:
            degrees.update((one, other))
            pulls[min(one, other), max(one, other)] += _pull(network, relation)
    boxes = [
        _box(network.nodes[node], int(min(30, round(7 + 2.4 * sqrt(degrees[number])))))
        for number, node in enumerate(cut.nodes)
    ]
    for group in cut.groups:
        size = int(min(18, round(7 + 1.5 * sqrt(len(group.members)))))
        kind = network.nodes[group.members[0]].group or "other"
        boxes.append((layout.Box(2 * size + 80, 2 * size + 26, kind), size))
    links = [layout.Link(a, b, min(3.0, pull)) for (a, b), pull in sorted(pulls.items())]
    tethers = [
        layout.Link(number, signs[group.anchor], 4.0)
        for number, group in enumerate(cut.groups, len(cut.nodes))
        if group.anchor is not None
    ]
    places = layout.positions([box for box, _ in boxes], [*links, *tethers])
    return [(x, y, size) for (x, y), (_, size) in zip(places, boxes, strict=True)]


def _pull(network: Network, relation: Relation) -> float:
    # A source mentions everything, and what is only inferred shall not decide where things stand.
    if "source" in (network.nodes[relation.source].group, network.nodes[relation.target].group):
        return 0.1
    return 0.4 if relation.inferred else 1.0


def _box(node: Node, size: int) -> tuple[layout.Box, int]:
    """Return the room that a node of a size needs with its label, and the size."""
    length = len(node.label)
    lines = min(3, 1 + length // 20)
    room = 0.8 + size / 50
    width = max(2 * size + 16, min(length, 20) * 6.5 + 12) * room
    height = (2 * size + 14 * lines + 12) * room
    return layout.Box(width, height, node.group or "other"), size
