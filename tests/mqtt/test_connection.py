"""mqtt.connection: one client that connects again whatever happens, and goes on when a callback fails."""

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from mqtt.connection import BrokerAddress, Connection, Will
from mqtt.packets import NOT_AUTHORIZED, Publish, connack
from tests.support.mqtt import probe
from tests.support.ports import free_port
from tests.support.proxy import GOOD, Conditions, Proxy
from tests.support.services import ROOT, Lab
from tests.support.waiting import wait_until

LOG = logging.getLogger("test-connection")


@dataclass
class Client:
    """A connection that subscribes to `t/#` and notes what happens to it."""

    port: int
    options: dict[str, Any] = field(default_factory=dict)
    received: list[Publish] = field(default_factory=list)
    losses: int = 0
    sessions_present: list[bool] = field(default_factory=list)
    subacks: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        callbacks: dict[str, Any] = {
            "on_connected": self.connected,
            "on_disconnected": self.disconnected,
            "on_subscribed": lambda _mid, is_granted: self.subacks.append(is_granted),
            "on_message": self.received.append,
        }
        self.connection = Connection(
            BrokerAddress("127.0.0.1", self.port), name="test", log=LOG, **(callbacks | self.options)
        )

    def connected(self, session_present: bool) -> None:
        self.sessions_present.append(session_present)
        self.connection.subscribe([("t/#", 1)])

    def disconnected(self) -> None:
        self.losses += 1

    def echo(self, payload: bytes) -> None:
        """Publish something, and wait until it has come back."""
        wait_until(lambda: self.connection.is_connected, seconds=20, what="the client is connected")
        wait_until(lambda: self.subacks, what="the client is subscribed")
        assert self.connection.publish("t/echo", payload).wait(10)
        wait_until(lambda: payload in [one.payload for one in self.received], what="the message comes back")


@contextmanager
def client(port: int, **options: Any) -> Iterator[Client]:
    """A client that is started."""
    made = Client(port, options)
    made.connection.start()
    try:
        yield made
    finally:
        made.connection.stop()


@pytest.fixture
def broker(lab: Lab) -> Lab:
    """A lab whose broker runs."""
    lab.start_broker()
    return lab


def test_what_it_publishes_comes_back(broker: Lab) -> None:
    with client(broker.mqtt_port) as one:
        one.echo(b"hello")
    assert [(message.topic, message.qos) for message in one.received] == [("t/echo", 1)]


@pytest.mark.parametrize("mode", [[], ["gevent"]], ids=["threads", "gevent"])
def test_it_works_above_file_descriptor_1024(broker: Lab, mode: list[str]) -> None:
    command = [sys.executable, "-m", "tests.mqtt.high_descriptor", str(broker.mqtt_port), *mode]
    output = subprocess.check_output(command, cwd=ROOT, text=True, timeout=60, stdin=subprocess.DEVNULL)
    descriptor, _, text = output.strip().partition(" ")
    assert (int(descriptor) >= 1024, text) == (True, "came back")


@pytest.mark.parametrize("reads_in_blocks", [False, True])
def test_each_message_has_the_handlers_of_its_topic_or_else_that_of_the_connection(
    any_lab: Lab, reads_in_blocks: bool
) -> None:
    any_lab.start_broker()
    handled: dict[str, list[Publish]] = {"t/+": [], "t/b/#": []}
    with client(any_lab.mqtt_port, reads_in_blocks=reads_in_blocks, on_connected=lambda _: None) as one:
        for name, taken in handled.items():
            one.connection.listen(name, taken.append)
        wait_until(lambda: one.connection.is_connected, seconds=20)
        one.connection.subscribe([("t/#", 2)])
        wait_until(lambda: one.subacks)
        for qos in (0, 1, 2):
            for topic in ("t/a", "t/b", "t/c/d"):
                assert one.connection.publish(topic, b"x", qos=qos).wait(10)
        wait_until(lambda: len(one.received) == 3 and len(handled["t/+"]) == 6, what=lambda: str(handled))
    assert sorted((message.topic, message.qos) for message in handled["t/+"]) == [
        (topic, qos) for topic in ("t/a", "t/b") for qos in (0, 1, 2)
    ]
    assert sorted(message.qos for message in handled["t/b/#"]) == [0, 1, 2]
    assert sorted((message.topic, message.qos) for message in one.received) == [("t/c/d", qos) for qos in (0, 1, 2)]


