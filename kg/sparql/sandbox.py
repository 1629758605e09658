"""
Runs a query that nobody has vouched for, in a process of its own that can be lost at any time.

The process is started by the first query and kept. It cannot write, connect or start anything
(see ``confine``), and it is killed when a query runs past its deadline; the next query then
gets a new one. POSIX only.
"""

import marshal
import os
import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import pyoxigraph

from kg import text
from kg.errors import (
    QueryError,
    QueryMemoryError,
    QueryTimeoutError,
    ResultTooLargeError,
    StoreError,
)
from kg.sparql import screen, worker
from kg.sparql.answers import Answer, Form
from kg.sparql.formats import GRAPHS, QUICK_GRAPH, QUICK_TABLE, TABLES

_FORMS: dict[bytes, Form] = {
    worker.SELECT: "select",
    worker.ASK: "ask",
    worker.CONSTRUCT: "construct",
}
_OPENING = 60.0
_OUT_OF_MEMORY = re.compile(rb"memory allocation|bad_alloc|MemoryError|[Oo]ut of memory")

# A bare package stands in for ours, so that the worker imports what it needs and nothing else.
START = """
import sys, types
for name, folder in (("kg", ""), ("kg.sparql", "/sparql")):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [sys.argv[1] + folder]
sys.path.append(sys.argv[2])
from kg.sparql import worker
worker.main()
"""


class Sandbox:
    """A place where queries on the store in a directory run, one at a time, from any thread."""

    def __init__(
        self,
        store: Path,
        *,
        deadline: float = 10.0,
        memory: int = 2 * 1024**3,
        result_limit: int = 256 * 1024**2,
    ) -> None:
        self._store = store
        self._deadline = deadline
        self._memory = memory
        self._result_limit = result_limit
        self._process: _Process | None = None
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; another query would start a new one."""
        with self._lock:
            self._stop()

    def run(
        self, query: str, *, format: str | None = None, prefixes: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer to ``query``, in a format that is quick to read unless one is named.

        Raises QueryError, or one of its kinds, if it has no answer, StoreError if there is no
        store to ask.
        """
        if self._owner != os.getpid():
            raise RuntimeError("a sandbox does not survive a fork: make one in each process")
        if format is not None and format not in (*TABLES, *GRAPHS):
            known = ", ".join((*TABLES, *GRAPHS))
            raise QueryError(f"{format!r} is no format of an answer: choose from {known}")
        screen.check_query(query)
        known_prefixes = {str(name): str(iri) for name, iri in (prefixes or {}).items()}
        # An engine told to join all graphs does so whatever FROM says (oxigraph/oxigraph#959).
        union = not screen.names_dataset(query)
        job = worker.Job(str(query), format, known_prefixes, union)
        kind, body = self._ask(marshal.dumps(tuple(job)))
        if kind not in _FORMS:
            raise self._error(kind, body, job)
        quick = QUICK_GRAPH if kind == worker.CONSTRUCT else QUICK_TABLE
        return Answer(_FORMS[kind], format or quick, body)

    def limits(self) -> frozenset[str]:
        """Return what the system limits here, of memory, writing, reading and calls."""
        with self._lock:
            return self._running().limits

    def _ask(self, request: bytes) -> tuple[bytes, bytes]:
        with self._lock, ExitStack() as failure:
            process = self._running()
            # Whatever goes wrong, an interrupt too, nothing of this query may be left behind.
            failure.callback(self._stop)
            try:
                reply = process.ask(request, self._deadline, self._result_limit)
            except TimeoutError:
                raise QueryTimeoutError(
                    f"the query was stopped after {self._deadline:g} seconds: "
                    "narrow its patterns, add a LIMIT, or allow it more time",
                    self._deadline,
                ) from None
            except (EOFError, BrokenPipeError):
                raise self._loss(*process.last_words()) from None
            if reply[0] != worker.MEMORY:
                failure.pop_all()
            return reply

    def _running(self) -> "_Process":
        try:
            place = os.stat(self._store)
            if self._process and not self._process.serves(place):
                self._stop()
            if not self._process:
                limits = (self._memory, self._result_limit, self._deadline)
                self._process = _Process(self._store, place, *limits)
        except FileNotFoundError as error:
            message = f"there is no store at {self._store}: build it first"
            raise StoreError(message, self._store) from error
        except (OSError, EOFError) as error:
            reason = text.one_line(str(error)) or "the worker ended"
            message = f"cannot open the store at {self._store}: {reason}"
            raise StoreError(message, self._store) from error
        return self._process

    def _stop(self) -> None:
        if self._process:
            self._process.stop()
        self._process = None

    def _loss(self, status: int, words: bytes) -> QueryError:
        if _OUT_OF_MEMORY.search(words):
            return self._memory_error()
        ended = f"signal {-status}" if status < 0 else f"status {status}"
        return QueryError(
            f"the query crashed the engine ({ended}): write it in a simpler way, "
            "with less nesting and fewer patterns"
        )

    def _memory_error(self) -> QueryMemoryError:
        return QueryMemoryError(
            f"the query needed more than {self._memory // 1024**2:,} MiB of memory: "
            "narrow its patterns or build shorter strings",
            self._memory,
        )

    def _error(self, kind: bytes, body: bytes, job: worker.Job) -> QueryError:
        said = body.decode(errors="replace")
        if kind == worker.MEMORY:
            return self._memory_error()
        if kind == worker.SYNTAX:
            return screen.explain_syntax_error(said, job.query, job.prefixes)
        if kind == worker.LARGE:
            limit = f"{self._result_limit / 1024**2:,.4g} MiB"
            return ResultTooLargeError(
                f"the result is larger than {limit}: add a LIMIT or select fewer columns",
                self._result_limit,
            )
        if kind == worker.FORMAT:
            return QueryError(f"this answer cannot be written as {job.format}; choose {said}")
        return QueryError(f"the query failed: {text.one_line(said)}")


