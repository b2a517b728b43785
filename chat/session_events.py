"""The events that may be asked for in a session, and the validation of their `data`: docs/protocol.md, "Session state".

Pure. What depends on the session (is there such a record, is a poll open) is checked by chat.session_state.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from chat.errors import LabError
from chat.one_line import one_line
from chat.rules import Rule
from chat.topic import check_role

PHASES = ("lobby", "open", "frozen", "ended")
MAX_NAME = 64
"""Characters of a display name."""
MIN_CHOICES, MAX_CHOICES = 2, 8
MAX_QUESTION = 200
"""Characters of a poll's question, and of each of its choices."""
MAX_RULES = 50
MAX_RULES_SIZE = 16_384
"""Characters of all rules together, as JSON."""
MAX_COUNT = 2**53 - 1
Data = dict[str, Any]


def checked(event: str, data: Mapping[str, Any]) -> Data:
    """The data of an event as its record holds them, without keys that the event does not have.

    Raises LabError: `bad-request` for an event that nobody may ask for, `bad-field` for wrong data, `same-rule`.
    """
    check = CHECKS.get(event)
    if check is None:
        raise LabError("bad-request", f"nobody may ask for the event {event[:60]!r}")
    found = check(data)
    if event != "name-set" and "by" in data:
        found["by"] = _role(data["by"], "by")
    return found


def _phase(data: Mapping[str, Any]) -> Data:
    if (phase := data.get("phase")) not in PHASES:
        raise _bad(f"`phase` is one of {', '.join(PHASES)}")
    return {"phase": phase}


def _one_seq(data: Mapping[str, Any]) -> Data:
    return {"seq": _seq(data.get("seq"), "seq")}


def _one_role(data: Mapping[str, Any]) -> Data:
    return {"role": _role(data.get("role"), "role")}


def _nothing(_data: Mapping[str, Any]) -> Data:
    return {}


def _name(data: Mapping[str, Any]) -> Data:
    return {"role": _role(data.get("role"), "role"), "name": one_line(data.get("name"), "name", MAX_NAME)}


def _poll(data: Mapping[str, Any]) -> Data:
    choices = data.get("choices")
    if not isinstance(choices, list) or not MIN_CHOICES <= len(choices) <= MAX_CHOICES:
        raise _bad(f"`choices` is a list of {MIN_CHOICES} to {MAX_CHOICES} texts")
    texts = [one_line(choice, "choices", MAX_QUESTION) for choice in choices]
    if len(set(texts)) < len(texts):
        raise _bad("no two of `choices` are the same")
    return {"question": one_line(data.get("question"), "question", MAX_QUESTION), "choices": texts}


def _poll_result(data: Mapping[str, Any]) -> Data:
    poll, votes = _poll(data), data.get("votes")
    if not isinstance(votes, list) or not MIN_CHOICES <= len(votes) <= MAX_CHOICES or not all(map(_is_count, votes)):
        raise _bad("`votes` is a list with one count a choice")
    if not _is_count(data.get("voters")):
        raise _bad("`voters` is a count")
    return {"poll": _seq(data.get("poll"), "poll"), **poll, "votes": votes, "voters": data["voters"]}


def _rules(data: Mapping[str, Any]) -> Data:
    rules = data.get("rules")
    if not isinstance(rules, list) or len(rules) > MAX_RULES:
        raise _bad(f"`rules` is a list of at most {MAX_RULES} objects")
    sound = [Rule.of(rule) for rule in rules]
    if len({rule.name for rule in sound}) < len(sound):
        raise LabError("same-rule", "no two of `rules` have the same name")
    documents = [rule.document() for rule in sound]
    if len(json.dumps(documents)) > MAX_RULES_SIZE:
        raise _bad(f"`rules` has at most {MAX_RULES_SIZE} characters")
    return {"rules": documents}


CHECKS: Mapping[str, Callable[[Mapping[str, Any]], Data]] = MappingProxyType(
    {
        "phase-changed": _phase,
        "message-removed": _one_seq,
        "role-muted": _one_role,
        "role-unmuted": _one_role,
        "message-pinned": _one_seq,
        "message-unpinned": _nothing,
        "name-set": _name,
        "poll-opened": _poll,
        "poll-closed": _poll_result,
        "rules-changed": _rules,
    }
)
"""By event, what reads its data."""


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= MAX_COUNT


def _seq(value: object, key: str) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 1.0 is the same number in JSON (RFC 8259, section 6)
    if type(value) is not int or not 1 <= value <= MAX_COUNT:
        raise _bad(f"`{key}` is the seq of a record")
    return value


def _role(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise _bad(f"`{key}` is a role")
    return check_role(value)


def _bad(detail: str) -> LabError:
    return LabError("bad-field", detail)
