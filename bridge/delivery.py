"""What comes into the bridge and waits for the recorder: plain values, in the order of receipt."""

from dataclasses import dataclass

from mqtt.publish_stream import Delivery


@dataclass(frozen=True, slots=True)
class Request:
    """Something the web asks of the bridge: `lab/request/<what>`."""

    what: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class SessionLost:
    """The broker does not know the bridge's MQTT session (CONNACK with session present 0): packet ids begin anew.

    `is_gap`: there was a session before, so messages may be missing.
    """

    is_gap: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """The broker knows the bridge's MQTT session, and yet something that was published did not come."""


__all__ = ["Delivery", "Gap", "Item", "Request", "SessionLost", "weight"]

Item = Delivery | Request | SessionLost | Gap


def weight(items: list[Item]) -> int:
    """Bytes that items hold, roughly: their topics and payloads."""
    return sum([len(one.topic) + len(one.payload) if type(one) is Delivery else _request_weight(one) for one in items])


def _request_weight(item: Item) -> int:
    return len(item.payload) if isinstance(item, Request) else 0
