"""web.feed: a lone record leaves at once, a flood leaves in few events."""

from collections.abc import Callable
from typing import Any

from tests.support.records import line
from web.feed import MAX_LINES, TICK, Feed


class Loop:
    """A server's loop whose clock only moves when told."""

    def __init__(self) -> None:
        self.now = 100.0
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.emitted: list[tuple[str, list[int]]] = []
        self.watched = {"aula1", "b2"}
        self.feed = Feed(
            emit=self.emit,
            has_viewers=lambda session: session in self.watched,
            later=self.later,
            clock=lambda: self.now,
        )

    def emit(self, session: str, records: list[dict[str, Any]]) -> None:
        self.emitted.append((session, [record["seq"] for record in records]))

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.due.append((self.now + seconds, call))

    def run(self, seconds: float = 0.0) -> None:
        self.now += seconds
        ready = [call for moment, call in self.due if moment <= self.now]
        self.due = [(moment, call) for moment, call in self.due if moment > self.now]
        for call in ready:
            call()


def test_a_lone_record_leaves_at_once() -> None:
    loop = Loop()
    loop.feed.take("log/aula1", line(1))
    loop.run()
    assert loop.emitted == [("aula1", [1])]


def test_what_comes_within_a_tick_leaves_together() -> None:
    loop = Loop()
    loop.feed.take("log/aula1", line(1))
    loop.run()
    for seq in range(2, 6):
        loop.feed.take("log/aula1", line(seq))
        loop.run(TICK / 10)
    loop.run(TICK)
    assert loop.emitted == [("aula1", [1]), ("aula1", [2, 3, 4, 5])]


def test_sessions_do_not_wait_for_each_other() -> None:
    loop = Loop()
    loop.feed.take("log/aula1", line(1))
    loop.feed.take("log/b2", line(1))
    loop.run()
    assert sorted(loop.emitted) == [("aula1", [1]), ("b2", [1])]


def test_a_packet_of_many_lines_is_taken_whole() -> None:
    loop = Loop()
    loop.feed.take("log/aula1", b"".join(line(seq) for seq in range(1, 4))[:-1])
    loop.run()
    assert loop.emitted == [("aula1", [1, 2, 3])]


def test_an_event_is_bounded() -> None:
    loop = Loop()
    loop.feed.take("log/aula1", b"".join(line(seq) for seq in range(1, MAX_LINES + 2)))
    loop.run()
    assert [len(seqs) for _, seqs in loop.emitted] == [MAX_LINES, 1]


def test_a_session_that_nobody_looks_at_costs_nothing() -> None:
    loop = Loop()
    loop.watched = set()
    loop.feed.take("log/aula1", line(1))
    assert loop.due == []
