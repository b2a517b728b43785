"""Bad topics and payloads over MQTT: each is refused or logged, none harms what is beside it."""

import itertools
import time

import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chat.errors import PayloadError
from chat.message import Message
from chat.record import Record, content_hash
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


REFUSED = st.sampled_from([b"{}", b'{"to":5}', b'{"text":"a","to":"no role"}', b'{"text":["a"]}'])


@st.composite
def payloads_of_a_sender(draw: st.DrawFn) -> list[bytes]:
    """Up to 50 payloads of random bytes and texts, among them at most 3 that the bridge refuses.

    The bridge publishes at most 20 refusals a second about one topic, 50 in all (docs/protocol.md, `lab/rejected`):
    few enough of them are in all examples together that each must be there, if no others are told in that second.
    """
    accepted = st.binary(min_size=1, max_size=2000) | st.text(min_size=1, max_size=20).map(str.encode)
    payloads = draw(st.lists(accepted, max_size=47)) + draw(st.lists(REFUSED, max_size=3))
    return list(draw(st.permutations(payloads)))


def is_rejection_of(rejection: dict[str, object], payload: bytes) -> bool:
    """Whether an entry of `lab/rejected` is about this payload."""
    return (rejection["size"], rejection["payload"]) == (len(payload), payload[:256].decode(errors="replace"))


def holds(record: Record, payload: bytes) -> bool:
    """Whether a record holds what this payload says."""
    try:
        return content_hash(record) == content_hash(Message.decode(payload, max_size=len(payload)))
    except PayloadError:
        return False


def unaccounted(payloads: list[bytes], logged: list[Record], rejections: list[dict[str, object]]) -> list[bytes]:
    """The payloads that are neither the next record nor the next rejection; empty when all is accounted for."""
    missing, records, refusals = [], iter(logged), iter(rejections)
    record, refusal = next(records, None), next(refusals, None)
    for payload in payloads:
        if refusal and is_rejection_of(refusal, payload):
            refusal = next(refusals, None)
        elif record and holds(record, payload):
            record = next(records, None)
        else:
            missing.append(payload)
    return missing if not (record or refusal) else [*missing, b"and more was logged or told than was sent"]


@pytest.fixture
def _next_second() -> None:
    """Wait for the next second: refusals of the tests before may have taken what may be told in this one."""
    begun = int(time.time())
    wait_until(lambda: int(time.time()) > begun)


# Without shrinking: an example that fails takes the whole time limit, and its payloads are printed.
@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads=payloads_of_a_sender())
@pytest.mark.usefixtures("_next_second")
def test_every_message_is_logged_once_in_order_or_told_on_lab_rejected(target: Target, payloads: list[bytes]) -> None:
    topic = f"chat/{next(_names)}/a"
    with probe(target.lab.mqtt_port, "lab/rejected") as sender:
        for payload in payloads:
            sender.connection.publish(topic, payload, qos=1)
        sender.publish(topic, '{"text":"end","id":"end"}')
        wait_until(lambda: target.records(topic.split("/")[1])[-1:], what="the last message is logged")
        wait_until(lambda: target.records(topic.split("/")[1])[-1].id == "end", what="the last message is logged")
        *logged, _ = target.records(topic.split("/")[1])

        def missing() -> list[bytes]:
            told = map(orjson.loads, sender.payloads("lab/rejected"))
            return unaccounted(payloads, logged, [one for one in told if one["topic"] == topic])

        wait_until(lambda: not missing(), what=lambda: f"of {payloads} is neither logged nor told: {missing()}")


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
                sender.connection.publish(f"lab/request/{what}", payload[:65536], qos=1)
        sender.publish("lab/request/ping", '{"transaction":"end"}', seconds=60)


def test_forged_words_of_the_lab_break_nothing(target: Target) -> None:
    with probe(target.lab.mqtt_port) as sender:
        for topic in (
            "log/ordinary",
            "to/ordinary/x",
            "lab/rejected",
            "lab/synced",
            "lab/response/create",
            "status/ordinary/x",
        ):
            for payload in PAYLOADS.values():
                sender.connection.publish(topic, payload[:65536], qos=1)
        sender.publish("log/ordinary", b'{"seq":"x"}\n[]\n\xff', seconds=60)


def test_many_long_topics_are_not_remembered_by_the_bridge(target: Target) -> None:
    before = target.memory()["bridge"]
    with probe(target.lab.mqtt_port) as sender:
        for n in range(1500):
            sender.connection.publish(f"chat/{n}{'x' * 65_000}", b"x", qos=1)
        sender.publish("chat/ordinary/attacker", "after", seconds=60)
        wait_until(lambda: "after" in [record.text for record in target.records("ordinary")], seconds=60)
    assert target.memory()["bridge"] - before < 60_000_000
