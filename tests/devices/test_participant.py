"""A participant on a real broker: what it says gets into the log, whatever happens; what it hears, it hears once."""

import logging
import signal

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from devices.description import Button, Description
from devices.outbox import OutboxFullError
from devices.participant import Participant
from devices.wire import Record, Rejection
from tests.devices.conftest import MakeParticipant
from tests.devices.stub_bridge import StubBridge
from tests.support.services import Lab
from tests.support.waiting import wait_until

CHAT = "chat/aula1/probe"


def _heard(bridge: StubBridge, heard: list[Record], text: str) -> list[str]:
    """What was heard until `text` came, which is said now. Records come in order, so nothing earlier is missing."""
    bridge.say("aula1", "teacher", text, to="probe")
    wait_until(
        lambda: any(record.get("text") == text for record in list(heard)), what=lambda: f"{text} is heard: {heard}"
    )
    return [record.get("text", "") for record in heard]


def _start(me: Participant) -> None:
    """Start a participant, and wait until its announcement is logged: then it is subscribed."""
    me.start()
    wait_until(lambda: me.waiting == 0, what="the participant has received its announcement")


def test_what_it_says_is_in_the_log_and_leaves_the_outbox(bridge: StubBridge, participant: MakeParticipant) -> None:
    me = participant()
    me.start()
    me.say("olá", to="lamp")
    me.report({"temperature": 23.4})
    wait_until(lambda: me.waiting == 0)
    said = [{key: record.get(key) for key in ("text", "to", "data")} for record in bridge.of("aula1", "probe")]
    assert said[1:] == [
        {"text": "olá", "to": "lamp", "data": None},
        {"text": None, "to": None, "data": {"temperature": 23.4}},
    ]


def test_its_first_record_announces_what_it_is_and_obeys(bridge: StubBridge, participant: MakeParticipant) -> None:
    participant(description=Description("bell", commands=(Button("ring"),))).start()
    records = wait_until(lambda: bridge.of("aula1", "probe"))
    assert records[0]["data"] == {"device": "bell", "commands": [{"word": "ring", "kind": "button"}]}


def test_it_resends_until_the_record_is_seen_and_then_no_more(bridge: StubBridge, participant: MakeParticipant) -> None:
    bridge.silent = True
    me = participant(resend_seconds=0.1)
    me.start()
    message_id = me.say("anyone?")
    wait_until(lambda: [sent["id"] for sent in bridge.sent(CHAT)].count(message_id) >= 3)
    bridge.silent = False
    wait_until(lambda: me.waiting == 0)
    after = me.say("after")
    wait_until(lambda: me.waiting == 0)
    sent = [message["id"] for message in bridge.sent(CHAT)]
    assert message_id not in sent[sent.index(after) :]
    assert [record["id"] for record in bridge.of("aula1", "probe")].count(message_id) == 1


def test_the_record_of_another_role_with_the_same_id_removes_nothing(
    bridge: StubBridge, participant: MakeParticipant
) -> None:
    bridge.silent = True
    heard: list[Record] = []
    me = participant(on_addressed=heard.append)
    me.start()
    announcement = wait_until(lambda: bridge.sent(CHAT))[0]["id"]
    message_id = me.say("mine")
    bridge.relay("aula1", {"seq": 1, "at": "2026-11-22T16:48:00.000Z", "role": "probe", "id": announcement})
    bridge.relay("aula1", {"seq": 2, "at": "2026-11-22T16:48:00.001Z", "role": "other", "id": message_id})
    bridge.relay("aula1", {"seq": 3, "at": "2026-11-22T16:48:00.002Z", "role": "other", "text": "@probe, did you see?"})
    wait_until(lambda: len(heard) == 1)
    assert me.waiting == 1


def test_after_the_broker_was_killed_it_resubscribes_and_resends_in_order(
    lab: Lab, bridge: StubBridge, participant: MakeParticipant
) -> None:
    heard: list[Record] = []
    me = participant(on_addressed=heard.append)
    me.start()
    wait_until(lambda: me.waiting == 0)
    lab.services["broker"].kill()
    for number in range(40):
        me.say(f"m{number}")
    lab.start_broker()
    wait_until(lambda: me.waiting == 0, seconds=20)
    assert bridge.texts("aula1", "probe") == [f"m{number}" for number in range(40)]
    _heard(bridge, heard, "back")


