"""Faults of the clock: it is set back or forward, and summer time ends while files are named for local time."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.trial.fault import Act, Fault
from bench.trial.testbed import Testbed

_HOUR = 3600.0
_SMALL_FILES = {"LAB_LOG_ROTATE": "4096"}
# In New York the hour from 1 to 2 o'clock comes twice on this day: this is two seconds before its second time.
_TWO_SECONDS_BEFORE = datetime(2026, 11, 1, 5, 59, 58, tzinfo=UTC)


def faults() -> Iterator[Fault]:
    """The faults of the clock; none where a process can't have a time zone of its own (Windows)."""
    if hasattr(time, "tzset"):
        for name, offset in (("back", -_HOUR), ("forth", _HOUR)):
            yield Fault(
                f"clock-{name}",
                f"the bridge's clock is set {name} an hour",
                _move_clock(offset),
                _move_clock(0.0),
                prepare=_other_time(),
                settings=_SMALL_FILES,
            )
        yield Fault(
            "clock-dst",
            "summer time ends: the hour that names the files comes twice",
            _end_summer_time,
            hold=4.0,
            prepare=_other_time("America/New_York"),
            settings=_SMALL_FILES,
        )


def _other_time(zone: str = "") -> Act:
    def act(testbed: Testbed) -> None:
        testbed.lab.prefixes["bridge"] = [sys.executable, "-m", "tests.support.other_time"]
        extra = {"TZ": zone} if zone else {}
        testbed.lab.overrides["bridge"] = {"OTHER_TIME": str(testbed.lab.folder / "offset"), **extra}

    return act


def _move_clock(seconds: float) -> Act:
    def act(testbed: Testbed) -> None:
        fresh = testbed.lab.folder / "offset.new"
        fresh.write_text(str(seconds))
        fresh.replace(testbed.lab.folder / "offset")

    return act


def _end_summer_time(testbed: Testbed) -> None:
    _move_clock(_TWO_SECONDS_BEFORE.timestamp() - time.time())(testbed)
