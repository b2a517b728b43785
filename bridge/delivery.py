"""What comes into the bridge and waits for the recorder: plain values, in the order of receipt."""

from dataclasses import dataclass
from typing import NamedTuple


class Delivery(NamedTuple):  # made for every message: a third of what a frozen dataclass costs
    """A PUBLISH packet from the broker that is not acknowledged yet.

    `connection` counts the bridge's connections to the broker: an acknowledgement is only good on the one that brought
    the packet. `mid` is the packet id, 0 at QoS 0 (MQTT 3.1.1, section 2.3.1).
    """

    connection: int
    topic: str
    payload: bytes
    mid: int = 0
    qos: int = 0
    dup: bool = False
    retain: bool = False


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


Item = Delivery | Request | SessionLost | Gap


_WEIGHTLESS = (SessionLost, Gap)


def weight(items: list[Item]) -> int:
    """Bytes that items hold, roughly."""
    return sum([len(one.payload) for one in items if not isinstance(one, _WEIGHTLESS)])
