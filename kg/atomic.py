"""
Files and folders written whole or not at all: first beside their place, then into it in one step.

Whoever reads meanwhile, or after a crash, finds what stood there before, or all of what is new.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from kg.errors import ExportError

STDOUT = Path("-")

# What a process that is killed may leave behind: no other file or folder has such a name.
DRAFTS = ".kg-*.part"


@contextmanager
def replacing(*targets: Path) -> Iterator[tuple[IO[bytes], ...]]:
    """
    Open files that take the place of their targets when the block ends without an error.

    A target may be standard output, a pipe or a device too.  Raises ExportError if one cannot be
    written; a file that stood there before stays as it was.
    """
    try:
        with ExitStack() as stack:
            drafts = []
            for target in targets:
                if target.is_dir():
                    raise ExportError(f"cannot write {target}: it is a folder; name a file in it")
                if not target.parent.is_dir():
                    message = f"there is no folder {target.parent}; make it first"
                    raise ExportError(f"cannot write {target}: {message}")
                drafts.append(stack.enter_context(_drafted(target)))
            yield tuple(file for file, _ in drafts)
            # Every file is on the disk before the first one gets its name.
            for file, _ in drafts:
                file.flush()
                os.fsync(file.fileno())
            for _, publish in drafts:
                publish()
    except BrokenPipeError:
        raise
    except OSError as error:
        names = " and ".join(map(str, targets))
        raise ExportError(f"cannot write {names}: {error.strerror or error}") from error


def replace_text(target: Path, text: str) -> None:
    """Give a file this text, which is on the disk when it has its name; raises OSError."""
    with _drafted(target) as (file, publish):
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
        publish()
    _sync(target.parent)


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """
    Make a folder that takes the place of another when the block ends without an error.

    All that is in it is on the disk by then.  Raises OSError.
    """
    draft = target.parent / f".kg-{target.name}.part"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        for path in (*draft.rglob("*"), draft):
            _sync(path)
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _sync(path: Path) -> None:
    """Bring a file, or the list of what a folder holds, to the disk; raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _drafted(target: Path) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
    """Open a file, and yield with it what puts it into its place once it is complete."""
    if target == STDOUT or (target.exists() and not target.is_file()):
        with TemporaryFile() as file:
            yield file, partial(_pour, file, target)
        return
    # What a link leads to is replaced, and the link stays one.
    target = target.resolve()
    draft = target.parent / f".kg-{secrets.token_hex(8)}.part"
    try:
        with draft.open("xb") as file:
            if target.exists():
                shutil.copymode(target, draft)
            yield file, partial(os.replace, draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _pour(file: IO[bytes], target: Path) -> None:
    """Copy a finished file to standard output, a pipe or a device."""
    file.seek(0)
    if target == STDOUT:
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with target.open("wb") as sink:
        shutil.copyfileobj(file, sink)
