"""bench.loads.patient: publishers that keep to their windows, queue, ping, give up, and send again."""

import asyncio
import time

import pytest

from bench.loads.patient import Group, PatientLoad, Publisher, number_of, text_of
from mqtt.frames import PINGREQ, PUBACK, PUBLISH, take_frame
from mqtt.packets import PINGRESP_PACKET, acknowledgement, connack, decode_publish

KEEP_ALIVE = 60


class Recorded(asyncio.WriteTransport):
    """Holds what a publisher writes."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()
        self.is_cut = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.is_cut

    def abort(self) -> None:
        self.is_cut = True

    def kinds(self) -> list[int]:
        """The kinds of packets since the last call."""
        kinds = []
        while (frame := take_frame(self.written)) is not None:
            kinds.append(frame.kind)
        return kinds

    def published(self) -> list[tuple[int, bool]]:
        """Number and DUP flag of each message since the last call."""
        found = []
        while (frame := take_frame(self.written)) is not None:
            if frame.kind == PUBLISH:
                message = decode_publish(frame)
                found.append((number_of(message.payload.decode()), message.dup))
        return found


class Trial:
    """A publisher that is connected, and its transport."""

    def __init__(self, *, window: int = 3, qos: int = 1, queues: bool = True) -> None:
        group = Group(name="some", topics=["chat/a/p"], rate=1, window=window, qos=qos, queues=queues)
        self.publisher = Publisher("chat/a/p", group, PatientLoad(port=1, groups=[group], keep_alive=KEEP_ALIVE))
        self.connect()
        self.transport.written.clear()

    def connect(self) -> None:
        """Connect it, for the first time or again."""
        self.transport = Recorded()
        self.publisher.connection_made(self.transport)
        self.publisher.data_received(connack(0))

    def due(self, total: int) -> list[int]:
        """The numbers that are sent when so many messages are due."""
        self.publisher.become_due(total)
        self.publisher.publish_due(time.monotonic())
        return [number for number, _ in self.transport.published()]

    def acknowledge(self, mid: int) -> list[int]:
        """The numbers that are sent after a PUBACK."""
        self.publisher.data_received(acknowledgement(PUBACK, mid))
        return [number for number, _ in self.transport.published()]


def test_a_text_has_its_size_and_its_number() -> None:
    made = text_of(12, 64)
    assert (len(made), number_of(made.decode())) == (64, 12)


@pytest.mark.parametrize("wrong", [{"topics": []}, {"rate": 0}, {"window": 0}, {"window": 65536}, {"qos": 2}])
def test_a_group_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    fields: dict[str, object] = {"name": "some", "topics": ["a"], "rate": 1}
    with pytest.raises(ValueError, match="publishers need"):
        Group(**(fields | wrong))  # type: ignore[arg-type]


def test_a_load_is_the_same_after_the_command_line() -> None:
    load = PatientLoad(port=1, groups=[Group(name="some", topics=["a"], rate=1)])
    assert PatientLoad.from_json(load.to_json()) == load


def test_what_is_due_waits_for_room_in_the_window() -> None:
    trial = Trial(window=3)
    assert [trial.due(5), trial.acknowledge(1), trial.acknowledge(2), trial.acknowledge(3)] == [[0, 1, 2], [3], [4], []]


def test_a_publisher_that_does_not_queue_misses_what_is_due_while_it_waits() -> None:
    trial = Trial(window=1, queues=False)
    seen = [trial.due(1), trial.due(5), trial.acknowledge(1), trial.due(6)]
    assert seen == [[0], [], [], [1]]


def test_qos_0_has_no_window() -> None:
    assert Trial(window=1, qos=0).due(4) == [0, 1, 2, 3]


def test_all_that_is_not_acknowledged_is_sent_again_on_the_next_connection() -> None:
    trial = Trial(window=3)
    trial.due(3)
    trial.acknowledge(1)
    trial.publisher.connection_lost(None)
    trial.connect()
    assert trial.transport.published() == [(1, True), (2, True)]
    assert (trial.publisher.again, trial.publisher.seen.sent_again) == ({1, 2}, 2)


def test_it_pings_after_a_keep_alive_and_goes_on_when_it_is_answered() -> None:
    trial, now = Trial(), time.monotonic()
    trial.publisher.keep_alive(now + KEEP_ALIVE + 1)
    assert trial.transport.kinds() == [PINGREQ]
    trial.publisher.data_received(PINGRESP_PACKET)
    trial.publisher.keep_alive(now + 2 * KEEP_ALIVE + 2)
    assert (trial.transport.kinds(), trial.transport.is_cut) == ([PINGREQ], False)


def test_it_gives_up_after_a_keep_alive_without_an_answer() -> None:
    trial, now = Trial(), time.monotonic()
    for keep_alives in (1, 2):
        trial.publisher.keep_alive(now + keep_alives * (KEEP_ALIVE + 1))
    assert trial.transport.is_cut
    trial.publisher.connection_lost(None)
    seen = trial.publisher.seen
    assert (seen.lost_by_keep_alive, seen.lost_otherwise) == (1, 0)


def test_a_connection_that_the_broker_ends_is_counted_as_such() -> None:
    trial = Trial()
    trial.publisher.connection_lost(None)
    seen = trial.publisher.seen
    assert (seen.lost_by_keep_alive, seen.lost_otherwise) == (0, 1)


def test_it_connects_again_after_a_pause() -> None:
    trial = Trial()
    trial.publisher.connection_lost(None)
    now = time.monotonic()
    assert [trial.publisher.wants_connection(now + seconds) for seconds in (0.5, 1.1, 1.2)] == [False, True, False]


def test_the_longest_times_begin_anew_when_they_are_told() -> None:
    trial, now = Trial(), time.monotonic()
    trial.due(1)
    first, second = trial.publisher.tell(now + 10), trial.publisher.tell(now + 20)
    trial.acknowledge(1)
    third = trial.publisher.tell(time.monotonic())
    assert first.silence >= 10
    assert first.wait == pytest.approx(10, abs=1)
    assert second.wait == pytest.approx(20, abs=1)
    assert third.wait < 5
