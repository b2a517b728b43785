"""The wire as it passes, for those who watch: packets from the broker to Socket.IO, at most ten events a second each.

Costs nothing while nobody watches. Bounded: what is too much is counted and left out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chat.record import utc_text

TICK = 0.1
MOST = 200
"""Packets in one event."""

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
        """As the protocol tells it."""
        return {
            "at": at,
            "topic": self.topic[:256],
            "qos": self.qos,
            "retain": self.retain,
            "dup": self.dup,
            "size": len(self.payload),
            "mid": self.mid,
            **_shown(self.payload),
        }


@dataclass(slots=True)
class _Waiting:
    packets: list[dict[str, Any]] = field(default_factory=list)
    dropped: int = 0


class WireTap:
    """Who watches which session. `switch(on)` is told when the first comes and the last goes."""

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
        self._watchers: dict[str, str] = {}
        self._waiting: dict[str, _Waiting] = {}

    def watch(self, sid: str, session: str | None) -> None:
        """Begin to tell a client of a session, or, with None, cease."""
        had = bool(self._watchers)
        if session is None:
            self._watchers.pop(sid, None)
            self._waiting.pop(sid, None)
        else:
            self._watchers[sid] = session
        if had != bool(self._watchers):
            self._switch(bool(self._watchers))

    def take(self, packet: Packet) -> None:
        """A packet has passed."""
        if not self._watchers:
            return
        document = packet.document(utc_text(self._clock()))
        for sid, session in self._watchers.items():
            if _concerns(packet.topic, session):
                self._add(sid, document)

    def _add(self, sid: str, document: dict[str, Any]) -> None:
        waiting = self._waiting.get(sid)
        if waiting is None:
            waiting = self._waiting[sid] = _Waiting()
            self._later(TICK, lambda: self._flush(sid))
        if len(waiting.packets) < MOST:
            waiting.packets.append(document)
        else:
            waiting.dropped += 1

    def _flush(self, sid: str) -> None:
        waiting = self._waiting.pop(sid, None)
        if waiting is not None:
            self._emit(sid, {"packets": waiting.packets, "dropped": waiting.dropped})


def _concerns(topic: str, session: str) -> bool:
    """Whether watchers of a session are told: its own topics, the lab's, and those that are no valid topic at all."""
    levels = topic.split("/")
    if levels[0] == "lab":
        return len(levels) < 3 or levels[1] != "response"
    if levels[0] == "chat" and len(levels) != 3:
        return True
    return len(levels) > 1 and (levels[1] == session or (not levels[1].islower() and levels[0] == "chat"))


def _shown(payload: bytes) -> dict[str, str]:
    try:
        return {"payload": payload.decode()[:MAX_TEXT]}
    except UnicodeDecodeError:
        return {"hex": payload[:MAX_HEX].hex()}
