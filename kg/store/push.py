"""
Send a built graph to a SPARQL service, so that it arrives whole or is known not to be.

What the service holds of ours is removed, the parts are sent one by one (as N-Quads where the
service takes them, else as updates), counts and samples are compared, and only then is the quad
sent that declares the graph whole; without it no reader takes the graph.  What has arrived is
noted beside the store, so that an interrupted push goes on where it was.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import Quad

from kg.atomic import replace_text
from kg.errors import ServiceError, StoreError
from kg.model import namespaces
from kg.sparql.table import term_text
from kg.store import chunks, versions
from kg.store.chunks import Census, Chunk
from kg.store.remote import service
from kg.store.remote.endpoint import Address
from kg.store.remote.http import Patience, Request
from kg.store.remote.service import Service
from kg.store.table_catalog import Progress

# An update of more statements is too long for the parser of Virtuoso.
_UPDATE = 1_000
_GRAPHS = 100
_SAMPLES = 25
# Of a service that takes no N-Quads there, or has no such address.
_NOT_HERE = {400, 404, 405, 406, 411, 415, 422, 501}


@dataclass(frozen=True)
class Ends:
    """The addresses of a service: where it is asked, told, and given N-Quads if it takes them."""

    query: Address
    update: Address
    quads: tuple[Address, ...]

    @classmethod
    def of(cls, query: str, update: str | None = None, quads: str | None = None) -> Self:
        """Return the addresses of a service; those not given are what engines commonly have."""
        asked = Address.parse(query)
        head, _, last = asked.path.rstrip("/").rpartition("/")
        told, given = asked, list[Address]()
        if last == "query":
            told = asked.at(f"{head}/update")
            given = [asked.at(f"{head}/store"), asked.at(f"{head}/data")]
        elif head.endswith("/repositories"):
            told = asked.at(f"{asked.path.rstrip('/')}/statements")
            given = [told]
        return cls(
            asked,
            Address.parse(update) if update else told,
            (Address.parse(quads),) if quads else () if update else tuple(given),
        )


@dataclass(frozen=True)
class PushReport:
    """What a push did: how many statements in how many parts, of which so many were there."""

    statements: int
    parts: int
    found: int
    families: int
    samples: int


def push_graph(
    folder: Path,
    to: Ends,
    *,
    size: int = chunks.SIZE,
    patience: Patience | None = None,
    progress: Progress = lambda _: None,
    notice: Progress | None = None,
) -> PushReport:
    """
    Send the graph of a store's folder to a service and return what was done.

    Raises ServiceError if the service does not take it or has it not afterwards, StoreError if
    there is no graph or nothing can be noted beside it.
    """
    location = versions.location(folder)
    notes = _Notes(folder, to.query, versions.manifest_of(location).digest, size)
    with Service.at(to.query, patience) as remote:
        quads = versions.open_quads(location)
        return _Push(remote, to, quads, notes, progress, notice or progress).run(location)


class _Push:
    def __init__(
        self,
        remote: Service,
        to: Ends,
        quads: pyoxigraph.Store,
        notes: "_Notes",
        progress: Progress,
        notice: Progress,
    ) -> None:
        self._remote = remote
        self._update = to.update
        self._ways = list(to.quads)
        self._quads = quads
        self._notes = notes
        self._progress = progress
        self._notice = notice
        self._total = math.ceil(len(quads) / notes.size)

    def run(self, location: Path) -> PushReport:
        """Send what is not there yet, compare, and declare the graph whole."""
        self._begin()
        found = len(self._notes.arrived)
        census = Census()
        try:
            for chunk in chunks.cut_graph(self._quads, census, self._notes.size):
                self._sent(chunk)
        except ServiceError as error:
            done = len(self._notes.arrived)
            message = f"{error}; {done} of {self._total} parts have arrived"
            raise ServiceError(
                f"{message}: run the same command again to go on",
                error.address,
                status=error.status,
                said=error.said,
            ) from error
        self._progress("comparing")
        self._compare(census)
        self._insert([service.manifest_quad(versions.manifest_of(location))])
        self._notes.close()
        counts = (len(census.families), len(census.sample))
        return PushReport(census.families.total(), self._total, found, *counts)

    def _begin(self) -> None:
        """Make sure that the service holds of ours what is noted as arrived, and nothing else."""
        wanted = self._notes.statements
        if wanted and len(self._remote) >= wanted:
            self._notice(f"going on after {len(self._notes.arrived)} of {self._total} parts")
            return
        if wanted:
            self._notice("the service has lost what it had; sending all of it again")
        self._notes.begin()
        self._clear()

    def _clear(self) -> None:
        """Remove every graph of ours, the one that declares the whole first."""
        self._tell(f"DROP SILENT GRAPH {service.MANIFEST}")
        before: list[str] = []
        while graphs := self._graphs():
            if graphs == before:
                message = f"{self._update}: does not remove graphs; empty the service"
                raise ServiceError(message, self._update)
            self._progress(f"removing {len(graphs)} graphs of before")
            self._tell(" ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs))
            before = graphs

    def _graphs(self) -> list[str]:
        rows = self._remote.rows(
            "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER (STRSTARTS(STR(?g), "{namespaces.base()}")) }} ORDER BY ?g LIMIT {_GRAPHS}'
        )
        return [term_text(row["g"]) for row in rows]

    def _sent(self, chunk: Chunk) -> None:
        if self._notes.has(chunk):
            return
        if not self._given(chunk):
            for start in range(0, len(chunk.quads), _UPDATE):
                self._insert(chunk.quads[start : start + _UPDATE])
        self._notes.add(chunk)
        self._progress(f"part {chunk.number} of {self._total}")

    def _given(self, chunk: Chunk) -> bool:
        """Return whether the service took a part as N-Quads at one of its addresses."""
        headers = {"Content-Type": "application/n-quads"}
        while self._ways:
            try:
                request = Request("POST", self._ways[0], chunk.lines, headers)
                self._remote.client.send(request)
            except ServiceError as error:
                if error.status not in _NOT_HERE:
                    raise
                self._ways.pop(0)
            else:
                return True
        return False

    def _insert(self, quads: Sequence[Quad]) -> None:
        graphs = (
            f"GRAPH {graph} {{ {' . '.join(str(quad.triple) for quad in some)} }}"
            for graph, some in groupby(quads, key=lambda quad: quad.graph_name)
        )
        self._tell(f"INSERT DATA {{ {' '.join(graphs)} }}")

    def _tell(self, update: str) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"update": update}).encode()
        self._remote.client.send(Request("POST", self._update, body, headers))

    def _compare(self, census: Census) -> None:
        """Raise ServiceError if the service does not hold what was sent, and only that."""
        found = self._families()
        if found != dict(census.families):
            self._notes.begin()
            wrong = sorted({*found.items()} ^ {*census.families.items()})[0][0]
            raise ServiceError(
                f"{self._remote.place}: has {found.get(wrong, 0):,} statements in {wrong} where "
                f"{census.families[wrong]:,} were sent; run the command again to send all anew",
                self._remote.place,
            )
        sample = census.sample
        for start in range(0, len(sample), _SAMPLES):
            self._look_for(sample[start : start + _SAMPLES])

    def _families(self) -> dict[str, int]:
        rows = self._remote.rows(
            "SELECT ?family (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER (STRSTARTS(STR(?g), "{namespaces.base()}")) '
            'BIND (REPLACE(STR(?g), "[^/]+$", "") AS ?family) } GROUP BY ?family'
        )
        return {term_text(r["family"]): int(term_text(r["n"])) for r in rows}

    def _look_for(self, quads: Sequence[Quad]) -> None:
        wanted = " UNION ".join(
            f"{{ GRAPH {q.graph_name} {{ {q.subject} {q.predicate} {q.object} }} }}" for q in quads
        )
        rows = list(self._remote.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {wanted} }}"))
        number = int(term_text(rows[0]["n"])) if rows else 0
        if number != len(quads):
            self._notes.begin()
            raise ServiceError(
                f"{self._remote.place}: lacks {len(quads) - number} of {len(quads)} statements "
                "of a sample, though it counts as many as were sent; run the command again",
                self._remote.place,
            )


class _Notes:
    """What has arrived, noted in a file beside the store after each chunk."""

    def __init__(self, folder: Path, place: Address, digest: str, size: int) -> None:
        self.size = size
        self.arrived: list[tuple[str, int]] = []
        name = hashlib.sha256(f"{place}".encode()).hexdigest()[:16]
        self._file = folder / "pushes" / f"{name}.json"
        self._head = {"address": str(place), "graph": digest, "size": size}
        self._read()

    @property
    def statements(self) -> int:
        """How many statements have arrived."""
        return sum(number for _, number in self.arrived)

    def has(self, chunk: Chunk) -> bool:
        """Return whether a part has arrived."""
        known = self.arrived[chunk.number - 1 : chunk.number]
        return bool(known) and known[0][0] == chunk.digest

    def add(self, chunk: Chunk) -> None:
        """Note that a part has arrived, and that none after it has."""
        self.arrived = [*self.arrived[: chunk.number - 1], (chunk.digest, len(chunk.quads))]
        self._write()

    def begin(self) -> None:
        """Note that nothing has arrived."""
        self.arrived = []
        self._write()

    def close(self) -> None:
        """Forget all of it."""
        self._file.unlink(missing_ok=True)

    def _read(self) -> None:
        try:
            known = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return
        if {key: known.get(key) for key in self._head} == self._head:
            self.arrived = [(digest, number) for digest, number in known["arrived"]]

    def _write(self) -> None:
        try:
            self._file.parent.mkdir(exist_ok=True)
            replace_text(self._file, json.dumps({**self._head, "arrived": self.arrived}))
        except OSError as error:
            message = f"{self._file}: cannot be written ({error.strerror})"
            raise StoreError(message, self._file) from error
