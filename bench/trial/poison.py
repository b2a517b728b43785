"""Poison messages: payloads and topics that a parser may fail on, and that would come back for ever if it did."""

import json
from collections.abc import Iterator

from bench.trial.fault import Fault
from bench.trial.testbed import Testbed
from tests.broker.wire import Wire

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
    """The one fault of this module."""
    yield Fault("poison", "payloads and topics that a parser may stumble over", _publish_poison)


def _publish_poison(testbed: Testbed) -> None:
    """Each must be acknowledged, by the bridge too: what is not would come back for ever."""
    with Wire(testbed.lab.mqtt_port) as wire:
        wire.connect("poisoner")
        for payload in POISON:
            wire.publish("chat/poison/x", payload)
        for topic in _ODD_TOPICS:
            wire.publish(topic, b"x")
