"""
Build the graph on disk, whole or not at all, and open it.

A store is a folder.  Each build makes a new graph in it, flushes it to the disk, and only then
names it in the file CURRENT, which is replaced in one step.  So a build that fails or is killed
leaves the old graph serving.  The graph before the current one is kept until the next build, for
those who have it open.
"""

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import StoreError
from kg.paths import DATA, ONTOLOGY
from kg.store.table_catalog import Holding
from kg.version import VERSION

if TYPE_CHECKING:
    from kg.tables.load import Report

Progress = Callable[[str], None]
_INPUTS = (".toml", ".csv", ".ttl", ".rq")
_OURS = re.compile(r"[0-9a-f]{16}(\.part)?")


@dataclass(frozen=True)
class Manifest:
    """What a built graph was made from, and how much is in it."""

    digest: str
    version: str
    statements: int
    inferred: int
    claims: int
    entities: int
    sources: int
    rows: int = 0


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
        current = _manifest(target / str(_current(target)))
        if current and current.digest == wanted:
            return current, False
        try:
            new = built(target, wanted, lambda path: fill(path, data, wanted, tables, progress))
            return new, True
        except OSError as error:
            raise StoreError(f"{target}: the graph could not be written ({error})") from error
        finally:
            sweep(target)


def built(
    target: Path,
    wanted: str,
    filled: Callable[[Path], Manifest],
    before: Callable[[], None] = lambda: None,
) -> Manifest:
    """Return the manifest of a new graph that a function fills, after making it the current one."""
    part = target / f"{wanted}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    import json

    manifest = filled(part / "quads")
    (part / "manifest.json").write_text(json.dumps(asdict(manifest), indent=2) + "\n", "utf-8")
    _synced(part)
    final = target / wanted
    shutil.rmtree(final, ignore_errors=True)
    part.rename(final)
    before()
    _point(target, wanted)
    return manifest


def fill(
    path: Path,
    data: Path,
    wanted: str,
    tables: Mapping[str, Holding],
    progress: Progress,
    reports: "dict[str, Report] | None" = None,
) -> Manifest:
    """Return the manifest of the graph of the data folder and of tables, made in a new folder."""
    from kg.curation import claims
    from kg.curation.folder import read
    from kg.sparql import rules
    from kg.store import table_catalog

    progress("reading the data")
    facts = read(data)
    store = pyoxigraph.Store(path)
    progress("loading the claims")
    store.bulk_extend(claims.quads(facts))
    store.extend(rules.described())
    inferred = rules.run(store, progress)
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
    reports: "Sequence[Report]",
    progress: Progress,
) -> Manifest:
    """Return the manifest of a graph to which tables were added, after what follows from them."""
    from kg.sparql import rules

    inferred = base.inferred
    if any(report.drawn for report in reports):
        inferred += rules.run(store, progress)
    progress("writing the graph")
    store.optimize()
    store.flush()
    rows = base.rows + sum(report.entities for report in reports)
    return replace(base, digest=wanted, statements=len(store), inferred=inferred, rows=rows)


def opened(target: Path) -> pyoxigraph.Store:
    """Return the current graph for reading; raises StoreError if there is none."""
    return read(location(target))


def read(quads: Path) -> pyoxigraph.Store:
    """Return the graph in this folder for reading; raises StoreError if it is damaged."""
    try:
        return pyoxigraph.Store.read_only(str(quads))
    except (OSError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        message = f"{quads}: is damaged ({reason}); delete it and run 'kg build'"
        raise StoreError(message) from error


def location(target: Path) -> Path:
    """Return the folder of the current graph's quads; raises StoreError if there is none."""
    name = _current(target)
    if name is None:
        raise StoreError(f"{target}: holds no graph; run 'kg build' (or name one with --store)")
    return target / name / "quads"


def manifest(quads: Path) -> Manifest:
    """Return what the graph in this folder was made from; raises StoreError if it is damaged."""
    found = _manifest(quads.parent)
    if found is None:
        raise StoreError(f"{quads.parent}: has no manifest; delete it and run 'kg build'")
    return found


def _current(target: Path) -> str | None:
    name = _read(target / "CURRENT")
    return name if _OURS.fullmatch(name) and (target / name / "quads").is_dir() else None


def _manifest(folder: Path) -> Manifest | None:
    import json

    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextlib.contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the lock of a store; raises StoreError if another build has it."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        lock = (target / "LOCK").open("w")
    except OSError as error:
        raise StoreError(f"{target}: cannot be written ({error.strerror})") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{target}: another build is running; wait for it") from error
        yield


def _synced(folder: Path) -> None:
    """Push every file of a folder to the disk, since the store does not do it at each commit."""
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _point(target: Path, name: str) -> None:
    previous = _current(target)
    for file, content in (("PREVIOUS", previous or ""), ("CURRENT", name)):
        new = target / f"{file}.new"
        with new.open("w", encoding="utf-8") as out:
            out.write(f"{content}\n")
            out.flush()
            os.fsync(out.fileno())
        new.replace(target / file)
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(target: Path) -> None:
    """Remove the graphs that neither CURRENT nor PREVIOUS names, and the remains of builds."""
    kept = {_read(target / "CURRENT"), _read(target / "PREVIOUS")}
    for path in target.iterdir():
        # The folder may be one that holds other things too; those are not ours to remove.
        if _OURS.fullmatch(path.name) and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
