"""The folder of a store: which graph in it is current, and how another takes its place."""

import contextlib
import fcntl
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pyoxigraph

from kg.atomic import DRAFTS, replace_text
from kg.errors import DamagedStoreError, StoreError
from kg.model.manifest import Manifest

_GRAPH = re.compile(r"[0-9a-f]{16}")


def open_store(target: Path) -> pyoxigraph.Store:
    """Return the current graph for reading; raises StoreError if there is none."""
    return open_quads(location(target))


def open_quads(quads: Path) -> pyoxigraph.Store:
    """Return the graph in this folder for reading; raises DamagedStoreError if it cannot be."""
    try:
        return pyoxigraph.Store.read_only(str(quads))
    except (OSError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        message = f"{quads}: is damaged ({reason}); delete it and run 'kg build'"
        raise DamagedStoreError(message, quads) from error


def damage(error: RuntimeError) -> DamagedStoreError | None:
    """Return what an error means that the engine raises in the middle of an answer, if damage."""
    # The engine has no class for it: this is where its words are known.
    if not str(error).startswith("Corruption"):
        return None
    return DamagedStoreError(
        "the graph on the disk is damaged; delete its folder and run 'kg build'"
    )


def location(target: Path) -> Path:
    """Return the folder of the current graph's quads; raises StoreError if there is none."""
    name = current_graph(target)
    if name is None:
        message = f"{target}: holds no graph; run 'kg build' (or name one with --store)"
        raise StoreError(message, target)
    return target / name / "quads"


def current_graph(target: Path) -> str | None:
    """Return the name of the current graph of a store, if it has one."""
    name = _named(target / "CURRENT")
    return name if _GRAPH.fullmatch(name) and (target / name / "quads").is_dir() else None


def make_current(target: Path, name: str) -> None:
    """Let a graph of the store be the current one, and keep in mind which one was before."""
    replace_text(target / "PREVIOUS", f"{current_graph(target) or ''}\n")
    replace_text(target / "CURRENT", f"{name}\n")


def manifest_of(quads: Path) -> Manifest:
    """Return what the graph in this folder was made from; raises StoreError if nothing says it."""
    found = read_manifest(quads.parent)
    if found is None:
        message = f"{quads.parent}: has no manifest; delete it and run 'kg build'"
        raise StoreError(message, quads.parent)
    return found


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest in a folder, or nothing if there is none that can be read."""
    import json

    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of the graph that is made in a folder; raises OSError."""
    import json

    text = json.dumps(asdict(manifest), indent=2)
    (folder / "manifest.json").write_text(f"{text}\n", "utf-8")


@contextlib.contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the lock of a store; raises StoreError if another build has it."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        lock = (target / "LOCK").open("w")
    except OSError as error:
        message = f"{target}: cannot be written ({error.strerror})"
        raise StoreError(message, target) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{target}: another build is running; wait for it"
            raise StoreError(message, target) from error
        yield


def sweep(target: Path) -> None:
    """Remove the graphs that neither CURRENT nor PREVIOUS names, and the remains of builds."""
    kept = {_named(target / "CURRENT"), _named(target / "PREVIOUS")}
    # The folder may be one that holds other things too; those are not ours to remove.
    old = [p for p in target.iterdir() if _GRAPH.fullmatch(p.name) and p.name not in kept]
    for path in (*old, *target.glob(DRAFTS), *(target / "tables").glob(DRAFTS)):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _named(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
