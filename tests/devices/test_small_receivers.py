"""Receivers with little memory, in a class of forty that speaks at once, with the lab's own bridge and each broker."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from mqtt import packets
from mqtt.frames import PUBACK, PUBLISH, take_frame
from tests.support.board import BOARDS, BoardKind, Config, run_board
from tests.support.mqtt import Probe, probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

ROLES = 40
EACH = 5
COMMANDS = ["on", "off"] * 5
ANSWERS = ["ligada", "desligada"] * 5
BUFFER = 1024


class SmallReceiver:
    """A client whose receive buffer has 1 KiB. It notes what it receives, and fails on a packet that does not fit."""

    def __init__(self, sock: socket.socket) -> None:
        self.received: list[bytes] = []
        self.failure = ""
        self._sock = sock

    def read(self) -> None:
        """Read until the connection ends."""
        held = bytearray()
        while block := self._sock.recv(BUFFER - len(held)):
            held += block
            while (frame := take_frame(held)) is not None:
                if frame.kind == PUBLISH:
                    self._take(packets.decode_publish(frame))
            if len(held) == BUFFER:
                self.failure = f"a packet of more than {BUFFER} bytes: {bytes(held[:80])!r}"
                return

    def _take(self, message: packets.Publish) -> None:
        if message.qos:
            self._sock.sendall(packets.acknowledgement(PUBACK, message.mid))
        self.received.append(message.payload)


@contextmanager
def small_receiver(port: int, topic: str) -> Iterator[SmallReceiver]:
    """A small receiver that is subscribed to one topic."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as sock:
        sock.sendall(packets.connect("small"))
        assert sock.recv(4)[3] == 0
        sock.sendall(packets.subscribe(1, [(topic, 1)]))
        assert sock.recv(5)[4] == 1
        made = SmallReceiver(sock)
        thread = threading.Thread(target=made.read)
        thread.start()
        yield made
        sock.shutdown(socket.SHUT_RDWR)
        thread.join(10)


@contextmanager
def speaking_class(lab: Lab, commands: list[str]) -> Iterator[Probe]:
    """Forty roles publish 400 bytes several times, all at once, and the commands are said among them.

    Yields a client that sees everything.
    """
    with ExitStack() as stack:
        viewer = stack.enter_context(probe(lab.mqtt_port, "log/aula1"))
        teacher = stack.enter_context(probe(lab.mqtt_port))
        pupils = [stack.enter_context(probe(lab.mqtt_port)) for _ in range(ROLES)]
        together = threading.Barrier(ROLES + 1)

        def speak(number: int) -> None:
            together.wait()
            for _ in range(EACH):
                pupils[number].connection.publish(f"chat/aula1/pupil-{number}", "x" * 400)

        threads = [threading.Thread(target=speak, args=(number,)) for number in range(ROLES)]
        for thread in threads:
            thread.start()
        together.wait()
        for command in commands:
            teacher.connection.publish("chat/aula1/teacher", command)
        for thread in threads:
            thread.join(30)
        yield viewer


@pytest.fixture
def bridged(any_lab: Lab) -> Lab:
    """Broker and bridge, running."""
    any_lab.start_broker()
    any_lab.start_bridge()
    return any_lab


@pytest.mark.parametrize("kind", BOARDS, ids=lambda kind: kind.name)
def test_a_board_obeys_ten_of_ten_commands_in_a_class_that_speaks_at_once(bridged: Lab, kind: BoardKind) -> None:
    with probe(bridged.mqtt_port, "log/aula1") as first:
        run_board(bridged, kind, Config(port=bridged.mqtt_port, every=60))
        first.wait_for_records("aula1", 2)  # what it is, and its state: it is subscribed
    with speaking_class(bridged, [f"@esp32-1 {command}" for command in COMMANDS]) as viewer:
        viewer.wait_for_records("aula1", ROLES * EACH + 2 * len(COMMANDS), seconds=60)
        answers = [record["text"] for record in viewer.records("aula1") if record["role"] == "esp32-1"]
        assert answers == ANSWERS


def test_a_client_with_a_buffer_of_1_kib_gets_ten_of_ten_commands(bridged: Lab) -> None:
    commands = [json.dumps({"text": command, "to": "small"}) for command in COMMANDS]
    with small_receiver(bridged.mqtt_port, "to/aula1/small") as small, speaking_class(bridged, commands) as viewer:
        viewer.wait_for_records("aula1", ROLES * EACH + len(COMMANDS), seconds=60)
        wait_until(lambda: small.failure or len(small.received) >= len(COMMANDS), what="it has ten commands")
        assert (small.failure, [json.loads(record)["text"] for record in small.received]) == ("", COMMANDS)


def test_the_same_client_fails_on_the_log_of_such_a_class(bridged: Lab) -> None:
    with small_receiver(bridged.mqtt_port, "log/aula1") as small, speaking_class(bridged, []) as viewer:
        viewer.wait_for_records("aula1", ROLES * EACH, seconds=60)
        wait_until(lambda: small.failure, what="a packet of the log does not fit")
