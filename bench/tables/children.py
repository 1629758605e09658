"""The processes that are measured on tables: map rows, load them, ask, infer, check."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph

Reply = dict[str, Any]
Handler = Callable[[Reply], Reply]
DEADLINE = 60.0


def mapped(request: Reply) -> Reply:
    """Write the quads of a table into a new folder, with DuckDB alone on some threads."""
    from kg.store import versions
    from kg.tables import engines, loader
    from kg.tables.mapping import read_mapping

    names = loader.KnownNames.of(versions.open_quads(Path(request["base"])))
    mapping = Path(request["mapping"])
    target, work = Path(request["target"]), Path(request["work"])
    work.mkdir()
    read = read_mapping(mapping)
    begun, before = time.perf_counter(), time.process_time()
    engine = engines.DuckDB(work, threads=request["threads"])
    report = loader.load(engine, [Path(request["file"])], mapping.stem, read, names, target)
    engine.close()
    seconds, spent = time.perf_counter() - begun, time.process_time() - before
    return {"seconds": seconds, "spent": spent, "rows": report.rows}


def unpacked(folder: Path) -> None:
    """Write the lines in a folder of folders as N-Quads that are not compressed."""
    from kg.tables import engines

    for part in [
        p for one in folder.glob("*/") for p in engines.line_files(one) if p.suffix != ".nq"
    ]:
        with engines.opened(part) as lines, part.with_suffix("").open("wb") as plain:
            shutil.copyfileobj(lines, plain)
        part.unlink()


def piped(request: Reply) -> Reply:
    """Add a table to a copy of a graph, as ``kg load`` does, and leave it ready for questions."""
    from kg.store import table_catalog

    target, mapping = Path(request["target"]), Path(request["mapping"])
    begun = time.perf_counter()
    shutil.copytree(request["base"], target)
    store = pyoxigraph.Store(target)
    before = len(store)
    holding = table_catalog.Holding(mapping.stem, mapping, (Path(request["file"]),))
    [report] = table_catalog.fill_tables(store, [holding], target.parent / "work", lambda _: None)
    store.flush()
    loaded = time.perf_counter()
    store.optimize()
    store.flush()
    ended = time.perf_counter()
    counts = {"rows": report.rows, "quads": len(store) - before}
    return {"seconds": ended - begun, "loaded": loaded - begun, **counts}


def ask(request: Reply) -> Reply:
    """Answer queries through ``kg.open()``, each twice; the second answer is the one timed."""
    import kg
    from kg.errors import KGError

    times: dict[str, Any] = {}
    with kg.open(request["store"], deadline=DEADLINE) as graph:
        for name, text in request["queries"].items():
            try:
                for _ in range(2):
                    begun = time.perf_counter()
                    found = len(graph.query(text))
                    times[name] = (time.perf_counter() - begun, found)
            except KGError as error:
                times[name] = (None, str(error)[:80])
    return {"times": times}


def infer(request: Reply) -> Reply:
    """Run all rules over a store."""
    from kg.sparql import rules

    store = pyoxigraph.Store(request["quads"])
    begun = time.perf_counter()
    inferred = rules.infer(store)
    return {"seconds": time.perf_counter() - begun, "inferred": inferred}


def check(request: Reply) -> Reply:
    """Hold the rows of a store's tables against the shapes, as ``kg check --rows`` does."""
    from kg.store import row_checks, versions

    store = versions.open_quads(Path(request["quads"]))
    begun = time.perf_counter()
    found = len(list(row_checks.row_findings(store)))
    return {"seconds": time.perf_counter() - begun, "found": found}


def table(action: str) -> Handler:
    """Do one of these things to a table, or to a store that holds one."""
    return {a.__name__: a for a in (mapped, piped, ask, infer, check)}[action]
