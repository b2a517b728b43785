"""An echo: says again what is said to it."""

from devices.address import words_for
from devices.device import Device, Say
from devices.wire import Record


class Echo(Device):
    """Its answer addresses nobody by itself and lacks the mention that it answers: echoes can't talk for ever."""

    name = "echo"
    help = "repeats what is said to it: @echo hello"
    default_role = "echo"

    def hear(self, record: Record) -> Say | None:
        """Repeat the words."""
        words = words_for(self.role, record)
        return Say(words) if words else None
