"""bridge.confirmation: a sender that asks learns that its message is logged, in a packet of its own."""

from pathlib import Path

import orjson
import pytest

from bridge.confirmation import confirmation
from bridge.delivery import Delivery
from chat.topic import ChatTopic
from tests.bridge.support import Desk
from tests.support.mqtt import Probe, probe
from tests.support.services import Lab

READING = b'{"temperature":20,"id":"k-1","confirm":true}'


def sent(payload: bytes, mid: int = 0, *, dup: bool = False) -> Delivery:
    return Delivery(1, "chat/aula1/Board", payload, mid=mid, qos=1 if mid else 0, dup=dup, retain=False)


def test_it_goes_to_the_senders_own_role_in_small_letters() -> None:
    topic, payload = confirmation(ChatTopic("aula1", "Board"), "k-1", 12)
    assert (topic, orjson.loads(payload)) == ("to/aula1/board", {"logged": "k-1", "seq": 12})


def test_with_the_longest_names_it_fits_into_a_buffer_of_256_bytes() -> None:
    topic, payload = confirmation(ChatTopic("s" * 48, "r" * 32), "i" * 64, 2**31)
    assert 5 + 2 + len(topic) + 2 + len(payload) <= 256


def test_a_message_that_asks_for_it_is_confirmed_once_it_is_logged(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.recorder.process([sent(b'{"temperature":19}'), sent(READING)])
    assert desk.output.confirmed == [("to/aula1/board", b'{"logged":"k-1","seq":2}')]
    assert desk.records("aula1")[1].data == {"temperature": 20}


def test_a_resend_is_confirmed_again_and_not_logged_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.recorder.process([sent(READING), sent(READING)])
    desk.recorder.process([sent(READING)])
    assert [payload for _, payload in desk.output.confirmed] == [b'{"logged":"k-1","seq":1}'] * 3
    assert len(desk.records("aula1")) == 1


def test_a_resend_is_confirmed_by_the_next_bridge_too(tmp_path: Path) -> None:
    Desk(tmp_path).recorder.process([sent(READING)])
    later = Desk(tmp_path)
    later.recorder.process([sent(READING)])
    assert later.output.confirmed == [("to/aula1/board", b'{"logged":"k-1","seq":1}')]


def test_a_redelivery_is_confirmed_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.recorder.process([sent(READING, 7)])
    desk.recorder.process([sent(READING, 7, dup=True)])
    assert len(desk.output.confirmed) == 2


@pytest.mark.parametrize(
    "payload",
    [b'{"temperature":20,"id":"k-1"}', b'{"temperature":20,"confirm":true}', b'{"id":"k-1","confirm":true}', b"hi"],
)
def test_nothing_else_is_confirmed(payload: bytes, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.recorder.process([sent(payload)])
    assert desk.output.confirmed == []


def _ask(client: Probe, payload: bytes) -> None:
    client.publish("chat/aula1/board", payload, qos=0)


def test_a_client_of_qos_0_receives_it_from_either_broker(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    with probe(any_lab.mqtt_port, "to/aula1/board") as client:
        _ask(client, READING)
        _ask(client, READING)
        assert client.wait_for("to/aula1/board", 2) == [b'{"logged":"k-1","seq":1}'] * 2
