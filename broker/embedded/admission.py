"""The first packet of a connection, CONNECT: it arrives whole and in time, or the connection ends.

amqtt waits for it for ever, and looks up (or wipes) the session that it names before it asks for the password.
"""

import asyncio

from amqtt.broker import Broker
from amqtt.session import Session

from broker.embedded.amqtt_private import decode_connect
from broker.embedded.network import NetworkConnection
from broker.limits import CONNECT_SECONDS
from mqtt import frames, packets
from mqtt.frames import Frame, PacketError

_VERSIONS = {("MQIsdp", 3): "MQTT 3.1", ("MQTT", 5): "MQTT 5"}
"""What clients ask for that the lab does not speak, by the protocol's name and level."""

_FROM_THE_CLIENT = (
    "will_flag",
    "will_message",
    "will_topic",
    "will_qos",
    "will_retain",
    "keep_alive",
    "username",
    "password",
    "remote_address",
    "remote_port",
)


class UnsupportedVersionError(PacketError):
    """The client speaks another version of MQTT. It has its CONNACK."""


async def read_connect(network: NetworkConnection, broker: Broker, seconds: float = CONNECT_SECONDS) -> Session | None:
    """Read what a client asks for, as a session that is not registered yet. None: it left without a packet.

    What comes behind it is not read before it is answered.

    A client of another version is answered in a form that it can read. Raises UnsupportedVersionError then, PacketError
    (also when no whole CONNECT comes within `seconds`), and the errors of amqtt.
    """
    frame = await _first_frame(network, seconds)
    if frame is None:
        return None
    network.pause_reading()
    packets.check_connect(frame)
    await _check_version(*packets.protocol(frame), network)
    return await decode_connect(frame, network, broker)


async def _check_version(name: str, level: int, network: NetworkConnection) -> None:
    """Let MQTT 3.1.1 pass, and what is no MQTT at all: that ends the connection later (section 3.1.2.1)."""
    is_mqtt = name == packets.PROTOCOL_NAME or (name, level) in _VERSIONS
    if not is_mqtt or (name, level) == (packets.PROTOCOL_NAME, packets.PROTOCOL_LEVEL):
        return
    network.write(packets.connack_unsupported_version(level))
    await network.drain()
    asked = _VERSIONS.get((name, level), f"level {level} of MQTT")
    raise UnsupportedVersionError(f"it speaks {asked}; choose MQTT 3.1.1 (level 4) in the client")


async def _first_frame(network: NetworkConnection, seconds: float) -> Frame | None:
    try:
        async with asyncio.timeout(seconds):
            while True:
                if network.packets.first_kind not in (frames.CONNECT, None):
                    raise PacketError("the first packet is no CONNECT (section 3.1)")
                if network.packets.next_kind() is not None:
                    return network.packets.take()
                if network.has_ended:
                    return None
                await network.more()
    except TimeoutError:
        raise PacketError(f"no CONNECT within {seconds:g} seconds") from None


def forget_connect(session: Session) -> None:
    """Drop what a client's CONNECT brought: its next one brings it again, and it may be 64 KiB in each field."""
    session.will_flag = False
    session.will_message = session.will_topic = session.username = session.password = None


def renew(session: Session, asked: Session) -> None:
    """Give a session that continues the fields of its client's new CONNECT (section 3.1.2)."""
    for name in _FROM_THE_CLIENT:
        setattr(session, name, getattr(asked, name))
