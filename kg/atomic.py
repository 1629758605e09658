"""Where an export goes: files or standard output, written whole or not at all."""

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
from typing import IO, TypeAlias

from kg.errors import ExportError

STDOUT = Path("-")

# An open file, and what gives it its name once it is complete.
Draft: TypeAlias = tuple[IO[bytes], Callable[[], None]]


@contextmanager
def opened(*targets: Path) -> Iterator[tuple[IO[bytes], ...]]:
    """Open files that get their names only when the block ends without an error.

    Raises ExportError if one cannot be written; a file that stood there before stays as it was.
    """
    try:
        with ExitStack() as stack:
            drafts = [stack.enter_context(_draft(target)) for target in targets]
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


def pair(target: Path, suffix: str) -> tuple[Path, Path]:
    """Return the paths of a nodes file and an edges file: in a folder, or named after a file.

    Raises ExportError if the target is standard output, which holds one file only.
    """
    if target == STDOUT:
        raise ExportError("this format is two files: give a folder or a file name, not -")
    if target.is_dir():
        return target / f"nodes{suffix}", target / f"edges{suffix}"
    stem = target.name.removesuffix(suffix)
    return target.with_name(f"{stem}-nodes{suffix}"), target.with_name(f"{stem}-edges{suffix}")


@contextmanager
def _draft(target: Path) -> Iterator[Draft]:
    if target == STDOUT or (target.exists() and not target.is_file() and not target.is_dir()):
        with TemporaryFile() as file:
            yield file, partial(_pour, file, target)
        return
    with _beside(_checked(target)) as draft:
        yield draft


@contextmanager
def _beside(target: Path) -> Iterator[Draft]:
    draft = target.parent / f".kg-{secrets.token_hex(8)}.part"
    try:
        with draft.open("xb") as file:
            if target.exists():
                shutil.copymode(target, draft)
            yield file, partial(os.replace, draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _checked(target: Path) -> Path:
    """Return the file behind a target, followed through links so that a link stays a link."""
    if target.is_dir():
        raise ExportError(f"cannot write {target}: it is a folder; name a file in it")
    if not target.parent.is_dir():
        raise ExportError(
            f"cannot write {target}: there is no folder {target.parent}; make it first"
        )
    return target.resolve()


def _pour(file: IO[bytes], target: Path) -> None:
    """Copy a finished file to standard output, a pipe or a device."""
    file.seek(0)
    if target == STDOUT:
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with target.open("wb") as sink:
        shutil.copyfileobj(file, sink)
