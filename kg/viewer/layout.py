"""
Where each node of a network is drawn: the same picture for the same input, on any machine.

Nodes push each other away, relations pull, and members of a group drift together; afterwards
boxes that still overlap are moved apart. Only operations that IEEE 754 fixes to the last bit are
used (no trigonometry, sums along the first axis or in order), because a force layout amplifies
the smallest difference into another picture.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

_EXACT_UP_TO = 900
_CELLS = 24
_STRIDE = 1 << 24
_TINY = 1e-3
_TOUCHING = 0.5
_PATIENCE = 60
_FILL = 1.15
_ASPECT = 1.25


@dataclass(frozen=True)
class Footprint:
    """The room that a node and its label need, and the group that it belongs to."""

    width: float
    height: float
    group: str


@dataclass(frozen=True)
class Link:
    """A pull between two boxes, given by their places in the sequence of boxes."""

    source: int
    target: int
    weight: float = 1.0


def positions(boxes: Sequence[Footprint], links: Sequence[Link]) -> list[tuple[int, int]]:
    """Return the centre of each box, so that no two boxes overlap."""
    if not boxes:
        return []
    # Each group begins scattered around a corner of its own.
    chance = random.Random(11)
    groups = sorted({box.group for box in boxes})
    corner = {name: (chance.random() * 8 - 4, chance.random() * 8 - 4) for name in groups}
    scattered = [
        (corner[box.group][0] + chance.random(), corner[box.group][1] + chance.random())
        for box in boxes
    ]
    points = _Forces(boxes, links).settled(np.array(scattered, dtype=np.float64))
    points = _apart(_spread(points, boxes), np.array([(box.width, box.height) for box in boxes]))
    # Drawing out along one axis parts what stands close further, and fills a fixed frame.
    width, height = points.max(axis=0) - points.min(axis=0) + 1e-9
    drawn = np.array([max(1.0, height * _ASPECT / width), max(1.0, width / _ASPECT / height)])
    points = points * np.minimum(drawn, 2.0)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return [(round(x), round(y)) for x, y in (points - middle).tolist()]


class _Forces:
    """What acts on the nodes of one network."""

    def __init__(self, boxes: Sequence[Footprint], links: Sequence[Link]) -> None:
        pulls = [link for link in links if link.source != link.target]
        self.sources: Indices = np.array([link.source for link in pulls], dtype=np.intp)
        self.targets: Indices = np.array([link.target for link in pulls], dtype=np.intp)
        self.weights = np.array([link.weight for link in pulls], dtype=np.float64)
        ends = np.concatenate([self.sources, self.targets])
        degree = np.bincount(ends, minlength=len(boxes)).astype(np.float64)
        self.mass = 1.0 + np.sqrt(degree)
        # A hub would otherwise drag all its neighbours into one heap.
        self.weights /= np.sqrt(np.sqrt(degree[self.sources] * degree[self.targets]))
        names = sorted({box.group for box in boxes})
        self.groups: Indices = np.array([names.index(box.group) for box in boxes], dtype=np.intp)
        self.members = np.bincount(self.groups).astype(np.float64)

    def settled(self, points: Points) -> Points:
        """Return where the points come to rest."""
        rounds = 320 if len(points) <= _EXACT_UP_TO else 120
        for turn in range(rounds):
            force = self.total(points)
            length = np.sqrt(force[:, 0] ** 2 + force[:, 1] ** 2)
            reach = 1.2 * (1.0 - turn / rounds) ** 2 + 0.005
            points = points + force * (np.minimum(length * 0.08, reach) / (length + 1e-9))[:, None]
        return points

    def total(self, points: Points) -> Points:
        """Return the force on each point."""
        centroids = _gather(points, self.groups, len(self.members)) / self.members[:, None]
        return (
            self.repulsion(points)
            + self.attraction(points)
            + 0.35 * (centroids[self.groups] - points)
            - 0.12 * points
        )

    def attraction(self, points: Points) -> Points:
        """Return how the relations pull each point."""
        pull = points[self.targets] - points[self.sources]
        pull *= self.weights[:, None]
        return _gather(pull, self.sources, len(points)) - _gather(pull, self.targets, len(points))

    def repulsion(self, points: Points) -> Points:
        """Return how all others push each point; of many, far ones act as one."""
        few = len(points) <= _EXACT_UP_TO
        others, weights = (points, self.mass) if few else _cells(points, self.mass)
        push = np.empty_like(points)
        dx = points[None, :, 0] - others[:, None, 0]
        dy = points[None, :, 1] - others[:, None, 1]
        strength = weights[:, None] / (dx * dx + dy * dy + 0.01)
        push[:, 0] = (dx * strength).sum(axis=0)
        push[:, 1] = (dy * strength).sum(axis=0)
        return push * self.mass[:, None]


def _gather(values: Points, at: Indices, count: int) -> Points:
    columns = [np.bincount(at, weights=values[:, axis], minlength=count) for axis in (0, 1)]
    return np.stack(columns, axis=1)


def _cells(points: Points, mass: Points) -> tuple[Points, Points]:
    """Return the centres of mass of a grid's cells, and the mass in each."""
    low, high = points.min(axis=0), points.max(axis=0)
    column = ((points - low) / (high - low + 1e-9) * (_CELLS - 1)).astype(np.intp)
    cell = column[:, 0] * _CELLS + column[:, 1]
    weight = np.bincount(cell, weights=mass, minlength=_CELLS * _CELLS).astype(np.float64)
    full = np.flatnonzero(weight)
    centre = _gather(points * mass[:, None], cell, _CELLS * _CELLS)[full]
    return centre / weight[full, None], weight[full]


