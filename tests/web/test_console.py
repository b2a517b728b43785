"""web.console: what clients can cause is one line each, and not many."""

import logging

from web.console import Limited


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def record(text: str, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord("web", logging.ERROR, "", 1, text, (), info)


def test_a_traceback_becomes_one_line() -> None:
    made = record("a packet", ValueError("bad"))
    assert Limited().filter(made)
    assert (made.getMessage(), made.exc_info) == ("a packet: ValueError: bad", None)


def test_line_ends_and_escapes_of_a_client_are_not_written() -> None:
    made = record("sid\nweb: all is well\x1b[2J")
    Limited().filter(made)
    assert made.getMessage() == "sid?web: all is well?[2J"


def test_a_long_text_is_cut() -> None:
    made = record("x" * 100_000)
    Limited().filter(made)
    assert len(made.getMessage()) == 300


def test_only_so_many_lines_pass_and_the_next_says_how_many_did_not() -> None:
    clock = Clock()
    limited = Limited(lines=2, seconds=60, clock=clock)
    assert [limited.filter(record("a")) for _ in range(5)] == [True, True, False, False, False]
    clock.now = 60
    following = record("b")
    assert limited.filter(following)
    assert following.getMessage() == "b (3 more were left out)"
