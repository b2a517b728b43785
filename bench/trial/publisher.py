"""Raw MQTT 3.1.1 publishers, many in one thread: QoS 0, 1 and 2, numbered messages, with and without an `id`.

Each keeps at most WINDOW messages under way, and sends again, after a reconnection and in order, what was not
acknowledged; one with an `id` goes on until it sees its record on `log/<session>`.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

import orjson

from bench.trial.senders import Sender
from mqtt import frames
from mqtt.frames import take_frame
from mqtt.packets import PINGREQ_PACKET, acknowledgement, connect, publish, subscribe
from tests.broker.wire import Packet

WINDOW = 50
TICK = 0.25
SILENCE = 4.0
"""Seconds without a byte after which a connection is taken for dead."""

RESEND = 3.0
"""Seconds without progress after which what has an `id` is sent again on the same connection; then twice that."""


class Publisher(asyncio.Protocol):
    """One participant. All of it runs in the thread of the group."""

    def __init__(self, sender: Sender) -> None:
        self.sender = sender
        self.limit = 0
        self.transport: asyncio.Transport | None = None
        self._is_ready = False
        self._buffer = bytearray()
        self._last_heard = 0.0
        self._last_progress = 0.0
        self._patience = RESEND
        self._waits_for_pong = False
        self._under_way: dict[int, int] = {}
        self._released: set[int] = set()
        self._mid = 0

    @property
    def is_done(self) -> bool:
        """Whether it has said all that it may, and heard of all of it."""
        heard = self.sender.qos == 0 or len(self.sender.acknowledged) == self.sender.sent
        return self.sender.sent >= self.limit and heard

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connect, with an MQTT session that outlives the connection: QoS 2 means nothing without one."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self._buffer, self._is_ready = transport, bytearray(), False
        self._last_heard = self._last_progress = _now()
        self._waits_for_pong = False
        transport.write(connect(f"{self.sender.session}-{self.sender.role}", clean=self.sender.has_id))

    def connection_lost(self, _error: Exception | None) -> None:
        """The connection is lost; the group connects again."""
        self.transport, self._is_ready = None, False

    def data_received(self, data: bytes) -> None:
        """Take what came, and go on."""
        self._last_heard = _now()
        self._buffer += data
        while (frame := take_frame(self._buffer)) is not None:
            self._take(Packet(*frame))
        self.pump()

    # Saying

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection that is not ending."""
        return self.transport is not None and not self.transport.is_closing()

    def pump(self) -> None:
        """Say what may be said now."""
        if not self.is_connected or not self._is_ready:
            return
        out = []
        while self.sender.sent < self.limit and self._has_room():
            number, self.sender.sent = self.sender.sent, self.sender.sent + 1
            out.append(self._packet_of(number))
            if not self.sender.qos and not self.sender.sent % WINDOW:
                out.append(PINGREQ_PACKET)  # its answer is the only sign that QoS 0 is not too fast
                self._waits_for_pong = True
        self._write(b"".join(out))

    def tick(self) -> None:
        """Now and then: see whether the connection lives, and whether something is to be said again."""
        silent = _now() - self._last_heard
        if not self.is_connected:
            return
        if silent > SILENCE:
            self.leave()
        elif silent > SILENCE / 2:
            self._write(PINGREQ_PACKET)
        elif (
            self._is_ready and self.sender.has_id and self._under_way and _now() - self._last_progress > self._patience
        ):
            self._patience *= 2  # impatience would only make longer what waits
            self._say_again()

    def leave(self) -> None:
        """End the connection without a word."""
        if self.transport is not None:
            self.transport.abort()

    def _has_room(self) -> bool:
        return len(self._under_way) < WINDOW if self.sender.qos else not self._waits_for_pong

    def _packet_of(self, number: int) -> bytes:
        topic = f"chat/{self.sender.session}/{self.sender.role}"
        if not self.sender.qos:
            return publish(topic, self.sender.payload(number))
        self._mid = self._mid % 65535 + 1
        self._under_way[self._mid] = number
        return publish(topic, self.sender.payload(number), qos=self.sender.qos, mid=self._mid)

    def _say_again(self) -> None:
        """All that is under way, in order (MQTT 3.1.1, section 4.4)."""
        self._last_progress = _now()
        topic, sender = f"chat/{self.sender.session}/{self.sender.role}", self.sender
        for mid, number in self._under_way.items():
            if mid in self._released:
                self._write(acknowledgement(frames.PUBREL, mid))
            else:
                sender.sent_again.add(number)
                self._write(publish(topic, sender.payload(number), qos=sender.qos, mid=mid, dup=not sender.has_id))

    # Hearing

    def _take(self, came: Packet) -> None:
        match came.kind:
            case frames.CONNACK if came.body[1] == 0:
                self._begin()
            case frames.PINGRESP:
                self._waits_for_pong = False
            case frames.PUBACK if not self.sender.has_id:
                self._finish(came.mid)
            case frames.PUBREC:
                self._released.add(came.mid)
                self._write(acknowledgement(frames.PUBREL, came.mid))
            case frames.PUBCOMP:
                self._released.discard(came.mid)
                self._finish(came.mid)
            case frames.PUBLISH:
                self._hear_records(came)

    def _begin(self) -> None:
        if self.sender.has_id:
            self._write(subscribe(65535, [(f"log/{self.sender.session}", 1)]))
        self._say_again()
        self._is_ready = True

    def _finish(self, mid: int) -> None:
        number = self._under_way.pop(mid, None)
        if number is not None:
            self.sender.acknowledged.add(number)
            self._last_progress, self._patience = _now(), RESEND

    def _hear_records(self, came: Packet) -> None:
        if came.qos:
            self._write(acknowledgement(frames.PUBACK, came.mid))
        mids = {number: mid for mid, number in self._under_way.items()}
        own = b'"role":"%s"' % self.sender.role.encode()
        for line in came.payload.split(b"\n"):
            number = int(orjson.loads(line)["text"]) if own in line else -1
            if number in mids:
                self._finish(mids[number])

    def _write(self, data: bytes) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(data)


