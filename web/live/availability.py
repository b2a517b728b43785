"""What browsers are told when the broker or the bridge comes or goes, and when the bridge refuses a message."""

import orjson

from web.background import guarded
from web.bridge_client import BridgeClient
from web.broker_client import BrokerClient
from web.live.broadcast import Broadcast
from web.live.log_subscriptions import LogSubscriptions
from web.live.presence import Presence
from web.live.rooms import Rooms


class Availability:
    """Follows the connection to the broker and the status of the bridge."""

    def __init__(
        self,
        *,
        broker: BrokerClient,
        bridge: BridgeClient,
        broadcast: Broadcast,
        presence: Presence,
        rooms: Rooms,
        log_subscriptions: LogSubscriptions,
    ) -> None:
        self._broker = broker
        self._bridge = bridge
        self._broadcast = broadcast
        self._presence = presence
        self._rooms = rooms
        self._log_subscriptions = log_subscriptions
        self._was_connected = False

    def now(self) -> dict[str, str]:
        """What is there now, for a client that joins: notices of changes may have passed while it was away."""
        return {"broker": _status(self._broker.is_connected), "bridge": _status(self._bridge.is_online)}

    def broker_changed(self) -> None:
        """The connection to the broker was made or lost."""
        is_connected = self._broker.is_connected
        if is_connected:
            self._log_subscriptions.connected()
        self._broadcast.notice(f"broker-{_status(is_connected)}")
        if is_connected and self._was_connected:
            self._presence.again()
        self._was_connected = self._was_connected or is_connected

    def take_bridge_status(self, topic: str, payload: bytes) -> None:
        """The bridge said on `lab/bridge` whether it is there."""
        if self._bridge.take_status(topic, payload):
            self._broadcast.notice(f"bridge-{_status(self._bridge.is_online)}")
            if self._bridge.is_online:
                for session in self._rooms.sessions():
                    self.send_newest(session)

    def take_rejected(self, _topic: str, payload: bytes) -> None:
        """The bridge said on `lab/rejected` what it refused. Raises orjson.JSONDecodeError."""
        self._broadcast.notice("rejected", orjson.loads(payload))

    def send_newest(self, session: str) -> None:
        """Records may have been logged that never came on `log/...`: tell a room, if it is not empty, where its log
        ends."""
        if self._rooms.viewers(session):
            guarded(lambda: self._broadcast.behind(session))


def _status(is_online: bool | None) -> str:  # noqa: FBT001 - a value that is named
    if is_online is None:
        return "unknown"
    return "online" if is_online else "offline"
