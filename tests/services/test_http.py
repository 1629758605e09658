"""Whatever a host does, a request ends in an answer or in one clear line, and in time."""

from __future__ import annotations

import base64
import contextlib
import gc
import gzip
import hashlib
import os
import socket
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import (
    KGError,
    QueryError,
    QueryTimeoutError,
    ResultTooLargeError,
    ServiceError,
    ServiceTimeoutError,
)
from kg.store.remote import credentials, endpoint, service
from kg.store.remote.http import Patience
from tests.support import engines, local_server
from tests.support.command import kg
from tests.support.local_server import Handler, serving

QUICK = Patience(deadline=5, attempts=3, pause=0.01, limit=1 << 20)
SECRETS = ("KG_SERVICE_TOKEN", "KG_SERVICE_USER", "KG_SERVICE_PASSWORD", "NETRC")


@pytest.fixture(autouse=True, scope="module")
def tidy() -> Iterator[None]:
    """Keep what tests leave behind from being collected in a thread of a server."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave no credentials of the machine to the tests."""
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def asked(place: str, patience: Patience = QUICK, query: str = "ASK {}") -> object:
    with service.Service.at(place, patience) as there:
        return there.query(query)


def failure(place: str, patience: Patience = QUICK, query: str = "ASK {}") -> str:
    with pytest.raises(KGError) as caught:
        asked(place, patience, query)
    text = str(caught.value)
    assert "\n" not in text
    assert text.isprintable()
    return text


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 408])
def test_what_may_pass_is_tried_again(status: int) -> None:
    def busy_twice(handler: Handler, times: int) -> None:
        handler.answer(200 if times == 3 else status)

    with serving(busy_twice) as local:
        assert bool(asked(local.address))
        assert len(local.asked) == 3


def test_connection_that_breaks_is_tried_again() -> None:
    def break_off(handler: Handler, times: int) -> None:
        if times < 3:
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            handler.answer()

    with serving(break_off) as local:
        assert bool(asked(local.address))


def test_it_gives_up_in_the_end_and_says_what_it_heard() -> None:
    with serving(lambda handler, _: handler.answer(503, b"out of buffers\n", "text/plain")) as up:
        says = f"{up.address}: answered 503 Service Unavailable in 3 attempts: out of buffers"
        assert failure(up.address) == says
        assert len(up.asked) == 3


def test_pauses_grow_and_heed_what_the_host_asks_for() -> None:
    times: list[float] = []

    def busy(handler: Handler, count: int) -> None:
        times.append(time.monotonic())
        handler.answer(503 if count < 4 else 200, Retry_After="1" if count == 3 else "no number")

    with serving(busy) as local:
        assert bool(asked(local.address, Patience(attempts=4, pause=0.1)))
    first, second, third = (b - a for a, b in pairwise(times))
    assert first >= 0.05
    assert second >= 0.1
    assert third >= 1


@pytest.mark.parametrize("status", [400, 404, 405, 413, 415, 422, 501])
def test_refusal_is_not_tried_again(status: int) -> None:
    body = b"\n  Virtuoso 37000 Error SP030: syntax error\n\nSPARQL query:\nSELECT"
    with serving(lambda handler, _: handler.answer(status, body, "text/plain")) as local:
        text = failure(local.address)
        assert text.startswith(f"{local.address}: answered {status} ")
        assert text.endswith(": Virtuoso 37000 Error SP030: syntax error")
        assert len(local.asked) == 1


def test_error_of_the_query_that_an_engine_calls_its_own_is_not_tried_again() -> None:
    body = b"Virtuoso 22023 Error SR008: Function needs an integer"
    with serving(lambda handler, _: handler.answer(500, body, "text/plain")) as local:
        assert "Function needs an integer" in failure(local.address)
        assert len(local.asked) == 1
        with service.Service.at(local.address, QUICK) as there, pytest.raises(QueryError):
            there.ask("ASK {}", None, 5)


def test_words_of_the_host_are_shown_without_markup_or_controls() -> None:
    body = b"<html><style>b{}</style><h1>Bad\x1b[2J gateway</h1>" + b"x" * 10_000
    with serving(lambda handler, _: handler.answer(404, body, "text/html")) as local:
        text = failure(local.address)
        assert "Bad [2J gateway" in text
        assert "<" not in text
        assert len(text) < 400


def test_nobody_there_is_one_line() -> None:
    port = engines.free_port()
    text = failure(f"http://127.0.0.1:{port}/query")
    assert text.startswith(f"http://127.0.0.1:{port}/query: nothing answers there in 3 attempts")
    assert "Error: http" in kg("about", "--store", "http://no-such-host.invalid/q").messages


