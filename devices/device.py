"""What a kind of device is: it hears what addresses it, and answers. Copy `devices/kinds/lamp.py` to write your own.

A device knows no network. It gets a record and gives back what to say, or nothing; so it can be tried in a Python
prompt: `Lamp("lamp", "en").hear({"seq": 1, "at": "", "role": "me", "text": "@lamp on"})`. The bridge decides whom a
record addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Self

from devices.description import Command, Description, Value
from devices.wire import Record


@dataclass(frozen=True, slots=True)
class Say:
    """What a device wants to say: a text, data, or both."""

    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    to: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the command line chooses beside session and role. A kind names those that it takes in `Device.takes`.

    `every` is in seconds; None for the kind's own pace. `speed` is how many times as fast a file is played.
    """

    every: float | None = None
    file: Path | None = None
    speed: float = 1.0
    loop: bool = False
    source: str = ""


class Device:
    """A device that says nothing. Override what yours does.

    `hear` and `tick` are never called at the same time, so a device needs no lock.
    """

    name: ClassVar[str] = "stub"
    """What kind it is: the first word of `python -m devices <name>`, and the `device` of its announcement."""
    help: ClassVar[Mapping[str, str]] = {}
    """What it does, in a line, by language."""
    default_role: ClassVar[str] = "stub"
    values: ClassVar[tuple[Value, ...]] = ()
    """What it reports. It announces them when it starts, so that a page can show gauges."""
    commands: ClassVar[tuple[Command, ...]] = ()
    """What it obeys when addressed. It announces them when it starts, so that a page can show switches and sliders."""
    takes: ClassVar[frozenset[str]] = frozenset()
    """The options of the command line that it takes: names of Choices."""
    pause: float | None = None
    """Seconds until the next call of `tick`, which comes first when the device starts; None: `tick` is not called.

    With `every` in `takes` it is what `--every` replaces. A device may change it in `tick`.
    """

    waits: ClassVar[bool] = False
    """Whether `tick` is not called while the outbox is full: nothing of what it would say may be left out."""

    def __init__(self, role: str, language: str) -> None:
        """`language` is `pt-BR` or `en`."""
        self.role = role
        self.language = language

    @classmethod
    def make(cls, role: str, language: str, choices: Choices) -> Self:
        """The device that the command line chooses. Raises ValueError, with a message for people."""
        made = cls(role, language)
        if choices.every is not None and "every" in cls.takes:
            made.pause = choices.every
        return made

    def description(self) -> Description:
        """What it announces, and answers to `describe`."""
        return Description(self.name, self.values, self.commands)

    def state(self) -> Mapping[str, Any]:
        """The values that it knows before it has done anything. It tells them at its start, after its description, so
        that a page shows a switch in its place at once. Empty: its first `tick` tells them."""
        return {}

    def hear(self, record: Record) -> Say | None:  # noqa: ARG002 - for those that override it
        """Answer a record of somebody else that addresses this device."""
        return None

    def tick(self, moment: datetime) -> Say | None:  # noqa: ARG002 - for those that override it
        """Say something of its own accord. `moment` is local time, with its zone."""
        return None
