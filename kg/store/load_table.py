"""
Add a table to a built graph, whole or not at all.

The new graph is made beside the old one: from a copy of it where the table is new, from the data
where the table takes the place of another, and named as the current one only when it is complete.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph

from kg.errors import StoreError, TableError
from kg.model.manifest import Manifest
from kg.store import builder, table_catalog, versions
from kg.store.table_catalog import Holding
from kg.tables.loader import LoadReport

Progress = Callable[[str], None]


def load(
    target: Path, data: Path, holding: Holding, progress: Progress = lambda _: None
) -> tuple[Manifest, LoadReport | None]:
    """
    Return the manifest of the graph with a table in it, and what became of its rows.

    There is no report if the graph has the table already.  Raises TableError if the table does not
    fit its mapping, StoreError if there is no graph or it cannot be written.
    """
    missing = [file for file in holding.files if not file.is_file()]
    if missing:
        raise TableError(f"{missing[0]}: is no file; name one that exists")
    with versions.locked(target):
        before = versions.manifest(versions.location(target))
        tables = {**table_catalog.all_of(data, target), holding.name: holding}
        wanted = builder.digest(data, tables)
        if before.digest == wanted:
            return before, None
        fresh = holding.name not in table_catalog.all_of(data, target)
        current = before.digest == builder.digest(data, table_catalog.all_of(data, target))
        try:
            return _added(target, data, wanted, tables, holding, progress, fresh and current)
        except OSError as error:
            message = f"{target}: the graph could not be written ({error})"
            raise StoreError(message, target) from error
        finally:
            shutil.rmtree(target / "tables.part", ignore_errors=True)
            versions.sweep(target)


def _added(
    target: Path,
    data: Path,
    wanted: str,
    tables: dict[str, Holding],
    holding: Holding,
    progress: Progress,
    beside: bool,
) -> tuple[Manifest, LoadReport]:
    old = versions.location(target)
    reports: dict[str, LoadReport] = {}

    def fill(path: Path) -> Manifest:
        if not beside:
            return builder.fill(path, data, wanted, tables, progress, reports)
        progress("copying the graph")
        _copied(old, path)
        quads = pyoxigraph.Store(path)
        work = path.parent / "work"
        found = table_catalog.fill(quads, [holding], work, progress)
        reports.update({report.name: report for report in found})
        return builder.added(quads, versions.manifest(old), wanted, found, progress)

    manifest = versions.built(target, wanted, fill, lambda: table_catalog.keep(holding, target))
    report = reports[holding.name]
    return manifest, report


def _copied(old: Path, new: Path) -> None:
    """Copy the files of a graph; those that are never changed again are shared."""

    def link(source: str, copy: str) -> None:
        if source.endswith(".sst"):
            os.link(source, copy)
        else:
            shutil.copyfile(source, copy)

    shutil.copytree(old, new, copy_function=link)


def name_of(mapping: Path, files: Sequence[Path]) -> str:
    """Return what a table is called: as its mapping; raises TableError if it has no files."""
    if not files:
        raise TableError("name the files of the table, or - for standard input")
    return mapping.stem
