"""Faults of time, and messages that nobody should send."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.trial.fault import Act, Fault
from bench.trial.stage import Stage
from tests.broker.wire import Wire

_HOUR = 3600.0
_SMALL_FILES = {"LAB_LOG_ROTATE": "4096"}
# In New York the hour from 1 to 2 o'clock comes twice on this day: this is two seconds before its second time.
_TWO_SECONDS_BEFORE = datetime(2026, 11, 1, 5, 59, 58, tzinfo=UTC)

POISON = (
    b"",
    b"\xff\xfe\x00",
    b"\x00",
    b"{",
    b'{"text":',
    b'{"a":' * 300 + b"1" + b"}" * 300,
    b'{"text":"\\ud800"}',
    b'{"t":NaN}',
    b'{"t":1e999}',
    b'{"n":' + b"9" * 400 + b"}",
    b'{"id":5,"text":"a"}',
    b'{"to":{},"text":"a"}',
    b"[" * 5000,
    b'{"text":null}',
    "\u2028\u2029\x85\r\n".encode(),
    b'{"text":"a","id":"' + b"x" * 5000 + b'"}',
    b"x" * 100_000,
    b"\x1b[2J\x07",
    json.dumps({"k" * 60_000: 1}).encode(),
)
"""Payloads that a parser may stumble over."""

_ODD_TOPICS = ("chat", "chat/", "chat//", "chat/../x", "chat/con/x", "chat/s0/lab", "chat/s0/bridge", "chat/S0/x/y")


def faults() -> Iterator[Fault]:
    """All of them."""
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
    yield Fault("poison", "payloads and topics that a parser may stumble over", _publish_poison)


def _other_time(zone: str = "") -> Act:
    def act(stage: Stage) -> None:
        stage.lab.prefixes["bridge"] = [sys.executable, "-m", "tests.support.other_time"]
        extra = {"TZ": zone} if zone else {}
        stage.lab.overrides["bridge"] = {"OTHER_TIME": str(stage.lab.folder / "offset"), **extra}

    return act


def _move_clock(seconds: float) -> Act:
    def act(stage: Stage) -> None:
        fresh = stage.lab.folder / "offset.new"
        fresh.write_text(str(seconds))
        fresh.replace(stage.lab.folder / "offset")

    return act


def _end_summer_time(stage: Stage) -> None:
    _move_clock(_TWO_SECONDS_BEFORE.timestamp() - time.time())(stage)


def _publish_poison(stage: Stage) -> None:
    """Each must be acknowledged, by the bridge too: what is not would come back for ever."""
    with Wire(stage.lab.mqtt_port) as wire:
        wire.connect("poisoner")
        for payload in POISON:
            wire.publish("chat/poison/x", payload)
        for topic in _ODD_TOPICS:
            wire.publish(topic, b"x")
