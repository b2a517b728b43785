"""web.live.events: join, send and typing over a real Socket.IO connection, and what comes back."""

import time
from collections.abc import Callable

import pytest

from tests.support.mqtt import probe
from tests.support.services import Lab
from tests.support.waiting import wait_until
from tests.web.conftest import Browser
from web.live.events import answering
from web.live.feed import LEAST_SECONDS

Make = Callable[[], Browser]


def test_what_one_sends_everybody_in_the_session_gets_once_logged(browser: Make, session: str) -> None:
    one, other = browser(), browser()
    one.join(session, "usuario")
    other.join(session, "atendente")
    assert one.call("send", {"id": "x1", "text": "Olá"}) == {"status": "accepted"}
    for viewer in (one, other):
        wait_until(viewer.records, what="the record")
        assert [(record["seq"], record["role"], record["text"], record["id"]) for record in viewer.records()] == [
            (1, "usuario", "Olá", "x1")
        ]


def test_a_device_is_heard_in_the_browser(browser: Make, running: Lab, session: str) -> None:
    viewer = browser()
    viewer.join(session)
    with probe(running.mqtt_port) as device:
        device.publish(f"chat/{session}/sensor-1", '{"temperature":23.5}')
    wait_until(viewer.records)
    assert viewer.records()[0]["data"] == {"temperature": 23.5}


def test_joining_gives_the_last_hundred_and_where_the_log_ends(browser: Make, running: Lab, session: str) -> None:
    with probe(running.mqtt_port, f"log/{session}") as device:
        for n in range(120):
            device.connection.publish(f"chat/{session}/usuario", f"m{n}", qos=1)
        device.wait_for_records(session, 120)
    answer = browser().join(session)
    assert [record["seq"] for record in answer["records"]] == list(range(21, 121))
    assert answer["last_seq"] == 120


def test_joining_again_gives_what_came_after(browser: Make, session: str) -> None:
    one = browser()
    one.join(session)
    for n in range(5):
        one.call("send", {"id": f"x{n}", "text": "a"})
    wait_until(lambda: len(one.records()) >= 5)
    answer = browser().join(session, "atendente", after=3)
    assert [record["seq"] for record in answer["records"]] == [4, 5]


def test_records_of_another_session_stay_there(browser: Make, session: str) -> None:
    one, stranger = browser(), browser()
    one.join(session)
    stranger.join(f"{session}-other")
    one.call("send", {"id": "x1", "text": "a"})
    stranger.call("send", {"id": "x1", "text": "b"})
    wait_until(stranger.records)
    assert [record["text"] for record in stranger.records()] == ["b"]


def test_changing_the_session_leaves_the_first(browser: Make, session: str) -> None:
    one, mover = browser(), browser()
    one.join(session)
    mover.join(session, "atendente")
    mover.join(f"{session}-b", "atendente")
    one.call("send", {"id": "x1", "text": "a"})
    wait_until(one.records)
    mover.call("send", {"id": "y1", "text": "b"})
    wait_until(mover.records)
    assert [record["text"] for record in mover.records()] == ["b"]


def test_a_flood_arrives_whole_and_in_order(browser: Make, running: Lab, session: str) -> None:
    viewer = browser()
    viewer.join(session)
    begun = time.monotonic()
    with probe(running.mqtt_port) as device:
        for n in range(3000):
            device.connection.publish(f"chat/{session}/usuario", f"m{n}", qos=1)
        # On a slow machine this client may not keep up; it then has to pull, as a page does.
        wait_until(lambda: len(viewer.seen(session)) >= 3000, seconds=30)
    assert viewer.seen(session) == list(range(1, 3001))
    assert len(viewer.heard("records")) <= (time.monotonic() - begun) / LEAST_SECONDS + 1


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"session": "A", "role": "x", "after": None}, "bad-session"),
        ({"session": "../x", "role": "x"}, "bad-session"),
        ({"session": "a", "role": "lab"}, "reserved-role"),
        ({"session": "a"}, "bad-request"),
        ({"session": "a", "role": "x", "after": "1"}, "bad-request"),
        ({"session": "a", "role": "x", "after": -1}, "bad-request"),
        ({"session": "a", "role": "x", "after": True}, "bad-request"),
        ("text", "bad-request"),
        ([1], "bad-request"),
        (None, "bad-request"),
    ],
)
def test_a_bad_join_is_answered_with_its_reason(browser: Make, document: object, reason: str) -> None:
    assert browser().call("join", document)["error"]["reason"] == reason


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"id": "x"}, "empty"),
        ({"text": "a"}, "bad-field"),
        ({"id": "x", "text": 5}, "bad-field"),
        ({"id": "x", "data": [1]}, "bad-field"),
        ({"id": "x", "data": {"text": "a"}}, "bad-field"),
        ({"id": "x", "text": "a", "to": "a b"}, "bad-field"),
        ({"id": "x" * 65, "text": "a"}, "bad-field"),
        ({"id": "x", "text": "a" * 65537}, "too-large"),
    ],
)
def test_a_bad_message_is_rejected_with_its_reason(
    browser: Make, session: str, document: dict[str, object], reason: str
) -> None:
    one = browser()
    one.join(session)
    answer = one.call("send", document)
    assert (answer["status"], answer["reason"]) == ("rejected", reason)


def test_sending_before_joining_is_rejected(browser: Make) -> None:
    assert browser().call("send", {"id": "x", "text": "a"})["reason"] == "bad-request"


