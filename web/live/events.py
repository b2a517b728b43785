"""The events that browsers send over Socket.IO. Thin: checks each event, and hands it on."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import request
from flask_socketio import SocketIO, join_room, leave_room
from gevent import sleep

from chat.errors import LabError
from chat.history import History
from chat.record import seq_of
from chat.topic import LAG_PROBE, LOOPBACK_PROBE, ChatTopic, check_role, check_session
from web.access.access import Access, NoAccessError
from web.access.limits import TooFastError
from web.access.phases import check_topic_writable, check_writable, state_of
from web.access.rights import EVENTS
from web.access.socket_access import SocketAccess
from web.broker_client import BrokerClient
from web.http.messages import message_from
from web.http.records import MAX_ANSWER, MAX_LIMIT, decoded
from web.live.log_subscriptions import LogSubscriptions
from web.live.presence import Presence
from web.live.rooms import Rooms, Viewer
from web.live.slow_consumers import SlowConsumers
from web.live.socketio_private import SocketIoServer
from web.live.wire import WireTap

Handler = Callable[[dict[str, Any]], dict[str, Any]]

MAX_TOPIC = 256
"""Length, in characters, of a topic that a page may publish to."""

LAST = 100
"""Records that a client gets when it joins for the first time."""

PAUSE_SECONDS = 0.05
"""Seconds for which nothing more is read from a client whose event exceeded a limit."""

_log = logging.getLogger("web")


class Events:
    """The handlers of Socket.IO's events.

    `admit(sid)` is called for a client that was let in. `availability()` says to a client that joins whether broker and
    bridge are there.
    """

    def __init__(
        self,
        *,
        socketio: SocketIO,
        logs: Path,
        rooms: Rooms,
        presence: Presence,
        slow_consumers: SlowConsumers,
        wire: WireTap,
        log_subscriptions: LogSubscriptions,
        broker: BrokerClient,
        access: Access,
        sockets: SocketAccess,
        max_payload: int,
        server: SocketIoServer,
        admit: Callable[[str], None],
        availability: Callable[[], dict[str, str]],
    ) -> None:
        self._socketio = socketio
        self._server = server
        self._admit = admit
        self._availability = availability
        self._logs = logs
        self._rooms = rooms
        self._presence = presence
        self._slow_consumers = slow_consumers
        self._wire = wire
        self._log_subscriptions = log_subscriptions
        self._broker = broker
        self._access = access
        self._sockets = sockets
        self._max_payload = max_payload

    def install(self) -> None:
        """Register the handlers at Socket.IO."""
        for name, handler in self._handlers().items():
            self._socketio.on_event(name, answering(name, handler))
        self._server.check_events(self._refuse)
        self._server.refuse_attachments(_refusal("bad-request", "an event has no binary attachments"))
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
        self._admit(_sid())

    def _refuse(self, sid: str, name: str) -> dict[str, Any]:
        """The refusal of an event that its client may not send, or not now; empty when its handler may have it."""
        return attempt(name, lambda: self._check(sid, name))

    def _check(self, sid: str, name: str) -> dict[str, Any]:
        if name not in EVENTS:
            raise LabError("bad-request", f"{name[:40]!r} is no event of the lab")
        try:
            self._sockets.check(sid, name)
        except TooFastError:
            sleep(PAUSE_SECONDS)
            raise
        return {}

    def _join(self, document: dict[str, Any]) -> dict[str, Any]:
        viewer = _viewer(_text(document, "session"), _text(document, "role"))
        after = document.get("after")
        if after is not None and (type(after) is not int or after < 0):
            raise LabError("bad-request", "`after` is a seq or null")
        self._log_subscriptions.ensure(viewer.session)
        if self._sockets.person_id(_sid()) is None:  # it was ended while it waited for that
            raise NoAccessError
        self._enter(viewer)
        # First the subscription and the room, then the history: a record that comes in between is sent twice, and a
        # page ignores the second. Nothing waits from here on, so the answer comes before the session's events.
        history = History.of(self._logs, viewer.session)
        state = state_of(self._logs, viewer.session)
        lines, last_seq = _newest(history, after)
        return {
            "records": decoded(lines),
            "last_seq": last_seq,
            "state": state.document(),
            "participants": self._presence.participants(viewer.session),
            **self._availability(),
        }

    def _enter(self, viewer: Viewer) -> None:
        sid = _sid()
        before = self._rooms.viewer_of(sid)
        if viewer.role:
            self._access.sit(self._sockets.person(sid), viewer.session, viewer.role, sid)
        else:
            self._access.seats.leave(sid)
        self._slow_consumers.forget(sid)
        left = self._rooms.take(sid, viewer)
        if before is not None and before.session != viewer.session:
            leave_room(before.session)
        join_room(viewer.session)
        if left is not None and left.role:
            self._presence.browser_left(left)
        if viewer.role:
            self._presence.browser_came(viewer)

    def _send(self, document: dict[str, Any]) -> dict[str, Any]:
        viewer = self._rooms.viewer_of(_sid())
        if viewer is None or not viewer.role:
            raise LabError("bad-request", "join a session under a role before you send")
        message, payload = message_from(document, max_size=self._max_payload)
        if not message.id:
            raise LabError("bad-field", "`id` is needed, so that a resend is harmless")
        person = self._sockets.person(_sid())
        # Since this client joined, the role may have got an account, or the teacher may have freed the seat.
        self._access.claim(person, viewer.session, viewer.role)
        check_writable(self._logs, person, viewer.session)
        self._broker.publish(str(ChatTopic(viewer.session, viewer.role)), payload)
        self._access.seats.said(_sid())
        return {"status": "accepted"}

    def _typing(self, _document: dict[str, Any]) -> dict[str, Any]:
        viewer = self._rooms.viewer_of(_sid())
        if viewer is not None and viewer.role:
            document = {"session": viewer.session, "role": viewer.role}
            self._socketio.emit("typing", document, to=viewer.session, skip_sid=_sid())
        return {}

    def _watch(self, document: dict[str, Any]) -> dict[str, Any]:
        session = None if document.get("session") is None else check_session(_text(document, "session"))
        self._wire.watch(_sid(), session)
        if session is not None:
            self._log_subscriptions.ensure(session)
        return {}

    def _publish(self, document: dict[str, Any]) -> dict[str, Any]:
        topic, payload = _text(document, "topic"), _text(document, "payload").encode(errors="replace")
        qos, retain = document.get("qos", 1), document.get("retain", False)
        if not topic.startswith("chat/") or len(topic) > MAX_TOPIC or not {"+", "#", "\0"}.isdisjoint(topic):
            raise LabError("bad-topic", "a topic to publish to begins with chat/ and holds neither + nor #")
        if qos not in (0, 1, 2) or type(retain) is not bool:
            raise LabError("bad-request", "`qos` is 0, 1 or 2, and `retain` true or false")
        _check_probes_and_retained(topic, is_retained=retain)
        check_topic_writable(self._logs, self._sockets.person(_sid()), topic)
        self._access.claim_topic(self._sockets.person(_sid()), topic)
        begun = time.perf_counter()
        self._broker.publish(topic, payload, qos=int(qos), retain=retain)
        took = round((time.perf_counter() - begun) * 1000, 1)
        return {"status": "accepted", "ms": took} if qos else {"status": "accepted"}

    def _disconnect(self, *_reason: object) -> None:
        self._slow_consumers.forget(_sid())
        self._wire.watch(_sid(), None)
        left = self._rooms.leave(_sid())
        if left is not None and left.role:
            self._presence.browser_left(left)
        self._access.seats.leave(_sid())
        self._sockets.forget(_sid())


def _viewer(session: str, role: str) -> Viewer:
    """A viewer; an empty role looks on. Raises TopicError."""
    return Viewer(check_session(session), check_role(role) if role else "")


def _check_probes_and_retained(topic: str, *, is_retained: bool) -> None:
    """Refuse the topics of the bridge's own probes, and a retained message that no rule would ever clear.

    The bridge clears retained messages only under topics that the lab takes. Raises LabError (`reserved-role`),
    TopicError.
    """
    if topic in (LOOPBACK_PROBE, LAG_PROBE):
        raise LabError("reserved-role", "the bridge alone publishes to this topic, to itself")
    if is_retained:
        ChatTopic.parse(topic)


def answering(name: str, handler: Handler) -> Callable[..., dict[str, Any]]:
    """Have every event answered, whatever the client sent and whatever goes wrong."""

    def answer(document: object = None, *_more: object) -> dict[str, Any]:
        return attempt(name, lambda: handler(_object(document)))

    return answer


def attempt(name: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `act` returns, or the refusal that says why it failed. Never raises."""
    try:
        return act()
    except LabError as error:
        return _refusal(error.reason, error.detail)
    except Exception:  # noqa: BLE001 - whatever it was, the page must not wait for an answer
        _log.exception("the event %r could not be handled", name[:40])
        return _refusal("internal", "the lab could not do this; its console says why")


def _object(document: object) -> dict[str, Any]:
    if document is not None and not isinstance(document, dict):
        raise LabError("bad-request", "an event carries an object")
    return document or {}


def _refusal(reason: str, detail: str) -> dict[str, Any]:
    error = {"reason": reason, "detail": detail}
    return {"status": "rejected", **error, "error": error}


def _newest(history: History, after: int | None) -> tuple[list[bytes], int]:
    """The lines that a client lacks, and the session's last seq."""
    if after is None:
        lines, is_end = history.last(LAST, MAX_ANSWER), True
    else:
        lines = history.after(after, MAX_LIMIT, MAX_ANSWER)
        # No line has half of MAX_ANSWER, so an answer of less was not cut.
        is_end = len(lines) < MAX_LIMIT and sum(map(len, lines)) < MAX_ANSWER // 2
    return lines, seq_of(lines[-1]) if lines and is_end else history.last_seq()


def _text(document: dict[str, Any], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str):
        raise LabError("bad-request", f"`{key}` is a string")
    return value


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