@dataclass
class PublisherGroup:
    """All publishers, in a thread with a loop of their own."""

    port: int
    senders: list[Sender]
    publishers: list[Publisher] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    _keeping: "Future[None]" = field(init=False)

    def start(self) -> None:
        """Connect them all, and keep them connected."""
        self.publishers = [Publisher(sender) for sender in self.senders]
        self._thread = threading.Thread(target=self._loop.run_forever, name="publisher_group", daemon=True)
        self._thread.start()
        self._keeping = asyncio.run_coroutine_threadsafe(self._keep(), self._loop)

    def stop(self) -> None:
        """Disconnect them all."""
        if self._thread is None:
            return
        self._keeping.cancel()
        self._do(Publisher.leave)
        self._loop.call_soon_threadsafe(self._loop.call_later, TICK, self._loop.stop)
        self._thread.join(5)

    def allow(self, more: int) -> None:
        """Each may say so many more."""

        def let(publisher: Publisher) -> None:
            publisher.limit += more
            publisher.pump()

        self._do(let)

    @property
    def is_done(self) -> bool:
        """Whether all have said what they may, and heard of it."""
        return all(publisher.is_done for publisher in self.publishers)

    @property
    def is_connected(self) -> bool:
        """Whether every one is."""
        return all(publisher.is_connected for publisher in self.publishers)

    @property
    def sent(self) -> int:
        """Messages that were said."""
        return sum(sender.sent for sender in self.senders)

    @property
    def acknowledged(self) -> int:
        """Messages of which it is known that they arrived."""
        return sum(len(sender.acknowledged) for sender in self.senders)

    def _do(self, what: Callable[[Publisher], object]) -> None:
        self._loop.call_soon_threadsafe(lambda: [what(publisher) for publisher in self.publishers])

    async def _keep(self) -> None:
        while True:
            await asyncio.gather(*(self._connect(one) for one in self.publishers if one.transport is None))
            for publisher in self.publishers:
                publisher.tick()
            await asyncio.sleep(TICK)

    async def _connect(self, publisher: Publisher) -> None:
        try:
            await asyncio.wait_for(self._loop.create_connection(lambda: publisher, "127.0.0.1", self.port), 2)
        except (OSError, TimeoutError):
            publisher.transport = None


def _now() -> float:
    return asyncio.get_running_loop().time()
