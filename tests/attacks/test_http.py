"""HTTP of every shape: an answer that is no error of the server's, or the end of the connection; never a file."""

import json
import socket
from contextlib import ExitStack
from urllib.parse import quote

import pytest
import requests
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.attacks.corpora import JSON_VALUES, PAYLOADS, noise
from tests.attacks.target import Target
from tests.support.records import line, write

HEAD = "Host: 127.0.0.1\r\n"
RAW = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "MQTT": b"\x10\x10\0\4MQTT\4\2\0\0\0\4test",
    "a method of 10,000 letters": b"A" * 10_000 + b" / HTTP/1.1\r\n\r\n",
    "a path of a megabyte": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n",
    "a header of a megabyte": f"GET / HTTP/1.1\r\n{HEAD}X: {'a' * 1_000_000}\r\n\r\n".encode(),
    "a hundred thousand headers": f"GET / HTTP/1.1\r\n{HEAD}{'X: a' * 1}\r\n".encode()
    + b"X: a\r\n" * 100_000
    + b"\r\n",
    "a header that goes on": f"GET / HTTP/1.1\r\n{HEAD}X: a\r\n b\r\n\r\n".encode(),
    "a header without a name": f"GET / HTTP/1.1\r\n{HEAD}: a\r\n\r\n".encode(),
    "NUL in the path": f"GET /\0 HTTP/1.1\r\n{HEAD}\r\n".encode(),
    "bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "two lengths": f"POST /api/sessions HTTP/1.1\r\n{HEAD}Content-Length: 2\r\nContent-Length: 9\r\n\r\n{{}}".encode(),
    "a length and chunks": (
        f"POST /api/sessions HTTP/1.1\r\n{HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x"
    ).encode(),
    "a length below nothing": f"POST /api/sessions HTTP/1.1\r\n{HEAD}Content-Length: -5\r\n\r\n{{}}".encode(),
    "a length that is no number": f"POST /api/sessions HTTP/1.1\r\n{HEAD}Content-Length: 0x10\r\n\r\n{{}}".encode(),
    "a length with a sign": f"POST /api/sessions HTTP/1.1\r\n{HEAD}Content-Length: +2\r\n\r\n{{}}".encode(),
    "a length with an underscore": f"POST /api/sessions HTTP/1.1\r\n{HEAD}Content-Length: 0_2\r\n\r\n{{}}".encode(),
    "a chunk of any size": (
        f"POST /api/sessions HTTP/1.1\r\n{HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"
    ).encode(),
    "HTTP/0.9": b"GET /\r\n",
    "HTTP/9.9": f"GET / HTTP/9.9\r\n{HEAD}\r\n".encode(),
    "CONNECT": f"CONNECT example.org:443 HTTP/1.1\r\n{HEAD}\r\n".encode(),
    "TRACE": f"TRACE / HTTP/1.1\r\n{HEAD}\r\n".encode(),
}
TRAVERSALS = [
    "/assets/../../chat/topic.py",
    "/assets/..%2f..%2fchat%2ftopic.py",
    "/assets/%2e%2e/%2e%2e/.env",
    "//etc/passwd",
    "/static/..\\..\\.env",
    "/api/sessions/..%2f..%2f.lab/log",
    "/api/archive/..%2f.bridge.state/log",
    "/api/archive/.bridge.lock/messages",
    "/api/archive/..%2f.bridge.journal.1/log",
    "/a/..%2f..",
    "/lessons/../../.env",
    "/s/%2e%2e/usuario",
    "/s/con/usuario",
    "/api/sessions/%00/messages",
    "/api/sessions/aula1%0d%0aSet-Cookie:x/messages",
]
ROUTES = [
    "/{}",
    "/s/{}",
    "/s/{}/usuario",
    "/v/{}",
    "/a/{}",
    "/api/{}",
    "/api/sessions/{}/messages",
    "/api/sessions/{}/log?format=csv",
    "/api/sessions/ordinary/messages?after={}",
    "/api/search?q={}",
    "/api/sessions/ordinary/series?points={}",
    "/api/archive/{}/messages",
    "/qr.svg?path={}",
    "/lessons/{}",
]


def first_line(target: Target, data: bytes) -> bytes:
    """What comes back first; nothing when the connection is ended."""
    with socket.create_connection(("127.0.0.1", target.lab.web_port), timeout=15) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(1000).split(b"\r\n")[0]
        except OSError:
            return b""


@pytest.mark.parametrize("what", RAW)
def test_what_is_no_proper_request_is_refused_or_harmless(target: Target, what: str) -> None:
    line = first_line(target, RAW[what])
    assert not line.startswith(b"HTTP/1.1 500"), line


@pytest.mark.parametrize(
    "what", ["two lengths", "a length and chunks", "a length with a sign", "a length with an underscore"]
)
def test_a_body_whose_length_is_ambiguous_is_refused(target: Target, what: str) -> None:
    assert first_line(target, RAW[what]) == b"HTTP/1.1 400 Bad Request"


def test_noise_is_refused(target: Target) -> None:
    for data in noise(seed=6, count=100, length=1000):
        line = first_line(target, data + b"\r\n\r\n")
        assert line == b"" or line.startswith(b"HTTP/1.1 4"), (data, line)


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_to_a_file_that_is_not_served(target: Target, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{target.lab.web_port}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", target.lab.web_port), timeout=15) as connection:
        connection.sendall(request.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert int(head.split(b" ")[1]) in range(300, 500), head
    assert b"\r\nset-cookie:x" not in head.lower()
    assert b"check_session" not in body


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    route=st.sampled_from(ROUTES), text=st.text(max_size=60), method=st.sampled_from(["GET", "POST", "PUT", "DELETE"])
)
@example(route="/api/search?q={}", text="\x85", method="GET")
def test_no_path_or_query_is_an_error_of_the_server(target: Target, route: str, text: str, method: str) -> None:
    url = target.lab.url + route.format(quote(text.encode(errors="replace"), safe=""))
    with requests.request(method, url, timeout=15, allow_redirects=False, stream=True) as answer:
        assert answer.status_code < 500 or answer.json()["reason"] == "busy", (method, url, answer.status_code)


@pytest.mark.parametrize("path", ["sessions", "sessions/ordinary/messages"])
def test_no_body_is_an_error_of_the_server(target: Target, path: str) -> None:
    url = f"{target.lab.url}/api/{path}"
    bodies = [*PAYLOADS.values(), b"x" * 10_000_000]
    documents = [{"session": value, "role": value, "text": value, "id": value} for value in JSON_VALUES]
    bodies += [json.dumps(document).encode() for document in documents]
    for body in bodies:
        answer = requests.post(url, data=body, timeout=20)
        assert answer.status_code < 500, (answer.status_code, body[:40])


def test_clients_that_send_a_request_slowly_keep_nobody_waiting(target: Target) -> None:
    with ExitStack() as stack:
        for _ in range(300):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", target.lab.web_port), timeout=10))
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        target.check()


LARGE = 16 * 1024 * 1024
"""Bytes of a log that no socket's buffers hold."""


def test_clients_that_never_read_a_download_keep_nobody_waiting(target: Target) -> None:
    folder = target.lab.logs / "downloaded"
    write(folder, "chat_20261122-100000.log", range(1, LARGE // len(line(1)) + 1))
    with ExitStack() as stack:
        for _ in range(50):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", target.lab.web_port), timeout=10))
            one.sendall(f"GET /api/sessions/downloaded/log HTTP/1.1\r\n{HEAD}\r\n".encode() * 20)
            assert one.recv(15) == b"HTTP/1.1 200 OK"
        target.check()
