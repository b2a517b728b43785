"""MQTT over TLS and over WebSocket, on both brokers: who is let in, and who finds the door shut."""

import contextlib
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from tests.support.acknowledging_bridge import AcknowledgingBridge
from tests.support.services import Lab
from tests.support.waiting import wait_until


@pytest.fixture(scope="module", params=["amqtt", "mosquitto"])
def lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    made = Lab(tmp_path_factory.mktemp("tls"), request.param, {"LAB_TLS": "auto"})
    try:
        broker = made.start_broker()
        wait_until(lambda: "broker: ready" in broker.text(), what=lambda: f"broker is ready:\n{broker.text()}")
        yield made
    finally:
        made.stop()


PORTS = pytest.mark.parametrize("port", ["mqtts_port", "ws_port"])


def ca(lab: Lab) -> Path:
    return lab.folder / "data" / "tls" / "ca.pem"


def shake_hands(port: int, context: ssl.SSLContext, host: str = "localhost") -> str | None:
    """The version that was agreed. Raises what the handshake raises."""
    with (
        socket.create_connection(("127.0.0.1", port), 5) as plain,
        context.wrap_socket(plain, server_hostname=host) as it,
    ):
        return it.version()


def openssl(port: int, version: str) -> "subprocess.CompletedProcess[bytes]":
    """A client without any scruple of its own about old versions."""
    words = ["-connect", f"127.0.0.1:{port}", version, "-cipher", "ALL:@SECLEVEL=0", "-brief"]
    program = shutil.which("openssl")
    assert program
    return subprocess.run([program, "s_client", *words], input=b"", capture_output=True, check=False, timeout=20)


def test_a_message_passes_from_tls_to_websocket_over_tls(lab: Lab) -> None:
    got: list[bytes | bytearray] = []
    with _client(lab, lab.mqtts_port) as sender, _client(lab, lab.ws_port, "websockets") as reader:
        reader.on_message = lambda _client, _data, message: got.append(message.payload)
        subscribed: list[int] = []
        reader.on_subscribe = lambda *_: subscribed.append(1)
        reader.subscribe("chat/aula1/#", 1)
        wait_until(lambda: subscribed, what="SUBACK")
        sender.publish("chat/aula1/usuario", b"x" * 60_000, qos=1).wait_for_publish(5)
        wait_until(lambda: got, what="the message")
    assert got == [b"x" * 60_000]


@PORTS
def test_the_authority_is_enough(port: str, lab: Lab) -> None:
    assert shake_hands(getattr(lab, port), ssl.create_default_context(cafile=ca(lab))) == "TLSv1.3"


@PORTS
def test_without_the_authority_the_broker_is_not_trusted(port: str, lab: Lab) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=r"self.signed certificate|unable to get local issuer"):
        shake_hands(getattr(lab, port), ssl.create_default_context())


@PORTS
def test_a_host_that_is_not_in_the_certificate_is_refused(port: str, lab: Lab) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake_hands(getattr(lab, port), ssl.create_default_context(cafile=ca(lab)), "elsewhere.example")


@PORTS
def test_version_1_2_is_the_oldest(port: str, lab: Lab) -> None:
    assert b"Protocol version: TLSv1.2" in openssl(getattr(lab, port), "-tls1_2").stderr
    older = openssl(getattr(lab, port), "-tls1_1").stderr
    assert b"error" in older
    assert b"Protocol version" not in older


def test_what_speaks_in_the_clear_to_the_tls_port_is_cut_off(lab: Lab) -> None:
    client = Client(CallbackAPIVersion.VERSION2)
    connected: list[object] = []
    ended: list[object] = []
    client.on_connect = lambda *_: connected.append(1)
    client.on_disconnect = lambda *_: ended.append(1)
    client.connect("127.0.0.1", lab.mqtts_port)
    client.loop_start()
    try:
        wait_until(lambda: ended, what="the end of the connection")
    finally:
        client.loop_stop()
    assert connected == []


def test_mosquitto_pub_takes_the_authority(lab: Lab) -> None:
    program = shutil.which("mosquitto_pub")
    assert program
    words = ["-h", "localhost", "-p", str(lab.mqtts_port), "--cafile", str(ca(lab)), "-t", "chat/aula1/a", "-m", "oi"]
    with AcknowledgingBridge(lab.mqtt_port):
        ended = subprocess.run([program, *words, "-q", "1"], capture_output=True, check=False, timeout=20)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("kind", ["amqtt", "mosquitto"])
def test_in_the_clear_only_loopback_is_served(kind: str, tmp_path: Path) -> None:
    made = Lab(tmp_path, kind, {"LAB_TLS": "auto", "LAB_HOST": "0.0.0.0"})
    try:
        broker = made.start_broker()
        wait_until(lambda: "broker: ready" in broker.text(), what=lambda: f"broker is ready:\n{broker.text()}")
        assert f"mqtt://127.0.0.1:{made.mqtt_port}, mqtts://0.0.0.0:{made.mqtts_port} and wss://" in broker.text()
        # Another address of this machine, as a network's would be.
        reached = {port: _reached("127.0.0.2", port) for port in (made.mqtt_port, made.mqtts_port, made.ws_port)}
        assert reached == {made.mqtt_port: False, made.mqtts_port: True, made.ws_port: True}
    finally:
        made.stop()


def _reached(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((host, port)) == 0


@contextlib.contextmanager
def _client(lab: Lab, port: int, transport: str = "tcp") -> Iterator[Client]:
    client = Client(CallbackAPIVersion.VERSION2, transport=transport)  # type: ignore[arg-type]
    client.tls_set(str(ca(lab)))
    connected: list[int] = []
    client.on_connect = lambda *_: connected.append(1)
    client.connect("localhost", port)
    client.loop_start()
    try:
        wait_until(lambda: connected, what="CONNACK")
        yield client
    finally:
        client.disconnect()
        client.loop_stop()
