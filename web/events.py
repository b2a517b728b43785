"""What browsers say over Socket.IO: join, send, typing. Thin: checks, and hands on."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import request
from flask_socketio import SocketIO, join_room, leave_room

from chat.errors import LabError
from chat.history import History
from chat.topic import ChatTopic, check_role, check_session
from web.access.access import Access
from web.access.sockets import SocketGate
from web.api import MAX_LIMIT, decoded
from web.broker_client import BrokerClient
from web.laggards import Laggards
from web.messages import message_from
from web.presence import Presence
from web.rooms import Rooms, Seat
from web.wire import WireTap

Handler = Callable[[dict[str, Any]], dict[str, Any]]

MAX_TOPIC = 256
"""Characters of a topic that a page may publish to."""

LAST = 100
"""Records that a client gets which joins for the first time."""


class Events:
    """The handlers of Socket.IO's events."""

    def __init__(
        self, *, socketio: SocketIO, logs: Path, rooms: Rooms, presence: Presence, laggards: Laggards,
        wire: WireTap, broker: BrokerClient, access: Access, sockets: SocketGate, max_payload: int,
    ) -> None:  # fmt: skip
        self._socketio = socketio
        self._logs = logs
        self._rooms = rooms
        self._presence = presence
        self._laggards = laggards
        self._wire = wire
        self._broker = broker
        self._access = access
        self._sockets = sockets
        self._max_payload = max_payload

    def install(self) -> None:
        """Begin to listen."""
        for name, handler in self._handlers().items():
            self._socketio.on_event(name, _answering(partial(self._allowed, name, handler)))
        self._socketio.on_event("connect", self._connect)
        self._socketio.on_event("disconnect", self._disconnect)

    def _handlers(self) -> dict[str, Handler]:
        return {
            "join": self._join,
            "send": self._send,
            "typing": self._typing,
            "watch": self._watch,
            "publish": self._publish,
        }

    def _connect(self, auth: object = None) -> None:
        self._sockets.connect(_sid(), auth)

    def _allowed(self, name: str, handler: Handler, document: dict[str, Any]) -> dict[str, Any]:
        self._sockets.check(_sid(), name)
        return handler(document)

    def _join(self, document: dict[str, Any]) -> dict[str, Any]:
        seat = _seat(_text(document, "session"), _text(document, "role"))
        after = document.get("after")
        if after is not None and (type(after) is not int or after < 0):
            raise LabError("bad-request", "`after` is a seq or null")
        self._sit_down(seat)
        # The room first, the history then: what comes in between is there twice, and a page ignores what it has.
        history = History.of(self._logs, seat.session)
        lines = history.last(LAST) if after is None else history.after(after, MAX_LIMIT)
        return {
            "records": decoded(lines),
            "last_seq": history.last_seq(),
            "participants": self._presence.participants(seat.session),
        }

    def _sit_down(self, seat: Seat) -> None:
        sid = _sid()
        before = self._rooms.seat_of(sid)
        if seat.role:
            self._access.sit(self._sockets.person(sid), seat.session, seat.role, sid)
        self._laggards.forget(sid)
        left = self._rooms.take(sid, seat)
        if before is not None and before.session != seat.session:
            leave_room(before.session)
        join_room(seat.session)
        if left is not None and left.role:
            self._left(left)
        if seat.role:
            self._presence.browser_came(seat)

    def _send(self, document: dict[str, Any]) -> dict[str, Any]:
        seat = self._rooms.seat_of(_sid())
        if seat is None or not seat.role:
            raise LabError("bad-request", "join a session under a role before you send")
        message, payload = message_from(document, max_size=self._max_payload)
        if not message.id:
            raise LabError("bad-field", "`id` is needed, so that a resend is harmless")
        self._broker.publish(str(ChatTopic(seat.session, seat.role)), payload)
        return {"status": "accepted"}

    def _typing(self, _document: dict[str, Any]) -> dict[str, Any]:
        seat = self._rooms.seat_of(_sid())
        if seat is not None and seat.role:
            said = {"session": seat.session, "role": seat.role}
            self._socketio.emit("typing", said, to=seat.session, skip_sid=_sid())
        return {}

    def _watch(self, document: dict[str, Any]) -> dict[str, Any]:
        session = document.get("session")
        self._wire.watch(_sid(), None if session is None else check_session(_text(document, "session")))
        return {}

    def _publish(self, document: dict[str, Any]) -> dict[str, Any]:
        topic, payload = _text(document, "topic"), _text(document, "payload").encode(errors="replace")
        qos, retain = document.get("qos", 1), document.get("retain", False)
        if not topic.startswith("chat/") or len(topic) > MAX_TOPIC or not {"+", "#", "\0"}.isdisjoint(topic):
            raise LabError("bad-topic", "a topic to publish to begins with chat/ and holds neither + nor #")
        if qos not in (0, 1, 2) or type(retain) is not bool:
            raise LabError("bad-request", "`qos` is 0, 1 or 2, and `retain` true or false")
        self._access.claim_topic(self._sockets.person(_sid()), topic)
        begun = time.perf_counter()
        self._broker.publish(topic, payload, qos=int(qos), retain=retain)
        took = round((time.perf_counter() - begun) * 1000, 1)
        return {"status": "accepted", "ms": took} if qos else {"status": "accepted"}

    def _disconnect(self, *_reason: object) -> None:
        self._laggards.forget(_sid())
        self._wire.watch(_sid(), None)
        left = self._rooms.leave(_sid())
        if left is not None and left.role:
            self._left(left)
        self._sockets.forget(_sid())

    def _left(self, seat: Seat) -> None:
        self._access.seats.leave(seat.session, seat.role, _sid())
        self._presence.browser_left(seat)


def _seat(session: str, role: str) -> Seat:
    """A seat; an empty role looks on. Raises TopicError."""
    return Seat(check_session(session), check_role(role) if role else "")


def _answering(handler: Handler) -> Callable[..., dict[str, Any]]:
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
