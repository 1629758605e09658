"""
The processes that are measured: ``python -m bench.graph.children NAME ARGUMENT...``.

Each prepares itself, then answers requests, one JSON object a line, until there are no more. An
answer says how long the thing took and how much memory the process has needed at most.
"""

import gc
import hashlib
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

import pyoxigraph

from bench.tables.children import table

Reply = dict[str, Any]
Handler = Callable[[dict[str, Any]], Reply]
_LEAST = 0.03


def peak() -> float:
    """Return the most memory that this process has had, in MiB."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(action: Callable[[], list[Any]]) -> tuple[float, list[Any]]:
    """Return the seconds that an action takes, in the median of what fits a short while."""
    times: list[float] = []
    while True:
        begun = time.perf_counter()
        found = action()
        times.append(time.perf_counter() - begun)
        if sum(times) >= _LEAST:
            return median(times), found


def _answered(action: Callable[[], list[Any]]) -> Reply:
    seconds, found = _timed(action)
    return {"seconds": seconds, "rows": len(found), "digest": digest(found)}


def digest(rows: Iterable[Iterable[Any]]) -> str:
    """Return a hash of rows of terms of either library, whatever their order."""
    lines = sorted("\t".join(map(_plain, row)) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(term: Any) -> str:
    return str(getattr(term, "value", term))


def product(folder: str) -> Handler:
    """Answer queries through ``kg.open()``: stored ones by name, and SPARQL in the sandbox."""
    import kg

    graph = kg.open(folder, deadline=120)

    def handle(request: dict[str, Any]) -> Reply:
        return _answered(lambda: graph.query(request["query"]).terms)

    return handle


def embedded(folder: str) -> Handler:
    """Answer trusted SPARQL on the store of the product, in this process."""
    from kg.sparql import queries
    from kg.sparql.table import Table
    from kg.store import versions

    opened = versions.open_store(Path(folder))

    def handle(request: dict[str, Any]) -> Reply:
        return _answered(lambda: Table.of(queries.evaluate(opened, request["query"])).terms)

    return handle


def raw(quads: str) -> Handler:
    """Answer SPARQL with nothing but pyoxigraph."""
    store = pyoxigraph.Store.read_only(quads)

    def ask(text: str, prefixes: dict[str, str]) -> list[Any]:
        found = store.query(text, prefixes=prefixes, use_default_graph_as_union=True)
        if not isinstance(found, pyoxigraph.QuerySolutions):
            raise TypeError("only rows are compared")
        return [tuple(row) for row in found]

    def handle(request: dict[str, Any]) -> Reply:
        return _answered(lambda: ask(request["query"], request["prefixes"]))

    return handle


def other(file: str) -> Handler:
    """Answer SPARQL with rdflib in memory, each query in a fork that can be stopped."""
    import rdflib
    from rdflib.query import ResultRow

    dataset = rdflib.Dataset(default_union=True)
    begun = time.perf_counter()
    dataset.parse(file, format="nquads")
    loading = time.perf_counter() - begun
    # The first query loads the engine, and no fork should have to do that again.
    dataset.query("ASK {}")
    gc.freeze()

    def ask(request: dict[str, Any]) -> list[Any]:
        found = dataset.query(request["query"], initNs=request["prefixes"])
        return [tuple(row) for row in found if isinstance(row, ResultRow)]

    def handle(request: dict[str, Any]) -> Reply:
        if "query" not in request:
            return {"seconds": loading}
        return _forked(lambda: ask(request), request["limit"])

    return handle


def _forked(action: Callable[[], list[Any]], limit: float) -> Reply:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(there, action))
    process.start()
    try:
        answer: Reply = here.recv() if here.poll(limit) else {"seconds": limit, "stopped": True}
    finally:
        process.kill()
        process.join()
    return answer


def _send(there: Connection, action: Callable[[], list[Any]]) -> None:
    there.send(_answered(action))


def pipeline(target: str, quads: str) -> Handler:
    """Build a graph the way the product does: claims, quads, store, rules."""
    from bench.graph import synthetic
    from kg.curation import claims
    from kg.sparql import rules

    facts = synthetic.data(synthetic.episodes(int(quads)))

    def handle(_: dict[str, Any]) -> Reply:
        begun = time.perf_counter()
        store = pyoxigraph.Store(target)
        store.bulk_extend(claims.quads(facts))
        stated, loaded = len(store), time.perf_counter()
        store.extend(rules.described_rules())
        inferred = rules.infer(store)
        ruled = time.perf_counter()
        store.optimize()
        store.flush()
        times = {"loading": loaded - begun, "rules": ruled - loaded}
        counts = {"quads": stated, "inferred": inferred}
        return {"seconds": time.perf_counter() - begun, **times, **counts}

    return handle


def quads(file: str, size: str) -> Handler:
    """Write the quads of the invented graph as N-Quads, without loading them."""
    from bench.graph import synthetic
    from kg.curation import claims

    facts = synthetic.data(synthetic.episodes(int(size)))

    def handle(_: dict[str, Any]) -> Reply:
        begun = time.perf_counter()
        with Path(file).open("wb") as out:
            pyoxigraph.serialize(claims.quads(facts), out, pyoxigraph.RdfFormat.N_QUADS)
        return {"seconds": time.perf_counter() - begun}

    return handle


def load(target: str, *files: str) -> Handler:
    """Load N-Quads with nothing but pyoxigraph; ``whole`` is the time with compaction."""

    def handle(_: dict[str, Any]) -> Reply:
        begun = time.perf_counter()
        store = pyoxigraph.Store(target)
        for file in files:
            store.bulk_load(path=file, format=pyoxigraph.RdfFormat.N_QUADS)
        store.flush()
        seconds = time.perf_counter() - begun
        # The product leaves its store so, and questions are asked of it afterwards.
        store.optimize()
        store.flush()
        whole = time.perf_counter() - begun
        return {"seconds": seconds, "whole": whole, "quads": len(store)}

    return handle


def measure(folder: str) -> Handler:
    """Run measures on a graph; without a name, only make the network."""
    import kg
    from kg.analysis import registry as analysis

    graph = kg.open(folder)
    ends: dict[str, Any] = {"one": ("United States",), "other": ("Argentina",)}

    def handle(request: dict[str, Any]) -> Reply:
        name = request["measure"]
        begun = time.perf_counter()
        if not name:
            return {"rows": len(graph.network())}
        found = analysis.run(graph, name, **(ends if name == "paths" else {}))
        return {"seconds": time.perf_counter() - begun, "rows": len(found.findings)}

    return handle


_CHILDREN: dict[str, Callable[..., Handler]] = {
    child.__name__: child
    for child in (product, embedded, raw, other, pipeline, quads, load, measure, table)
}


def main() -> None:
    """Prepare the child that the command line names, and serve requests."""
    handle = _CHILDREN[sys.argv[1]](*sys.argv[2:])
    for line in sys.stdin:
        reply = handle(json.loads(line))
        sys.stdout.write(json.dumps({"peak": peak(), **reply}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
