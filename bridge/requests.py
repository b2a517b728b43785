"""What the web may ask of the bridge about a session, and ping. One answer a request, always."""

import logging
import unicodedata
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Self

import orjson

from bridge.delivery import Request
from bridge.sessions import Sessions
from chat.errors import LabError
from chat.record import Record
from chat.session_events import checked
from chat.topic import check_session

MAX_TRANSACTION = 64
MAX_REPLIES = 12
MAX_REPLY = 200
"""Characters of a quick reply."""

LogEvent = Callable[[str, str, dict[str, Any]], Record]
CheckNew = Callable[[], LabError | None]

_log = logging.getLogger("bridge")


@dataclass(frozen=True, slots=True)
class RequestBody:
    """A request that is well formed. `archived` names the folder of an archived session."""

    transaction: str
    session: str
    archived: str = ""
    replies: tuple[str, ...] = ()
    event: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def parse(cls, payload: bytes) -> Self:
        """Read a request. Raises LabError (`bad-request`, `bad-field`)."""
        document = _read_document(payload)
        transaction, session = document.get("transaction"), document.get("session", "")
        if not isinstance(transaction, str) or not 0 < len(transaction) <= MAX_TRANSACTION:
            raise LabError("bad-request", f"`transaction` is a string of 1 to {MAX_TRANSACTION} characters")
        if not isinstance(session, str):
            raise LabError("bad-request", "`session` is a string")
        archived = document.get("archived", "")
        if not isinstance(archived, str):
            raise LabError("bad-request", "`archived` is a string")
        event, data = document.get("event", ""), document.get("data", {})
        if not isinstance(event, str) or not isinstance(data, dict):
            raise LabError("bad-request", "`event` is a string, `data` an object")
        return cls(transaction, session, archived, _read_replies(document.get("replies", [])), event, data)


@dataclass(frozen=True)
class RequestContext:
    """What carries requests out. `log_event` returns the record when it is on the disk; `check_new` says why no session
    may begin now, if so."""

    sessions: Sessions
    _: KW_ONLY
    log_event: LogEvent
    check_disk: Callable[[], None]
    check_new: CheckNew


def answer(request: Request, context: RequestContext) -> bytes:
    """Do what is asked, and say how it went."""
    transaction = _transaction_in(request.payload)
    try:
        _carry_out(request.what, RequestBody.parse(request.payload), context)
    except LabError as error:
        return _encode({"transaction": transaction, "status": "error", "reason": error.reason, "detail": error.detail})
    except OSError as error:
        _log.error("%s of %r failed: %s", request.what, request.payload[:80], error)
        detail = error.strerror or str(error)
        return _encode({"transaction": transaction, "status": "error", "reason": "disk", "detail": detail})
    return _encode({"transaction": transaction, "status": "ok"})


def _carry_out(what: str, body: RequestBody, context: RequestContext) -> None:
    session, sessions = body.session, context.sessions
    match what:
        case "ping":
            context.check_disk()
        case "create":
            _create(context, session)
        case "replies":
            _require(sessions, session)
            sessions.set_replies(session, body.replies)
            context.log_event(session, "replies-changed", {"replies": list(body.replies)})
        case "archive":
            _require(sessions, session)
            _archive(context, session)
        case "event":
            _change_state(context, body)
        case "delete":
            _delete(sessions, body)
        case _:
            raise LabError("bad-request", f"the bridge knows no request {what[:60]!r}")


def _create(context: RequestContext, session: str) -> None:
    if context.sessions.exists(check_session(session)) and not _archive_ended(context.sessions, session):
        raise LabError("session-exists", f"there is a session {session!r} already")
    if (refused := context.check_new()) is not None:
        raise refused
    context.log_event(session, "session-created", {})


def _archive(context: RequestContext, session: str) -> None:
    context.log_event(session, "session-archived", {})
    context.sessions.archive(session)


def _archive_ended(sessions: Sessions, session: str) -> bool:
    """Archive a session that was ended by a bridge that was killed before it moved the folder. Returns whether it
    was such a one."""
    if sessions.get(session).state.phase != "ended":
        return False
    sessions.archive(session)
    return True


def _change_state(context: RequestContext, body: RequestBody) -> None:
    """Log an event and keep the state that it makes. To end a session is to archive it. Raises LabError."""
    session, event = body.session, body.event
    _require(context.sessions, session)
    data = checked(event, body.data)
    opened = context.sessions.get(session)
    opened.state.check(event, data, opened.log.last_seq)
    context.sessions.keep_state(session, context.log_event(session, event, data))
    if data.get("phase") == "ended":
        _archive(context, session)


def _delete(sessions: Sessions, body: RequestBody) -> None:
    """Remove a session, or an archived one when the request names its folder. Raises LabError (`no-session`)."""
    if body.archived:
        sessions.delete_archived(body.archived)
    else:
        _require(sessions, body.session)
        sessions.delete(body.session)


def _read_document(payload: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise LabError("bad-request", f"it is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise LabError("bad-request", "it is no JSON object")
    return document


def _transaction_in(payload: bytes) -> str:
    """The transaction to answer to, also when the rest of the request can't be read."""
    try:
        transaction = _read_document(payload).get("transaction")
    except LabError:
        return ""
    return transaction[:MAX_TRANSACTION] if isinstance(transaction, str) else ""


def _read_replies(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MAX_REPLIES:
        raise LabError("bad-field", f"`replies` is a list of at most {MAX_REPLIES} texts")
    for text in value:
        if not isinstance(text, str) or not 0 < len(text.strip()) <= MAX_REPLY:
            raise LabError("bad-field", f"a quick reply has 1 to {MAX_REPLY} characters")
    return _without_doubles([text.strip() for text in value])


def _without_doubles(replies: list[str]) -> tuple[str, ...]:
    """Of replies that differ in case alone, or in how an accent is composed (Unicode NFC), the first."""
    found: dict[str, str] = {}
    for reply in replies:
        composed = unicodedata.normalize("NFC", reply)
        found.setdefault(unicodedata.normalize("NFC", composed.casefold()), composed)
    return tuple(found.values())


def _require(sessions: Sessions, session: str) -> None:
    if not sessions.exists(check_session(session)):
        raise LabError("no-session", f"there is no session {session!r}")


def _encode(document: dict[str, str]) -> bytes:
    return orjson.dumps(document)
