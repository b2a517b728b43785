"""Waiting for a condition, with a bound; never a bare sleep."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(
    condition: Callable[[], T], *, seconds: float = 15.0, every: float = 0.02, what: str | Callable[[], str] = ""
) -> T:
    """Return the first truthy value of `condition`. Raises AssertionError, saying `what`, after `seconds`.

    `what` is a function when it tells what changes meanwhile: it is called at the end.
    """
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            told = what() if callable(what) else what
            raise AssertionError(f"not within {seconds} s: {told or condition}; last seen: {value!r}")
        time.sleep(every)
