"""
Paths between two entities: what a step costs, what a path may lead through, and which is best.

The page asks ``core/paths.js``, which passes the same vectors.  Costs are counted in whole
thousandths, so that no path is better by an error of rounding, and of equally good paths both
choose the one with fewer steps, then the one whose keys come first.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Container, Mapping
from itertools import islice
from math import floor
from typing import Self

from kg.model import grades
from kg.network.network import Network, Node, Relation

Path = tuple[str, ...]

_STEP = 500
_EACH = 1_000_000


def cost(relation: Relation) -> int:
    """
    Return what a step costs, in thousandths: 500, and more the weaker it is supported.

    1,000 are added if it is only inferred, 1,000 divided by the number of its sources, and 0 (A1)
    to 1,000 (F6, or none) for the best grade of its passages.
    """
    single = 1 / (len(relation.sources) or 1)
    doubt = min((grades.doubt(passage.grade) for passage in relation.passages), default=1.0)
    return _STEP + floor(1000 * (relation.inferred + single + doubt) + 0.5)


def is_passable(node: Node) -> bool:
    """Return whether paths may lead through a node: sources and codes join nearly everything."""
    return node.group not in ("source", "code")


class Paths:
    """The paths over some steps, which have a cost and no direction, through what may be passed."""

    def __init__(self, steps: Mapping[tuple[str, str], int], passable: Container[str]) -> None:
        self._passable = passable
        self._costs: dict[str, dict[str, int]] = defaultdict(dict)
        for (one, other), price in steps.items():
            least = min(price, self._costs[one].get(other, price))
            self._costs[one][other] = self._costs[other][one] = least

    @classmethod
    def of(cls, network: Network) -> Self:
        """Return the paths over the relations of a network; the best of parallel ones counts."""
        steps: dict[tuple[str, str], int] = {}
        for relation in network.relations:
            ends, price = (relation.source, relation.target), cost(relation)
            steps[ends] = min(price, steps.get(ends, price))
        return cls(steps, {key for key, node in network.nodes.items() if is_passable(node)})

    def best(self, start: str, end: str) -> Path | None:
        """Return the nodes of the path that costs least, or None if there is no path."""
        return self._cheapest(start, end, 0)

    def shortest(self, start: str, end: str) -> Path | None:
        """Return the nodes of the path with the fewest steps, of several the one of least cost."""
        return self._cheapest(start, end, _EACH)

    def between(self, start: str, end: str, most: int | None = None) -> list[Path]:
        """Return the shortest paths, that of least cost first, at most so many; and the best."""
        first, best = self.shortest(start, end), self.best(start, end)
        if first is None or best is None:
            return []
        import networkx

        made = networkx.Graph()
        for one, costs in self._costs.items():
            if one in self._passable or one in (start, end):
                made.add_edges_from((one, other) for other in costs)
        closed = [n for n in made if n not in self._passable and n not in (start, end)]
        made.remove_nodes_from(closed)
        found = islice(networkx.all_shortest_paths(made, start, end), most)
        return list(dict.fromkeys((first, *sorted(map(tuple, found)), best)))

    def _cheapest(self, start: str, end: str, each: int) -> Path | None:
        """Return the path of least cost, if each step costs so much more."""
        done: set[str] = set()
        heap: list[tuple[int, int, Path]] = [(0, 0, (start,))]
        while heap:
            spent, taken, path = heapq.heappop(heap)
            here = path[-1]
            if here == end:
                return path
            if here in done or not (here in self._passable or here == start):
                continue
            done.add(here)
            for there, price in self._costs.get(here, {}).items():
                if there not in done:
                    heapq.heappush(heap, (spent + each + price, taken + 1, (*path, there)))
        return None
