"""One client's connection: its packets are answered one after the other as they come, so that their order is kept.

amqtt makes a task of each packet, acknowledges a message before it delivers it (and forgets it when its publisher
then leaves), and never ends a connection whose keep-alive ran out. Only amqtt's CONNECT and CONNACK are used as they
are.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from amqtt.broker import BrokerContext
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.plugins.manager import PluginManager
from amqtt.session import Session

from broker.embedded.console import address_of
from broker.embedded.delivery import delivery_of
from broker.embedded.framing import PacketBuffer
from broker.embedded.inbound import Destination, Inbound
from broker.embedded.keep_alive import KeepAlive
from broker.embedded.network import NetworkConnection
from broker.embedded.pause import Pause
from broker.embedded.sender import Sender, Turn
from broker.limits import PRESSED_PAUSE
from mqtt import frames, packets
from mqtt.frames import Frame
from mqtt.packets import Publish, acknowledgement


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
        client: Session,
        hub: Hub,
        network: NetworkConnection,
        turn: Turn,
    ) -> None:
        super().__init__(plugins_manager, client)
        self.ended = asyncio.Event()
        self.address = address_of(network)
        self._client = client
        self._hub = hub
        self._network = network
        self._delivery = delivery_of(client)
        self._sender = Sender(network, self._delivery.outbox, turn)
        self._inbound = Inbound(client, hub, self._sender.answer)
        self._keep_alive = KeepAlive(client.keep_alive, self.cut)
        self._pause = Pause(network, client.keep_alive, self._sender.answer, self._lost_while_waiting)
        self._waiting: Publish | None = None
        self._is_paused = False
        self._is_over = False
        self._sent_disconnect: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def serve(self) -> bool:
        """Accept the client and answer its packets until it leaves. True: it sent DISCONNECT. Raises PacketError.

        What an earlier connection left unacknowledged is sent again.
        """
        self._delivery.outbox.resume()
        self._delivery.sender = self._sender
        self._sender.answer(packets.connack(0, session_present=bool(self._client.parent)))
        self._network.on_received, self._network.on_writable = self._received, self._sender.flush
        self._network.resume_reading()
        self._keep_alive.start()
        self._answer_all()
        try:
            return await self._sent_disconnect
        finally:
            self._is_over = True
            self._delivery.sender = None
            self._inbound.close()
            self._keep_alive.stop()
            self._pause.cancel()

    def _received(self) -> None:
        """Bytes have come, or the end."""
        if not self._is_paused:
            self._keep_alive.heard()
            self._answer_all()
        elif self._waiting is not None:
            self._pause.received()
            if self._network.has_ended:
                self._lost_while_waiting()
        elif self._network.has_ended:
            self._go_on()

    def _answer_all(self) -> None:
        """Answer what has come, until the next packet has to wait. An error ends the connection."""
        try:
            if self._waiting is not None:
                message, self._waiting = self._waiting, None
                self._publish(message)
            buffer = self._network.packets
            while not (self._is_paused or self._is_over):
                kind = buffer.next_kind()
                if kind == frames.PUBLISH:
                    self._publish(buffer.take_publish())
                elif kind is not None:
                    self._answer(kind, buffer)
                else:
                    self._wait_for_more()
                    return
        except Exception as error:  # noqa: BLE001 - `serve` raises it
            self._fail(error)

    def _wait_for_more(self) -> None:
        if self._network.has_ended:
            self._finish()
        elif self._sender.is_full:
            self._begin_pause()
            self._sender.call_when_room(self._go_on)

    def _answer(self, kind: int, buffer: PacketBuffer) -> None:
        if kind == frames.PUBACK and (mids := buffer.take_pubacks()):
            self._complete(mids)
            return
        frame = buffer.take()
        packets.check_flags(frame)
        match kind:
            case frames.SUBSCRIBE:
                self._subscribe(frame)
            case frames.UNSUBSCRIBE:
                mid, filters = packets.decode_unsubscribe(frame)
                self._hub.unsubscribe(self._client, filters)
                self._sender.answer(acknowledgement(frames.UNSUBACK, mid))
            case frames.PINGREQ:
                self._sender.answer(packets.PINGRESP_PACKET)
            case frames.DISCONNECT:
                self._finish(sent_disconnect=True)
            case _:
                self._acknowledged(kind, packets.decode_mid(frame))

    def _publish(self, message: Publish) -> None:
        """Take a message, or read nothing until there is room for it."""
        if self._inbound.must_wait(message):
            self._waiting = message
            self._begin_pause(answers_pings=True)
            self._inbound.call_when_room(message, self._go_on)
        elif self._inbound.take(message):
            self._slow_down()

    def _slow_down(self) -> None:
        """Read nothing for a moment."""
        self._begin_pause()
        asyncio.get_running_loop().call_later(PRESSED_PAUSE, self._go_on)

    def _begin_pause(self, *, answers_pings: bool = False) -> None:
        self._is_paused = True
        self._keep_alive.pause()
        self._pause.begin(answers_pings=answers_pings)

    def _go_on(self) -> None:
        """What the client was paused for may have come."""
        if self._is_over:
            return
        if self._waiting is not None and self._inbound.must_wait(self._waiting):
            self._inbound.call_when_room(self._waiting, self._go_on)  # and stays paused
            return
        self._is_paused = False
        self._keep_alive.heard()
        self._pause.end()
        self._answer_all()

    def _lost_while_waiting(self) -> None:
        """The client has left, or must have. What it sent behind the message that waits may be lost, for nothing of it
        is acknowledged."""
        self._fail(ConnectionAbortedError("ended while its message waited for room"))

    def _subscribe(self, frame: Frame) -> None:
        mid, filters = packets.decode_subscribe(frame)
        codes = self._hub.subscribe(self._client, filters)
        self._sender.answer(packets.suback(mid, codes))
        granted = [(name, code) for (name, _), code in zip(filters, codes, strict=True) if code != packets.REFUSED]
        self._hub.send_retained(self._client, granted)

    def _complete(self, mids: Sequence[int]) -> None:
        """PUBACK or PUBCOMP came for these packet ids."""
        for mid in mids:
            self._delivery.outbox.complete(mid)
        self._sender.wake()
        self._hub.acknowledged(self._client, len(mids))

    def _acknowledged(self, kind: int, mid: int) -> None:
        match kind:
            case frames.PUBACK | frames.PUBCOMP:
                self._complete([mid])
            case frames.PUBREC:
                self._sender.answer(self._delivery.outbox.release(mid))
            case frames.PUBREL:
                self._inbound.release(mid)

    def _finish(self, *, sent_disconnect: bool = False) -> None:
        self._is_over = True
        if not self._sent_disconnect.done():
            self._sent_disconnect.set_result(sent_disconnect)

    def _fail(self, error: Exception) -> None:
        self._is_over = True
        if not self._sent_disconnect.done():
            self._sent_disconnect.set_exception(error)

    def cut(self) -> None:
        """End the network connection now, whatever waits to be sent."""
        self._finish()
        self._network.abort()

    async def stop(self) -> None:
        """End the connection and wait until nothing of it is left. Harmless when it has ended."""
        if not self.ended.is_set():
            self.cut()
            await self.ended.wait()
