"""
Build the graph on disk, whole or not at all.

A store is a folder.  Each build makes a new graph in it, flushes it to the disk, and only then
names it in the file CURRENT, which is replaced in one step.  So a build that fails or is killed
leaves the old graph serving.  The graph before the current one is kept until the next build, for
those who have it open.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph

from kg.atomic import replacing_folder
from kg.errors import StoreError
from kg.model.manifest import Manifest
from kg.paths import DATA, ONTOLOGY
from kg.store import table_catalog, versions
from kg.store.table_catalog import Holding, Progress
from kg.version import VERSION

if TYPE_CHECKING:
    from kg.tables.loader import LoadReport

_INPUTS = (".toml", ".csv", ".ttl", ".rq")


def input_digest(data: Path, tables: Mapping[str, Holding] = MappingProxyType({})) -> str:
    """Return a hash of everything a graph is built from."""
    import hashlib

    total = hashlib.sha256(VERSION.encode())
    for root in (ONTOLOGY, data):
        for file in sorted(f for f in root.rglob("*") if f.suffix in _INPUTS):
            total.update(f"\n{file.relative_to(root).as_posix()}\n".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    total.update(table_catalog.tables_digest(tables).encode())
    return total.hexdigest()[:16]


def build_store(
    target: Path, data: Path = DATA, *, progress: Progress = lambda _: None
) -> tuple[Manifest, bool]:
    """
    Return the manifest of the graph of the data folder, and whether it had to be built anew.

    Raises DataError if the data has problems, TableError if a table cannot be read, StoreError if
    the graph cannot be written.
    """
    with versions.locked(target):
        tables = table_catalog.all_tables(data, target)
        wanted = input_digest(data, tables)
        found = versions.read_manifest(target / str(versions.current_graph(target)))
        if found and found.digest == wanted:
            return found, False
        try:
            with replacing_folder(target / wanted) as folder:
                new, _ = fill_store(folder, data, wanted, tables, progress)
                versions.write_manifest(folder, new)
            versions.make_current(target, wanted)
        except OSError as error:
            message = f"{target}: the graph could not be written ({error})"
            raise StoreError(message, target) from error
        finally:
            versions.sweep(target)
        return new, True


def fill_store(
    folder: Path,
    data: Path,
    digest: str,
    tables: Mapping[str, Holding],
    progress: Progress = lambda _: None,
) -> "tuple[Manifest, list[LoadReport]]":
    """
    Make the graph of the data folder and of tables in an empty folder.

    Return its manifest, and what became of the rows of each table.
    """
    from kg.curation import claims
    from kg.curation.folder import read_folder
    from kg.sparql import rules

    progress("reading the data")
    facts = read_folder(data)
    store = pyoxigraph.Store(folder / "quads")
    progress("loading the claims")
    store.bulk_extend(claims.quads(facts))
    store.extend(rules.described_rules())
    inferred = rules.infer(store, progress)
    counts = (len(facts.claims), len(facts.entities), len(facts.sources))
    base = Manifest(digest, VERSION, len(store), inferred, *counts)
    reports = table_catalog.fill_tables(store, tables.values(), folder / "work", progress)
    return _finished(store, base, reports, progress), reports


def extend_store(
    folder: Path,
    old: Path,
    digest: str,
    table: Holding,
    progress: Progress = lambda _: None,
) -> "tuple[Manifest, LoadReport]":
    """
    Make the graph of another folder of quads, and of one more table, in an empty folder.

    Return its manifest, and what became of the rows of the table.
    """

    def link(source: str, copy: str) -> None:
        # These files are never changed again, so that both graphs can have them.
        if source.endswith(".sst"):
            os.link(source, copy)
        else:
            shutil.copyfile(source, copy)

    progress("copying the graph")
    shutil.copytree(old, folder / "quads", copy_function=link)
    store = pyoxigraph.Store(folder / "quads")
    base = replace(versions.manifest_of(old), digest=digest)
    reports = table_catalog.fill_tables(store, [table], folder / "work", progress)
    return _finished(store, base, reports, progress), reports[0]


def _finished(
    store: pyoxigraph.Store, base: Manifest, reports: "list[LoadReport]", progress: Progress
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
    return replace(base, statements=len(store), inferred=inferred, rows=rows)