def test_what_the_broker_took_and_lost_is_sent_again_before_what_came_later(
    lab: Lab, bridge: StubBridge, participant: MakeParticipant
) -> None:
    me = participant(resend_seconds=60)
    me.start()
    wait_until(lambda: me.waiting == 0)
    broker = lab.services["broker"].process
    assert broker is not None
    broker.send_signal(signal.SIGSTOP)
    for number in range(10):
        me.say(f"m{number}")
    lab.services["broker"].kill()
    for number in range(10, 20):
        me.say(f"m{number}")
    lab.start_broker()
    wait_until(lambda: me.waiting == 0)
    # On the wire, not only in the log: each once, in order.
    assert [sent["text"] for sent in bridge.sent(CHAT) if "text" in sent] == [f"m{number}" for number in range(20)]


def test_it_starts_before_the_broker_does(
    lab: Lab, participant: MakeParticipant, caplog: pytest.LogCaptureFixture
) -> None:
    me = participant()
    me.start()
    wait_until(lambda: "can't reach a broker" in caplog.text)
    lab.start_broker()
    bridge = StubBridge(lab.mqtt_port)
    bridge.start()
    try:
        wait_until(lambda: me.waiting == 0)
    finally:
        bridge.stop()


def test_birth_is_online_and_goodbye_is_offline_both_retained(
    lab: Lab, bridge: StubBridge, participant: MakeParticipant
) -> None:
    me = participant()
    me.start()
    wait_until(lambda: bridge.status("aula1", "probe") == "online")
    late = StubBridge(lab.mqtt_port)
    late.start()
    wait_until(lambda: late.status("aula1", "probe") == "online")
    me.stop()
    wait_until(lambda: late.status("aula1", "probe") == "offline")
    late.stop()


def test_stopping_waits_for_the_outbox(bridge: StubBridge, participant: MakeParticipant) -> None:
    me = participant()
    me.start()
    wait_until(lambda: me.waiting == 0)
    me.say("the last word")
    me.stop()
    assert bridge.texts("aula1", "probe") == ["the last word"]


def test_the_outbox_refuses_what_is_too_much_and_keeps_what_it_has(lab: Lab, participant: MakeParticipant) -> None:
    me = participant(outbox_limit=3)
    for number in range(3):
        me.say(f"m{number}")
    with pytest.raises(OutboxFullError, match="3 messages wait"):
        me.say("too much")
    assert me.waiting == 3


def test_what_the_lab_would_refuse_is_refused_at_once(participant: MakeParticipant) -> None:
    me = participant()
    with pytest.raises(ValueError, match="at most 65536"):
        me.say("x" * 70000)
    with pytest.raises(ValueError, match="needs a text or data"):
        me.say("")
    assert me.waiting == 0


def test_it_hears_what_addresses_it_alone(bridge: StubBridge, participant: MakeParticipant) -> None:
    heard: list[Record] = []
    me = participant(on_addressed=heard.append)
    _start(me)
    me.say("talking to myself", to="probe")
    for text in ("hello all", "@other on", "tell @probe"):
        bridge.say("aula1", "teacher", text)
    bridge.say("aula1", "teacher", "@Probe, on")
    assert _heard(bridge, heard, "now") == ["@Probe, on", "now"]


def test_each_of_its_messages_is_told_once_when_it_is_logged(bridge: StubBridge, participant: MakeParticipant) -> None:
    logged: list[Record] = []
    me = participant(on_logged=logged.append)
    _start(me)
    me.say("one")
    wait_until(lambda: me.waiting == 0)
    bridge.relay("aula1", bridge.of("aula1", "probe")[-1])
    me.say("two")
    wait_until(lambda: me.waiting == 0)
    assert [record.get("text") for record in logged] == [None, "one", "two"]


def test_a_record_that_is_published_again_is_told_once(bridge: StubBridge, participant: MakeParticipant) -> None:
    heard: list[Record] = []
    _start(participant(on_addressed=heard.append))
    _heard(bridge, heard, "one")
    bridge.relay("aula1", bridge.of("aula1", "teacher")[0], bridge.of("aula1", "teacher")[0])
    assert _heard(bridge, heard, "two") == ["one", "two"]


def test_it_hears_a_session_that_began_anew_and_announces_itself_there(
    bridge: StubBridge, participant: MakeParticipant
) -> None:
    heard: list[Record] = []
    _start(participant(on_addressed=heard.append, description=Description("lamp")))
    for number in range(5):
        _heard(bridge, heard, f"m{number}")
    bridge.forget("aula1")
    assert _heard(bridge, heard, "fresh")[:6] == ["m0", "m1", "m2", "m3", "m4", "fresh"]
    wait_until(lambda: [record["data"]["device"] for record in bridge.of("aula1", "probe")] == ["lamp"])


