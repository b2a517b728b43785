"""A client beside the fleet that sees what the lab makes of it: records on `log/<session>`, and every status."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import paho.mqtt.client as mqtt

from devices import names, wire
from devices.connection import Broker, make_client
from devices.fleet.device import KEEPALIVE_SECONDS, FleetDevice
from devices.fleet.link import Link
from devices.fleet.traffic import Traffic
from devices.inbox import Inbox, Verdict


class Watcher:
    """Tells each device what is seen of it."""

    def __init__(
        self,
        broker: Broker,
        role: str,
        devices: Sequence[FleetDevice],
        traffic: Traffic,
        pool: Executor,
        *,
        on_failure: Callable[[str], object],
    ) -> None:
        self._devices: Mapping[tuple[str, str], FleetDevice] = {(one.session, one.role): one for one in devices}
        self._sessions = sorted({one.session for one in devices})
        self._traffic = traffic
        self._inboxes = {session: Inbox() for session in self._sessions}
        client = make_client(
            broker, f"lab-{self._sessions[0]}-{role}", will_topic=names.status_topic(self._sessions[0], role)
        )
        client.connect_async(broker.host, broker.port, KEEPALIVE_SECONDS)
        client.on_message = self._when_message
        client.on_subscribe = self._when_subscribed
        self.is_ready = False
        """Whether the broker has granted its subscriptions."""
        self._link = Link(
            client, pool, on_connected=self._when_connected, on_lost=self._when_lost, on_failure=on_failure
        )

    @property
    def is_connected(self) -> bool:
        """Whether the broker has accepted it."""
        return self._link.is_connected

    def arrive(self) -> None:
        """Connect, now and again until it works."""
        self._link.open()

    def depart(self) -> None:
        """DISCONNECT."""
        self._link.close()

    def tidy(self) -> None:
        """Keep the connection alive. To be called every few seconds."""
        self._link.tidy()

    def _when_connected(self) -> None:
        filters = [
            (topic, 1) for one in self._sessions for topic in (names.log_topic(one), names.status_topic(one, "+"))
        ]
        self._link.client.subscribe(filters)

    def _when_subscribed(
        self, _client: mqtt.Client, _userdata: Any, _mid: int, reasons: list[Any], _properties: Any
    ) -> None:
        self.is_ready = not any(reason.is_failure for reason in reasons)

    def _when_lost(self) -> None:
        self.is_ready = False

    def _when_message(self, _client: mqtt.Client, _userdata: Any, message: mqtt.MQTTMessage) -> None:
        self._link.received += 1
        tree, session, role = [*message.topic.split("/"), ""][:3]
        payload = bytes(message.payload)
        if tree == "log":
            self._hear_records(session, payload)
        elif tree == "status" and not message.retain and (session, role) in self._devices:
            self._devices[session, role].hear_status(payload.decode(errors="replace"))

    def _hear_records(self, session: str, packet: bytes) -> None:
        for record in wire.records(packet):
            if self._inboxes[session].take(record) is Verdict.OLD:
                continue  # a resend has its record published again
            number = self._traffic.number(record.get("id", ""))
            device = self._devices.get((session, record["role"]))
            if number is not None and device is not None:
                device.hear_logged(number)
