"""Socket.IO events with any content: each gets an answer, and other clients are served meanwhile."""

import json

import pytest
import requests
import socketio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websocket import WebSocketConnectionClosedException, create_connection

from tests.attacks.corpora import JSON_VALUES, noise
from tests.attacks.target import Target
from tests.support.waiting import wait_until

EVENTS = ("join", "send", "typing", "watch", "publish")
FIELDS = ("session", "role", "after", "id", "text", "data", "to", "topic", "payload", "qos", "retain")
PACKETS = [
    '2["join"]',
    "2",
    "2[]",
    "2{}",
    '2["send",{}',
    "2" + "[" * 5000,
    '2[null,{"a":1}]',
    '2["disconnect"]',
    "3999999[1]",
    "3-1[]",
    '51-["send",{"_placeholder":true,"num":0}]',
    '599999999-["x"]',
    "0/admin,",
    "1",
    "4",
    "9",
    "",
    "\0",
    '2999999999999999999999["typing"]',
    '2["' + "x" * 50_000 + '",1]',
    "40" * 1000,
]

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=50) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
DOCUMENTS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6) | VALUES


def client(target: Target) -> socketio.Client:
    made = socketio.Client(reconnection=False)
    made.connect(target.lab.url, transports=["websocket"])
    return made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(st.tuples(st.sampled_from(EVENTS), DOCUMENTS), min_size=1, max_size=8))
def test_every_event_is_answered_with_an_object(target: Target, calls: list[tuple[str, object]]) -> None:
    with socketio.SimpleClient() as browser:
        browser.connect(target.lab.url, transports=["websocket"])
        for name, document in calls:
            if name != "publish":
                assert isinstance(browser.call(name, document, timeout=10), dict), (name, document)


@pytest.mark.parametrize("name", EVENTS)
def test_fields_of_the_wrong_type_are_refused_with_a_reason(target: Target, name: str) -> None:
    browser = client(target)
    try:
        for value in JSON_VALUES:
            sendable = json.loads(json.dumps(value).replace("NaN", "0")) if value != "\ud800" else "\ufffd"
            document = {"session": sendable, "role": sendable, "id": sendable, "topic": sendable, "payload": sendable}
            answer = browser.call(name, document, timeout=10)
            assert isinstance(answer, dict), (name, value)
            assert name == "typing" or answer.get("reason") or value is None or isinstance(value, str), (name, value)
    finally:
        browser.disconnect()


def raw(target: Target, data: str | bytes) -> None:
    """Open a WebSocket, connect to Socket.IO, and send `data`."""
    url = target.lab.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    connection = create_connection(url, timeout=10)
    try:
        connection.recv()
        connection.send("40")
        connection.recv()
        connection.send(data if isinstance(data, str) else data.hex())
        connection.send_binary(data.encode() if isinstance(data, str) else data)
        connection.send("2")
    except (OSError, WebSocketConnectionClosedException):
        return  # the server may end the connection
    finally:
        connection.close()


def test_invalid_packets_end_only_their_own_connection(target: Target) -> None:
    for data in PACKETS:
        raw(target, f"4{data}")
        raw(target, data)
    for garbage in noise(seed=5, count=30, length=500):
        raw(target, garbage)


def test_during_a_flood_of_events_a_message_that_is_resent_is_logged_once(target: Target) -> None:
    flooder, other = client(target), client(target)
    try:
        for n in range(1500):
            flooder.emit(
                EVENTS[n % len(EVENTS)], {"session": "flood", "role": "a", "after": 0, "topic": "chat/flood/a"}
            )
        joined = other.call("join", {"session": "ordinary", "role": "other"}, timeout=30)
        assert "records" in joined
        message = {"id": "amid-a-flood", "text": "amid a flood"}
        wait_until(lambda: other.call("send", message, timeout=30)["status"] == "accepted", seconds=40)
        wait_until(lambda: [record.id for record in target.records("ordinary")].count("amid-a-flood") == 1)
    finally:
        flooder.disconnect()
        other.disconnect()


def test_hundreds_of_connections_at_once_keep_no_client_out(target: Target) -> None:
    url = target.lab.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    crowd = [create_connection(url, timeout=20) for _ in range(300)]
    try:
        browser = client(target)
        assert "records" in browser.call("join", {"session": "ordinary", "role": ""}, timeout=20)
        browser.disconnect()
    finally:
        for one in crowd:
            one.close()


def large_session(target: Target, name: str) -> None:
    """A session of 1000 records, 65 MB."""
    folder = target.lab.logs / name
    folder.mkdir()
    text = "x" * 65_000
    with (folder / "chat_20261122-100000.log").open("w") as file:
        for seq in range(1, 1001):
            record = {"seq": seq, "at": "2026-11-22T10:00:00.000Z", "session": name, "role": "a", "text": text}
            file.write(json.dumps(record, separators=(",", ":")) + "\n")


def test_answers_that_are_not_read_take_little_memory(target: Target) -> None:
    large_session(target, "large")
    before = target.memory()["web"]
    browser = create_connection(target.lab.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket")
    browser.recv()
    browser.send("40")
    browser.recv()
    for _ in range(20):
        browser.send('421["join",{"session":"large","role":"","after":0}]')
    target.check()
    assert target.memory()["web"] - before < 60 * 2**20
    browser.close()


def test_an_answer_of_large_records_has_fewer_and_can_be_continued(target: Target) -> None:
    large_session(target, "larger")
    browser = client(target)
    try:
        answer = browser.call("join", {"session": "larger", "role": "", "after": 0}, timeout=10)
    finally:
        browser.disconnect()
    url = f"{target.lab.url}/api/sessions/larger/messages"
    pulled = requests.get(url, params={"after": 0, "limit": 1000}, timeout=10).json()["records"]
    assert [one["seq"] for one in answer["records"]] == [one["seq"] for one in pulled] == list(range(1, 65))
    assert answer["last_seq"] == 1000
