"""
A built graph cut into parts of one size, in an order that is always the same, for sending it.

The parts are sent one by one, or written as files for the bulk loader of a service.
"""

import gzip
import hashlib
import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad

from kg.errors import ExportError
from kg.model.manifest import Manifest
from kg.sparql.table import term_text

SIZE = 5_000
_FILE_SIZE = 500_000
_SAMPLES = 200
_LISTING = "manifest.json"


@dataclass(frozen=True)
class Part:
    """Some of the quads of a graph, and where they stand in it."""

    number: int
    quads: tuple[Quad, ...]

    @property
    def lines(self) -> bytes:
        """The quads as N-Quads."""
        return "".join(f"{quad} .\n" for quad in self.quads).encode()

    @property
    def digest(self) -> str:
        """A hash of the quads in their order."""
        return hashlib.sha256(self.lines).hexdigest()


@dataclass
class Tally:
    """What is known of quads that have passed: how many of each family, and a sample of them."""

    families: Counter[str] = field(default_factory=Counter)
    _sample: list[tuple[int, str, Quad]] = field(default_factory=list)

    def add(self, quad: Quad) -> None:
        """Count a quad, and keep it if its hash is among the lowest."""
        self.families[family(quad)] += 1
        line = str(quad)
        entry = (-int.from_bytes(hashlib.sha256(line.encode()).digest()[:8]), line, quad)
        if len(self._sample) < _SAMPLES:
            heapq.heappush(self._sample, entry)
        else:
            heapq.heappushpop(self._sample, entry)

    @property
    def sample(self) -> list[Quad]:
        """The quads with the lowest hashes, which is to say any."""
        return [quad for _, _, quad in sorted(self._sample)]


def family(quad: Quad) -> str:
    """Return the folder in which the named graph of a quad lies."""
    head, slash, _ = term_text(quad.graph_name).rpartition("/")
    return head + slash


def cut(store: pyoxigraph.Store, tally: Tally, size: int = SIZE) -> Iterator[Part]:
    """Yield a graph in parts, and count what passes."""
    quads = _ordered(store, tally)
    number = 0
    while some := tuple(islice(quads, size)):
        number += 1
        yield Part(number, some)


def _ordered(store: pyoxigraph.Store, tally: Tally) -> Iterator[Quad]:
    for graph in sorted(store.named_graphs(), key=str):
        for quad in store.quads_for_pattern(None, None, None, graph):
            tally.add(quad)
            yield quad


def write(
    store: pyoxigraph.Store, manifest: Manifest, last: Quad, folder: Path, size: int = _FILE_SIZE
) -> list[Path]:
    """
    Write a graph as packed N-Quads files with a list of them, and return the paths.

    The last file holds the one quad that declares the graph whole.  Raises ExportError if the
    folder holds other things, or cannot be written.
    """
    try:
        _emptied(folder)
        tally = Tally()
        bodies = (part.lines for part in cut(store, tally, size))
        listed = [
            _written(folder, n, body) for n, body in _numbered(bodies, f"{last} .\n".encode())
        ]
        said = {**asdict(manifest), "families": dict(tally.families), "parts": listed}
        (folder / _LISTING).write_text(json.dumps(said, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise ExportError(f"{folder}: cannot be written ({error.strerror})") from error
    return [folder / str(entry["file"]) for entry in listed] + [folder / _LISTING]


def _emptied(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    foreign = [
        path.name
        for path in folder.iterdir()
        if path.name != _LISTING and not path.match("part-*.nq.gz")
    ]
    if foreign:
        raise ExportError(f"{folder}: holds other things ({min(foreign)}); name an empty folder")
    # The list is written last and removed first: where it is, all the parts are.
    for path in sorted(folder.iterdir()):
        path.unlink()


def _numbered(bodies: Iterable[bytes], last: bytes) -> Iterator[tuple[int, bytes]]:
    number = 0
    for number, body in enumerate(bodies, 1):
        yield number, body
    yield number + 1, last


def _written(folder: Path, number: int, body: bytes) -> dict[str, object]:
    name = f"part-{number:05}.nq.gz"
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    (folder / name).write_bytes(packed)
    return {
        "file": name,
        "statements": body.count(b"\n"),
        "bytes": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(),
    }