def test_typing_is_told_to_the_others_only(browser: Make, session: str) -> None:
    one, other = browser(), browser()
    one.join(session)
    other.join(session, "atendente")
    one.call("typing")
    wait_until(lambda: other.heard("typing"))
    assert other.heard("typing") == [{"session": session, "role": "usuario"}]
    assert one.heard("typing") == []


def test_presence_follows_browsers_that_come_and_go(browser: Make, session: str) -> None:
    one, other = browser(), browser()
    one.join(session)
    other.join(session, "atendente")
    both = [{"role": "atendente", "online": True}, {"role": "usuario", "online": True}]
    wait_until(lambda: one.heard("presence")[-1:] and one.heard("presence")[-1]["participants"] == both)
    other.client.disconnect()
    gone = [{"role": "atendente", "online": False}, {"role": "usuario", "online": True}]
    wait_until(lambda: one.heard("presence")[-1]["participants"] == gone)


def test_a_device_that_announces_itself_is_present(browser: Make, running: Lab, session: str) -> None:
    one = browser()
    one.join(session)
    with probe(running.mqtt_port) as device:
        device.publish(f"status/{session}/lamp", "online", retain=True)
        wait_until(lambda: any({"role": "lamp", "online": True} in p["participants"] for p in one.heard("presence")))


def test_what_the_bridge_refuses_is_noticed(browser: Make, running: Lab, session: str) -> None:
    one = browser()
    one.join(session)
    with probe(running.mqtt_port) as device:
        device.publish("chat/Not A Session/x", "a")
    wait_until(lambda: [n for n in one.heard("notice") if n["kind"] == "rejected"])
    assert one.heard("notice")[0]["detail"]["reason"] == "bad-session"


def test_who_looks_on_hears_all_and_is_no_participant(browser: Make, session: str) -> None:
    one, watcher = browser(), browser()
    watcher.join(session, "")
    one.join(session, "usuario")
    one.call("send", {"id": "x1", "text": "a"})
    wait_until(watcher.records)
    assert watcher.heard("presence")[-1]["participants"] == [{"role": "usuario", "online": True}]
    assert watcher.call("send", {"id": "y", "text": "b"})["reason"] == "bad-request"


def test_who_watches_the_wire_sees_the_way_of_a_message(browser: Make, session: str) -> None:
    one = browser()
    assert one.call("watch", {"session": session}) == {}
    again = {"topic": f"chat/{session}/usuario", "payload": "Olá", "qos": 1, "retain": False}
    answer = one.call("publish", again)
    assert (answer["status"], answer["ms"] > 0) == ("accepted", True)

    def passed() -> set[str]:
        return {packet["topic"] for event in one.heard("wire") for packet in event["packets"]}

    wait_until(lambda: {f"chat/{session}/usuario", f"log/{session}"} <= passed())
    # `lab/synced` leaves out what comes too soon after another.
    wait_until(lambda: one.call("publish", again) and "lab/synced" in passed(), every=0.2)
    one.call("watch", {"session": None})


@pytest.mark.parametrize(
    "document",
    [
        {"topic": "log/aula1", "payload": "x"},
        {"topic": "lab/bridge", "payload": "offline"},
        {"topic": "chat/#", "payload": "x"},
        {"topic": "chat/a/b", "payload": 5},
        {"topic": "chat/a/b", "payload": "x", "qos": 3},
        {"topic": "chat/a/b", "payload": "x", "retain": "yes"},
    ],
)
def test_only_chat_topics_can_be_tried_out(browser: Make, document: dict[str, object]) -> None:
    assert browser().call("publish", document)["status"] == "rejected"


@pytest.mark.parametrize(
    ("topic", "reason"),
    [
        ("chat/BAD-1/x", "bad-session"),
        ("chat/aula1/pupil1/deep", "bad-topic"),
        ("chat/aula1/a b", "bad-role"),
        ("chat/aula1/bridge", "reserved-role"),
        ("chat/lab/bridge", "reserved-role"),
    ],
)
def test_what_the_lab_refuses_is_not_published_retained(browser: Make, topic: str, reason: str) -> None:
    document = {"topic": topic, "payload": "x", "qos": 1, "retain": True}
    assert browser().call("publish", document)["reason"] == reason


@pytest.mark.parametrize("topic", ["chat/lab/bridge", "chat/pulse/bridge"])
def test_nobody_publishes_to_the_bridges_own_probes(browser: Make, topic: str) -> None:
    assert browser().call("publish", {"topic": topic, "payload": "x"})["reason"] == "reserved-role"


@pytest.mark.parametrize("name", ["join", "send", "typing", "watch", "publish"])
def test_an_event_whose_handler_fails_is_answered(name: str) -> None:
    def fail(_document: dict[str, object]) -> dict[str, object]:
        raise OSError("a bug")

    assert answering(name, fail)({})["error"]["reason"] == "internal"


@pytest.mark.parametrize(
    ("topic", "payload"), [("chat/a/\x01", "x"), ("chat" + "/" * 240, "x"), ("chat/a/b", "x" * 900_000)]
)
def test_what_would_end_the_connection_to_the_broker_is_not_sent(
    browser: Make, session: str, topic: str, payload: str
) -> None:
    one = browser()
    assert one.call("publish", {"topic": topic, "payload": payload})["status"] == "rejected"
    one.join(session)
    assert one.call("send", {"id": "x", "text": "still there"}) == {"status": "accepted"}
