"""
Build the graph on disk, whole or not at all, and open it.

A store is a folder.  Each build makes a new graph in it, flushes it to the disk, and only then
names it in the file CURRENT, which is replaced in one step.  So a build that fails or is killed
leaves the old graph serving.  The graph before the current one is kept until the next build, for
those who have it open.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import StoreError
from kg.model.manifest import Manifest
from kg.paths import DATA, ONTOLOGY
from kg.store.table_catalog import Holding
from kg.store.versions import built, current, locked, manifest_in, sweep
from kg.version import VERSION

if TYPE_CHECKING:
    from kg.tables.loader import LoadReport

Progress = Callable[[str], None]
_INPUTS = (".toml", ".csv", ".ttl", ".rq")


def digest(data: Path, tables: Mapping[str, Holding] = MappingProxyType({})) -> str:
    """Return a hash of everything a graph is built from."""
    import hashlib

    from kg.store import table_catalog

    total = hashlib.sha256(VERSION.encode())
    for root in (ONTOLOGY, data):
        for file in sorted(f for f in root.rglob("*") if f.suffix in _INPUTS):
            total.update(f"\n{file.relative_to(root).as_posix()}\n".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    total.update(table_catalog.digests(tables).encode())
    return total.hexdigest()[:16]


def build(
    target: Path, data: Path = DATA, *, progress: Progress = lambda _: None
) -> tuple[Manifest, bool]:
    """
    Return the manifest of the graph of the data folder, and whether it had to be built anew.

    Raises DataError if the data has problems, TableError if a table cannot be read, StoreError if
    the graph cannot be written.
    """
    from kg.store import table_catalog

    with locked(target):
        tables = table_catalog.all_of(data, target)
        wanted = digest(data, tables)
        found = manifest_in(target / str(current(target)))
        if found and found.digest == wanted:
            return found, False
        try:
            new = built(target, wanted, lambda path: fill(path, data, wanted, tables, progress))
            return new, True
        except OSError as error:
            message = f"{target}: the graph could not be written ({error})"
            raise StoreError(message, target) from error
        finally:
            sweep(target)


def fill(
    path: Path,
    data: Path,
    wanted: str,
    tables: Mapping[str, Holding],
    progress: Progress,
    reports: "dict[str, LoadReport] | None" = None,
) -> Manifest:
    """Return the manifest of the graph of the data folder and of tables, made in a new folder."""
    from kg.curation import claims
    from kg.curation.folder import read_folder
    from kg.sparql import rules
    from kg.store import table_catalog

    progress("reading the data")
    facts = read_folder(data)
    store = pyoxigraph.Store(path)
    progress("loading the claims")
    store.bulk_extend(claims.quads(facts))
    store.extend(rules.described_rules())
    inferred = rules.infer(store, progress)
    counts = (len(facts.claims), len(facts.entities), len(facts.sources))
    base = Manifest(wanted, VERSION, len(store), inferred, *counts)
    found = table_catalog.fill(store, tables.values(), path.parent / "work", progress)
    if reports is not None:
        reports.update({report.name: report for report in found})
    return added(store, base, wanted, found, progress)


def added(
    store: pyoxigraph.Store,
    base: Manifest,
    wanted: str,
    reports: "Sequence[LoadReport]",
    progress: Progress,
) -> Manifest:
    """Return the manifest of a graph to which tables were added, after what follows from them."""
    from kg.sparql import rules

    inferred = base.inferred
    if any(report.drawn for report in reports):
        inferred += rules.infer(store, progress)
    progress("writing the graph")
    store.optimize()
    store.flush()
    rows = base.rows + sum(report.entities for report in reports)
    return replace(base, digest=wanted, statements=len(store), inferred=inferred, rows=rows)
