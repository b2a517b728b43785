"""The table of rights: what each route and each Socket.IO event of a closed lab requires. Pure data.

A test holds it to the application's own map of routes, so every route that is served has its rule here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from web.access.person import Right

ANYBODY, PUPIL, TEACHER = Right.ANYBODY, Right.PUPIL, Right.TEACHER


class Limit(StrEnum):
    """What is counted: see web.access.limits."""

    NONE = "none"
    ASK = "ask"
    SEND = "send"
    CREATE = "create"
    JOIN = "join"
    BOARDS = "boards"


@dataclass(frozen=True, slots=True)
class Rule:
    """The least right that is needed, and what it counts as."""

    right: Right
    limit: Limit = Limit.ASK
    asks_who: bool = True
    """False for files that everybody gets: the client's cookie or code is not read."""


FILE = Rule(ANYBODY, Limit.NONE, asks_who=False)

ROUTES: Mapping[str, Rule] = {
    "static": FILE,
    "health.healthz": Rule(ANYBODY),
    # The form is not counted, so that nobody behind the same address can use it up. Wrong codes are counted apart.
    "login.enter": Rule(ANYBODY, Limit.NONE),
    "login.try_code": Rule(ANYBODY, Limit.NONE),
    "login.leave": Rule(ANYBODY),
    "pages.sessions": Rule(PUPIL),
    "pages.search": Rule(PUPIL),
    "pages.seats": Rule(PUPIL),
    "pages.role": Rule(PUPIL),
    "pages.board": Rule(PUPIL),
    "pages.view": Rule(PUPIL),
    "pages.devices": Rule(PUPIL),
    "pages.wire": Rule(PUPIL),
    "pages.faults": Rule(PUPIL),
    "pages.archive": Rule(PUPIL),
    "pages.boards": Rule(TEACHER),
    # It asks the lab for nothing: the board is at the reader's own machine.
    "pages.flash": Rule(PUPIL),
    "form.window": Rule(PUPIL),
    "form.say": Rule(PUPIL, Limit.SEND),
    "lessons.index": Rule(PUPIL),
    "lessons.stage1": Rule(PUPIL),
    "lessons.stage2": Rule(PUPIL),
    "lesson_tasks.read": Rule(PUPIL),
    "lesson_tasks.state": Rule(PUPIL),
    "lesson_tasks.panel": Rule(TEACHER),
    "ca_certificate.authority": FILE,
    "programs.download": Rule(PUPIL),
    "join.address": Rule(PUPIL),
    "join.qr": Rule(PUPIL),
    "login.token": Rule(PUPIL),
    "sessions.list_sessions": Rule(PUPIL),
    "sessions.create": Rule(PUPIL, Limit.CREATE),
    "sessions.archive": Rule(TEACHER),
    "sessions.delete": Rule(TEACHER),
    "sessions.free_seat": Rule(TEACHER),
    "records.download": Rule(PUPIL),
    "records.messages": Rule(PUPIL),
    "records.send": Rule(PUPIL, Limit.SEND),
    "replies.replies": Rule(PUPIL),
    "replies.set_replies": Rule(TEACHER),
    "session_events.state": Rule(PUPIL),
    # A pupil sets the name of the own role; web.http.session_events leaves all other events to the teacher.
    "session_events.ask": Rule(PUPIL),
    "series.series": Rule(PUPIL),
    "faults.list_lines": Rule(TEACHER),
    "faults.set_all": Rule(TEACHER),
    # A pupil has the line of the own role: web.http.faults.
    "faults.line": Rule(PUPIL),
    "faults.open_line": Rule(PUPIL),
    "faults.close_line": Rule(PUPIL),
    "faults.cut": Rule(PUPIL),
    "faults.run": Rule(PUPIL, Limit.SEND),
    "faults.publish": Rule(PUPIL, Limit.SEND),
    "search.search": Rule(PUPIL),
    "openapi.describe": Rule(PUPIL),
    "mailbox.take": Rule(PUPIL),
    "mailbox.put": Rule(PUPIL),
    "archive.list_archived": Rule(PUPIL),
    "archive.messages": Rule(PUPIL),
    "archive.state": Rule(PUPIL),
    "archive.download": Rule(PUPIL),
    "archive.delete": Rule(TEACHER),
    "accounts.list_accounts": Rule(TEACHER),
    "accounts.add": Rule(TEACHER, Limit.BOARDS),
    "accounts.remove": Rule(TEACHER, Limit.BOARDS),
    "boards.describe": Rule(TEACHER),
    "boards.download": Rule(TEACHER, Limit.BOARDS),
}

EVENTS: Mapping[str, Rule] = {
    "join": Rule(PUPIL, Limit.JOIN),
    "send": Rule(PUPIL, Limit.SEND),
    "typing": Rule(PUPIL),
    "watch": Rule(PUPIL),
    # A pupil publishes under a free role or the own one, which web.access.seats checks.
    "publish": Rule(PUPIL, Limit.SEND),
}

UNKNOWN = Rule(PUPIL)
"""A path that does not exist. A client that is not authenticated gets no hint of that."""
