"""The wire, for clients that watch it: packets from the broker to Socket.IO, at most ten events a second for each one.

Costs nothing while nobody watches. Bounded: packets beyond the bound are counted and left out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chat.errors import TopicError
from chat.record import utc_text
from chat.topic import check_session

TICK = 0.1
MAX_PACKETS = 200
"""Packets in one event."""

SMALL_STEP = 5.0
"""Seconds. A clock that is set back by less, as by NTP, stands still instead: packets keep their order in time."""

MAX_TEXT = 512
MAX_HEX = 128


@dataclass(frozen=True, slots=True)
class Packet:
    """A PUBLISH packet as the web's connection got it (MQTT 3.1.1, section 3.3)."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False
    dup: bool = False
    mid: int = 0

    def document(self, at: str) -> dict[str, Any]:
        """The packet as docs/protocol.md describes it; `at` is the time in RFC 3339."""
        return {
            "at": at,
            "topic": self.topic[:256],
            "qos": self.qos,
            "retain": self.retain,
            "dup": self.dup,
            "size": len(self.payload),
            "mid": self.mid,
            **_excerpt(self.payload),
        }


@dataclass(slots=True)
class _Waiting:
    packets: list[dict[str, Any]] = field(default_factory=list)
    dropped: int = 0


class WireTap:
    """Which client watches which session. `switch(on)` is called when the first begins and when the last ends."""

    def __init__(
        self,
        *,
        emit: Callable[[str, dict[str, Any]], None],
        switch: Callable[[bool], None],
        later: Callable[[float, Callable[[], None]], object],
        clock: Callable[[], float],
    ) -> None:
        self._emit = emit
        self._switch = switch
        self._later = later
        self._clock = clock
        self._last = 0.0
        self._watchers: dict[str, str] = {}
        self._waiting: dict[str, _Waiting] = {}

    def watch(self, sid: str, session: str | None) -> None:
        """Begin to send a client the packets of a session; with None, cease."""
        had = bool(self._watchers)
        if session is None:
            self._watchers.pop(sid, None)
            self._waiting.pop(sid, None)
        else:
            self._watchers[sid] = session
        if had != bool(self._watchers):
            self._switch(bool(self._watchers))

    def is_watched(self, session: str) -> bool:
        """Whether a client watches the session."""
        return session in self._watchers.values()

    def take(self, packet: Packet) -> None:
        """Send a packet to the clients that watch its session."""
        if not self._watchers:
            return
        document, session = packet.document(utc_text(self._now())), session_of(packet.topic)
        for sid, watched in self._watchers.items():
            if session in (None, watched):
                self._add(sid, document)

    def _now(self) -> float:
        now = self._clock()
        self._last = self._last if 0 < self._last - now < SMALL_STEP else now
        return self._last

    def _add(self, sid: str, document: dict[str, Any]) -> None:
        waiting = self._waiting.get(sid)
        if waiting is None:
            waiting = self._waiting[sid] = _Waiting()
            self._later(TICK, lambda: self._flush(sid))
        if len(waiting.packets) < MAX_PACKETS:
            waiting.packets.append(document)
        else:
            waiting.dropped += 1

    def _flush(self, sid: str) -> None:
        waiting = self._waiting.pop(sid, None)
        if waiting is not None:
            self._emit(sid, {"packets": waiting.packets, "dropped": waiting.dropped})


def session_of(topic: str) -> str | None:
    """The session whose watchers get a packet; None when all watchers do, "" when none does.

    All get the lab's own topics, but for the answers to requests, and what is no valid topic under `chat/`: it may be
    meant for any session. Nobody gets `log/...`, `to/...` and `status/...` of a name that no session can have.
    """
    levels = topic.split("/")
    if levels[0] == "lab":
        return "" if len(levels) >= 3 and levels[1] == "response" else None
    try:
        session = check_session(levels[1] if len(levels) > 1 else "")
    except TopicError:
        session = ""
    if levels[0] == "chat":
        return session if session and len(levels) == 3 else None
    return session


def _excerpt(payload: bytes) -> dict[str, str]:
    try:
        return {"payload": payload.decode()[:MAX_TEXT]}
    except UnicodeDecodeError:
        return {"hex": payload[:MAX_HEX].hex()}
