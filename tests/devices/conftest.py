"""A broker and a stub bridge for tests of devices."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from devices.connection import Broker
from devices.participant import Participant
from tests.devices.stub_bridge import StubBridge
from tests.support.services import Lab

MakeParticipant = Callable[..., Participant]


@pytest.fixture
def bridge(lab: Lab) -> Iterator[StubBridge]:
    """A stub bridge on this lab's broker, which is started.

    It expects its MQTT session again after the broker was killed, so mosquitto saves every change.
    """
    lab.settings["LAB_MOSQUITTO_SAVE"] = "always"
    lab.start_broker()
    made = StubBridge(lab.mqtt_port)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def participant(lab: Lab) -> Iterator[MakeParticipant]:
    """Makes participants of session `aula1`, not started; whatever was started is stopped at the end."""
    made: list[Participant] = []

    def make(role: str = "probe", **options: Any) -> Participant:
        options = {"resend_seconds": 0.3, **options}
        made.append(Participant(Broker("127.0.0.1", lab.mqtt_port), "aula1", role, **options))
        return made[-1]

    yield make
    for each in made:
        each.stop(0)