def silent(handler: Handler, _: int) -> None:
    handler.ending.wait(20)


def dripping_head(handler: Handler, _: int) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.ending.wait(0.05):
        handler.wfile.write(b"a")


def dripping_body(handler: Handler, _: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", local_server.ROWS)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not handler.ending.wait(0.05):
        handler.wfile.write(b" ")


def dripping_chunks(handler: Handler, _: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", local_server.ROWS)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while not handler.ending.wait(0.05):
        handler.wfile.write(b"1\r\n \r\n")


@pytest.mark.parametrize("behaviour", [silent, dripping_head, dripping_body, dripping_chunks])
def test_slow_host_is_left_at_the_deadline(behaviour: local_server.Behaviour) -> None:
    begun = time.monotonic()
    with serving(behaviour) as local:
        with pytest.raises(ServiceTimeoutError, match="did not answer in time"):
            asked(local.address, Patience(deadline=0.5, attempts=5, pause=0.01))
        with service.Service.at(local.address) as there, pytest.raises(QueryTimeoutError):
            there.ask("ASK {}", None, 0.5)
        assert len(local.asked) == 2
    assert time.monotonic() - begun < 15


def test_pause_that_would_pass_the_deadline_is_not_waited_for() -> None:
    with serving(lambda handler, _: handler.answer(503, Retry_After="9999")) as local:
        begun = time.monotonic()
        assert "in time" in failure(local.address)
        assert time.monotonic() - begun < 4


@pytest.mark.parametrize("packed", [False, True])
def test_giant_answer_is_not_swallowed(packed: bool) -> None:
    def giant(handler: Handler, _: int) -> None:
        if packed:
            body = gzip.compress(b" " * (64 << 20))
            handler.answer(body=body, Content_Encoding="gzip")
            return
        handler.send_response(200)
        handler.send_header("Content-Type", local_server.ROWS)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while not handler.ending.is_set():
            handler.wfile.write(b"10000\r\n" + b" " * 65536 + b"\r\n")

    with serving(giant) as local:
        with pytest.raises(ResultTooLargeError, match="larger than 1 MiB"):
            asked(local.address)
        assert len(local.asked) == 1


@pytest.mark.parametrize("packed", [False, True])
def test_packed_answers_are_unpacked(packed: bool) -> None:
    def answer(handler: Handler, _: int) -> None:
        assert handler.headers["Accept-Encoding"] == "gzip"
        body = gzip.compress(local_server.YES) if packed else local_server.YES
        handler.answer(body=body, **({"Content_Encoding": "gzip"} if packed else {}))

    with serving(answer) as local:
        assert bool(asked(local.address))


def truncated(handler: Handler, _: int) -> None:
    handler.answer(body=local_server.YES[:-5], Content_Length=str(len(local_server.YES)))
    handler.close_connection = True


def truncated_chunks(handler: Handler, _: int) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", local_server.ROWS)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"1a\r\n" + local_server.YES + b"\r\n")
    handler.close_connection = True


def truncated_gzip(handler: Handler, _: int) -> None:
    handler.answer(body=gzip.compress(local_server.YES)[:-6], Content_Encoding="gzip")


def no_gzip(handler: Handler, _: int) -> None:
    handler.answer(Content_Encoding="gzip")


@pytest.mark.parametrize("behaviour", [truncated, truncated_chunks, truncated_gzip, no_gzip])
def test_answer_that_breaks_off_is_no_answer(behaviour: local_server.Behaviour) -> None:
    with serving(behaviour) as local:
        assert "its answer broke off before the end in 3 attempts" in failure(local.address)
        assert len(local.asked) == 3


ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a"}}'


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("text/html", b"<h1>Welcome</h1>", "answered with text/html, which is no answer"),
        ("", b"", "answered with nothing known, which is no answer"),
        (local_server.ROWS, b"", "is broken"),
        (local_server.ROWS, ROW, "is broken"),
        (local_server.ROWS, ROW + b"]}", "is broken"),
        (local_server.ROWS, b'{"head":', "is broken"),
        (local_server.ROWS, b"[1, 2]", "is broken"),
        (local_server.ROWS, b"\xff\xfe\x00", "is broken"),
        ("application/sparql-results+xml", b"<sparql><head/>", "is broken"),
        ("application/sparql-results+xml", b"<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>", "broken"),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(kind: str, body: bytes, says: str) -> None:
    with serving(lambda handler, _: handler.answer(200, body, kind)) as local:
        assert says in failure(local.address, query="SELECT ?x {}")


@pytest.mark.parametrize("kind", ["text/html", "application/n-triples"])
def test_graph_that_is_none_is_said_to_be_none(kind: str) -> None:
    with serving(lambda handler, _: handler.answer(200, b"<a> <b>", kind)) as local:
        assert failure(local.address, query="CONSTRUCT WHERE { ?s ?p ?o }").startswith(
            local.address
        )


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"X_SPARQL_MaxRows": "10000"}, "no more than 10000 rows"),
        ({"X_SQL_State": "S1TAT", "X_SQL_Message": "incomplete"}, "in part only .incomplete"),
    ],
)
def test_part_of_an_answer_is_no_answer(headers: dict[str, str], says: str) -> None:
    with (
        serving(lambda handler, _: handler.answer(**headers)) as local,
        pytest.raises(ServiceError, match=says),
    ):
        asked(local.address)


