"""bridge.relay: what the broker does not take is left out, and viewers are told once there is room."""

import errno

import pytest

from bridge.addressed import Addressed
from bridge.relay import LOG_EVERY, MAX_ADDRESSED, Relay
from bridge.relay_backlog import RelayBacklog
from chat.record import Record
from mqtt.connection import BrokerAddress

LINES = [b'{"seq":1}\n', b'{"seq":2}\n']


class Broker:
    """Takes what is published while `has_room`."""

    def __init__(self) -> None:
        self.has_room = True
        self.is_connected = True
        self.taken: list[tuple[str, bytes]] = []
        self.is_accepted = True
        self.is_waiting = False

    def wait(self, _seconds: float) -> bool:
        return not self.is_waiting

    def publish(self, topic: str, payload: bytes, **_: object) -> "Broker":
        self.is_accepted = self.has_room
        if self.has_room:
            self.taken.append((topic, payload))
        return self


@pytest.fixture
def broker() -> Broker:
    return Broker()


def relay_to(
    broker: Broker, last: bytes | None = LINES[-1], max_bytes: int = 1000, log: list[bytes] | None = None
) -> Relay:
    """A relay beside this broker; `log` has the lines of every session on the disk, from `seq` 1."""
    relay = Relay(
        BrokerAddress("127.0.0.1", 1),
        on_request=lambda _: None,
        on_ready=lambda: None,
        last_line=lambda _: last,
        lines_after=lambda _, seq: (log or [])[seq:],
        backlog=RelayBacklog(max_bytes),
    )
    relay._connection = broker  # type: ignore[assignment]
    return relay


def test_of_a_session_that_is_behind_the_last_line_is_published_once_there_is_room(broker: Broker) -> None:
    relay = relay_to(broker)
    broker.has_room = False
    relay.publish_lines("a", LINES)
    relay.catch_up()
    broker.has_room = True
    for _ in range(2):
        relay.catch_up()
    assert broker.taken == [("log/a", b'{"seq":2}')]


def test_the_lines_of_sessions_that_are_behind_are_not_kept(broker: Broker) -> None:
    relay = relay_to(broker)
    broker.has_room = False
    relay.publish_lines("a", LINES)
    assert relay._behind == {"a": None}


def test_a_session_that_is_gone_is_behind_no_longer(broker: Broker) -> None:
    relay = relay_to(broker, last=None)
    broker.has_room = False
    relay.publish_lines("a", LINES)
    relay.catch_up()
    assert (relay._behind, broker.taken) == ({}, [])


def test_what_waits_for_the_broker_is_bounded_in_bytes(broker: Broker) -> None:
    relay = relay_to(broker, max_bytes=1000)
    broker.is_waiting = True
    for number in range(5):
        relay.publish_lines(f"session-{number}", [b"x" * 400 + b"\n"])
    assert len(broker.taken) == 2
    assert list(relay._behind) == ["session-2", "session-3", "session-4"]


def test_a_session_catches_up_once_the_broker_has_acknowledged_what_waited(broker: Broker) -> None:
    relay = relay_to(broker, max_bytes=1000)
    broker.is_waiting = True
    for session in ("a", "b", "c"):
        relay.publish_lines(session, [b"x" * 400 + b"\n"])
    broker.is_waiting = False
    relay.catch_up()
    assert broker.taken[2:] == [("log/c", b'{"seq":2}')]


def test_what_addresses_a_role_is_alone_in_its_packet_without_a_newline(broker: Broker) -> None:
    relay = relay_to(broker)
    relay.publish_addressed([Addressed("a", "lamp", 1, LINES[0]), Addressed("a", "Tv", 2, LINES[1])])
    assert broker.taken == [("to/a/lamp", b'{"seq":1}'), ("to/a/Tv", b'{"seq":2}'), ("to/a/tv", b'{"seq":2}')]


def test_what_addresses_a_role_and_was_left_out_is_published_in_order_once_there_is_room(broker: Broker) -> None:
    log = [Record(seq=seq, at="2026-11-22T16:48:00.123Z", role="me", text="on", to="lamp").encode() for seq in (1, 2)]
    relay = relay_to(broker, log=log)
    broker.has_room = False
    relay.publish_addressed([Addressed("a", "lamp", 1, log[0])])
    broker.has_room = True
    relay.publish_addressed([Addressed("a", "lamp", 2, log[1])])
    relay.catch_up()
    assert broker.taken == [("to/a/lamp", line[:-1]) for line in log]


def test_the_receipt_of_what_addresses_a_role_says_whether_the_broker_has_acknowledged_it(broker: Broker) -> None:
    relay = relay_to(broker)
    broker.is_waiting = True
    receipt = relay.publish_addressed([Addressed("a", "lamp", 1, LINES[0])])
    assert receipt is not None
    assert not receipt.wait(0)
    broker.is_waiting = False
    assert receipt.wait(0)


def test_the_receipt_of_what_was_left_out_is_that_of_nothing(broker: Broker) -> None:
    relay = relay_to(broker)
    broker.has_room = False
    receipt = relay.publish_addressed([Addressed("a", "lamp", 1, LINES[0])])
    broker.has_room = True
    assert receipt is not None
    assert not receipt.wait(10)


def test_what_addresses_nobody_has_no_receipt(broker: Broker) -> None:
    assert relay_to(broker).publish_addressed([]) is None


def test_a_flood_of_commands_leaves_room_for_the_records_of_others(broker: Broker) -> None:
    relay = relay_to(broker, max_bytes=10**9)
    broker.is_waiting = True
    relay.publish_addressed([Addressed("a", "lamp", seq, LINES[0]) for seq in range(1, MAX_ADDRESSED + 100)])
    relay.publish_lines("b", LINES)
    assert [topic for topic, _ in broker.taken] == ["to/a/lamp"] * MAX_ADDRESSED + ["log/b"]


def test_a_record_that_is_larger_than_the_bound_is_relayed_when_nothing_waits(broker: Broker) -> None:
    relay = relay_to(broker, max_bytes=1000)
    relay.publish_lines("a", [b"x" * 2000 + b"\n"])
    assert len(broker.taken) == 1


def test_a_session_whose_log_can_not_be_read_now_stays_behind_and_holds_up_no_other(broker: Broker) -> None:
    relay = relay_to(broker)
    broker.has_room = False
    for session in ("a", "b"):
        relay.publish_lines(session, LINES)

    def last_line(session: str) -> bytes:
        if session == "a":
            raise OSError(errno.EMFILE, "Too many open files")
        return LINES[-1]

    relay._last_line = last_line
    broker.has_room = True
    relay.catch_up()
    assert (relay._behind, broker.taken) == ({"a": None}, [("log/b", b'{"seq":2}')])


def test_messages_that_are_left_out_cause_one_line_a_thousand(broker: Broker, caplog: pytest.LogCaptureFixture) -> None:
    relay = relay_to(broker)
    broker.has_room = False
    for _ in range(LOG_EVERY + 1):
        relay.publish("lab/rejected", b"{}")
    assert [record.getMessage()[-12:] for record in caplog.records] == ["d (1 so far)", "1001 so far)"]


def test_a_confirmation_is_published_when_there_is_room_and_never_later(broker: Broker) -> None:
    relay = relay_to(broker)
    relay.publish_confirmation("to/a/lamp", b'{"logged":"x","seq":1}')
    broker.has_room = False
    relay.publish_confirmation("to/a/lamp", b'{"logged":"y","seq":2}')
    broker.has_room = True
    relay.catch_up()
    assert broker.taken == [("to/a/lamp", b'{"logged":"x","seq":1}')]