def test_broken_lines_do_not_keep_it_from_the_good_ones(bridge: StubBridge, participant: MakeParticipant) -> None:
    heard: list[Record] = []
    _start(participant(on_addressed=heard.append))
    good = b'{"seq":7,"at":"2026-11-22T16:50:00.000Z","role":"teacher","text":"good"}\n'
    for broken in (
        b"\xff\xfe\n",
        b"[" * 5000 + b"\n",
        b'{"seq":"9"}\n',
        b'{"seq":true,"at":"","role":""}\n',
        b"null\n",
    ):
        bridge.publish("to/aula1/probe", broken + good)
    wait_until(lambda: heard)
    assert heard == [{"seq": 7, "at": "2026-11-22T16:50:00.000Z", "role": "teacher", "text": "good"}]


def test_an_exception_in_a_callback_is_told_and_the_next_record_comes(
    bridge: StubBridge, participant: MakeParticipant, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Record] = []

    def hear(record: Record) -> None:
        heard.append(record)
        raise RuntimeError("a student's mistake")

    _start(participant(on_addressed=hear))
    _heard(bridge, heard, "one")
    _heard(bridge, heard, "two")
    assert "a student's mistake" in caplog.text


def test_a_retained_record_is_not_obeyed_after_a_reconnection(
    lab: Lab, bridge: StubBridge, participant: MakeParticipant
) -> None:
    heard: list[Record] = []
    _start(participant(on_addressed=heard.append))
    # Its client id, taken by another, makes the broker disconnect it; it comes back after a second.
    thief = mqtt.Client(CallbackAPIVersion.VERSION2, client_id="lab-aula1-probe", reconnect_on_failure=False)
    thief.connect("127.0.0.1", lab.mqtt_port)
    mistake = b'{"seq":999,"at":"2026-11-22T16:59:00.000Z","role":"teacher","text":"retained"}\n'
    thief.publish("to/aula1/probe", mistake, qos=1, retain=True)
    thief.loop_start()
    wait_until(lambda: [name for name, _ in list(bridge.wire)].count("status/aula1/probe") == 3, what="it is back")
    thief.loop_stop()
    live = {"seq": 1000, "at": "2026-11-22T17:00:00.000Z", "role": "teacher", "text": "live", "to": "probe"}
    bridge.relay("aula1", live)
    wait_until(lambda: heard)
    assert [record["text"] for record in heard] == ["live"]


@pytest.mark.parametrize("told", ["by id", "by the beginning of the payload"])
def test_what_the_bridge_refuses_leaves_the_outbox_and_is_told(
    bridge: StubBridge, participant: MakeParticipant, told: str
) -> None:
    refused: list[Rejection] = []
    me = participant(on_rejected=refused.append)
    _start(me)
    bridge.silent = True
    message_id = me.say("refuse me")
    me.say("keep me")
    payload = wait_until(lambda: [sent for topic, sent in bridge.wire if topic == CHAT and message_id in sent])[0]
    named = f'"id":"{message_id}"' if told == "by id" else '"payload":"' + payload[:60].replace('"', '\\"') + '"'
    bridge.publish("lab/rejected/probe", f'{{"topic":"{CHAT}","reason":"bad-field","detail":"so it is",{named}}}')
    wait_until(lambda: refused)
    assert (refused[0].reason, refused[0].detail) == ("bad-field", "so it is")
    assert me.waiting == 1


def test_the_rejection_of_another_topic_removes_nothing(bridge: StubBridge, participant: MakeParticipant) -> None:
    refused: list[Rejection] = []
    me = participant(on_rejected=refused.append)
    _start(me)
    bridge.silent = True
    message_id, second_id = me.say("keep me"), me.say("refuse me")
    wait_until(lambda: len(bridge.sent(CHAT)) >= 3)
    bridge.publish("lab/rejected/probe", f'{{"topic":"chat/aula1/other","reason":"bad-field","id":"{message_id}"}}')
    bridge.publish("lab/rejected/probe", f'{{"topic":"{CHAT}","reason":"bad-field","id":"{second_id}"}}')
    wait_until(lambda: refused)
    assert [rejected.id for rejected in refused] == [second_id]
    assert me.waiting == 1


def test_two_devices_with_one_role_are_warned(
    bridge: StubBridge, participant: MakeParticipant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    participant().start()
    wait_until(lambda: "ready probe" in caplog.text)
    participant().start()
    wait_until(lambda: "is another device probe in aula1?" in caplog.text)


def test_ids_differ_over_restarts(participant: MakeParticipant) -> None:
    first, second = participant(), participant()
    ids = [me.say("x") for me in (first, second) for _ in range(5)]
    assert len(set(ids)) == len(ids)
