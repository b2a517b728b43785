"""web.live.coalescer: at once, and then only so often, and the last request is never lost."""

from collections.abc import Callable

import pytest

from web.live.coalescer import Coalescer


class Stage:
    """A coalescer whose timers run when told."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.timers: list[Callable[[], None]] = []
        self.coalescer = Coalescer(self.done.append, lambda _seconds, call: self.timers.append(call), 1.0)

    def end_rests(self) -> None:
        due, self.timers = self.timers, []
        for call in due:
            call()


def test_the_first_request_is_done_at_once() -> None:
    stage = Stage()
    stage.coalescer.request("a")
    assert stage.done == ["a"]


def test_many_requests_in_a_rest_are_done_once_after_it() -> None:
    stage = Stage()
    for _ in range(100):
        stage.coalescer.request("a")
    stage.end_rests()
    assert stage.done == ["a", "a"]
    stage.end_rests()
    assert stage.done == ["a", "a"]


def test_keys_rest_each_by_itself() -> None:
    stage = Stage()
    stage.coalescer.request("a")
    stage.coalescer.request("b")
    assert stage.done == ["a", "b"]


def test_an_act_that_fails_is_tried_at_the_next_request() -> None:
    timers: list[Callable[[], None]] = []

    def fail(_key: str) -> None:
        raise OSError("no")

    coalescer = Coalescer(fail, lambda _seconds, call: timers.append(call), 1.0)
    for _ in range(2):
        with pytest.raises(OSError, match="no"):
            coalescer.request("a")
        timers.pop()()