def _spread(points: Points, boxes: Sequence[Footprint]) -> Points:
    """Return the points turned to lie wide, scaled until their boxes fill the picture."""
    turned = points - points.mean(axis=0)
    x, y = turned[:, 0], turned[:, 1]
    a, b, c = (fsum(moment.tolist()) for moment in (x * x, x * y, y * y))
    most = (a + c) / 2 + sqrt(((a - c) / 2) ** 2 + b * b)
    along = np.array([b, most - a]) if a < c else np.array([most - c, b])
    length = sqrt(along[0] ** 2 + along[1] ** 2)
    # Points that lie all in one place, or alike in all directions, lie wide as they are.
    if length >= _TINY**3:
        right, down = along / length
        turned = np.stack([x * right + y * down, y * right - x * down], axis=1)
    needed = sum(box.width * box.height for box in boxes) / _FILL
    extent = turned.max(axis=0) - turned.min(axis=0) + 1e-9
    wanted = sqrt(needed) * np.sqrt(np.array([_ASPECT, 1.0 / _ASPECT]))
    # A picture without any width, one node or a row of them, is not stretched.
    spread: Points = turned * np.where(extent > _TINY, wanted / extent, 1.0)
    return spread


def _apart(points: Points, sizes: Points) -> Points:
    """Return the points with overlapping boxes pushed apart, along the shorter way."""
    moved = points.copy()
    for turn in range(400):
        pairs = _overlapping(moved, sizes)
        if not len(pairs):
            break
        # What does not come apart by pushing needs more room.
        moved *= 1.0 if turn < _PATIENCE else 1.005
        first, second = pairs[:, 0], pairs[:, 1]
        gap = moved[second] - moved[first]
        room = (sizes[first] + sizes[second]) / 2
        overlap = room - np.abs(gap)
        # Shorter as a share of the room: wide boxes would all go up and down otherwise.
        share = overlap / room
        shorter = share[:, 0] < share[:, 1]
        step = np.where(np.stack([shorter, ~shorter], axis=1), overlap * 0.3 + 0.2, 0.0)
        step = np.where(gap < 0, -step, step)
        moved += _gather(step, second, len(moved)) - _gather(step, first, len(moved))
    return moved


def _overlapping(points: Points, sizes: Points) -> Indices:
    """Return the pairs whose boxes overlap; only those in cells of a grid that touch can."""
    cells = np.floor(points / sizes.max(axis=0)).astype(np.intp)
    key = cells[:, 0] * _STRIDE + cells[:, 1]
    order = np.argsort(key, kind="stable")
    beside = [_beside(key, order, step) for step in (1 - _STRIDE, 1, 1 + _STRIDE, _STRIDE)]
    same = _beside(key, order, 0)
    pairs = np.concatenate([same[same[:, 0] < same[:, 1]], *beside])
    first, second = pairs[:, 0], pairs[:, 1]
    room = (sizes[first] + sizes[second]) / 2 - np.abs(points[second] - points[first])
    found: Indices = pairs[(room > _TOUCHING).all(axis=1)]
    return found


def _beside(key: Indices, order: Indices, step: int) -> Indices:
    """Return each point with every point of the cell that is ``step`` further."""
    ranked = key[order]
    start = np.searchsorted(ranked, key + step, "left")
    count = np.searchsorted(ranked, key + step, "right") - start
    first = np.repeat(np.arange(len(key)), count)
    within = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    return np.stack([first, order[np.repeat(start, count) + within]], axis=1)
