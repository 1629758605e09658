"""The folder of a store: which graph in it is current, and how another takes its place."""

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import DamagedStoreError, StoreError
from kg.model.manifest import Manifest

if TYPE_CHECKING:
    pass

_OURS = re.compile(r"[0-9a-f]{16}(\.part)?")


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
    name = current(target)
    if name is None:
        message = f"{target}: holds no graph; run 'kg build' (or name one with --store)"
        raise StoreError(message, target)
    return target / name / "quads"


def manifest(quads: Path) -> Manifest:
    """Return what the graph in this folder was made from; raises StoreError if it is damaged."""
    found = manifest_in(quads.parent)
    if found is None:
        message = f"{quads.parent}: has no manifest; delete it and run 'kg build'"
        raise StoreError(message, quads.parent)
    return found


def current(target: Path) -> str | None:
    """Return the name of the current graph of a store, if it has one."""
    name = _read(target / "CURRENT")
    return name if _OURS.fullmatch(name) and (target / name / "quads").is_dir() else None


def manifest_in(folder: Path) -> Manifest | None:
    """Return the manifest in a folder, or nothing if there is none that can be read."""
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
        message = f"{target}: cannot be written ({error.strerror})"
        raise StoreError(message, target) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{target}: another build is running; wait for it"
            raise StoreError(message, target) from error
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
    previous = current(target)
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
