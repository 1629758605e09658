"""Time and memory of each measure on the shipped graph: ``python -m bench.analysis.measures``."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import networkx

import kg
from bench.support import report
from bench.support.report import Row
from bench.support.turns import Child, Pair, alternated
from kg.analysis import algorithms
from kg.analysis import registry as analysis
from kg.analysis.registry import Question
from kg.store import builder

_ROUNDS = 3


def rows(folder: Path) -> Iterator[Row]:
    """Yield a row for each measure, and how the algorithms compare with networkx."""
    for name in analysis.measures():
        with Child("measure", folder) as child:
            child.ask(measure="")
            network = child.peak
            times = [float(child.ask(measure=name)["seconds"]) for _ in range(_ROUNDS)]
            what = f"`kg analyze {name}`, once the graph is open"
            memory = f"peak {child.peak:,.0f} MiB, of it {network:,.0f} the network"
            yield Row(what, report.duration(median(times)), memory, "")
    yield from _algorithms(folder)


def _algorithms(folder: Path) -> Iterator[Row]:
    with kg.open(folder) as graph:
        edges = analysis.ties(graph, Question()).weights
    size = f"{len(edges):,} edges"
    made = algorithms.simple_graph(edges)
    yield _pair(
        f"betweenness by rustworkx / networkx, {size}",
        lambda: algorithms.betweenness(edges),
        lambda: networkx.betweenness_centrality(made),
    )
    yield _pair(
        f"constraint, ours / networkx, {size}",
        lambda: algorithms.constraint(edges),
        lambda: networkx.constraint(made, weight="weight"),
    )


def _pair(what: str, ours: Callable[[], object], theirs: Callable[[], object]) -> Row:
    pair: Pair = alternated(lambda: _seconds(ours), lambda: _seconds(theirs), 1)
    return report.compared(what, pair, 1.0)


def _seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main() -> None:
    """Measure, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        builder.build_store(Path(folder))
        lines = [report.environment(), "", *report.markdown(rows(Path(folder)))]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
