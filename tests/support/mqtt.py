"""An MQTT client for tests: it keeps what it receives, and waits until what it sends is acknowledged."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from mqtt.connection import BrokerAddress, Connection
from mqtt.packets import Publish
from tests.support.waiting import wait_until

_log = logging.getLogger(__name__)


@dataclass
class Probe:
    """One connected client."""

    connection: Connection
    received: list[Publish] = field(default_factory=list)

    def publish(
        self, topic: str, payload: str | bytes, *, qos: int = 1, retain: bool = False, seconds: float = 15.0
    ) -> None:
        """Publish, and return when the broker has acknowledged it; at QoS 0, when it is sent.

        Raises AssertionError when it has not within `seconds`.
        """
        sent = self.connection.publish(topic, payload, qos=qos, retain=retain)
        assert sent.wait(seconds), f"a message to {topic[:80]} is not acknowledged within {seconds} s"

    def payloads(self, topic: str) -> list[bytes]:
        """Everything that came on a topic, in order."""
        return [message.payload for message in list(self.received) if message.topic == topic]

    def records(self, session: str) -> list[dict[str, Any]]:
        """The records that came on `log/<session>`, in order."""
        return [orjson.loads(line) for payload in self.payloads(f"log/{session}") for line in payload.split(b"\n")]

    def wait_for(self, topic: str, count: int = 1, seconds: float = 10.0) -> list[bytes]:
        """The payloads on a topic once there are `count` of them."""
        wait_until(lambda: len(self.payloads(topic)) >= count, seconds=seconds, what=f"{count} on {topic}")
        return self.payloads(topic)

    def wait_for_records(self, session: str, count: int, seconds: float = 10.0) -> list[dict[str, Any]]:
        """The records of a session once there are `count` of them."""

        def is_enough() -> bool:  # lines are counted: to read them all again and again takes longer than a flood
            return sum(payload.count(b"\n") + 1 for payload in self.payloads(f"log/{session}")) >= count

        wait_until(is_enough, seconds=seconds, what=f"{count} records of {session}")
        return self.records(session)

    def ask(self, what: str, session: str = "") -> dict[str, Any]:
        """A request to the bridge, and its answer."""
        transaction = f"t{time.monotonic_ns()}"
        self.publish(f"lab/request/{what}", orjson.dumps({"transaction": transaction, "session": session}))

        def answers() -> list[dict[str, Any]]:
            found = map(orjson.loads, self.payloads(f"lab/response/{what}"))
            return [answer for answer in found if answer["transaction"] == transaction]

        return wait_until(answers, what=f"the answer to {what}")[0]


@contextmanager
def probe(port: int, *topics: str, client_id: str = "", clean: bool = True) -> Iterator[Probe]:
    """A client that is connected and subscribed to `topics` at QoS 1."""
    subscribed = threading.Event()
    received: list[Publish] = []

    def subscribe(_session_present: bool) -> None:
        if topics:
            connection.subscribe([(topic, 1) for topic in topics])
        else:
            subscribed.set()

    connection = Connection(
        BrokerAddress("127.0.0.1", port),
        name="probe",
        log=_log,
        client_id=client_id,
        clean_session=clean,
        max_queued=0,  # no limit
        on_connected=subscribe,
        on_subscribed=lambda _mid, _is_granted: subscribed.set(),
        on_message=received.append,
    )
    connection.start()
    try:
        assert subscribed.wait(10), "the broker did not take the subscription"
        yield Probe(connection, received)
    finally:
        connection.stop()
