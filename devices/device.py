"""What a kind of device is: it hears what addresses it, and answers. Copy lamp.py or sensor.py to write your own.

A device knows no network. It gets a record and gives back what to say, or nothing; so it can be tried in a Python
prompt: `Lamp("lamp", "en").hear({"seq": 1, "at": "", "role": "me", "text": "@lamp on"})`. The bridge decides whom a
record addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from devices.description import Command, Description, Value
from devices.wire import Record


@dataclass(frozen=True, slots=True)
class Say:
    """What a device wants to say: a text, data, or both."""

    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    to: str = ""


class Device:
    """A device that says nothing. Override what yours does."""

    name: ClassVar[str] = "stub"
    """What kind it is: the first word of `python -m devices <name>`, and the `device` of its announcement."""
    help: ClassVar[str] = ""
    default_role: ClassVar[str] = "stub"
    values: ClassVar[tuple[Value, ...]] = ()
    """What it reports. It announces them when it starts, so that a page can show gauges."""
    commands: ClassVar[tuple[Command, ...]] = ()
    """What it obeys when addressed. It announces them when it starts, so that a page can show switches and sliders."""
    ticks: ClassVar[bool] = False
    """Whether `tick` is to be called every `every` seconds."""

    def __init__(self, role: str, language: str) -> None:
        """`language` is `pt-BR` or `en`."""
        self.role = role
        self.language = language

    def description(self) -> Description:
        """What it announces, and answers to `describe`."""
        return Description(self.name, self.values, self.commands)

    def hear(self, record: Record) -> Say | None:  # noqa: ARG002 - for those that override it
        """Answer a record of somebody else that addresses this device."""
        return None

    def tick(self, moment: datetime) -> Say | None:  # noqa: ARG002 - for those that override it
        """Say something of its own accord. `moment` is local time, with its zone."""
        return None
