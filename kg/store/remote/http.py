"""
Send requests to a host over HTTP, with patience but not without limits.

What may pass is tried again after a pause that grows (connections that break, 408, 429 and 5xx),
for requests of ours may safely come twice.  All attempts together have one deadline, which holds
against a host that sends a byte now and then; an answer has a size limit, packed or not.
"""

import contextlib
import http.client
import re
import secrets
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.errors import ResultTooLargeError, ServiceError, ServiceTimeoutError
from kg.store.remote.credentials import Credentials
from kg.store.remote.endpoint import Address
from kg.text import one_line
from kg.version import VERSION

_AGAIN = {408, 429, 500, 502, 503, 504}
_MOVED = {301, 302, 307, 308}
_MOVES = 5
_LONGEST_PAUSE = 30.0
_CONNECTING = 10.0
_CHUNK = 1 << 18
_HEADERS = {"User-Agent": f"kg/{VERSION}", "Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Patience:
    """How long and how often a host is tried, and how much it may say."""

    deadline: float = 60.0
    attempts: int = 5
    pause: float = 0.5
    limit: int = 512 * 2**20


@dataclass(frozen=True)
class Request:
    """What is asked of a host."""

    method: str
    place: Address
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What a host said: its status, its headers by lower-case name, and the body unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type of the body."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def pause(self) -> float:
        """How many seconds the host asks us to wait before we come again."""
        asked = self.headers.get("retry-after", "")
        return float(asked) if re.fullmatch(r"\d{1,4}", asked) else 0.0

    @property
    def words(self) -> str:
        """The first line of what the host said, fit for a message."""
        text = self.body[:4000].decode("utf-8", "replace")
        if "html" in self.kind:
            text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", text)
        first = next((line for line in text.splitlines() if line.strip()), "")
        return one_line(first)


class Client:
    """Speaks to one host over a connection that is kept between requests; one thread at a time."""

    def __init__(
        self,
        place: Address,
        patience: Patience,
        is_final: Callable[[Reply], bool] = lambda _: False,
    ) -> None:
        self.patience = patience
        self._is_final = is_final
        self._known = Credentials.known_for(place.host)
        self._open: dict[tuple[str, str, int], http.client.HTTPConnection] = {}

    def close(self) -> None:
        """Hang up."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def send(self, request: Request, deadline: float | None = None) -> Reply:
        """
        Return what the host says to a request, if that is a success.

        Raises ServiceTimeoutError if it does not in time, ResultTooLargeError if it says too
        much, ServiceError if it refuses, fails, or cannot be reached.
        """
        until = time.monotonic() + (self.patience.deadline if deadline is None else deadline)
        attempt = 0
        while True:
            attempt += 1
            last = attempt == self.patience.attempts
            try:
                reply = self._followed(request, until)
                if reply.status not in _AGAIN or last or self._is_final(reply):
                    return self._accepted(request, reply, attempt)
                wait = reply.pause
            except (OSError, http.client.HTTPException, zlib.error) as error:
                self.close()
                # Another attempt would fail alike if there is no such host, or no trust in it.
                hopeless = isinstance(error, socket.gaierror | ssl.SSLCertVerificationError)
                if last or hopeless:
                    raise _unreachable(request, error, attempt) from error
                wait = 0.0
            pause = self.patience.pause * 2 ** (attempt - 1) * (0.5 + secrets.randbelow(512) / 1024)
            pause = min(max(pause, wait), _LONGEST_PAUSE)
            if time.monotonic() + pause >= until:
                raise _late(request)
            time.sleep(pause)

    def _followed(self, request: Request, until: float) -> Reply:
        for _ in range(_MOVES):
            reply = self._authorized(request, until)
            if reply.status not in _MOVED:
                return reply
            place = request.place.moved(reply.headers.get("location", ""))
            request = replace(request, place=place)
        message = f"{request.place}: moves from address to address without end"
        raise ServiceError(message, request.place)

    def _authorized(self, request: Request, until: float) -> Reply:
        """Return the reply, after answering a challenge if there is one."""
        place = request.place
        ready = f"Bearer {self._known.token}" if self._known.token else ""
        if ready:
            place.check_private()
        reply = self._exchanged(request, ready, until)
        if reply.status != 401:
            return reply
        challenge = reply.headers.get("www-authenticate", "")
        header = self._known.answer(challenge, request.method, place.target)
        if header.startswith("Basic"):
            place.check_private()
        return self._exchanged(request, header, until) if header else reply

    def _exchanged(self, request: Request, authorization: str, until: float) -> Reply:
        place, headers = request.place, dict(_HEADERS, **request.headers)
        if authorization:
            headers["Authorization"] = authorization
        left = until - time.monotonic()
        if left <= 0:
            raise _late(request)
        connection = self._connection(place, left)
        with _cut_off(connection, left) as late:
            try:
                connection.request(request.method, place.target, request.body, headers)
                response = connection.getresponse()
                reply = _read(response, place, self.patience.limit)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if late.is_set() or isinstance(error, TimeoutError):
                    raise _late(request) from error
                raise
        if late.is_set():  # cut off in its head, which then passes for a whole one
            raise _late(request)
        if response.will_close:
            self.close()
        return reply

    def _connection(self, place: Address, left: float) -> http.client.HTTPConnection:
        key = (place.scheme, place.host, place.port)
        connection = self._open.get(key)
        if connection is None:
            kind = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
            connection = kind[place.scheme](place.host, place.port)
            self._open[key] = connection
        connection.timeout = min(left, _CONNECTING)
        if connection.sock is None:
            connection.connect()
        connection.sock.settimeout(left)
        return connection

    def _accepted(self, request: Request, reply: Reply, attempts: int) -> Reply:
        if 200 <= reply.status < 300:
            return reply
        said = f": {reply.words}" if reply.words else ""
        remedy = ""
        if reply.status in (401, 403):
            remedy = "; the credentials are refused"
            if not self._known:
                remedy = (
                    "; set KG_SERVICE_USER and KG_SERVICE_PASSWORD (or KG_SERVICE_TOKEN), "
                    "or name the host in a netrc file"
                )
        times = f" in {attempts} attempts" if attempts > 1 else ""
        reason = http.client.responses.get(reply.status, "")
        raise ServiceError(
            f"{request.place}: answered {reply.status} {reason}".rstrip() + times + said + remedy,
            request.place,
            status=reply.status,
            said=reply.words,
        )


@contextlib.contextmanager
def _cut_off(connection: http.client.HTTPConnection, left: float) -> Iterator[threading.Event]:
    """End a connection when its time is over, since each byte that comes resets a socket's own."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = threading.Timer(left, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _read(response: http.client.HTTPResponse, place: Address, limit: int) -> Reply:
    """
    Return a response with its body unpacked.

    Raises IncompleteRead if the end of the body is missing, zlib.error if it is badly packed, and
    ResultTooLargeError as soon as it is longer than the limit.
    """
    headers = {name.lower(): value for name, value in response.getheaders()}
    packed = headers.get("content-encoding", "").lower() in ("gzip", "x-gzip")
    unpacking = zlib.decompressobj(wbits=31)
    body = bytearray()
    while raw := response.read(_CHUNK):
        while raw:
            body += unpacking.decompress(raw, _CHUNK) if packed else raw
            raw = unpacking.unconsumed_tail
            if len(body) > limit:
                raise ResultTooLargeError(
                    f"{place}: its answer is larger than {limit >> 20 or 1} MiB: "
                    "ask for less, or add a LIMIT",
                    limit,
                )
    if packed:
        body += unpacking.flush()
    if response.length or (packed and not unpacking.eof):
        raise http.client.IncompleteRead(b"", response.length)
    return Reply(response.status, headers, bytes(body))


def _unreachable(request: Request, error: Exception, attempts: int) -> ServiceError:
    if isinstance(error, http.client.IncompleteRead | zlib.error):
        what = "its answer broke off before the end"
    elif isinstance(error, ConnectionRefusedError):
        what = "nothing answers there"
    else:
        what = f"cannot be reached ({one_line(str(error)) or type(error).__name__})"
    times = f" in {attempts} attempts" if attempts > 1 else ""
    message = f"{request.place}: {what}{times}; check the address and the service"
    return ServiceError(message, request.place)


def _late(request: Request) -> ServiceTimeoutError:
    message = f"{request.place}: did not answer in time; is it overloaded?"
    return ServiceTimeoutError(message, request.place)
