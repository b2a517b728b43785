"""Publishers that stay: each has a window, queues what is due, pings, and connects again when it hears nothing.

`python -m bench.loads.patient '<the fields of PatientLoad, as JSON>'` prints {"ready"}, and publishes after a line on
standard input. After each of the next two lines it prints {"groups"}: what the publishers have seen. From the second of
these on nothing more becomes due. It prints {"groups", "topics"} once all is acknowledged, or after `give_up` seconds.

The rules are those of paho-mqtt 2.1: an MQTT session that ends with the connection, a client id that the broker makes,
a PINGREQ after a keep-alive without traffic one way, the end of the connection after one more without its answer, and
what is not acknowledged sent again, with DUP, on the next connection.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from mqtt import frames
from mqtt.frames import Frame, take_frame
from mqtt.packets import PINGREQ_PACKET, connect, decode_mid, publish

TICK = 0.01
"""Seconds between two looks at what is due."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 120.0
"""Seconds before a new connection: twice as long each time that it fails."""

LAST_MID = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Publishers of one kind: one for each topic, `rate` messages a second each.

    `window`: messages that may be unacknowledged; QoS 0 has none. `queues`: what is due waits while the window is full;
    a publisher that does not queue makes its next message when it may send it.
    """

    name: str
    topics: list[str]
    rate: float
    window: int = 20
    qos: int = 1
    queues: bool = True

    def __post_init__(self) -> None:
        """Raises ValueError."""
        if not self.topics or self.rate <= 0 or not 1 <= self.window <= LAST_MID or self.qos not in (0, 1):
            raise ValueError(f"publishers need topics, a rate, a window, and QoS 0 or 1: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientLoad:
    """All publishers, and what they have in common: `size` in bytes of a text; times in seconds."""

    port: int
    groups: list[Group]
    size: int = 64
    keep_alive: int = 60
    give_up: float = 600.0

    @classmethod
    def from_json(cls, text: str) -> "PatientLoad":
        """As `to_json` wrote it. Raises ValueError."""
        fields = json.loads(text)
        return cls(**{**fields, "groups": [Group(**group) for group in fields["groups"]]})

    def to_json(self) -> str:
        """For the command line."""
        return json.dumps(asdict(self))


@dataclass(slots=True)
class Seen:
    """What a publisher, or a group, did and saw from its first message on; the longest times, in seconds, since it last
    told of them. `silence`: without a byte from the broker. `wait`: from the first PUBLISH of a message to its PUBACK.
    """

    due: int = 0
    sent: int = 0
    acknowledged: int = 0
    sent_again: int = 0
    lost_by_keep_alive: int = 0
    lost_otherwise: int = 0
    silence: float = 0.0
    wait: float = 0.0

    def add(self, other: "Seen") -> None:
        """Take another publisher into the group."""
        self.due += other.due
        self.sent += other.sent
        self.acknowledged += other.acknowledged
        self.sent_again += other.sent_again
        self.lost_by_keep_alive += other.lost_by_keep_alive
        self.lost_otherwise += other.lost_otherwise
        self.silence = max(self.silence, other.silence)
        self.wait = max(self.wait, other.wait)


def text_of(number: int, size: int) -> bytes:
    """The text of a message: its number, behind a letter, and filled to `size` bytes."""
    return f"n{number} ".encode().ljust(size, b"x")


def number_of(text: str) -> int:
    """The number of a text of `text_of`."""
    return int(text[1 : text.index(" ")])


class Publisher(asyncio.Protocol):
    """One participant, from its first connection to its last. It numbers its messages from 0 on."""

    def __init__(self, topic: str, group: Group, load: PatientLoad) -> None:
        self.topic = topic
        self.seen = Seen()
        self.again: set[int] = set()
        """Numbers of messages that were sent more than once."""
        self.is_connected = False
        self._group = group
        self._load = load
        self._transport: asyncio.WriteTransport | None = None
        self._buffer = bytearray()
        self._under_way: dict[int, tuple[int, float]] = {}  # number, and when it was first sent, by packet id
        self._mid = 0
        self._missed = 0
        self._heard_at = self._received_at = self._sent_at = time.monotonic()
        self._waits_for_pong = False
        self._is_given_up = False
        self._pause = FIRST_PAUSE
        self._connect_at = 0.0

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connect to the broker."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport, self._buffer = transport, bytearray()
        self._received_at, self._waits_for_pong, self._is_given_up = time.monotonic(), False, False
        self._write(connect("", keep_alive=self._load.keep_alive))

    def connection_lost(self, _error: Exception | None) -> None:
        """The connection is over; a new one is made after a pause."""
        if self.is_connected:
            self.seen.lost_by_keep_alive += self._is_given_up
            self.seen.lost_otherwise += not self._is_given_up
        self._transport, self.is_connected = None, False
        self.connect_later()

    def data_received(self, data: bytes) -> None:
        """Take what came, and publish on."""
        now = time.monotonic()
        self._note_silence(now)
        self._heard_at = self._received_at = now
        self._buffer += data
        while (frame := take_frame(self._buffer)) is not None:
            self._take(frame, now)
        self.publish_due(now)

    # The connection

    def wants_connection(self, now: float) -> bool:
        """Whether it is time for a new connection; true once, and again after `connect_later`."""
        if now < self._connect_at:
            return False
        self._connect_at = float("inf")
        return True

    def connect_later(self) -> None:
        """It could not connect, or its connection is over."""
        self._connect_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def keep_alive(self, now: float) -> None:
        """Ping, or give the connection up."""
        if not self.is_connected or now - min(self._received_at, self._sent_at) < self._load.keep_alive:
            return
        if self._waits_for_pong:
            self._is_given_up = True
            self.leave()
        else:
            self._waits_for_pong, self._received_at = True, now  # its answer has a whole keep-alive
            self._write(PINGREQ_PACKET)

    def leave(self) -> None:
        """End the connection without a word."""
        if self._transport is not None:
            self._transport.abort()

    # Messages

    def become_due(self, total: int) -> None:
        """So many messages would be due by now, if there always had been room."""
        if not self._group.queues and not self._has_room():
            self._missed = total - self.seen.due
        self.seen.due = total - self._missed

    def publish_due(self, now: float) -> None:
        """Send what is due and has room."""
        out = []
        while self.is_connected and self.seen.sent < self.seen.due and self._has_room():
            out.append(self._packet_of(self.seen.sent, now))
            self.seen.sent += 1
        if out:
            self._write(b"".join(out))

    @property
    def is_done(self) -> bool:
        """Whether all that was due is sent, and acknowledged where it is to be."""
        return self.seen.sent == self.seen.due and not self._under_way

    def tell(self, now: float) -> Seen:
        """What was seen; the longest times begin anew."""
        self._note_silence(now)
        for _, since in list(self._under_way.values())[:1]:  # the first has waited longest
            self.seen.wait = max(self.seen.wait, now - since)
        told = Seen()
        told.add(self.seen)
        self.seen.silence = self.seen.wait = 0.0
        return told

    def _has_room(self) -> bool:
        return not self._group.qos or len(self._under_way) < self._group.window

    def _packet_of(self, number: int, now: float) -> bytes:
        payload = text_of(number, self._load.size)
        if not self._group.qos:
            return publish(self.topic, payload)
        self._mid = self._mid % LAST_MID + 1
        self._under_way[self._mid] = number, now
        return publish(self.topic, payload, qos=1, mid=self._mid)

    def _send_again(self) -> None:
        """All that is not acknowledged, in order (MQTT 3.1.1, section 4.4)."""
        for mid, (number, _) in self._under_way.items():
            self._write(publish(self.topic, text_of(number, self._load.size), qos=1, mid=mid, dup=True))
            self.again.add(number)
        self.seen.sent_again += len(self._under_way)

    def _take(self, frame: Frame, now: float) -> None:
        match frame.kind:
            case frames.CONNACK if frame.body[1] == 0:
                self.is_connected, self._pause = True, FIRST_PAUSE
                self._send_again()
            case frames.PINGRESP:
                self._waits_for_pong = False
            case frames.PUBACK:
                self._acknowledged(decode_mid(frame), now)

    def _acknowledged(self, mid: int, now: float) -> None:
        under_way = self._under_way.pop(mid, None)
        if under_way is not None:
            self.seen.acknowledged += 1
            self.seen.wait = max(self.seen.wait, now - under_way[1])

    def _note_silence(self, now: float) -> None:
        self.seen.silence = max(self.seen.silence, now - self._heard_at)

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)
            self._sent_at = time.monotonic()


class Fleet:
    """All publishers of a load."""

    def __init__(self, load: PatientLoad) -> None:
        self._load = load
        self._groups = [(group, [Publisher(topic, group, load) for topic in group.topics]) for group in load.groups]
        self._begun: float | None = None
        self._connecting = set[asyncio.Task[None]]()

    @property
    def publishers(self) -> list[Publisher]:
        """Every one."""
        return [one for _, group in self._groups for one in group]

    def begin(self) -> None:
        """From now on messages become due."""
        self._begun = time.monotonic()

    def end(self) -> None:
        """Nothing more becomes due."""
        self._begun = None

    async def run(self) -> None:
        """Keep all connected, and publish what is due, until it is cancelled."""
        while True:
            now = time.monotonic()
            for group, publishers in self._groups:
                for one in publishers:
                    self._serve(one, group.rate, now)
            await asyncio.sleep(TICK)

    def _serve(self, one: Publisher, rate: float, now: float) -> None:
        if one.wants_connection(now):
            task = asyncio.create_task(self._connect(one))
            self._connecting.add(task)
            task.add_done_callback(self._connecting.discard)
        one.keep_alive(now)
        if self._begun is not None:
            one.become_due(int((now - self._begun) * rate))
        one.publish_due(now)

    async def until(self, is_so: Callable[[Publisher], bool], seconds: float) -> None:
        """Wait until it is so of every publisher, but no longer than so many seconds."""
        end = time.monotonic() + seconds
        while not all(is_so(one) for one in self.publishers) and time.monotonic() < end:
            await asyncio.sleep(TICK)

    def tell(self) -> dict[str, Any]:
        """What each group has seen."""
        now, groups = time.monotonic(), dict[str, Seen]()
        for group, publishers in self._groups:
            groups[group.name] = Seen()
            for one in publishers:
                groups[group.name].add(one.tell(now))
        return {name: asdict(seen) for name, seen in groups.items()}

    async def _connect(self, publisher: Publisher) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: publisher, "127.0.0.1", self._load.port)
        except OSError:
            publisher.connect_later()


async def run(load: PatientLoad) -> None:
    """Connect, wait for the word, publish, and tell."""
    fleet, loop = Fleet(load), asyncio.get_running_loop()
    running = asyncio.create_task(fleet.run())
    await fleet.until(lambda one: one.is_connected, 30)
    _say({"ready": all(one.is_connected for one in fleet.publishers)})
    await loop.run_in_executor(None, sys.stdin.readline)
    fleet.begin()
    for _ in range(2):
        await loop.run_in_executor(None, sys.stdin.readline)
        _say({"groups": fleet.tell()})
    fleet.end()
    await fleet.until(lambda one: one.is_done, load.give_up)
    topics = {one.topic: {"sent": one.seen.sent, "again": sorted(one.again)} for one in fleet.publishers}
    _say({"groups": fleet.tell(), "topics": topics})
    running.cancel()


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    asyncio.run(run(PatientLoad.from_json(sys.argv[1])))
