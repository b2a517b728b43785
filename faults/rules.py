"""Fault rules: which packet they are for, what is done to it, how often. Frozen values, and their text. No I/O.

A rule is written `<action>-<packet>[:<option>...]`, such as `lose-puback:30%`, `delay-publish:2s` or
`cut-pubrec:next 1`. Options: `30%` is the probability, `next 3` the number of packets after which it ends, `2s` or
`200ms` the time of `delay` and `slow`.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from mqtt import frames


class Action(StrEnum):
    """What is done to a packet."""

    LOSE = "lose"
    """It is not handed on."""
    DOUBLE = "double"
    """It is handed on twice."""
    DELAY = "delay"
    """It is handed on later, and so is all behind it: a connection keeps its order."""
    SLOW = "slow"
    """It is handed on in small pieces, which together take the time."""
    CUT = "cut"
    """It is handed on, and then the connection ends without DISCONNECT."""
    HANG = "hang"
    """It is not handed on, nor is anything after it in either direction, while the connection stays: half-open."""


class Direction(StrEnum):
    """Which way a packet travels."""

    UP = "up"
    """From the client to the broker."""
    DOWN = "down"


PACKETS = {
    "connect": (frames.CONNECT, Direction.UP),
    "connack": (frames.CONNACK, Direction.DOWN),
    "publish": (frames.PUBLISH, Direction.UP),
    "puback": (frames.PUBACK, Direction.DOWN),
    "pubrec": (frames.PUBREC, Direction.DOWN),
    "pubrel": (frames.PUBREL, Direction.UP),
    "pubcomp": (frames.PUBCOMP, Direction.DOWN),
    "subscribe": (frames.SUBSCRIBE, Direction.UP),
    "suback": (frames.SUBACK, Direction.DOWN),
    "pingreq": (frames.PINGREQ, Direction.UP),
    "pingresp": (frames.PINGRESP, Direction.DOWN),
    "delivery": (frames.PUBLISH, Direction.DOWN),
    "received": (frames.PUBACK, Direction.UP),
}
"""By the name in a rule, the type and the direction of packets. `delivery` is a PUBLISH from the broker to the client,
`received` the client's PUBACK for it; the others are of what the client publishes."""

MAX_DELAY = 60.0
"""Seconds."""
TIMED = (Action.DELAY, Action.SLOW)
"""Actions that take a time."""
MAX_NEXT = 10_000
MAX_RULES = 20

_NAME = re.compile(r"([a-z]+)-([a-z]+)")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)%")
_NEXT = re.compile(r"next (\d{1,5})")
_TIME = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s)")


class RuleError(ValueError):
    """A rule that breaks the grammar, or a bound. Its message is for people."""


class NoRoomError(RuleError):
    """What is asked for could be done at another time."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `share`: the probability, above 0 and at most 1; `left`: matching packets after which it ends, None for
    never; `seconds`: of `delay` and `slow`. Raises RuleError."""

    action: Action
    packet: str
    share: float = 1.0
    left: int | None = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Check the bounds."""
        if self.packet not in PACKETS:
            raise RuleError(f"{self.packet!r} is none of: {', '.join(PACKETS)}")
        if not 0 < self.share <= 1:
            raise RuleError("a probability is above 0 and at most 100 %")
        if self.left is not None and not 1 <= self.left <= MAX_NEXT:
            raise RuleError(f"`next` takes a number from 1 to {MAX_NEXT}")
        if (self.action in TIMED) != (self.seconds > 0):
            raise RuleError("`delay` and `slow`, and nothing else, take a time, such as 2s or 200ms")
        if self.seconds > MAX_DELAY:
            raise RuleError(f"the longest time is {MAX_DELAY:g} s")
        if self.action is Action.DOUBLE and self.packet == "connect":
            raise RuleError("a second CONNECT is an error of the protocol (MQTT 3.1.1, section 3.1.0-2)")

    @staticmethod
    def parse(text: str) -> "Rule":
        """The rule that a text is. Raises RuleError."""
        name, *options = [part.strip() for part in text.strip().lower().split(":")]
        found = _NAME.fullmatch(name)
        if found is None or found[1] not in list(Action):
            raise RuleError(f"{text[:60]!r}: a rule begins like `lose-puback`; actions: {', '.join(Action)}")
        fields: dict[str, float | int] = {}
        for option in options:
            key, value = _option(option)
            if key in fields:
                raise RuleError(f"{text[:60]!r}: {option!r} says the same twice")
            fields[key] = value
        return Rule(Action(found[1]), found[2], **fields)  # type: ignore[arg-type]

    def text(self) -> str:
        """As it is written."""
        options = [f"{self.share * 100:g}%"] if self.share < 1 else []
        options += [f"next {self.left}"] if self.left is not None else []
        options += [f"{self.seconds:g}s"] if self.seconds else []
        return ":".join([f"{self.action}-{self.packet}", *options])

    def is_for(self, kind: int, direction: Direction) -> bool:
        """Whether it is for packets of this type in this direction."""
        return PACKETS[self.packet] == (kind, direction)

    def used(self) -> "Rule | None":
        """The rule after it has acted once; None when that was the last time."""
        if self.left is None:
            return self
        return replace(self, left=self.left - 1) if self.left > 1 else None


def _option(text: str) -> tuple[str, float | int]:
    if found := _PERCENT.fullmatch(text):
        return "share", float(found[1]) / 100
    if found := _NEXT.fullmatch(text):
        return "left", int(found[1])
    if found := _TIME.fullmatch(text):
        return "seconds", float(found[1]) / (1000 if found[2] == "ms" else 1)
    raise RuleError(f"{text[:60]!r} is none of: 30%, next 1, 2s, 200ms")
