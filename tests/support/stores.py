"""Stores that are built once for a run, and copies of them for tests that change theirs."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from kg.store import builder


def built_once(factory: pytest.TempPathFactory, name: str, *data: Path) -> Path:
    """Return the store of a data folder that the first process of this run has built."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        builder.build_store(root / name, *data)
    return root / name


def copied(store: Path, target: Path) -> Path:
    """Return a copy of a store for one test; what is built never changes, so files are shared."""
    ignore = shutil.ignore_patterns("LOCK")
    return Path(shutil.copytree(store, target, copy_function=os.link, ignore=ignore))
