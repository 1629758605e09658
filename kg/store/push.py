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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph
from pyoxigraph import Quad

from kg.errors import ServiceError, StoreError
from kg.model import namespaces
from kg.store import chunks, versions
from kg.store.chunks import Part, Tally
from kg.store.remote import endpoint, service
from kg.store.remote.endpoint import Address
from kg.store.remote.http import Patience, Request
from kg.store.remote.service import Service

Progress = Callable[[str], None]

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


@dataclass(frozen=True)
class Report:
    """What a push did."""

    statements: int
    parts: int
    found: int
    families: int
    samples: int


def ends(query: str, update: str | None = None, quads: str | None = None) -> Ends:
    """Return the addresses of a service; those not given are what engines commonly have."""
    asked = endpoint.parse(query)
    head, _, last = asked.path.rstrip("/").rpartition("/")
    told, given = asked, list[Address]()
    if last == "query":
        told = asked.at(f"{head}/update")
        given = [asked.at(f"{head}/store"), asked.at(f"{head}/data")]
    elif head.endswith("/repositories"):
        told = asked.at(f"{asked.path.rstrip('/')}/statements")
        given = [told]
    return Ends(
        asked,
        endpoint.parse(update) if update else told,
        (endpoint.parse(quads),) if quads else () if update else tuple(given),
    )


def push(
    folder: Path,
    to: Ends,
    *,
    size: int = chunks.SIZE,
    patience: Patience | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """
    Send the graph of a store's folder to a service and return what was done.

    Raises ServiceError if the service does not take it or has it not afterwards, StoreError if
    there is no graph or nothing can be noted beside it.
    """
    location = versions.location(folder)
    notes = _Notes(folder, to.query, versions.manifest(location).digest, size)
    with service.at(to.query, patience) as remote:
        return _Push(remote, to, versions.read(location), notes, progress).run(location)


class _Push:
    def __init__(
        self,
        remote: Service,
        to: Ends,
        quads: pyoxigraph.Store,
        notes: "_Notes",
        progress: Progress,
    ) -> None:
        self._remote = remote
        self._update = to.update
        self._ways = list(to.quads)
        self._quads = quads
        self._notes = notes
        self._progress = progress
        self._total = math.ceil(len(quads) / notes.size)

    def run(self, location: Path) -> Report:
        """Send what is not there yet, compare, and declare the graph whole."""
        self._begin()
        found = len(self._notes.arrived)
        tally = Tally()
        try:
            for part in chunks.cut(self._quads, tally, self._notes.size):
                self._sent(part)
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
        self._compare(tally)
        self._insert([service.described(versions.manifest(location))])
        self._notes.close()
        counts = (len(tally.families), len(tally.sample))
        return Report(tally.families.total(), self._total, found, *counts)

    def _begin(self) -> None:
        """Make sure that the service holds of ours what is noted as arrived, and nothing else."""
        wanted = self._notes.statements
        if wanted and len(self._remote) >= wanted:
            self._progress(f"going on after {len(self._notes.arrived)} of {self._total} parts")
            return
        if wanted:
            self._progress("the service has lost what it had; sending all of it again")
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
        return [str(getattr(row["g"], "value", "")) for row in rows]

    def _sent(self, part: Part) -> None:
        if self._notes.has(part):
            return
        if not self._given(part):
            for start in range(0, len(part.quads), _UPDATE):
                self._insert(part.quads[start : start + _UPDATE])
        self._notes.add(part)
        self._progress(f"part {part.number} of {self._total}")

    def _given(self, part: Part) -> bool:
        """Return whether the service took a part as N-Quads at one of its addresses."""
        headers = {"Content-Type": "application/n-quads"}
        while self._ways:
            try:
                request = Request("POST", self._ways[0], part.lines, headers)
                self._remote.line.send(request)
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
        self._remote.line.send(Request("POST", self._update, body, headers))

    def _compare(self, tally: Tally) -> None:
        """Raise ServiceError if the service does not hold what was sent, and only that."""
        found = self._families()
        if found != dict(tally.families):
            self._notes.begin()
            wrong = sorted({*found.items()} ^ {*tally.families.items()})[0][0]
            raise ServiceError(
                f"{self._remote.place}: has {found.get(wrong, 0):,} statements in {wrong} where "
                f"{tally.families[wrong]:,} were sent; run the command again to send all anew",
                self._remote.place,
            )
        sample = tally.sample
        for start in range(0, len(sample), _SAMPLES):
            self._look_for(sample[start : start + _SAMPLES])

    def _families(self) -> dict[str, int]:
        rows = self._remote.rows(
            "SELECT ?family (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f'FILTER (STRSTARTS(STR(?g), "{namespaces.base()}")) '
            'BIND (REPLACE(STR(?g), "[^/]+$", "") AS ?family) } GROUP BY ?family'
        )
        return {getattr(r["family"], "value", ""): service.number(r["n"]) for r in rows}

    def _look_for(self, quads: Sequence[Quad]) -> None:
        wanted = " UNION ".join(
            f"{{ GRAPH {q.graph_name} {{ {q.subject} {q.predicate} {q.object} }} }}" for q in quads
        )
        rows = list(self._remote.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {wanted} }}"))
        number = service.number(rows[0]["n"]) if rows else 0
        if number != len(quads):
            self._notes.begin()
            raise ServiceError(
                f"{self._remote.place}: lacks {len(quads) - number} of {len(quads)} statements "
                "of a sample, though it counts as many as were sent; run the command again",
                self._remote.place,
            )


class _Notes:
    """What has arrived, noted in a file beside the store after each part."""

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

    def has(self, part: Part) -> bool:
        """Return whether a part has arrived."""
        known = self.arrived[part.number - 1 : part.number]
        return bool(known) and known[0][0] == part.digest

    def add(self, part: Part) -> None:
        """Note that a part has arrived, and that none after it has."""
        self.arrived = [*self.arrived[: part.number - 1], (part.digest, len(part.quads))]
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
        new = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(exist_ok=True)
            new.write_text(json.dumps({**self._head, "arrived": self.arrived}), "utf-8")
            new.replace(self._file)
        except OSError as error:
            message = f"{self._file}: cannot be written ({error.strerror})"
            raise StoreError(message, self._file) from error
