"""Brokers that the tests of a module share: starting one for each test would take most of their time."""

from collections.abc import Iterator

import pytest

from tests.broker.wire import Wire
from tests.support.acknowledging_bridge import AcknowledgingBridge
from tests.support.services import Lab
from tests.support.waiting import wait_until


def _running(kind: str, factory: pytest.TempPathFactory) -> Iterator[Lab]:
    lab = Lab(factory.mktemp(kind), broker_kind=kind)
    service = lab.start_broker()
    wait_until(lambda: "broker: ready" in service.text(), what=service.text)
    with AcknowledgingBridge(lab.mqtt_port):
        yield lab
    lab.stop()


@pytest.fixture(scope="module", params=["mosquitto", "amqtt"])
def any_broker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A broker of each kind, running."""
    yield from _running(request.param, tmp_path_factory)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The embedded broker, running."""
    yield from _running("amqtt", tmp_path_factory)


def forget(port: int) -> None:
    """Wipe what a test leaves in a broker: the session of the client `bridge`, and what is retained."""
    with Wire(port) as wire:
        wire.connect("bridge", clean=True)
        for topic in ("status/aula1/lamp", "chat/aula1/usuario"):
            wire.publish(topic, b"", retain=True)
