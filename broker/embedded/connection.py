"""One client's connection: its packets are read and answered one after the other, so that their order is kept.

amqtt makes a task of each packet, acknowledges a message before it delivers it (and forgets it when its publisher
then leaves), and never ends a connection whose keep-alive ran out. Only amqtt's CONNECT and CONNACK are used as they
are.
"""

import asyncio
import logging
from asyncio import AbstractEventLoop
from dataclasses import dataclass, field
from typing import Protocol

from amqtt.adapters import ReaderAdapter, WriterAdapter
from amqtt.broker import BrokerContext
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.plugins.manager import PluginManager
from amqtt.session import Session

from broker.embedded.console import address_of
from broker.embedded.framing import PacketReader
from broker.embedded.outbox import Outbox
from broker.embedded.sender import Sender
from mqtt import frames, packets
from mqtt.frames import Frame
from mqtt.packets import Publish, acknowledgement

_log = logging.getLogger(__name__)
_STATE = "lab.delivery"


class Hub(Protocol):
    """What a connection asks of the broker."""

    async def publish(self, session: Session, message: Publish) -> None:
        """Deliver a message to every session that is subscribed to its topic."""

    def subscribe(self, session: Session, filters: list[tuple[str, int]]) -> list[int]:
        """Subscribe. Returns for each filter the granted QoS, or 0x80."""

    def send_retained(self, session: Session, filters: list[tuple[str, int]]) -> None:
        """Give a session the retained messages of its new subscriptions."""

    def unsubscribe(self, session: Session, filters: list[str]) -> None:
        """Forget subscriptions."""


@dataclass(slots=True)
class Delivery:
    """The delivery state of one MQTT session, in both directions. It outlives the connection."""

    outbox: Outbox = field(default_factory=Outbox)
    received: set[int] = field(default_factory=set)
    """Packet ids of QoS 2 messages that were received and not yet released (section 4.3.3, method B)."""


def delivery_of(session: Session) -> Delivery:
    """The delivery state that a session carries, in the place that amqtt keeps for extensions."""
    delivery: Delivery = session.attributes.setdefault(_STATE, Delivery())
    return delivery


class Connection(BrokerProtocolHandler):
    """From the accepted CONNECT to the end. `ended` is set once nothing of it is left; `address` is the client's."""

    def __init__(
        self,
        plugins_manager: PluginManager[BrokerContext],
        session: Session | None = None,
        loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(plugins_manager, session, loop)
        self.ended = asyncio.Event()
        self.address = ""

    def attach(self, session: Session, reader: ReaderAdapter, writer: WriterAdapter) -> None:
        """Serve `session`. What an earlier connection left unacknowledged is sent again."""
        super().attach(session, reader, writer)
        self.address = address_of(writer)
        self._delivery = delivery_of(session)
        self._delivery.outbox.resume()
        self._sender = Sender(writer, self._delivery.outbox)

    def wake(self) -> None:
        """Send what has been added to the outbox."""
        self._sender.wake()

    async def serve(self, hub: Hub, reader: PacketReader) -> bool:
        """Accept the client and answer its packets until it leaves. True: it sent DISCONNECT. Raises PacketError."""
        assert self.session is not None  # noqa: S101 - attach came first
        # Section 3.1.2.10: a client that is silent for one and a half times its keep-alive is gone.
        reader.wait_at_most(self.session.keep_alive * 1.5 or None)
        self._sender.answer(packets.connack(0, session_present=bool(self.session.parent)))
        sending = asyncio.create_task(self._sender.run())
        sending.add_done_callback(self._sending_ended)
        try:
            return await self._answer_all(hub, reader, self.session)
        except TimeoutError:
            return False
        finally:
            sending.cancel()
            await asyncio.wait([sending])

    def _sending_ended(self, sending: asyncio.Task[None]) -> None:
        self.cut()
        if not sending.cancelled() and (error := sending.exception()) is not None:
            _log.error("sending to a client failed: %r", error)

    async def _answer_all(self, hub: Hub, reader: PacketReader, session: Session) -> bool:
        while (frame := await reader.next_frame()) is not None:
            packets.check_flags(frame)
            if frame.kind == frames.DISCONNECT:
                return True
            await self._answer(frame, hub, session)
            await self._sender.room()
        return False

    async def _answer(self, frame: Frame, hub: Hub, session: Session) -> None:
        match frame.kind:
            case frames.PUBLISH:
                await self._publish(packets.decode_publish(frame), hub, session)
            case frames.SUBSCRIBE:
                self._subscribe(frame, hub, session)
            case frames.UNSUBSCRIBE:
                mid, filters = packets.decode_unsubscribe(frame)
                hub.unsubscribe(session, filters)
                self._sender.answer(acknowledgement(frames.UNSUBACK, mid))
            case frames.PINGREQ:
                self._sender.answer(packets.PINGRESP_PACKET)
            case _:
                self._acknowledged(frame.kind, packets.decode_mid(frame))

    async def _publish(self, message: Publish, hub: Hub, session: Session) -> None:
        """Acknowledge a message only when it is in the outboxes of all its subscribers (section 4.3)."""
        received = self._delivery.received
        if message.qos < 2 or message.mid not in received:
            await hub.publish(session, message)
        if message.qos == 1:
            self._sender.answer(acknowledgement(frames.PUBACK, message.mid))
        elif message.qos == 2:
            received.add(message.mid)
            self._sender.answer(acknowledgement(frames.PUBREC, message.mid))

    def _subscribe(self, frame: Frame, hub: Hub, session: Session) -> None:
        mid, filters = packets.decode_subscribe(frame)
        codes = hub.subscribe(session, filters)
        self._sender.answer(packets.suback(mid, codes))
        granted = [(name, code) for (name, _), code in zip(filters, codes, strict=True) if code != packets.REFUSED]
        hub.send_retained(session, granted)

    def _acknowledged(self, kind: int, mid: int) -> None:
        match kind:
            case frames.PUBACK | frames.PUBCOMP:
                self._delivery.outbox.complete(mid)
                self._sender.wake()
            case frames.PUBREC:
                self._sender.answer(self._delivery.outbox.release(mid))
            case frames.PUBREL:
                self._delivery.received.discard(mid)
                self._sender.answer(acknowledgement(frames.PUBCOMP, mid))

    def cut(self) -> None:
        """End the network connection now, whatever waits to be sent."""
        if self.writer is not None:
            abort = getattr(self.writer, "abort", None)
            if abort is not None:
                abort()

    async def stop(self) -> None:
        """End the connection and wait until nothing of it is left. Harmless when it has ended."""
        if not self.ended.is_set():
            self.cut()
            await self.ended.wait()
