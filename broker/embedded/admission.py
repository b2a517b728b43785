"""The first packet of a connection: it comes whole and in time, or the connection ends.

amqtt waits for it for ever, and looks up (or wipes) the session that it names before it asks for the password.
"""

import asyncio

from amqtt.adapters import WriterAdapter
from amqtt.broker import Broker
from amqtt.session import Session

from broker.embedded.amqtt_private import decode_connect
from broker.embedded.framing import PacketReader
from broker.limits import CONNECT_SECONDS
from mqtt import frames, packets
from mqtt.frames import Frame, PacketError

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


async def read_connect(
    reader: PacketReader, writer: WriterAdapter, broker: Broker, seconds: float = CONNECT_SECONDS
) -> Session | None:
    """Read what a client asks for, as a session that nobody knows yet. None: it left without a packet, as a probe does.

    Raises PacketError (also when no whole CONNECT comes within `seconds`) and the errors of amqtt.
    """
    frame = await _first_frame(reader, seconds)
    if frame is None:
        return None
    packets.check_connect(frame)
    return await decode_connect(frame, writer, broker)


async def _first_frame(reader: PacketReader, seconds: float) -> Frame | None:
    try:
        async with asyncio.timeout(seconds):
            if await reader.next_kind() not in (frames.CONNECT, None):
                raise PacketError("the first packet is no CONNECT (section 3.1)")
            return await reader.next_frame()
    except TimeoutError:
        raise PacketError(f"no CONNECT within {seconds:g} seconds") from None


def renew(session: Session, asked: Session) -> None:
    """Give a session that goes on what its client said this time (section 3.1.2)."""
    for name in _FROM_THE_CLIENT:
        setattr(session, name, getattr(asked, name))
