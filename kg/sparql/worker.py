"""
The process in which a query runs: it reads requests, answers them, and can do little else.

The sandbox starts it in the store's directory, whose files it goes on reading when another
store takes that place. Imports are few, for the first query waits for them.
"""

import fcntl
import marshal
import os
import signal
import struct
import sys
import threading
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import QueryBoolean, QueryTriples, Store

from kg.sparql.confinement import confine
from kg.sparql.formats import QUICK_GRAPH, QUICK_TABLE, choices, write_result

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

READY, SELECT, ASK, CONSTRUCT = b"r", b"s", b"a", b"c"
STORE, SYNTAX, FORMAT, MEMORY, LARGE, FAILED = b"o", b"x", b"f", b"m", b"l", b"e"

# Each message is a header, a kind and a length, and so many bytes.
HEADER = struct.Struct("<cQ")

# The parser recurses: this is enough for the deepest text of the size the sandbox lets through.
_STACK = 512 * 1024 * 1024


class Job(NamedTuple):
    """A query, the format of its answer, its prefixes, and whether it joins all graphs."""

    query: str
    format: str | None
    prefixes: dict[str, str]
    union: bool


class _LargeError(Exception):
    """The result has outgrown its limit."""


class _Buffer(BytesIO):
    """A file in memory that may not outgrow ``limit``."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: "ReadableBuffer", /) -> int:
        if self.tell() + memoryview(data).nbytes > self._limit:
            raise _LargeError
        return super().write(data)


def main() -> None:
    """Serve the store in the working directory until there are no more requests."""
    memory, limit, deadline = int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
    # The parent holds the other end of stderr: when it dies, Linux sends SIGIO, which kills.
    fcntl.fcntl(2, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(2, fcntl.F_SETFL, fcntl.fcntl(2, fcntl.F_GETFL) | os.O_ASYNC)
    try:
        store = Store.read_only(".")
    except OSError as error:
        _send(STORE, str(error).encode())
        return
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(store, memory, limit, deadline))
    thread.start()
    thread.join()


def _serve(store: Store, memory: int, limit: int, deadline: float) -> None:
    """Confine the process, and answer every job that comes in on standard input."""
    _send(READY, " ".join(confine(".", memory)).encode())
    while header := sys.stdin.buffer.read(HEADER.size):
        job = Job(*marshal.loads(sys.stdin.buffer.read(HEADER.unpack(header)[1])))
        # Should the parent be gone or stopped, the kernel ends a query that runs too long.
        signal.setitimer(signal.ITIMER_REAL, deadline + 1)
        _send(*_answer(store, job, limit))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(store: Store, job: Job, limit: int) -> tuple[bytes, bytes]:
    """Return the kind of an answer and its document, or what went wrong and the words for it."""
    file = _Buffer(limit)
    try:
        result = store.query(job.query, prefixes=job.prefixes, use_default_graph_as_union=job.union)
        graph = isinstance(result, QueryTriples)
        format = job.format or (QUICK_GRAPH if graph else QUICK_TABLE)
        if format not in choices(result):
            return FORMAT, ", ".join(choices(result)).encode()
        write_result(result, format, file, job.prefixes)
    except SyntaxError as error:
        return SYNTAX, str(error)[:4000].encode()
    except _LargeError:
        return LARGE, b""
    except MemoryError:
        return MEMORY, b""
    except (OSError, RuntimeError, ValueError) as error:
        return FAILED, str(error)[:4000].encode()
    kind = CONSTRUCT if graph else ASK if isinstance(result, QueryBoolean) else SELECT
    return kind, file.getvalue()


def _send(kind: bytes, body: bytes) -> None:
    sys.stdout.buffer.write(HEADER.pack(kind, len(body)))
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
