"""bench.compare.brokers: what Debian's mosquitto keeps for a client that is away, and where it listens."""

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bench.compare.brokers import start_as_installed, start_with_unbounded_queue
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until

MESSAGES = 1200


def kept(lab: Lab) -> int:
    """How many of 1,200 messages come back to a client that was away while they were published."""
    with probe(lab.mqtt_port, "chat/#", client_id="away", clean=False):
        pass
    with probe(lab.mqtt_port) as publisher:
        for number in range(MESSAGES):
            publisher.connection.publish("chat/a/b", str(number), qos=1)
        publisher.publish("chat/a/b", "the last")
    with probe(lab.mqtt_port, client_id="away", clean=False) as back, probe(lab.mqtt_port) as publisher:
        wait_until(lambda: len(back.received) >= 1000)
        publisher.publish("chat/a/b", "the end")
        wait_until(lambda: back.received[-1].payload == b"the end")
        return len(back.received) - 1


@pytest.mark.parametrize(
    ("start", "expected"), [(start_as_installed, 1000), (start_with_unbounded_queue, MESSAGES + 1)]
)
def test_debians_mosquitto_keeps_a_thousand_messages_unless_it_is_told_otherwise(
    tmp_path: Path, start: Callable[[Lab], None], expected: int
) -> None:
    lab = Lab(tmp_path)
    try:
        start(lab)
        assert kept(lab) == expected
    finally:
        lab.stop()


def test_debians_mosquitto_listens_on_loopback_alone(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    try:
        start_as_installed(lab)
        process = lab.services["broker"].process
        assert process is not None
        listening = {one.laddr.ip for one in psutil.Process(process.pid).net_connections() if one.status == "LISTEN"}
        assert listening == {"127.0.0.1", "::1"}
    finally:
        lab.stop()