class _Process:
    """A worker that has opened the store and answers one request after the other."""

    def __init__(
        self, store: Path, place: os.stat_result, memory: int, limit: int, deadline: float
    ) -> None:
        package, site = Path(__file__).parents[1], Path(pyoxigraph.__file__).parent.parent
        arguments = [package, site, memory, limit, deadline]
        self._place = (place.st_dev, place.st_ino)
        self._popen = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", START, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=store,
            env={},
            process_group=0,  # so that Ctrl-C reaches the parent alone, which then decides
        )
        pipes = (self._popen.stdin, self._popen.stdout, self._popen.stderr)
        self._stdin, self._stdout, self._stderr = (pipe.fileno() for pipe in pipes if pipe)
        with ExitStack() as failure:
            failure.callback(self.stop)
            self._poll = select.poll()
            self._poll.register(self._stdout, select.POLLIN)
            kind, words = self._receive(time.monotonic() + _OPENING, limit)
            if kind != worker.READY:
                raise OSError(words.decode(errors="replace"))
            self.limits = frozenset(words.decode().split())
            failure.pop_all()

    def serves(self, place: os.stat_result) -> bool:
        """Return whether it lives and has opened the store that is in its place now."""
        return self._popen.poll() is None and self._place == (place.st_dev, place.st_ino)

    def ask(self, request: bytes, deadline: float, limit: int) -> tuple[bytes, bytes]:
        """Return the kind and body of the reply; raise TimeoutError or EOFError if none came."""
        until = time.monotonic() + deadline
        os.write(self._stdin, worker.HEADER.pack(b"q", len(request)) + request)
        return self._receive(until, limit)

    def stop(self) -> None:
        """Kill it and leave nothing behind."""
        self._popen.kill()
        with self._popen:
            pass

    def last_words(self) -> tuple[int, bytes]:
        """Return how it ended and what it said on stderr."""
        try:
            status = self._popen.wait(1)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            status = self._popen.wait()
        os.set_blocking(self._stderr, False)
        try:
            return status, os.read(self._stderr, 1 << 16)
        except BlockingIOError:
            return status, b""

    def _receive(self, until: float, limit: int) -> tuple[bytes, bytes]:
        kind, length = worker.HEADER.unpack(self._read(worker.HEADER.size, until))
        if length > max(limit, 1 << 16):
            raise EOFError
        return kind, self._read(length, until)

    def _read(self, size: int, until: float) -> bytes:
        chunks = []
        while size:
            if not self._poll.poll(max(0.0, until - time.monotonic()) * 1000):
                raise TimeoutError
            chunk = os.read(self._stdout, min(size, 1 << 20))
            if not chunk:
                raise EOFError
            chunks.append(chunk)
            size -= len(chunk)
        return b"".join(chunks)