def test_what_is_read_in_blocks_is_acknowledged_once_it_is_handled(broker: Lab) -> None:
    received: list[Publish] = []
    for _ in range(2):
        options = {
            "client_id": "reader",
            "clean_session": False,
            "reads_in_blocks": True,
            "on_message": received.append,
        }
        with client(broker.mqtt_port, **options) as one:
            wait_until(lambda: one.connection.is_connected, seconds=20)
            wait_until(lambda: one.subacks)
            assert one.connection.publish("t/a", b"x").wait(10)
            wait_until(lambda: received)
            one.connection.publish("t/end", b"").wait(10)
            wait_until(lambda: received[-1].topic == "t/end")
    assert [(message.topic, message.dup) for message in received] == [("t/a", False), ("t/end", False)] * 2


def test_a_handler_that_fails_ends_no_connection_that_reads_in_blocks(
    broker: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    with client(broker.mqtt_port, reads_in_blocks=True) as one:
        one.connection.listen("t/bad", fail)
        wait_until(lambda: one.subacks)
        assert one.connection.publish("t/bad", b"x").wait(10)
        one.echo(b"after")
        assert one.losses == 0
    assert "this callback fails" in caplog.text


def fail(*_: object) -> None:
    raise RuntimeError("this callback fails")


@pytest.mark.parametrize("name", ["on_connected", "on_subscribed", "on_message", "on_disconnected"])
def test_a_callback_that_fails_leaves_the_connection_working(
    broker: Lab, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    door = Proxy(broker.mqtt_port)
    door.start()
    taken = threading.Event()
    with client(door.port, **{name: fail}) as one:
        one.connection.listen("t/answer", lambda _: taken.set())
        wait_until(lambda: one.connection.is_connected)
        one.connection.subscribe([("t/#", 1)])
        if name == "on_message":
            one.connection.publish("t/other", b"")
        if name == "on_disconnected":
            door.break_all()
            wait_until(lambda: len(one.sessions_present) == 2, what="it is connected again")
        wait_until(lambda: "this callback fails" in caplog.text, what="the failure is logged with its traceback")
        one.connection.publish("t/answer", b"")
        assert taken.wait(10)
    door.stop()
    assert 'raise RuntimeError("this callback fails")' in caplog.text


def test_a_handler_that_fails_leaves_the_connection_working(broker: Lab, caplog: pytest.LogCaptureFixture) -> None:
    with client(broker.mqtt_port) as one:
        one.connection.listen("t/fails", fail)
        one.echo(b"before")
        one.connection.publish("t/fails", b"")
        one.echo(b"after")
    assert "this callback fails" in caplog.text


class FailsOnce:
    """A socket whose first read after `arm` raises what no socket raises."""

    def __init__(self, beneath: socket.socket) -> None:
        self.beneath = beneath
        self.is_armed = False

    def recv(self, size: int) -> bytes:
        if self.is_armed:
            raise LookupError("a bug below paho")
        return self.beneath.recv(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)


def test_an_error_below_the_callbacks_makes_the_connection_anew(broker: Lab, caplog: pytest.LogCaptureFixture) -> None:
    made: list[FailsOnce] = []

    def wrap(connection: socket.socket) -> FailsOnce:
        made.append(FailsOnce(connection))
        return made[-1]

    with client(broker.mqtt_port, wrap=wrap) as one:
        one.echo(b"before")
        made[0].is_armed = True
        one.connection.publish("t/echo", b"meanwhile")
        wait_until(lambda: len(one.sessions_present) == 2, what="it is connected again")
        one.echo(b"after")
    assert "a bug below paho" in caplog.text
    assert one.losses >= 1


@pytest.mark.parametrize("failure", [OSError(24, "Too many open files"), UnicodeError("a name that is none")])
def test_a_connection_that_cannot_be_made_is_tried_again(
    broker: Lab, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    failures = [failure]

    def wrap(connection: socket.socket) -> socket.socket:
        if failures:
            connection.close()
            raise failures.pop()
        return connection

    with client(broker.mqtt_port, wrap=wrap) as one:
        one.echo(b"hello")
    assert str(failure.args[-1]) in caplog.text


def test_a_lost_connection_is_told_once_and_made_again(broker: Lab) -> None:
    with client(broker.mqtt_port) as one:
        one.echo(b"before")
        broker.services["broker"].kill()
        wait_until(lambda: not one.connection.is_connected)
        assert one.losses == 1
        broker.services["broker"].start()
        one.echo(b"after")
        assert one.losses == 1


def test_a_broker_that_is_silent_is_given_up(broker: Lab) -> None:
    door = Proxy(broker.mqtt_port)
    door.start()
    with client(door.port) as one:
        one.echo(b"before")
        door.change(Conditions(silent_down=True))
        wait_until(lambda: not one.connection.is_connected, seconds=45, what="the keep-alive has run out")
        door.change(GOOD)
        one.echo(b"after")
    door.stop()


def test_renewing_makes_a_new_connection(broker: Lab) -> None:
    with client(broker.mqtt_port) as one:
        one.echo(b"before")
        one.connection.renew()
        wait_until(lambda: len(one.sessions_present) == 2, what="it is connected again")
        one.echo(b"after")


def test_a_message_without_a_connection_is_not_accepted(lab: Lab) -> None:
    with client(lab.mqtt_port) as one:
        sent = one.connection.publish("t/a", b"")
        assert (sent.is_accepted, sent.wait(0.1)) == (False, False)


def test_a_message_waits_until_the_broker_acknowledges_it_over_a_later_connection(broker: Lab) -> None:
    door = Proxy(broker.mqtt_port)
    door.start()
    with client(door.port) as one:
        one.echo(b"before")
        door.change(Conditions(silent_up=True))
        sent = one.connection.publish("t/a", b"")
        assert (sent.is_accepted, sent.is_waiting) == (True, True)
        door.change(Conditions())
        door.break_all()
        wait_until(lambda: not sent.is_waiting, what="it is acknowledged")
    door.stop()


def test_what_was_published_before_the_stop_is_sent(broker: Lab) -> None:
    with probe(broker.mqtt_port, "t/#") as viewer:
        with client(broker.mqtt_port) as one:
            one.echo(b"first")
            for number in range(15):
                one.connection.publish("t/last", b"%d" % number)
        viewer.wait_for("t/last", 15)


def test_a_lost_connection_publishes_the_will(broker: Lab) -> None:
    door = Proxy(broker.mqtt_port)
    door.start()
    with probe(broker.mqtt_port, "will") as viewer, client(door.port, will=Will("will", "gone")) as one:
        one.echo(b"hello")
        door.break_all()
        assert viewer.wait_for("will") == [b"gone"]
    door.stop()


def test_it_knows_whether_the_broker_has_kept_its_session(broker: Lab) -> None:
    for _ in range(2):
        with client(broker.mqtt_port, client_id="kept", clean_session=False) as one:
            one.echo(b"hello")
        last = one.sessions_present
    assert last == [True]


@contextmanager
def answering(answer: bytes) -> Iterator[int]:
    """A server that answers each CONNECT with these bytes; no broker of the lab does so when it is asked to."""
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as server:

        def serve() -> None:
            while True:
                try:
                    connection = server.accept()[0]
                except OSError:
                    return
                with connection:
                    connection.recv(1000)
                    connection.sendall(answer)
                    connection.recv(1000)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield port
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_a_refusal_is_logged_and_is_no_connection(caplog: pytest.LogCaptureFixture) -> None:
    with answering(connack(NOT_AUTHORIZED)) as port, client(port) as one:
        wait_until(lambda: "the broker refuses the test" in caplog.text)
        assert not one.connection.is_connected
    assert one.sessions_present == []


def test_small_packets_do_not_wait_for_others(broker: Lab) -> None:
    with client(broker.mqtt_port) as one:
        one.echo(b"hello")
        connection: Any = one.connection._client.socket()
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_stop_is_quick_while_there_is_no_broker(lab: Lab, waited: Callable[[Callable[[], object]], float]) -> None:
    made = Client(lab.mqtt_port)
    made.connection.start()
    assert waited(made.connection.stop) < 2


@pytest.fixture
def waited() -> Callable[[Callable[[], object]], float]:
    """Measures how many seconds a call takes."""
    import time

    def measure(call: Callable[[], object]) -> float:
        begun = time.monotonic()
        call()
        return time.monotonic() - begun

    return measure
