"""A message that makes decoding raise is refused and acknowledged; it stops nothing and does not come back."""

from pathlib import Path

import orjson
import pytest

from bench.trial.poison import POISON
from chat.message import Message
from tests.bridge.support import Desk, said
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def test_a_fault_of_the_decoder_refuses_that_message_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, decode = Desk(tmp_path / "logs"), Message.decode

    def stumble(payload: bytes, *, max_size: int) -> Message:
        if payload == b'{"poison":1}':
            raise RuntimeError("nobody thought of this")
        return decode(payload, max_size=max_size)

    monkeypatch.setattr(Message, "decode", stumble)
    deliveries = [said("a", mid=1), said('{"poison":1}', mid=2), said("b", mid=3)]
    desk.recorder.process(deliveries)
    payload = dict(desk.output.published)["lab/rejected"]
    assert orjson.loads(payload)["reason"] == "bad-field"
    assert (desk.texts("aula1"), desk.acknowledged) == (["a", "b"], deliveries)


def test_no_payload_comes_back_to_a_bridge_that_has_taken_it(lab: Lab) -> None:
    lab.start_broker()
    bridge = lab.start_bridge()
    with probe(lab.mqtt_port, "log/aula1", "lab/rejected") as participant:
        for payload in POISON:
            participant.publish("chat/aula1/usuario", payload)
        participant.publish("chat/aula1/usuario", "last")
        wait_until(lambda: participant.records("aula1")[-1:] and participant.records("aula1")[-1].get("text") == "last")
        bridge.kill()
        lab.start_bridge()
        known = len(participant.received)
        participant.publish("chat/aula1/usuario", "after")
        wait_until(lambda: len(participant.received) > known)
        assert [record.get("text") for record in participant.records("aula1")][-2:] == ["last", "after"]
        assert len(participant.received) == known + 1
