"""Bad topics and payloads over MQTT: each is refused or logged, none harms what is beside it."""

import itertools

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqtt.frames import packet
from mqtt.packets import connect, publish
from tests.attacks.corpora import PAYLOADS, RAW_TOPICS, noise
from tests.attacks.target import Target
from tests.broker.wire import Wire
from tests.support.mqtt import Probe, probe
from tests.support.waiting import wait_until

_names = (f"m{n}" for n in itertools.count(1))


def say(target: Target, topic: bytes | str, payload: bytes) -> None:
    """Publish at QoS 1 on a connection of its own, which the broker may close."""
    with Wire(target.lab.mqtt_port) as wire:
        wire.connect("attacker")
        wire.send(publish(topic, payload, qos=1, mid=1))
        wire.next()


def is_told(target: Target, watcher: Probe, topic: str) -> bool:
    """Publish to a bad topic; whether it was told. In a second with many refusals it is only counted."""
    say(target, topic, b"x")
    return topic.encode() in b"".join(watcher.payloads("lab/rejected"))


def test_no_topic_makes_a_folder_that_it_should_not(target: Target) -> None:
    before = {path.name for path in target.lab.logs.iterdir()}
    with probe(target.lab.mqtt_port, "lab/rejected") as watcher:
        for topic in RAW_TOPICS.values():
            say(target, topic, b"x")
        wait_until(lambda: is_told(target, watcher, "chat/.last/x"), every=0.2)
    assert {path.name for path in target.lab.logs.iterdir()} == before


def test_sessions_that_differ_in_case_are_one_or_refused(target: Target) -> None:
    name = next(_names)
    with probe(target.lab.mqtt_port, "lab/rejected") as watcher:
        for topic in (f"chat/{name}/a", f"chat/{name.upper()}/a"):
            watcher.publish(topic, "x")
        told = orjson.loads(watcher.wait_for("lab/rejected")[-1])
    assert (told["reason"], len(target.records(name))) == ("bad-session", 1)


@pytest.mark.parametrize("what", PAYLOADS)
def test_a_bad_payload_is_a_record_on_one_line_or_is_told(target: Target, what: str) -> None:
    session = next(_names)
    with probe(target.lab.mqtt_port, "lab/rejected") as watcher:
        say(target, f"chat/{session}/attacker", PAYLOADS[what])
        watcher.publish(f"chat/{session}/bystander", "after")
        wait_until(lambda: [r for r in target.records(session) if r.role == "bystander"], what="what came after")
        told = [one for one in map(orjson.loads, watcher.payloads("lab/rejected")) if session in one["topic"]]
        logged = [record for record in target.records(session) if record.role == "attacker"]
        wait_until(lambda: logged or told or session in b"".join(watcher.payloads("lab/rejected")).decode())
    assert len(logged) <= 1
    assert [record.event for record in target.records(session)] == [""] * len(target.records(session))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads=st.lists(st.binary(min_size=1, max_size=2000), min_size=1, max_size=50))
def test_any_bytes_are_logged_in_order_or_told(target: Target, payloads: list[bytes]) -> None:
    session = next(_names)
    with probe(target.lab.mqtt_port) as sender:
        for payload in payloads:
            sender.client.publish(f"chat/{session}/a", payload, qos=1)
        sender.publish(f"chat/{session}/a", '{"text":"end","id":"end"}')
    wait_until(lambda: [record for record in target.records(session) if record.id == "end"])
    assert len(target.records(session)) <= len(payloads) + 1


def send_and_read_on(target: Target, data: bytes) -> bool:
    """Whether the broker ends a connection that sends this."""
    with Wire(target.lab.mqtt_port) as wire:
        wire.connect("attacker")
        try:
            wire.send(data)
        except OSError:
            return True
        return wire.closed_by_broker()


def test_ten_megabytes_end_the_connection_that_sends_them(target: Target) -> None:
    assert send_and_read_on(target, publish("chat/aula1/attacker", b"x" * 10_000_000, qos=1, mid=1))


def test_noise_instead_of_packets_harms_nobody(target: Target) -> None:
    for data in noise(seed=4, count=150, length=400):
        with Wire(target.lab.mqtt_port, seconds=5) as wire:
            try:
                wire.send(connect("noisy") + data)
                wire.send(packet(0x30, data))
            except OSError:
                continue


def test_a_request_to_the_bridge_may_be_anything(target: Target) -> None:
    with probe(target.lab.mqtt_port) as sender:
        for what in ("create", "archive", "delete", "replies", "ping", "", "..", "x" * 200, "a/b"):
            for payload in PAYLOADS.values():
                sender.client.publish(f"lab/request/{what}", payload[:65536], qos=1)
        sender.publish("lab/request/ping", '{"transaction":"end"}')


def test_forged_words_of_the_lab_break_nothing(target: Target) -> None:
    with probe(target.lab.mqtt_port) as sender:
        for topic in ("log/ordinary", "lab/rejected", "lab/synced", "lab/response/create", "status/ordinary/x"):
            for payload in PAYLOADS.values():
                sender.client.publish(topic, payload[:65536], qos=1)
        sender.publish("log/ordinary", b'{"seq":"x"}\n[]\n\xff')
