"""An HTTP server on this machine that answers, or misbehaves, as a test tells it to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ROWS = "application/sparql-results+json"
YES = b'{"head":{},"boolean":true}'


@dataclass
class Local:
    """A running server: its address, and what it was asked."""

    address: str
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


Behaviour = Callable[["Handler", int], None]


class Handler(BaseHTTPRequestHandler):
    """Notes each request and leaves the answer to the test."""

    protocol_version = "HTTP/1.1"
    behaviour: Behaviour
    local: Local
    ending: threading.Event

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.local.asked.append((self.command, self.path, headers, body))
        with contextlib.suppress(ConnectionError):
            type(self).behaviour(self, len(self.local.asked))

    do_GET = do_POST = _do  # noqa: N815 -- the names that http.server calls

    def answer(
        self, status: int = 200, body: bytes = YES, kind: str = ROWS, **headers: str
    ) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(behaviour: Behaviour) -> Iterator[Local]:
    """Run a server that behaves as told."""
    local, ending = Local(""), threading.Event()
    of = {"behaviour": staticmethod(behaviour), "local": local, "ending": ending}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Told", (Handler,), of))
    server.daemon_threads = True
    local.address = f"http://127.0.0.1:{server.server_port}/query"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield local
    finally:
        ending.set()
        server.shutdown()
        thread.join()
        server.server_close()
