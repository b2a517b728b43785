"""A bridge that acknowledges what it receives and logs nothing, for tests of a broker alone.

The embedded broker acknowledges messages of a chat when its bridge has.
"""

import logging
import threading
from typing import Self

from chat.access import INTAKE_CLIENT_ID
from chat.topic import CHAT_TREE
from mqtt.connection import BrokerAddress, Connection
from mqtt.packets import Publish

_log = logging.getLogger(__name__)


class AcknowledgingBridge:
    """Connected and subscribed as the bridge is, from `start` to `stop` or within a `with` block."""

    def __init__(self, port: int, username: str = "", password: str = "") -> None:
        self._address = BrokerAddress("127.0.0.1", port, username, password)
        self._subscribed = threading.Event()
        self._connection: Connection

    def start(self) -> Self:
        """Connect, and wait until the broker has granted the subscription."""
        self._subscribed.clear()
        self._connection = Connection(
            self._address,
            name="bridge",
            log=_log,
            client_id=INTAKE_CLIENT_ID,
            on_connected=lambda _session_present: self._connection.subscribe([(CHAT_TREE, 1)]),
            on_subscribed=lambda _mid, _is_granted: self._subscribed.set(),
            on_message=self._ignore,
        )
        self._connection.start()
        assert self._subscribed.wait(10), "the broker did not take the bridge's subscription"
        return self

    def stop(self) -> None:
        """Disconnect."""
        self._connection.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _ignore(self, _message: Publish) -> None:
        """The connection acknowledges it."""
