"""web.live.feed: a lone record leaves at once, a flood leaves in few events."""

from collections.abc import Callable

import orjson
import pytest

from chat.record import seq_of
from tests.support.records import line
from web.live.feed import LEAST_SECONDS, MAX_LINES, MOST_SECONDS, VIEWER_SECONDS, Feed


class Loop:
    """A server's loop whose clock only moves when told."""

    def __init__(self) -> None:
        self.now = 100.0
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.emitted: list[tuple[str, list[int]]] = []
        self.viewers = 500
        self.feed = Feed(
            emit=self.emit,
            viewers=lambda _session: self.viewers,
            later=self.later,
            clock=lambda: self.now,
        )

    def emit(self, session: str, lines: list[bytes]) -> None:
        self.emitted.append((session, [seq_of(line) for line in lines]))

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


def test_what_comes_while_the_session_rests_leaves_together() -> None:
    loop = Loop()
    loop.feed.take("log/aula1", line(1))
    for seq in range(2, 6):
        loop.feed.take("log/aula1", line(seq))
        loop.run(VIEWER_SECONDS)
    loop.run(500 * VIEWER_SECONDS)
    assert loop.emitted == [("aula1", [1]), ("aula1", [2, 3, 4, 5])]


def test_for_few_viewers_it_hardly_rests() -> None:
    loop = Loop()
    loop.viewers = 1
    loop.feed.take("log/aula1", line(1))
    loop.run(LEAST_SECONDS)
    loop.feed.take("log/aula1", line(2))
    assert loop.emitted == [("aula1", [1]), ("aula1", [2])]


def test_it_never_rests_for_long() -> None:
    loop = Loop()
    loop.viewers = 1_000_000
    loop.feed.take("log/aula1", line(1))
    loop.feed.take("log/aula1", line(2))
    loop.run(MOST_SECONDS)
    assert loop.emitted == [("aula1", [1]), ("aula1", [2])]


@pytest.mark.parametrize("payload", [b"no JSON", b'{"a":1\n"b":2}', b'{"seq":1}\n{', b'{"seq":1}],"x":[{}', b"\xff"])
def test_what_is_no_record_line_reaches_nobody(payload: bytes) -> None:
    loop = Loop()
    with pytest.raises(orjson.JSONDecodeError):
        loop.feed.take("log/aula1", payload)
    loop.run(1)
    assert loop.emitted == []


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
    loop.viewers = 0
    loop.feed.take("log/aula1", line(1))
    assert (loop.due, loop.emitted) == ([], [])
