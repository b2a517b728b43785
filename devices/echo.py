"""An echo: repeats what is said to it."""

from devices.address import words_for
from devices.device import Device, Say
from devices.wire import Record


class Echo(Device):
    """Its answer has no `to`, and no longer the mention that it answers, so two echoes stop answering each other."""

    name = "echo"
    help = "repeats what is said to it: @echo hello"
    default_role = "echo"

    def hear(self, record: Record) -> Say | None:
        """Repeat the words; None when there are none."""
        words = words_for(self.role, record)
        return Say(words) if words else None
