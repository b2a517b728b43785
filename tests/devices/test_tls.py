"""A device that reaches the broker over TLS."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devices.stub_bridge import StubBridge
from tests.support.services import Lab
from tests.support.waiting import wait_until


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[Lab, StubBridge]]:
    """A broker with TLS, and a stub bridge at its loopback side."""
    made = Lab(tmp_path, "amqtt", {"LAB_TLS": "auto"})
    made.start_broker()
    bridge = StubBridge(made.mqtt_port)
    bridge.start()
    yield made, bridge
    bridge.stop()
    made.stop()


def test_it_joins_with_the_authority(secure: tuple[Lab, StubBridge]) -> None:
    lab, bridge = secure
    ca = str(lab.folder / "data" / "tls" / "ca.pem")
    lab.service("devices", "lamp", "--session", "aula1", "--host", "localhost", "--ca", ca)
    wait_until(lambda: bridge.status("aula1", "lamp") == "online", what="its birth")
    wait_until(lambda: bridge.of("aula1", "lamp"), what="its announcement")


def test_without_it_nothing_is_said_to_a_broker_that_nobody_vouches_for(secure: tuple[Lab, StubBridge]) -> None:
    lab, bridge = secure
    device = lab.service("devices", "lamp", "--session", "aula1", "--host", "localhost", "--tls")
    wait_until(lambda: "certificate" in device.text(), what="the reason")
    assert bridge.status("aula1", "lamp") == ""
