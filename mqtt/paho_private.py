"""The private names of paho that the lab uses, all of them. `tests/mqtt/test_paho_private.py` knows paho 2.2."""

from collections.abc import Callable
from typing import Any

from paho.mqtt.client import Client

SocketWrapper = Callable[[Any], Any]
"""Takes a connected socket, returns what paho shall use in its place."""


class WrappingClient(Client):
    """A paho client whose sockets pass through `wrap`, when there is one."""

    wrap: SocketWrapper | None = None

    def _create_socket(self) -> Any:  # the one place where paho lets a socket be replaced
        made = super()._create_socket()
        return self.wrap(made) if self.wrap is not None else made