def test_words_of_an_engine_become_those_of_the_standard() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    body = f"""{{"head": {{"vars": ["a", "b", "c"]}}, "results": {{"bindings": [{{
      "a": {{ "type": "typed-literal", "datatype": "{xsd}boolean", "value": "1" }},
      "b": {{ "type": "typed-literal", "datatype": "{xsd}integer", "value": "1" }},
      "c": {{ "type": "literal", "value": "\\"type\\": \\"typed-literal\\"" }} }}]}}}}""".encode()
    with serving(lambda handler, _: handler.answer(body=body)) as local:
        found = asked(local.address, query="SELECT ?a ?b ?c {}")
        a, b, c = next(iter(found))  # type: ignore[call-overload]
        assert (a.value, b.value, c.value) == ("true", "1", '"type": "typed-literal"')


def test_ask_answered_by_a_row_or_none_is_yes_or_no() -> None:
    for bindings, yes in (('[{"x":{"type":"literal","value":"1"}}]', True), ("[]", False)):
        body = f'{{"head":{{"vars":["x"]}},"results":{{"bindings":{bindings}}}}}'.encode()
        with serving(lambda handler, _, body=body: handler.answer(body=body)) as local:
            assert bool(asked(local.address)) is yes


def test_same_host_may_send_us_on() -> None:
    def move(handler: Handler, times: int) -> None:
        if times == 1:
            handler.answer(308, b"", Location="/sparql")
        else:
            handler.answer()

    with serving(move) as local:
        assert bool(asked(f"{local.address}?key=1"))
        assert [path for _, path, _, _ in local.asked] == ["/query?key=1", "/sparql?key=1"]
        assert local.asked[0][3] == local.asked[1][3] != b""


@pytest.mark.parametrize(
    "to", ["http://example.org/x", "https://user:word@example.org/", "ftp://x"]
)
def test_another_host_may_not_be_named_for_us(to: str) -> None:
    with serving(lambda handler, _: handler.answer(301, b"", Location=to)) as local:
        text = failure(local.address)
        assert len(local.asked) == 1
        assert "word" not in text.replace("name or password", "")


def test_moving_without_end_ends() -> None:
    with serving(lambda handler, _: handler.answer(307, b"", Location="/again")) as local:
        assert "without end" in failure(local.address)


@pytest.mark.parametrize(
    "text",
    ["http://me:secret@example.org/q", "https://token@example.org/", "HTTP://a:secret@h/"],
)
def test_password_in_an_address_is_refused_and_not_shown(text: str) -> None:
    for command in (["about", "--store", text], ["push", text]):
        done = kg(*command)
        assert done.code == 1
        assert "take it out, and set KG_SERVICE_USER" in done.messages
        assert "secret" not in done.messages
        assert "token" not in done.messages.lower().replace("kg_service_token", "")


