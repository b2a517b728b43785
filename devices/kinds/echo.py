"""An echo: repeats what is said to it."""

from collections.abc import Mapping
from typing import ClassVar

from devices.address import words_for
from devices.device import Device, Say
from devices.wire import Record


class Echo(Device):
    """Its answer has no `to`, and no longer the mention that it answers, so two echoes stop answering each other."""

    name = "echo"
    help: ClassVar[Mapping[str, str]] = {
        "en": "repeats what is said to it: @echo hello",
        "pt-BR": "repete o que lhe dizem: @echo olá",
    }
    default_role = "echo"

    def hear(self, record: Record) -> Say | None:
        """Repeat the words; None when there are none."""
        words = words_for(self.role, record)
        return Say(words) if words else None
