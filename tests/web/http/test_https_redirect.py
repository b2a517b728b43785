"""The page over TLS: who gets it, and what somebody gets who speaks HTTP."""

import contextlib
import http.client
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from gevent.socket import socketpair
from gevent.ssl import SSLContext
from websocket import WebSocket, create_connection

from chat.credentials import load
from chat.secret import format_code
from tests.support.services import Lab
from tests.support.waiting import wait_until
from web.http.gevent_private import shut_down
from web.http.https_redirect import answer

SESSION = "aula1"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A closed lab with TLS, whole."""
    made = Lab(tmp_path_factory.mktemp("secure"), "amqtt", {"LAB_TLS": "auto", "LAB_ACCESS": "on"})
    try:
        made.start_broker()
        made.start_bridge()
        web = made.start_web()
        wait_until(lambda: f"web: ready on https://127.0.0.1:{made.web_port}" in web.text(), what=web.text)
        yield made
    finally:
        made.stop()


def ca(lab: Lab) -> Path:
    return lab.folder / "data" / "tls" / "ca.pem"


def trusting(lab: Lab) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca(lab))


def asked(lab: Lab, path: str, headers: dict[str, str] | None = None) -> tuple[int, "http.client.HTTPMessage", bytes]:
    connection = http.client.HTTPSConnection("127.0.0.1", lab.web_port, timeout=10, context=trusting(lab))
    try:
        connection.request("GET", path, headers=headers or {})
        got = connection.getresponse()
        return got.status, got.headers, got.read()
    finally:
        connection.close()


def bearer(lab: Lab) -> dict[str, str]:
    return {"Authorization": f"Bearer {format_code(load(lab.folder / 'data').class_code)}"}


def test_a_lab_whose_page_speaks_tls_is_well(lab: Lab) -> None:
    wait_until(lambda: asked(lab, "/healthz")[0] == 200, what="the lab is well")


def test_without_the_authority_the_page_is_not_trusted(lab: Lab) -> None:
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"https://127.0.0.1:{lab.web_port}/healthz", timeout=10)


def test_the_authority_is_told_to_who_is_not_in_yet(lab: Lab) -> None:
    status, headers, body = asked(lab, "/ca.pem")
    assert (status, headers["Content-Type"], body) == (200, "application/x-x509-ca-cert", ca(lab).read_bytes())


def test_no_key_leaves_the_machine(lab: Lab) -> None:
    paths = ("/ca.key", "/server.key", "/tls/ca.key", "/static/../ca.key")
    assert [asked(lab, path, bearer(lab))[0] for path in paths] == [404] * len(paths)


def test_the_cookie_never_goes_in_the_clear(lab: Lab) -> None:
    code = urllib.parse.urlencode({"code": load(lab.folder / "data").class_code})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPSConnection("127.0.0.1", lab.web_port, timeout=10, context=trusting(lab))
    with contextlib.closing(connection):
        connection.request("POST", "/enter", body=code, headers=form)
        assert "; Secure;" in connection.getresponse().headers["Set-Cookie"]


def test_browsers_are_not_told_to_insist_on_an_authority_of_the_moment(lab: Lab) -> None:
    assert "Strict-Transport-Security" not in asked(lab, "/enter")[1]


def test_others_are_told_where_the_page_and_the_broker_are(lab: Lab) -> None:
    told = orjson.loads(asked(lab, "/api/join", bearer(lab))[2])
    assert (told["url"], told["mqtt_port"], told["tls"], told["ca"]) == (
        f"https://127.0.0.1:{lab.web_port}",
        lab.mqtts_port,
        True,
        True,
    )


def test_who_speaks_http_is_shown_the_way(lab: Lab) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", lab.web_port, timeout=10)
    connection.request("GET", "/s/aula1?x=1")
    got = connection.getresponse()
    assert (got.status, got.headers["Location"]) == (307, f"https://127.0.0.1:{lab.web_port}/s/aula1?x=1")
    assert b"HTTPS" in got.read()


def test_a_version_before_1_2_is_refused(lab: Lab) -> None:
    program = shutil.which("openssl")
    assert program
    words = [program, "s_client", "-connect", f"127.0.0.1:{lab.web_port}", "-cipher", "ALL:@SECLEVEL=0", "-brief"]
    told = {
        version: subprocess.run([*words, version], input=b"", capture_output=True, check=False, timeout=20).stderr
        for version in ("-tls1_1", "-tls1_2")
    }
    assert {version: b"Protocol version" in said for version, said in told.items()} == {
        "-tls1_1": False,
        "-tls1_2": True,
    }


def test_handshakes_that_fail_leave_nothing_in_the_output(lab: Lab) -> None:
    with socket.create_connection(("127.0.0.1", lab.web_port), 10) as plain, contextlib.suppress(ConnectionError):
        plain.sendall(b"\x16\x03\x01\x00\x05nonsense")
        while plain.recv(1024):
            pass
    assert "Traceback" not in lab.services["web"].text()


def test_a_silent_connection_keeps_nobody_waiting(lab: Lab) -> None:
    with socket.create_connection(("127.0.0.1", lab.web_port), 10):
        assert asked(lab, "/enter")[0] == 200


def test_ending_a_connection_keeps_its_tls_state() -> None:
    ours, theirs = socketpair()
    context = SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure = context.wrap_socket(ours, server_side=True, do_handshake_on_connect=False)
    shut_down(secure)
    with pytest.raises(OSError, match=r"."):
        secure.do_handshake()
    theirs.close()
    secure.close()


class Browser:
    """Socket.IO by hand, in one thread: one that reads and one that writes may not share a TLS connection in Python."""

    def __init__(self, lab: Lab) -> None:
        token = orjson.loads(asked(lab, "/api/token", bearer(lab))[2])["token"]
        url = f"wss://127.0.0.1:{lab.web_port}/socket.io/?EIO=4&transport=websocket"
        self.socket: WebSocket = create_connection(url, sslopt={"ca_certs": str(ca(lab))}, timeout=10)
        self.socket.recv()
        self.socket.send(f'40{{"token":"{token}"}}')
        self.socket.recv()
        self.records: list[dict[str, Any]] = []

    def call(self, number: int, event: str, document: dict[str, Any]) -> dict[str, Any]:
        """Send an event, and wait for its answer."""
        self.socket.send(f"42{number}" + orjson.dumps([event, document]).decode())
        while not (packet := self.read()).startswith(f"43{number}["):
            pass
        answered: dict[str, Any] = orjson.loads(packet.removeprefix(f"43{number}"))[0]
        return answered

    def read(self) -> str:
        """The next packet; records are kept."""
        packet = str(self.socket.recv())
        if packet.startswith('42["records",'):
            self.records += orjson.loads(packet[2:])[1]["records"]
        return packet


@pytest.fixture
def browser(lab: Lab) -> Iterator[Browser]:
    """A browser that is in."""
    made = Browser(lab)
    yield made
    made.socket.close()


def test_socket_io_passes_a_large_message_both_ways(browser: Browser) -> None:
    """Longer than a TLS record and than a socket's buffer."""
    browser.call(0, "join", {"session": SESSION, "role": "usuario", "after": 0})
    texts = [f"{number}{'x' * 60_000}" for number in range(1, 21)]
    answers = [browser.call(n, "send", {"id": f"m{n}", "text": text}) for n, text in enumerate(texts, 1)]
    assert {answer["status"] for answer in answers} == {"accepted"}
    while len(said := [one["text"] for one in browser.records if one["role"] == "usuario"]) < len(texts):
        browser.read()
    assert said == texts


def test_a_message_that_is_too_large_is_told_before_the_connection_ends(browser: Browser) -> None:
    browser.socket.send("4" + "x" * 2_200_000)
    while True:
        code, payload = browser.socket.recv_data()
        if code == 8:
            break
    assert int.from_bytes(payload[:2], "big") == 1009


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x00\x01\x02",
        b"POST /api/sessions HTTP/1.1\r\nHost: lab:8000\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: lab\r\nHost: other\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: lab/evil@x\r\n\r\n",
        b"GET http://other/ HTTP/1.1\r\nHost: lab\r\n\r\n",
        b"GET /\xe9 HTTP/1.1\r\nHost: lab\r\n\r\n",
    ],
)
def test_what_is_no_question_for_a_page_is_led_nowhere(head: bytes) -> None:
    told = answer(head)
    assert told.startswith(b"HTTP/1.1 400 ")
    assert b"Location" not in told
