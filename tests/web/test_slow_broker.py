"""The broker answers the web late: a page that joins while records are logged misses none of them."""

import itertools
import threading
from collections.abc import Iterator

import pytest

from tests.support.mqtt import probe
from tests.support.proxy import Conditions, Proxy
from tests.support.services import Lab
from tests.support.waiting import wait_until
from tests.web.conftest import Browser
from tests.web.slow_browser import SlowBrowser
from web.live.log_subscriptions import SUBACK_SECONDS


@pytest.fixture
def door(lab: Lab) -> Iterator[Proxy]:
    """The web's network to the broker, in a lab that runs."""
    made = Proxy(lab.mqtt_port, knows_mqtt=True)
    made.start()
    lab.overrides["web"] = {"LAB_MQTT_HOST": "127.0.0.1", "LAB_MQTT_PORT": str(made.port)}
    lab.start_all()
    lab.wait_until_well()
    yield made
    made.stop()


@pytest.fixture
def page(lab: Lab, door: Proxy) -> Iterator[Browser]:
    """A page that has not joined yet."""
    made = Browser(lab.url)
    yield made
    made.client.disconnect()


def join_while_records_are_logged(lab: Lab, page: Browser) -> tuple[int, int]:
    """Join; return the last `seq` of the answer, and that of the log soon after."""
    answers: list[int] = []
    with probe(lab.mqtt_port) as device:
        joining = page.client.start_background_task(lambda: answers.append(page.join("aula1")["last_seq"]))
        for number in itertools.count(1):
            device.publish("chat/aula1/sensor-1", f"m{number}")
            if answers:
                device.publish("chat/aula1/sensor-1", "the last one")
                joining.join()
                return answers[0], number + 1
    raise AssertionError("unreachable")


def told(page: Browser) -> int:
    """The last `seq` that `behind` told a page; 0 without one."""
    seqs: list[int] = [document["last_seq"] for document in page.heard("behind")]
    return max(seqs, default=0)


def came(page: Browser) -> set[int]:
    """The `seq` of each record that came by itself."""
    return {record["seq"] for record in page.records()}


@pytest.mark.parametrize("latency", [SUBACK_SECONDS / 5, 20 * SUBACK_SECONDS])
def test_every_record_is_in_the_answer_to_the_join_or_comes_or_is_told(
    lab: Lab, door: Proxy, page: Browser, latency: float
) -> None:
    door.change(Conditions(latency=latency))
    answered, last = join_while_records_are_logged(lab, page)
    wait_until(lambda: last in {told(page), *came(page)}, seconds=20)
    missing = set(range(answered + 1, last + 1)) - came(page)
    assert max(missing, default=0) <= told(page)


def test_what_is_logged_while_the_web_connects_again_is_told_or_comes(lab: Lab, door: Proxy, page: Browser) -> None:
    page.join("aula1")
    door.change(Conditions(latency=5 * SUBACK_SECONDS))
    door.break_all()
    with probe(lab.mqtt_port) as device:
        for last in itertools.count(1):
            device.publish("chat/aula1/sensor-1", f"m{last}")
            if page.heard("behind"):
                break
    wait_until(lambda: last in {told(page), *came(page)}, seconds=20)


def test_no_event_of_a_session_comes_before_the_answer_to_the_join(lab: Lab, door: Proxy, page: Browser) -> None:
    door.change(Conditions(latency=20 * SUBACK_SECONDS))
    page.join("aula1")
    other, has_heard = SlowBrowser(lab), threading.Event()

    def type_on() -> None:
        while not has_heard.is_set():
            page.call("typing")

    typing = page.client.start_background_task(type_on)
    try:
        other.join("aula1")  # fails unless its answer is the first that comes
        assert "typing" in other.read_until("typing")
    finally:
        has_heard.set()
        typing.join()
