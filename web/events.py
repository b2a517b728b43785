"""What browsers say over Socket.IO: join, send, typing. Thin: checks, and hands on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import request
from flask_socketio import SocketIO, join_room, leave_room

from chat.errors import LabError
from chat.history import History
from chat.topic import ChatTopic
from web.api import MAX_LIMIT, decoded
from web.broker_client import BrokerClient
from web.laggards import Laggards
from web.messages import message_from
from web.presence import Presence
from web.rooms import Rooms, Seat

LAST = 100
"""Records that a client gets which joins for the first time."""


class Events:
    """The handlers of Socket.IO's events."""

    def __init__(
        self, *, socketio: SocketIO, logs: Path, rooms: Rooms, presence: Presence, laggards: Laggards,
        broker: BrokerClient, max_payload: int,
    ) -> None:  # fmt: skip
        self._socketio = socketio
        self._logs = logs
        self._rooms = rooms
        self._presence = presence
        self._laggards = laggards
        self._broker = broker
        self._max_payload = max_payload

    def install(self) -> None:
        """Begin to listen."""
        for name, handler in (("join", self._join), ("send", self._send), ("typing", self._typing)):
            self._socketio.on_event(name, _answering(handler))
        self._socketio.on_event("disconnect", self._disconnect)

    def _join(self, document: dict[str, Any]) -> dict[str, Any]:
        topic = ChatTopic(_text(document, "session"), _text(document, "role"))
        after = document.get("after")
        if after is not None and (type(after) is not int or after < 0):
            raise LabError("bad-request", "`after` is a seq or null")
        self._sit_down(Seat(topic.session, topic.role))
        # The room first, the history then: what comes in between is there twice, and a page ignores what it has.
        history = History.of(self._logs, topic.session)
        lines = history.last(LAST) if after is None else history.after(after, MAX_LIMIT)
        return {
            "records": decoded(lines),
            "last_seq": history.last_seq(),
            "participants": self._presence.participants(topic.session),
        }

    def _sit_down(self, seat: Seat) -> None:
        sid = _sid()
        before = self._rooms.seat_of(sid)
        self._laggards.forget(sid)
        left = self._rooms.take(sid, seat)
        if before is not None and before.session != seat.session:
            leave_room(before.session)
        join_room(seat.session)
        if left is not None:
            self._presence.browser_left(left)
        self._presence.browser_came(seat)

    def _send(self, document: dict[str, Any]) -> dict[str, Any]:
        seat = self._rooms.seat_of(_sid())
        if seat is None:
            raise LabError("bad-request", "join a session before you send")
        message, payload = message_from(document, max_size=self._max_payload)
        if not message.id:
            raise LabError("bad-field", "`id` is needed, so that a resend is harmless")
        self._broker.publish(str(ChatTopic(seat.session, seat.role)), payload)
        return {"status": "accepted"}

    def _typing(self, _document: dict[str, Any]) -> dict[str, Any]:
        seat = self._rooms.seat_of(_sid())
        if seat is not None:
            said = {"session": seat.session, "role": seat.role}
            self._socketio.emit("typing", said, to=seat.session, skip_sid=_sid())
        return {}

    def _disconnect(self, *_reason: object) -> None:
        self._laggards.forget(_sid())
        left = self._rooms.leave(_sid())
        if left is not None:
            self._presence.browser_left(left)


def _answering(handler: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Have every event answered, whatever the client sent."""

    def answer(document: object = None, *_more: object) -> dict[str, Any]:
        try:
            if document is not None and not isinstance(document, dict):
                raise LabError("bad-request", "an event carries an object")
            return handler(document or {})
        except LabError as error:
            said = {"reason": error.reason, "detail": error.detail}
            return {"status": "rejected", **said, "error": said}

    return answer


def _text(document: dict[str, Any], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str):
        raise LabError("bad-request", f"`{key}` is a string")
    return value


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
