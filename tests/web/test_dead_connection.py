"""The web's connection to the broker looks well and is dead: the web notices by itself, and pages miss nothing."""

from collections.abc import Iterator

import pytest

from mqtt.packets import unsubscribe
from tests.support.mqtt import probe
from tests.support.proxy import GOOD, Conditions, Proxy
from tests.support.services import Lab
from tests.support.waiting import wait_until
from tests.web.conftest import Browser

_WEB_FILTERS = ["log/aula1", "status/+/+", "lab/response/+", "lab/bridge", "lab/rejected", "lab/web"]


@pytest.fixture
def door(lab: Lab) -> Iterator[Proxy]:
    """The web's network to the broker, in a lab that runs and whose web has proven that its probes come back."""
    made = Proxy(lab.mqtt_port, knows_mqtt=True)
    made.start()
    lab.overrides["web"] = {"LAB_MQTT_HOST": "127.0.0.1", "LAB_MQTT_PORT": str(made.port)}
    lab.start_broker()
    lab.start_bridge()
    with probe(lab.mqtt_port, "lab/web") as watcher:
        lab.start_web()
        wait_until(lambda: len(watcher.payloads("lab/web")) >= 2, what="the web's probe has come back")
    lab.wait_until_well()
    yield made
    made.stop()


@pytest.fixture
def page(lab: Lab, door: Proxy) -> Iterator[Browser]:
    """A page that looks at a session."""
    made = Browser(lab.url)
    made.join("aula1")
    yield made
    made.client.disconnect()


def test_a_subscription_that_the_broker_lost_is_made_again(lab: Lab, door: Proxy, page: Browser) -> None:
    door.inject_up(unsubscribe(65535, _WEB_FILTERS))
    with probe(lab.mqtt_port, "log/aula1") as device:
        device.publish("chat/aula1/usuario", "meanwhile")
        device.wait_for_records("aula1", 1)
    wait_until(lambda: page.seen("aula1") == [1], seconds=20, what="the page has what came meanwhile")


def test_a_connection_over_which_nothing_comes_is_made_again(lab: Lab, door: Proxy, page: Browser) -> None:
    door.change(Conditions(silent_down=True))
    wait_until(lambda: {"kind": "broker-offline", "detail": ""} in page.heard("notice"), seconds=12)
    door.change(GOOD)
    lab.wait_until_well()
    page.call("send", {"id": "x", "text": "a"})
    wait_until(page.records, what="the message")


def test_the_wire_page_does_not_show_the_probes(lab: Lab, door: Proxy, page: Browser) -> None:
    page.call("watch", {"session": "aula1"})
    with probe(lab.mqtt_port, "lab/web") as watcher:
        watcher.wait_for("lab/web", 1)
        watcher.publish("chat/aula1/usuario", "a")
    wait_until(lambda: page.heard("wire"), what="the wire shows the message")
    packets = [packet["topic"] for document in page.heard("wire") for packet in document["packets"]]
    assert "lab/web" not in packets
