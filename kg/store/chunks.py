"""
A built graph cut into chunks of one size, in an order that is always the same, for sending it.

The chunks are sent one by one, or written as files for the bulk loader of a service.
"""

import gzip
import hashlib
import heapq
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import chain, count, islice
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
_FILE = re.compile(r"part-.*\.nq\.gz")


@dataclass(frozen=True)
class Chunk:
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
class Census:
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


def cut_graph(store: pyoxigraph.Store, census: Census, size: int = SIZE) -> Iterator[Chunk]:
    """Yield a graph in chunks, and count what passes."""
    graphs = sorted(store.named_graphs(), key=str)
    quads = (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
    for number in count(1):
        chunk = Chunk(number, tuple(islice(quads, size)))
        if not chunk.quads:
            return
        for quad in chunk.quads:
            census.add(quad)
        yield chunk


def write_chunks(
    store: pyoxigraph.Store, manifest: Manifest, last: Quad, folder: Path, size: int = _FILE_SIZE
) -> list[Path]:
    """
    Write a graph as packed N-Quads files with a list of them, and return the paths.

    The last file holds the one quad that declares the graph whole.  Raises ExportError if the
    folder holds other things, or cannot be written.
    """
    census, listed = Census(), []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = [path.name for path in folder.iterdir()]
        if foreign := [name for name in names if name != _LISTING and not _FILE.fullmatch(name)]:
            what = f"holds other things ({min(foreign)}); name an empty folder"
            raise ExportError(f"{folder}: {what}")
        # The list is written last and removed first: where it is, all the files are.
        for name in sorted(names):
            (folder / name).unlink()
        bodies = (chunk.lines for chunk in cut_graph(store, census, size))
        for number, body in enumerate(chain(bodies, [f"{last} .\n".encode()]), 1):
            name, packed = f"part-{number:05}.nq.gz", gzip.compress(body, compresslevel=6, mtime=0)
            (folder / name).write_bytes(packed)
            entry = {"file": name, "statements": body.count(b"\n"), "bytes": len(packed)}
            listed.append({**entry, "sha256": hashlib.sha256(packed).hexdigest()})
        said = {**asdict(manifest), "families": dict(census.families), "parts": listed}
        (folder / _LISTING).write_text(json.dumps(said, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise ExportError(f"{folder}: cannot be written ({error.strerror})") from error
    return [folder / str(entry["file"]) for entry in listed] + [folder / _LISTING]
