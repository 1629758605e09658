"""The Markdown table of what was measured, and the line that says where."""

import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from statistics import median

from bench.support.turns import Pair


@dataclass(frozen=True)
class Row:
    """One comparison: what it is, the two values as text, the ratio, and the aim for it."""

    what: str
    ours: str
    theirs: str
    ratio: str
    aim: str = ""
    met: bool | None = None


def compared(what: str, pair: Pair, aim: float | None = None) -> Row:
    """Return the row of two times whose ratio should stay below an aim."""
    met = None if aim is None else pair.ratio < aim
    times = (duration(median(pair.ours)), duration(median(pair.theirs)))
    return Row(what, *times, f"{pair.ratio:.2f}", f"< {aim}" if aim else "", met)


def duration(seconds: float) -> str:
    """Return seconds in the unit that is easiest to read."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def markdown(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| measured | ours | compared with | ratio | aim | met |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        met = {None: "", True: "yes", False: "**no**"}[row.met]
        yield f"| {row.what} | {row.ours} | {row.theirs} | {row.ratio} | {row.aim} | {met} |"


def environment() -> str:
    """Return where and when this runs: machine, versions, day."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("security-cooperation-graph", "pyoxigraph", "rdflib", "click", "pydantic")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}, {date.today()}"
    )
