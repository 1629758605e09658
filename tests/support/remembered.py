"""A graph that is asked the same questions by many tests, and answers each of them once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

import kg

_JSON = QueryResultsFormat.JSON


class Remembered:
    """A store that gives the rows of a query that was asked before from memory."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store
        self._rows: dict[tuple[str, str], bytes] = {}
        # Patterns are answered by the store as fast as by anything that would remember them.
        self.quads_for_pattern: Callable[..., Iterator[pyoxigraph.Quad]] = store.quads_for_pattern

    def query(self, query: str, **options: Any) -> Any:
        """Return the answer of the store, of which rows are kept."""
        key = (query, repr(options))
        if key not in self._rows:
            found = self._store.query(query, **options)
            if not isinstance(found, QuerySolutions):
                return found
            self._rows[key] = found.serialize(format=_JSON) or b""
        return parse_query_results(self._rows[key], format=_JSON)

    def __iter__(self) -> Iterator[pyoxigraph.Quad]:
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    def __contains__(self, quad: pyoxigraph.Quad) -> bool:
        return quad in self._store


def remembered(store: Path) -> kg.Graph:
    """Return the graph of a store that nobody changes, with a memory."""
    graph = kg.open(store)
    assert isinstance(graph.store, pyoxigraph.Store)
    graph.store = Remembered(graph.store)
    return graph
