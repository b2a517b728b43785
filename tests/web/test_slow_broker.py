"""The broker answers the web late: a page that joins while records are logged misses none of them."""

import itertools
from collections.abc import Iterator

import pytest

from tests.support.mqtt import probe
from tests.support.proxy import Conditions, Proxy
from tests.support.services import Lab
from tests.support.waiting import wait_until
from tests.web.conftest import Browser
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


def test_what_is_logged_until_the_broker_has_subscribed_is_in_the_answer_to_the_join(
    lab: Lab, door: Proxy, page: Browser
) -> None:
    door.change(Conditions(latency=SUBACK_SECONDS / 10))
    answered, last = join_while_records_are_logged(lab, page)
    wait_until(lambda: [record["seq"] for record in page.records()][-1:] == [last], seconds=20)
    came = [record["seq"] for record in page.records()]
    assert answered > 1
    assert came == list(range(came[0], last + 1))
    assert came[0] <= answered + 1


def test_a_page_that_could_not_wait_so_long_is_told_where_the_log_ends(lab: Lab, door: Proxy, page: Browser) -> None:
    door.change(Conditions(latency=SUBACK_SECONDS * 0.75))
    answered, last = join_while_records_are_logged(lab, page)
    assert answered < last
    wait_until(lambda: {"session": "aula1", "last_seq": last} in page.heard("behind"), seconds=20)


def test_what_is_logged_while_the_web_connects_again_is_told_or_comes(lab: Lab, door: Proxy, page: Browser) -> None:
    page.join("aula1")
    door.change(Conditions(latency=SUBACK_SECONDS / 10))
    door.break_all()
    with probe(lab.mqtt_port) as device:
        for last in itertools.count(1):
            device.publish("chat/aula1/sensor-1", f"m{last}")
            if page.heard("behind"):
                break

    def newest() -> int:
        told: list[int] = [document["last_seq"] for document in page.heard("behind")]
        came: list[int] = [record["seq"] for record in page.records()]
        return max(told + came)

    wait_until(lambda: newest() == last, what=lambda: f"{newest()} of {last}")
