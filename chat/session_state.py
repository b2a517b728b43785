"""What the lab's own records say about a session: its phase, names, mutes, removals, pin, poll and rules.

The log is the truth, this is its fold: `apply` takes one record after the other. Pure and bounded. The page folds the
same way (web/ui/src/model/session-state.ts).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import orjson

from chat.errors import LabError
from chat.record import Record
from chat.session_events import CHECKS, PHASES, checked
from chat.topic import LAB_ROLE

STATE = "state.json"
"""The file, in a session's folder, with its state."""

MAX_NAMES = 500
MAX_REMOVED = 2000
MAX_MUTED = 200


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll that is open. `seq` is that of the record that opened it."""

    seq: int
    question: str
    choices: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"seq": self.seq, "question": self.question, "choices": list(self.choices)}


@dataclass(frozen=True, slots=True)
class SessionState:
    """The state after the record `seq`. Roles are in small letters; `pinned` is 0 without a pinned message."""

    seq: int = 0
    phase: str = "open"
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    muted: frozenset[str] = frozenset()
    removed: frozenset[int] = frozenset()
    pinned: int = 0
    poll: Poll | None = None
    rules: tuple[Mapping[str, Any], ...] = ()

    @staticmethod
    def decode(text: bytes) -> "SessionState":
        """The state that a file holds; the empty one when it holds none. What breaks a rule in it is left out."""
        try:
            document = orjson.loads(text)
        except orjson.JSONDecodeError:
            return SessionState()
        if not isinstance(document, dict) or not _is_seq(document.get("seq")):
            return SessionState()
        state = SessionState(seq=document["seq"])
        for event, data in _as_events(document):
            state = _changed(state, event, data, seq=0)
        poll = document.get("poll")
        if isinstance(poll, dict) and _is_seq(poll.get("seq")):
            state = _changed(state, "poll-opened", poll, seq=poll["seq"])
        return state

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "seq": self.seq,
            "phase": self.phase,
            "names": dict(self.names),
            "muted": sorted(self.muted),
            "removed": sorted(self.removed),
            "pinned": self.pinned or None,
            "poll": self.poll.document() if self.poll else None,
            "rules": [dict(rule) for rule in self.rules],
        }

    def encode(self) -> bytes:
        """The text of the file."""
        return orjson.dumps(self.document())

    def apply(self, record: Record) -> "SessionState":
        """The state after a record. One that is no event of the lab, stands in the state already, or breaks a rule,
        changes nothing."""
        if record.role != LAB_ROLE or record.seq <= self.seq:
            return self
        if record.event == "session-archived":
            return replace(self, seq=record.seq, phase="ended")
        if record.event not in CHECKS:
            return self
        return replace(_changed(self, record.event, record.data, seq=record.seq), seq=record.seq)

    def check(self, event: str, data: Mapping[str, Any], last_seq: int) -> None:
        """Whether an event with data that are sound makes sense now. Raises LabError: `no-record`, `no-poll`,
        `poll-open`, `bad-field` when the votes do not fit the choices, `too-many-events` when the state has no room."""
        if event in ("message-removed", "message-pinned") and data["seq"] > last_seq:
            raise LabError("no-record", f"there is no record {data['seq']}")
        if event == "poll-closed" and (self.poll is None or self.poll.seq != data["poll"]):
            raise LabError("no-poll", f"the poll {data['poll']} is not open")
        if event == "poll-closed" and len(data["votes"]) != len(data["choices"]):
            raise LabError("bad-field", "`votes` has one count a choice")
        if event == "poll-opened" and self.poll is not None:
            raise LabError("poll-open", f"the poll {self.poll.seq} is still open")
        if not _has_room(self, event, data):
            raise LabError("too-many-events", "the session's state has no room for more of this")


def folded(state: SessionState, records: Iterable[Record]) -> SessionState:
    """The state after these records, in the order of their `seq`."""
    for record in records:
        state = state.apply(record)
    return state


def _changed(state: SessionState, event: str, data: Any, *, seq: int) -> SessionState:
    try:
        sound = checked(event, data)
    except LabError:
        return state
    return _with(state, event, sound, seq) if _has_room(state, event, sound) else state


def _with(state: SessionState, event: str, data: Mapping[str, Any], seq: int) -> SessionState:
    role = str(data.get("role", "")).lower()
    match event:
        case "message-removed":
            pinned = 0 if state.pinned == data["seq"] else state.pinned
            return replace(state, removed=state.removed | {data["seq"]}, pinned=pinned)
        case "role-muted" | "role-unmuted":
            return replace(state, muted=state.muted | {role} if event == "role-muted" else state.muted - {role})
        case "name-set":
            return replace(state, names=MappingProxyType({**state.names, role: data["name"]}))
        case "poll-opened":
            return replace(state, poll=Poll(seq, data["question"], tuple(data["choices"])))
        case _:
            return replace(state, **_PLAIN[event](data))


_PLAIN: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "phase-changed": lambda data: {"phase": data["phase"]},
    "message-pinned": lambda data: {"pinned": data["seq"]},
    "message-unpinned": lambda _: {"pinned": 0},
    "poll-closed": lambda _: {"poll": None},
    "rules-changed": lambda data: {"rules": tuple(data["rules"])},
}
"""By event, the fields of the state that it sets, whatever they were before."""


def _has_room(state: SessionState, event: str, data: Mapping[str, Any]) -> bool:
    match event:
        case "name-set":
            return len(state.names) < MAX_NAMES or data["role"].lower() in state.names
        case "message-removed":
            return len(state.removed) < MAX_REMOVED or data["seq"] in state.removed
        case "role-muted":
            return len(state.muted) < MAX_MUTED or data["role"].lower() in state.muted
    return True


def _as_events(document: Mapping[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    """The events, but for the poll's, that would lead to the state in a file."""
    if document.get("phase") in PHASES:
        yield "phase-changed", {"phase": document["phase"]}
    names, muted, removed = document.get("names"), document.get("muted"), document.get("removed")
    if isinstance(names, dict):
        yield from (("name-set", {"role": role, "name": name}) for role, name in names.items())
    if isinstance(muted, list):
        yield from (("role-muted", {"role": role}) for role in muted)
    if isinstance(removed, list):
        yield from (("message-removed", {"seq": seq}) for seq in removed)
    if document.get("pinned"):
        yield "message-pinned", {"seq": document["pinned"]}
    yield "rules-changed", {"rules": document.get("rules")}


def _is_seq(value: object) -> bool:
    return type(value) is int and value > 0
