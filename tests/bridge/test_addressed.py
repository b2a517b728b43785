"""bridge.addressed: what addresses a role is published alone and in order, if need be later, from the log."""

import errno
from dataclasses import dataclass, field

import pytest

from bridge.addressed import Addressed, AddressedRelay, addressed
from chat.record import Record

AT_ONCE = 3


def line(seq: int, to: str = "lamp", text: str = "on") -> bytes:
    return Record(seq=seq, at="2026-11-22T16:48:00.123Z", role="me", text=text, to=to).encode()


@dataclass
class Stage:
    """A relay, a broker that takes as many packets as there are places, and the lines of every session on the disk."""

    places: int = 10**6
    log: list[bytes] = field(default_factory=list)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    reads: int = 0
    is_readable: bool = True

    def __post_init__(self) -> None:
        self.relay = AddressedRelay(
            publish=self._publish, has_room=lambda: self.places > 0, lines_after=self._lines_after
        )

    def _publish(self, topic: str, payload: bytes) -> bool:
        if not self.places:
            return False
        self.places -= 1
        self.taken.append((topic, payload))
        return True

    def _lines_after(self, _session: str, seq: int) -> list[bytes]:
        self.reads += 1
        if not self.is_readable:
            raise OSError(errno.EMFILE, "Too many open files")
        return self.log[seq : seq + AT_ONCE]

    def say(self, *lines: bytes, session: str = "a") -> None:
        """Log these lines, and relay those that address a role, as the recorder does."""
        self.log += lines
        self.relay.publish(addressed(session, lines))

    def seqs(self) -> list[int]:
        """The `seq` of each packet."""
        return [Record.decode(payload).seq for _, payload in self.taken]


def test_only_what_addresses_a_role_is_published_each_alone() -> None:
    stage = Stage()
    lines = [line(1), line(2, to=""), line(3, to="", text="@tv on"), line(4, text="@tv on")]
    stage.say(*lines)
    assert stage.taken == [("to/a/lamp", lines[0][:-1]), ("to/a/tv", lines[2][:-1]), ("to/a/lamp", lines[3][:-1])]


def test_an_event_of_the_lab_addresses_nobody() -> None:
    event = Record(seq=1, at="", role="lab", event="gap", data={"since": ""}).encode()
    assert list(addressed("a", [event])) == []


def test_what_the_broker_did_not_take_comes_from_the_log_each_once_in_order() -> None:
    stage = Stage(places=2)
    stage.say(*[line(seq, to="lamp" if seq % 2 else "") for seq in range(1, 20)])
    for _ in range(20):
        stage.places = 2
        stage.relay.catch_up()
    assert stage.seqs() == list(range(1, 20, 2))


def test_what_comes_while_a_session_is_behind_does_not_overtake() -> None:
    stage = Stage(places=0)
    stage.say(line(1))
    stage.places = 10
    stage.say(line(2))
    assert stage.taken == []
    stage.relay.catch_up()
    stage.relay.catch_up()
    stage.say(line(3))
    assert stage.seqs() == [1, 2, 3]


def test_a_session_that_is_behind_holds_up_no_other() -> None:
    stage = Stage(places=0)
    stage.say(line(1))
    stage.places = 10
    stage.relay.publish([Addressed("b", "lamp", 7, line(7))])
    assert [topic for topic, _ in stage.taken] == ["to/b/lamp"]


def test_the_disk_is_not_read_while_the_broker_takes_nothing() -> None:
    stage = Stage(places=0)
    stage.say(line(1))
    stage.relay.catch_up()
    assert stage.reads == 0


def test_a_log_that_can_not_be_read_now_is_read_later() -> None:
    stage = Stage(places=0)
    stage.say(line(1))
    stage.places, stage.is_readable = 10, False
    stage.relay.catch_up()
    stage.is_readable = True
    stage.relay.catch_up()
    assert stage.seqs() == [1]


def test_a_session_that_is_gone_is_behind_no_longer() -> None:
    stage = Stage(places=0)
    stage.say(line(1))
    stage.log.clear()
    stage.places = 10
    stage.relay.catch_up()
    stage.say(line(1))
    assert stage.seqs() == [1]


@pytest.mark.parametrize("places", [1, 2])
def test_a_packet_for_both_spellings_that_was_half_taken_is_published_again(places: int) -> None:
    stage = Stage(places=places)
    stage.say(line(1, to="Lamp"), line(2, to="Lamp"))
    stage.places = 10
    stage.relay.catch_up()
    topics = {(topic, Record.decode(payload).seq) for topic, payload in stage.taken}
    assert topics == {(topic, seq) for topic in ("to/a/Lamp", "to/a/lamp") for seq in (1, 2)}
