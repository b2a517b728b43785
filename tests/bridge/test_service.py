"""The bridge as a process, with each of the brokers: what it promises over restarts and kills."""

import functools
import json
import signal
from pathlib import Path

import pytest

from chat.history import History
from chat.record import Record
from tests.support.mqtt import Probe, probe
from tests.support.services import Lab, forget_state
from tests.support.waiting import wait_until


def texts(lab: Lab, session: str = "aula1") -> list[str]:
    return [Record.decode(line).text for line in History(lab.logs / session).all()]


def is_logged(lab: Lab, text: str) -> bool:
    return text in texts(lab)


def test_plain_text_and_telemetry_are_logged_and_relayed_once(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    with probe(any_lab.mqtt_port, "log/#") as viewer:
        viewer.publish("chat/aula1/usuario", "Olá")
        viewer.publish("chat/aula1/usuario", '{"temperature":23.5}')
        relayed = viewer.wait_for_records("aula1", 2)
    assert [(record["seq"], record.get("text"), record.get("data")) for record in relayed] == [
        (1, "Olá", None),
        (2, None, {"temperature": 23.5}),
    ]
    on_disk = [json.loads(line) for line in History(any_lab.logs / "aula1").all()]
    assert on_disk == relayed


def test_what_comes_while_the_bridge_is_away_is_logged_when_it_is_back(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge().kill()
    with probe(any_lab.mqtt_port) as participant:
        for n in range(50):
            participant.connection.publish("chat/aula1/usuario", f"m{n}")
        any_lab.start_bridge()
        wait_until(lambda: len(texts(any_lab)) >= 50)
    assert texts(any_lab) == [f"m{n}" for n in range(50)]


def test_a_kill_amid_a_stream_loses_nothing_and_doubles_nothing(any_lab: Lab) -> None:
    any_lab.start_broker()
    bridge = any_lab.start_bridge()
    with probe(any_lab.mqtt_port) as participant:
        for n in range(400):
            participant.publish("chat/aula1/usuario", f"m{n}")
            if n in (100, 200, 300):
                bridge.kill()
                bridge = any_lab.start_bridge() if n == 200 else any_lab.service("bridge")
    wait_until(lambda: len(texts(any_lab)) >= 400, what="400 records")
    assert texts(any_lab) == [f"m{n}" for n in range(400)]


def test_a_kill_amid_a_stream_of_commands_costs_their_device_none(any_lab: Lab) -> None:
    any_lab.start_broker()
    bridge = any_lab.start_bridge()
    with probe(any_lab.mqtt_port, "to/aula1/lamp") as lamp, probe(any_lab.mqtt_port) as teacher:
        for n in range(400):
            teacher.publish("chat/aula1/teacher", f"@lamp {n}")
            if n in (100, 200, 300):
                bridge.kill()
                bridge = any_lab.start_bridge() if n == 200 else any_lab.service("bridge")

        def obeyed() -> list[str]:
            """What a device obeys that remembers the last `seq`."""
            last, texts = 0, list[str]()
            for record in map(Record.decode, lamp.payloads("to/aula1/lamp")):
                if record.seq > last:
                    last, texts = record.seq, [*texts, record.text]
            return texts

        wait_until(lambda: len(obeyed()) >= 400, what="400 commands")
        assert obeyed() == [f"@lamp {n}" for n in range(400)]


def test_a_clean_stop_leaves_nothing_to_deliver_again(any_lab: Lab) -> None:
    any_lab.start_broker()
    bridge = any_lab.start_bridge()
    with probe(any_lab.mqtt_port) as participant:
        for n in range(100):
            participant.connection.publish("chat/aula1/usuario", f"m{n}", qos=1)
        participant.publish("chat/aula1/usuario", "last")
        wait_until(lambda: texts(any_lab))
        assert bridge.stop() == 0
        any_lab.start_bridge()
        participant.publish("chat/aula1/usuario", "after")
        wait_until(lambda: texts(any_lab)[-1:] == ["after"])
    assert texts(any_lab) == [*(f"m{n}" for n in range(100)), "last", "after"]


def test_birth_and_will_say_whether_the_bridge_is_there(any_lab: Lab) -> None:
    any_lab.start_broker()
    bridge = any_lab.start_bridge()
    with probe(any_lab.mqtt_port, "lab/bridge") as viewer:
        wait_until(lambda: viewer.payloads("lab/bridge")[-1:] == [b"online"])
        bridge.kill()
        wait_until(lambda: viewer.payloads("lab/bridge")[-1:] == [b"offline"])
        any_lab.start_bridge()
        wait_until(lambda: viewer.payloads("lab/bridge")[-1:] == [b"online"])


def test_a_retained_message_is_logged_once_over_restarts(any_lab: Lab) -> None:
    any_lab.start_broker()
    with probe(any_lab.mqtt_port) as participant:
        participant.connection.publish("chat/aula1/usuario", "kept", retain=True)
        for n in range(3):
            bridge = any_lab.start_bridge()
            participant.publish("chat/aula1/usuario", f"m{n}")
            wait_until(functools.partial(is_logged, any_lab, f"m{n}"))
            bridge.kill()
    assert texts(any_lab) == ["kept", "m0", "m1", "m2"]


def test_a_retained_message_from_before_the_first_bridge_is_logged_and_cleared(lab: Lab) -> None:
    lab.start_broker()
    with probe(lab.mqtt_port, "chat/#") as participant:
        participant.publish("chat/aula1/usuario", "kept", retain=True)
        lab.start_bridge()
        wait_until(lambda: texts(lab) == ["kept"])
        wait_until(lambda: participant.payloads("chat/aula1/usuario") == [b"kept", b""], what="it is cleared")
    with probe(lab.mqtt_port, "chat/#", "lab/bridge") as late:
        late.wait_for("lab/bridge")
        assert late.payloads("chat/aula1/usuario") == []


def _emptied(watcher: Probe) -> set[str]:
    """The topics on which an empty payload came."""
    return {message.topic for message in list(watcher.received) if not message.payload}


def test_any_number_of_retained_messages_are_cleared_on_the_broker(lab: Lab) -> None:
    topics = {f"chat/BAD-{number}/x" for number in range(1500)}
    lab.start_broker()
    with probe(lab.mqtt_port) as participant:
        for topic in topics:
            participant.publish(topic, "hello", qos=0, retain=True)
    with probe(lab.mqtt_port, "chat/#") as watcher:
        wait_until(lambda: len(watcher.received) == len(topics), seconds=60, what="all are retained")
        lab.start_bridge()
        wait_until(lambda: _emptied(watcher) == topics, seconds=60, what="all are cleared")


def test_retained_messages_that_are_refused_are_cleared_on_the_broker(lab: Lab) -> None:
    topics = ["chat/BAD-1/x", "chat/aula1/pupil1/deep", "chat/pulse/bridge", "chat/lab/bridge", "chat/aula1"]
    lab.start_broker()
    with probe(lab.mqtt_port) as participant:
        for topic in topics:
            participant.publish(topic, "probe-1" if topic == "chat/lab/bridge" else "pulse-1", retain=True)
    with probe(lab.mqtt_port, "chat/#") as watcher:
        lab.start_bridge()
        wait_until(lambda: all(watcher.payloads(topic)[-1:] == [b""] for topic in topics))
    with probe(lab.mqtt_port, "chat/#", "lab/bridge") as late:
        late.wait_for("lab/bridge")
        assert [topic for topic in topics if late.payloads(topic)] == []


def test_a_mosquitto_that_forgets_leaves_a_gap_record(lab: Lab) -> None:
    broker = lab.start_broker()
    lab.start_bridge()
    with probe(lab.mqtt_port) as participant:
        participant.publish("chat/aula1/usuario", "before")
    wait_until(lambda: texts(lab) == ["before"])
    broker.kill()
    forget_state(lab)
    lab.start_broker()
    wait_until(lambda: len(texts(lab)) >= 2, what="a gap record")
    records = [Record.decode(line) for line in History(lab.logs / "aula1").all()]
    assert [record.event for record in records] == ["", "gap"]


def test_an_embedded_broker_that_was_killed_leaves_no_gap(tmp_path: Path) -> None:
    lab = Lab(tmp_path, broker_kind="amqtt")
    try:
        broker = lab.start_broker()
        lab.start_bridge()
        with probe(lab.mqtt_port) as participant:
            participant.publish("chat/aula1/usuario", "before")
            broker.kill()
            lab.start_broker()
            participant.connection.publish("chat/aula1/usuario", "after")
            wait_until(functools.partial(is_logged, lab, "after"))
    finally:
        lab.stop()
    assert texts(lab) == ["before", "after"]  # nothing was acknowledged that is not logged


def test_a_broker_that_remembers_leaves_no_gap(lab: Lab) -> None:
    broker = lab.start_broker()
    lab.start_bridge()
    with probe(lab.mqtt_port) as participant:
        participant.publish("chat/aula1/usuario", "before")
    wait_until(lambda: texts(lab) == ["before"])
    lab.wait_saved(b"chat/#")
    broker.kill()
    lab.start_broker()
    with probe(lab.mqtt_port) as participant:
        participant.publish("chat/aula1/usuario", "after")
    wait_until(lambda: "after" in texts(lab))
    assert texts(lab) == ["before", "after"]


def test_a_refusal_is_published_with_its_reason(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    with probe(any_lab.mqtt_port, "lab/rejected") as viewer:
        viewer.publish("chat/aula1/lab", "I am the lab")
        [payload] = viewer.wait_for("lab/rejected")
    assert json.loads(payload)["reason"] == "reserved-role"


def test_requests_are_answered_over_mqtt(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    with probe(any_lab.mqtt_port, "lab/response/+") as viewer:
        answers = [viewer.ask(what, "aula1")["status"] for what in ("ping", "create", "create", "archive", "delete")]
    assert answers == ["ok", "ok", "error", "ok", "error"]


def test_a_second_bridge_on_the_same_folder_says_so_and_ends(lab: Lab) -> None:
    lab.start_broker()
    lab.start_bridge()
    second = lab.service("bridge")
    assert second.process is not None
    assert second.process.wait(10) == 2
    assert "another bridge writes in" in second.text()


def test_a_bad_setting_is_one_line_that_names_it(lab: Lab) -> None:
    lab.settings["LAB_MAX_PAYLOAD"] = "much"
    bridge = lab.service("bridge")
    assert bridge.process is not None
    assert bridge.process.wait(10) == 2
    assert bridge.text().startswith("bridge: LAB_MAX_PAYLOAD='much'")
    assert bridge.text().count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(lab: Lab, number: signal.Signals) -> None:
    lab.start_broker()
    bridge = lab.start_bridge()
    assert bridge._signal(number) == 0


def test_it_waits_for_a_broker_that_comes_later(lab: Lab) -> None:
    bridge = lab.service("bridge")
    lab.start_broker()
    wait_until(lambda: "bridge: ready" in bridge.text())


def test_a_flood_of_unacknowledged_messages_arrives_whole(any_lab: Lab) -> None:
    any_lab.start_broker()
    any_lab.start_bridge()
    with probe(any_lab.mqtt_port) as participant:
        for n in range(3000):
            participant.connection.publish(f"chat/s{n % 10}/usuario", f"m{n}", qos=1)
        participant.publish("chat/s0/usuario", "end", seconds=60)
        wait_until(lambda: sum(len(texts(any_lab, f"s{k}")) for k in range(10)) >= 3001, seconds=30)
    for k in range(10):
        assert [text for text in texts(any_lab, f"s{k}") if text != "end"] == [f"m{n}" for n in range(k, 3000, 10)]


def test_an_mqtt_session_without_a_subscription_is_healed(any_lab: Lab) -> None:
    any_lab.start_broker()
    with probe(any_lab.mqtt_port, client_id="lab-bridge", clean=False):
        pass  # a bridge that ended between CONNACK and SUBSCRIBE
    any_lab.start_bridge()
    with probe(any_lab.mqtt_port) as participant:
        participant.publish("chat/aula1/usuario", "heard")
    wait_until(lambda: texts(any_lab) == ["heard"])


def test_a_request_with_an_endless_word_stops_nothing(lab: Lab) -> None:
    lab.start_broker()
    lab.start_bridge()
    with probe(lab.mqtt_port, "lab/response/+") as viewer:
        viewer.publish("lab/request/" + "a" * 65_000, "x")
        assert viewer.ask("ping")["status"] == "ok"
