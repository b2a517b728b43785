"""Many connections to the page at once: whoever is let in is served, and memory stays bounded."""

import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
import requests
from websocket import ABNF, create_connection

from chat import credentials
from tests.attacks.target import Target
from tests.support.services import Lab
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("many_files")

FILES = 1024
FLOOD_SECONDS = 20
PUPILS, CONNECTIONS = 40, 6
MIB = 2**20


def few_files(lab: Lab) -> Lab:
    """Let this lab's page have few files open, as many systems do by default."""
    lab.prefixes["web"] = ["bash", "-c", f'ulimit -n {FILES}; exec "$0" -m "$@"', sys.executable]
    return lab


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A closed lab's page, without a broker."""
    lab = few_files(Lab(tmp_path_factory.mktemp("crowded"), settings={"LAB_ACCESS": "on"}))
    credentials.load_or_create(lab.folder / "data")
    try:
        lab.start_web()
        yield lab
    finally:
        lab.stop()


def half_sent(lab: Lab, stack: ExitStack, count: int) -> list[socket.socket]:
    """Connections on which a request was begun and not ended."""
    made = []
    for _ in range(count):
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", lab.web_port), timeout=5))
        connection.sendall(b"GET /enter HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        made.append(connection)
    return made


def memory(lab: Lab) -> int:
    process = lab.services["web"].process
    assert process
    return int(psutil.Process(process.pid).memory_info().rss)


def test_half_sent_requests_keep_nobody_out(page: Lab) -> None:
    with ExitStack() as stack:
        half_sent(page, stack, 1100)
        for _ in range(20):
            assert requests.get(f"{page.url}/enter", timeout=5).status_code == 200
    assert "Too many open files" not in page.services["web"].text()


def test_a_class_behind_one_address_is_served_beside_half_sent_requests_from_it(page: Lab) -> None:
    code = credentials.load(page.folder / "data").class_code
    with ExitStack() as stack:
        half_sent(page, stack, 300)
        pupils = [stack.enter_context(requests.Session()) for _ in range(PUPILS)]
        for pupil in pupils:
            pupil.post(f"{page.url}/enter", data={"code": code}, timeout=5).raise_for_status()
        opened = []
        for pupil in pupils * CONNECTIONS:
            opened.append((token_connection(page, stack), pupil))
            assert token_status(*opened[-1]) == 200
        half_sent(page, stack, 1100)
        assert {token_status(connection, pupil) for connection, pupil in opened} == {200}


def token_connection(lab: Lab, stack: ExitStack) -> HTTPConnection:
    """A connection that is kept alive, and not made anew when the server ends it."""
    connection = HTTPConnection("127.0.0.1", lab.web_port, timeout=10)
    stack.callback(connection.close)
    connection.connect()
    connection.auto_open = 0
    return connection


def token_status(connection: HTTPConnection, pupil: requests.Session) -> int:
    cookie = "; ".join(f"{one.name}={one.value}" for one in pupil.cookies)
    connection.request("GET", "/api/token", headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    return answer.status


@pytest.mark.parametrize(
    "begun",
    [
        "",
        "GET /enter HT",
        "GET /enter HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "POST /enter HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\ncode=",
    ],
)
def test_a_client_that_does_not_go_on_is_cut_off(page: Lab, begun: str) -> None:
    with socket.create_connection(("127.0.0.1", page.web_port), timeout=45) as connection:
        connection.sendall(begun.encode())
        answered = b"".join(iter(lambda: connection.recv(4096), b""))
    assert not answered.startswith(b"HTTP/1.1 2")


def test_a_client_that_sends_a_byte_now_and_then_is_cut_off(page: Lab) -> None:
    with socket.create_connection(("127.0.0.1", page.web_port), timeout=1) as connection:
        connection.sendall(b"GET /enter HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        for _ in range(40):
            try:
                connection.sendall(b"a")
                assert connection.recv(1) == b""
            except TimeoutError:
                continue
            except OSError:
                return
            return
    raise AssertionError("a client that sends a byte a second is served for 40 seconds")


UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
CHUNKED = b"POST /enter HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"


@contextmanager
def flood(lab: Lab, first: bytes, block: bytes) -> Iterator[None]:
    """A client that sends `first`, and then `block` without end, and reads what it is answered."""
    end = time.monotonic() + FLOOD_SECONDS
    with socket.create_connection(("127.0.0.1", lab.web_port), timeout=FLOOD_SECONDS) as connection:

        def push() -> None:
            with suppress(OSError):
                connection.sendall(first)
                while time.monotonic() < end:
                    connection.sendall(block)

        def pull() -> None:
            with suppress(OSError):
                while connection.recv(65536):
                    pass

        threads = [threading.Thread(target=one) for one in (push, pull)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()


@pytest.mark.parametrize(
    ("first", "block"),
    [
        pytest.param(UPGRADE, b"\x89\x80\0\0\0\0" * 5000, id="pings"),
        pytest.param(UPGRADE + b"\x01\x80\0\0\0\0", b"\x00\x80\0\0\0\0" * 5000, id="empty-parts"),
        pytest.param(UPGRADE, b"\x81\x81\0\0\0\x003" * 5000, id="pongs"),
        pytest.param(b"", b"GET /enter HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 500, id="requests"),
        pytest.param(CHUNKED, b"1\r\na\r\n" * 5000, id="chunks"),
    ],
)
def test_a_client_that_sends_without_end_keeps_nobody_waiting(page: Lab, first: bytes, block: bytes) -> None:
    with flood(page, first, block):
        time.sleep(1)  # the flood is under way
        for _ in range(3):
            assert requests.get(f"{page.url}/enter", timeout=FLOOD_SECONDS / 2).status_code == 200


def test_large_heads_of_handshakes_are_not_kept(page: Lab) -> None:
    fields = "".join(f"X{n}: {'a' * 60_000}\r\n" for n in range(85)).encode()
    begun = b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    before = memory(page)
    for _ in range(100):
        with socket.create_connection(("127.0.0.1", page.web_port), timeout=10) as connection:
            try:
                connection.sendall(begun + fields + b"\r\n")
                assert b" 431 " in connection.recv(100)
            except OSError:
                continue
    assert memory(page) - before < 30 * MIB


def test_heads_within_the_bound_are_not_kept_with_the_clients(page: Lab) -> None:
    before = memory(page)
    for _ in range(1000):
        answer = requests.get(f"{page.url}/socket.io/?EIO=4&transport=polling", headers={"X": "a" * 30_000}, timeout=10)
        assert answer.status_code == 200
    assert memory(page) - before < 25 * MIB


def handshake(lab: Lab) -> str:
    """The address of a new polling client."""
    url = f"{lab.url}/socket.io/?EIO=4&transport=polling"
    found = re.search('"sid":"([^"]+)', requests.get(url, timeout=10).text)
    assert found
    return f"{url}&sid={found[1]}"


def test_a_polling_body_without_a_length_is_refused(page: Lab) -> None:
    path = handshake(page).removeprefix(page.url)
    with socket.create_connection(("127.0.0.1", page.web_port), timeout=10) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 411 ")


def test_a_large_body_of_a_client_that_was_not_let_in_is_refused(page: Lab) -> None:
    assert requests.post(handshake(page), data=b"4" * 100_000, timeout=10).status_code == 413
    assert requests.post(f"{page.url}/enter", data=b"code=" + b"a" * 100_000, timeout=10).status_code == 413


def test_a_large_packet_of_a_client_that_was_not_let_in_ends_its_websocket(page: Lab) -> None:
    connection = create_connection(page.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket", timeout=10)
    connection.recv()
    connection.send("4" + "0" * 100_000)
    code, payload = connection.recv_data()
    assert (code, int.from_bytes(payload[:2], "big")) == (ABNF.OPCODE_CLOSE, 1009)
    connection.close()


def test_malformed_packets_write_few_lines_and_no_traceback(page: Lab) -> None:
    before = page.services["web"].text().count("\n")
    for packet in ["x", "9", "4x", "42[", "4{"] * 30:
        requests.post(handshake(page), data=packet.encode(), timeout=10)
    written = page.services["web"].text()
    assert written.count("\n") - before < 20
    assert "Traceback" not in written


def test_a_client_that_was_not_let_in_is_dropped(page: Lab) -> None:
    address = handshake(page)
    wait_until(lambda: requests.get(address, timeout=40).status_code == 400, seconds=40, every=1, what="it is dropped")


def test_half_handshakes_keep_nobody_out_of_a_secure_page(tmp_path: Path) -> None:
    lab = few_files(Lab(tmp_path, settings={"LAB_TLS": "auto"}))
    try:
        lab.start_web()
        with ExitStack() as stack:
            for _ in range(1100):
                connection = stack.enter_context(socket.create_connection(("127.0.0.1", lab.web_port), timeout=5))
                with suppress(OSError):
                    connection.sendall(b"\x16\x03\x01\x02\x00\x01")
            url = f"https://127.0.0.1:{lab.web_port}/enter"
            answer = requests.get(url, timeout=10, verify=str(tmp_path / "data/tls/ca.pem"), allow_redirects=False)
            assert answer.status_code == 303
        assert "Traceback" not in lab.services["web"].text()
    finally:
        lab.stop()


def test_an_attacked_lab_is_well(target: Target) -> None:
    with ExitStack() as stack:
        half_sent(target.lab, stack, 1100)
        target.check()
