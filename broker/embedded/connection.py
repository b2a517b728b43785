"""One client's connection: its packets are read and answered one after the other, so that their order is kept.

amqtt makes a task of each packet, acknowledges a message before it delivers it (and forgets it when its publisher
then leaves), and never ends a connection whose keep-alive ran out. Only amqtt's CONNECT and CONNACK are used as they
are.
"""

import asyncio
import logging
from asyncio import AbstractEventLoop
from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

from amqtt.adapters import ReaderAdapter, WriterAdapter
from amqtt.broker import BrokerContext
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.plugins.manager import PluginManager
from amqtt.session import Session

from broker.embedded.console import address_of
from broker.embedded.delivery import delivery_of
from broker.embedded.framing import PacketReader
from broker.embedded.inbound import Destination, Inbound
from broker.embedded.sender import Sender
from broker.limits import PRESSED_PAUSE
from mqtt import frames, packets
from mqtt.frames import Frame
from mqtt.packets import Publish, acknowledgement

_log = logging.getLogger(__name__)
_MOMENT = 1.0
"""Seconds that a client waits for room before its PINGREQ packets are looked for."""


class Hub(Destination, Protocol):
    """What a connection asks of the broker."""

    def acknowledged(self, session: Session, messages: int) -> None:
        """A session has acknowledged so many messages."""

    def subscribe(self, session: Session, filters: list[tuple[str, int]]) -> list[int]:
        """Subscribe. Returns for each filter the granted QoS, or 0x80."""

    def send_retained(self, session: Session, filters: list[tuple[str, int]]) -> None:
        """Give a session the retained messages of its new subscriptions."""

    def unsubscribe(self, session: Session, filters: list[str]) -> None:
        """Forget subscriptions."""


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
        self._is_cut = asyncio.Event()

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
        self._reader = reader
        # Section 3.1.2.10: a client that is silent for one and a half times its keep-alive is gone.
        reader.wait_at_most(self.session.keep_alive * 1.5 or None)
        self._sender.answer(packets.connack(0, session_present=bool(self.session.parent)))
        self._inbound = Inbound(self.session, hub, self._sender.answer)
        sending = asyncio.create_task(self._sender.run())
        sending.add_done_callback(self._sending_ended)
        try:
            return await self._answer_all(hub, reader, self.session)
        except TimeoutError:
            return False
        finally:
            self._inbound.close()
            sending.cancel()
            await asyncio.wait([sending])

    def _sending_ended(self, sending: asyncio.Task[None]) -> None:
        self.cut()
        if not sending.cancelled() and (error := sending.exception()) is not None:
            _log.error("sending to a client failed: %r", error)

    async def _answer_all(self, hub: Hub, reader: PacketReader, session: Session) -> bool:
        while True:
            if mids := reader.take_pubacks():
                self._complete(mids, hub, session)
            frame = await reader.next_frame()
            if frame is None:
                return False
            packets.check_flags(frame)
            if frame.kind == frames.DISCONNECT:
                return True
            if frame.kind == frames.PUBLISH:
                await self._publish(packets.decode_publish(frame))
            else:
                self._answer(frame, hub, session)
            if self._sender.is_full:
                await self._sender.room()

    def _answer(self, frame: Frame, hub: Hub, session: Session) -> None:
        match frame.kind:
            case frames.SUBSCRIBE:
                self._subscribe(frame, hub, session)
            case frames.UNSUBSCRIBE:
                mid, filters = packets.decode_unsubscribe(frame)
                hub.unsubscribe(session, filters)
                self._sender.answer(acknowledgement(frames.UNSUBACK, mid))
            case frames.PINGREQ:
                self._sender.answer(packets.PINGRESP_PACKET)
            case _:
                self._acknowledged(frame.kind, packets.decode_mid(frame), hub, session)

    async def _publish(self, message: Publish) -> None:
        """Take a message, and read nothing meanwhile if it must wait or its client is to be slowed down."""
        if self._inbound.must_wait(message):
            await self._wait(self._inbound.room(message))
        if self._inbound.take(message):
            await asyncio.sleep(PRESSED_PAUSE)

    async def _wait(self, room: Coroutine[Any, Any, None]) -> None:
        """Wait for room and answer nothing but PINGREQ meanwhile. Raises ConnectionAbortedError when the connection is
        cut, or its client has left: what it sent behind the message that waits may be lost, for nothing of it is
        acknowledged."""
        getting_room, cut = asyncio.create_task(room), asyncio.create_task(self._is_cut.wait())
        ahead = list[asyncio.Task[None]]()
        try:
            done, _ = await asyncio.wait([getting_room, cut], timeout=_MOMENT, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                ahead.append(asyncio.create_task(self._read_ahead()))
                await asyncio.wait([getting_room, cut, *ahead], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (getting_room, cut, *ahead):
                task.cancel()
            if ahead:
                await asyncio.wait(ahead)  # two may not read at once
        if self._is_cut.is_set() or not getting_room.done() or getting_room.cancelled():
            raise ConnectionAbortedError("ended while its message waited for room")

    async def _read_ahead(self) -> None:
        """Answer PINGREQ as long as it can be found among packets that wait. Returns when the client has left.

        When it can't be found any more, its client gives up after a keep-alive or two (section 3.1.2.10). That can't be
        noticed without reading, so it is counted.
        """
        while not self._reader.is_far_ahead:
            for _ in range(self._reader.take_pingreqs()):
                self._sender.answer(packets.PINGRESP_PACKET)
            if not await self._reader.read_ahead():
                return
        keep_alive = self.session.keep_alive if self.session is not None else 0
        await (asyncio.sleep(2 * keep_alive) if keep_alive else self._is_cut.wait())

    def _subscribe(self, frame: Frame, hub: Hub, session: Session) -> None:
        mid, filters = packets.decode_subscribe(frame)
        codes = hub.subscribe(session, filters)
        self._sender.answer(packets.suback(mid, codes))
        granted = [(name, code) for (name, _), code in zip(filters, codes, strict=True) if code != packets.REFUSED]
        hub.send_retained(session, granted)

    def _complete(self, mids: Sequence[int], hub: Hub, session: Session) -> None:
        """PUBACK or PUBCOMP came for these packet ids."""
        for mid in mids:
            self._delivery.outbox.complete(mid)
        self._sender.wake()
        hub.acknowledged(session, len(mids))

    def _acknowledged(self, kind: int, mid: int, hub: Hub, session: Session) -> None:
        match kind:
            case frames.PUBACK | frames.PUBCOMP:
                self._complete([mid], hub, session)
            case frames.PUBREC:
                self._sender.answer(self._delivery.outbox.release(mid))
            case frames.PUBREL:
                self._inbound.release(mid)

    def cut(self) -> None:
        """End the network connection now, whatever waits to be sent."""
        self._is_cut.set()
        if self.writer is not None:
            abort = getattr(self.writer, "abort", None)
            if abort is not None:
                abort()

    async def stop(self) -> None:
        """End the connection and wait until nothing of it is left. Harmless when it has ended."""
        if not self.ended.is_set():
            self.cut()
            await self.ended.wait()
