"""Work in the background: greenlets that an exception does not end."""

import logging
from collections.abc import Callable

from gevent import Greenlet, sleep, spawn

_log = logging.getLogger("web")


def guarded(work: Callable[[], object]) -> None:
    """Do something; log an exception instead of passing it on."""
    try:
        work()
    except Exception:  # noqa: BLE001 - whatever it was, the rest must go on
        _log.exception("work in the background failed")


def every(seconds: float, work: Callable[[], object]) -> Greenlet:
    """Do something again and again, with so many seconds between. Returns the greenlet; `kill` ends it."""

    def run() -> None:
        while True:
            sleep(seconds)
            guarded(work)

    return spawn(run)


def later(seconds: float, work: Callable[[], object]) -> Greenlet:
    """Do something once, after so many seconds."""

    def run() -> None:
        sleep(seconds)
        guarded(work)

    return spawn(run)