@pytest.mark.parametrize(
    "text", ["http://", "http:///x", "https://h:port/", "http://h/a b", "http:x"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ServiceError, match="address"):
        endpoint.Address.parse(text)


@given(st.text())
def test_no_text_breaks_the_reading_of_addresses(text: str) -> None:
    for start in ("http://", "https://h", ""):
        with contextlib.suppress(ServiceError):
            assert str(endpoint.Address.parse(start + text)).startswith(("http://", "https://"))


def test_parameters_of_an_address_are_sent_and_not_shown() -> None:
    with serving(lambda handler, _: handler.answer(404, b"", "text/plain")) as local:
        assert "hidden" not in failure(f"{local.address}?apikey=hidden")
        assert local.asked[0][1] == "/query?apikey=hidden"


def basic(handler: Handler, _: int) -> None:
    given = handler.headers.get("Authorization", "")
    if given == "Basic " + base64.b64encode(b"ana:s\xc3\xa9cret").decode():
        handler.answer()
    else:
        handler.answer(401, b"", WWW_Authenticate='Basic realm="r"')


def digest(handler: Handler, _: int) -> None:
    given = credentials.challenge_parameters(handler.headers.get("Authorization", ""))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    mine, theirs = md5("ana:SPARQL:sécret"), md5(f"POST:{handler.path}")
    tail = f"{given.get('nc')}:{given.get('cnonce')}:auth:{theirs}"
    if given.get("response") == md5(f"{mine}:n0nce:{tail}"):
        handler.answer()
    else:
        challenge = 'Digest realm="SPARQL", nonce="n0nce", qop="auth", opaque="o", stale=false'
        handler.answer(401, b"", WWW_Authenticate=challenge)


def bearer(handler: Handler, _: int) -> None:
    handler.answer(200 if handler.headers.get("Authorization") == "Bearer t0ken" else 403)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment name somebody."""
    monkeypatch.setenv("KG_SERVICE_USER", "ana")
    monkeypatch.setenv("KG_SERVICE_PASSWORD", "sécret")


@pytest.mark.parametrize("behaviour", [basic, digest])
@pytest.mark.usefixtures("known")
def test_challenge_is_answered_from_the_environment(behaviour: local_server.Behaviour) -> None:
    with serving(behaviour) as local:
        assert bool(asked(local.address))


@pytest.mark.parametrize("behaviour", [basic, digest])
def test_challenge_is_answered_from_a_netrc_file(
    behaviour: local_server.Behaviour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own-netrc"
    file.write_text("machine 127.0.0.1 login ana password sécret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(file))
    with serving(behaviour) as local:
        assert bool(asked(local.address))
    file.write_text("machine 127.0.0.1 and then some\n", "utf-8")
    assert "is no netrc file" in failure(local.address)


def test_token_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_SERVICE_TOKEN", "t0ken")
    with serving(bearer) as local:
        assert bool(asked(local.address))


@pytest.mark.parametrize("behaviour", [basic, digest, bearer])
def test_missing_and_wrong_credentials_are_told_apart_and_never_shown(
    behaviour: local_server.Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(behaviour) as local:
        assert "set KG_SERVICE_USER and KG_SERVICE_PASSWORD" in failure(local.address)
        monkeypatch.setenv("KG_SERVICE_USER", "bert")
        monkeypatch.setenv("KG_SERVICE_PASSWORD", "hunter2")
        text = failure(local.address)
        assert "credentials are refused" in text
        assert not {"bert", "hunter2"} & set(text.split())
        shown = kg("about", "--store", local.address).messages
        assert "hunter2" not in shown
        assert "Traceback" not in shown
    assert "hunter2" not in repr(credentials.Credentials.known_for("127.0.0.1"))


@pytest.mark.usefixtures("known")
def test_nobody_is_told_who_we_are_unasked() -> None:
    with serving(lambda handler, _: handler.answer()) as local:
        asked(local.address)
        assert "authorization" not in local.asked[0][2]


def test_password_does_not_go_over_the_net_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_SERVICE_TOKEN", "t0ken")
    assert "use an https address" in failure("http://example.invalid/query")


def test_query_goes_out_as_a_form_with_the_prefixes_it_uses() -> None:
    with serving(lambda handler, _: handler.answer()) as local:
        with service.Service.at(local.address, QUICK) as there:
            there.query("ASK { ?s a <x:y> }", prefixes={"rsc": "http://r/", "code": "http://c/"})
            there.query("ASK { ?s a rsc:V }", prefixes={"rsc": "http://r/", "code": "http://c/"})
        bodies = [body for _, _, _, body in local.asked]
        assert bodies[0] == b"query=ASK+%7B+%3Fs+a+%3Cx%3Ay%3E+%7D"
        assert bodies[1].startswith(b"query=PREFIX+rsc%3A+%3Chttp%3A%2F%2Fr%2F%3E+ASK")
        assert {headers["content-type"] for _, _, headers, _ in local.asked} == {
            "application/x-www-form-urlencoded"
        }


def test_connection_is_kept_between_requests() -> None:
    places = set()

    def answer(handler: Handler, _: int) -> None:
        places.add(handler.client_address)
        handler.answer()

    with serving(answer) as local, service.Service.at(local.address, QUICK) as there:
        for _ in range(5):
            there.query("ASK {}")
    assert len(places) == 1


def test_no_network_is_touched_unless_an_address_is_named() -> None:
    assert not any(name.startswith("KG_SERVICE") for name in os.environ)
    done = kg("queries", KG_SERVICE_USER="ana", KG_STORE="http://127.0.0.1:1/query")
    assert done.code == 0
