"""Devices with the lab's own bridge: what they say is in the files once."""

import json

from devices.connection import Broker
from devices.participant import Participant
from devices.wire import Record
from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until


def _logged(lab: Lab, session: str) -> list[Record]:
    return [
        json.loads(line)
        for file in sorted((lab.logs / session).glob("chat_*.log"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def test_the_demo_and_a_person_hold_a_conversation(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    demo = any_lab.service("devices", "demo")
    wait_until(lambda: demo.text().count("device: ready") == 3, what=demo.text)
    me = Participant(Broker("127.0.0.1", any_lab.mqtt_port), "demo", "me")
    me.start()
    me.say("@lamp liga")
    me.say("oi", to="echo")
    wait_until(
        lambda: (
            {"ligada", "oi"} <= {record.get("text") for record in _logged(any_lab, "demo") if record["role"] != "me"}
        )
    )
    me.stop()
    demo.stop()
    records = _logged(any_lab, "demo")
    assert [record["seq"] for record in records] == list(range(1, len(records) + 1))
    assert [record["text"] for record in records if record["role"] == "lamp" and "text" in record] == ["ligada"]


def test_what_was_said_while_the_bridge_was_killed_is_logged_once_in_order(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    me = Participant(Broker("127.0.0.1", any_lab.mqtt_port), "aula1", "probe", resend_seconds=0.5)
    me.start()
    wait_until(lambda: me.waiting == 0)
    any_lab.services["bridge"].kill()
    for number in range(30):
        me.say(f"m{number}")
    any_lab.start_bridge()
    wait_until(lambda: me.waiting == 0, seconds=30, what="everything is logged")
    me.stop()
    assert [record["text"] for record in _logged(any_lab, "aula1")[1:]] == [f"m{number}" for number in range(30)]


def test_a_command_of_before_that_is_sent_again_is_not_obeyed(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    old = json.dumps({"text": "on", "to": "lamp", "id": "x1"})
    with probe(any_lab.mqtt_port, "log/aula1") as teacher:
        teacher.publish("chat/aula1/teacher", old)
        lamp = any_lab.service("devices", "lamp", "--session", "aula1")
        wait_until(lambda: "device: ready" in lamp.text(), what=lamp.text())
        teacher.publish("chat/aula1/teacher", old)
        teacher.publish("chat/aula1/teacher", "@lamp status")
        wait_until(lambda: [one for one in teacher.records("aula1") if one["role"] == "lamp" and "text" in one])
    said = [record["data"] for record in _logged(any_lab, "aula1") if record["role"] == "lamp" and "text" in record]
    assert said == [{"on": False}]


def test_a_refused_message_leaves_the_outbox(lab: Lab) -> None:
    lab.settings["LAB_MAX_PAYLOAD"] = "1000"
    lab.start_broker()
    lab.start_bridge()
    refused: list[str] = []
    me = Participant(
        Broker("127.0.0.1", lab.mqtt_port),
        "aula1",
        "probe",
        on_rejected=lambda rejected: refused.append(rejected.reason),
    )
    me.start()
    me.say("x" * 2000)
    me.say("short")
    wait_until(lambda: refused == ["too-large"] and me.waiting == 0)
    me.stop()
    assert [record.get("text") for record in _logged(lab, "aula1")] == [None, "short"]
