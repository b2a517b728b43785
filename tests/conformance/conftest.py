"""Both brokers run for all tests of this folder. Every test names its statement of MQTT 3.1.1.

The folder tests what matters to the lab and what tests/broker does not test already.
"""

from collections.abc import Iterator

import pytest

from tests.support.acknowledging_bridge import AcknowledgingBridge
from tests.support.services import Lab
from tests.support.waiting import wait_until


@pytest.fixture(scope="session", params=["mosquitto", "amqtt"])
def broker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A broker of each kind, as the lab sets it up."""
    lab = Lab(tmp_path_factory.mktemp(request.param), broker_kind=request.param)
    service = lab.start_broker()
    wait_until(lambda: "broker: ready" in service.text(), what=service.text)
    with AcknowledgingBridge(lab.mqtt_port):
        yield lab
    lab.stop()


@pytest.fixture
def port(broker: Lab) -> int:
    """The broker's TCP port."""
    return broker.mqtt_port
