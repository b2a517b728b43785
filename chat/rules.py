"""Rules without code: when a value that a device reports fulfils a condition, something is said. Pure and bounded.

docs/protocol.md, "Rules". A rule acts on the edge: once when its condition becomes true, and again only after the
condition was false. It never acts on what rules say.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Self

from chat.description import is_description
from chat.errors import LabError
from chat.one_line import one_line
from chat.paths import leaves
from chat.readings import reported
from chat.record import Record
from chat.replay import is_replay
from chat.topic import check_role

RULES_ROLE = "rules"
"""The role under which rules speak."""

MAX_NAME = 32
MAX_KEY = 128
MAX_SAY = 200
"""Characters of a rule's name, of the path of its value, and of what it says."""

MAX_NUMBER = 1e300

PAUSE_SECONDS = 1.0
"""Between two acts of one rule, so that rules that answer one another through a device do not flood the session. A rule
that may not act yet acts on the next report that still fulfils its condition."""

OPERATORS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        ">": operator.gt,
        ">=": operator.ge,
        "<": operator.lt,
        "<=": operator.le,
        "=": operator.eq,
        "!=": operator.ne,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When `role` reports a value at the path `key` that compares to `value` by `operator`, `say` is said, to `to` if
    it is not empty. A truth value counts as 1 or 0. Raises LabError (`bad-field`, `bad-role`, `reserved-role`)."""

    name: str
    role: str
    key: str
    operator: str
    value: float
    say: str
    to: str = ""

    def __post_init__(self) -> None:
        """Check each part."""
        one_line(self.name, "name", MAX_NAME)
        one_line(self.key, "key", MAX_KEY)
        one_line(self.say, "say", MAX_SAY)
        if check_role(self.role).lower() == RULES_ROLE:
            raise LabError("bad-field", "a rule does not act on what rules say")
        if self.to:
            check_role(self.to)
        if self.operator not in OPERATORS:
            raise LabError("bad-field", f"`operator` is one of: {' '.join(OPERATORS)}")
        if not abs(self.value) <= MAX_NUMBER:
            raise LabError("bad-field", "`value` is a finite number")

    @classmethod
    def of(cls, document: object) -> Self:
        """The rule that an object describes; keys that a rule does not have are left out. Raises LabError."""
        if not isinstance(document, dict):
            raise LabError("bad-field", "a rule is an object")
        texts = {key: _text(document, key) for key in ("name", "role", "key", "operator", "say")}
        value = document.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise LabError("bad-field", "`value` is a number")
        to = check_role(_text(document, "to")) if "to" in document else ""
        return cls(**texts, value=value, to=to)

    def document(self) -> dict[str, Any]:
        """As JSON; without `to` when it is empty."""
        told = {key: getattr(self, key) for key in ("name", "role", "key", "operator", "value", "say")}
        return {**told, "to": self.to} if self.to else told

    def is_true(self, number: float) -> bool:
        """Whether a number fulfils the condition."""
        return OPERATORS[self.operator](number, self.value)


@dataclass(frozen=True, slots=True)
class Act:
    """What a rule says because of the record `seq`, whose time is `at`."""

    rule: Rule
    seq: int
    at: str

    @property
    def id(self) -> str:
        """The id of the message, by which it is logged once."""
        return f"rule-{self.seq}-{self.rule.name}"

    def message(self) -> dict[str, Any]:
        """The payload of the message."""
        said = {"text": self.rule.say, "rule": self.rule.name, "id": self.id}
        return {**said, "to": self.rule.to} if self.rule.to else said


@dataclass(frozen=True, slots=True)
class Watch:
    """The rules of a session and, by their names, which conditions were true last and when each acted last."""

    rules: tuple[Rule, ...] = ()
    held: frozenset[str] = frozenset()
    acted: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    by_role: Mapping[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    """The rules by the role that they watch, in small letters: most records concern none of them."""

    def __post_init__(self) -> None:
        """Order the rules by role."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            found[rule.role.lower()] = (*found.get(rule.role.lower(), ()), rule)
        object.__setattr__(self, "by_role", MappingProxyType(found))

    def with_rules(self, rules: tuple[Rule, ...]) -> "Watch":
        """The watch after the rules were set. What did not change keeps what it knows; the rest begins anew."""
        same = {rule.name for rule in rules if rule in self.rules}
        acted = {name: moment for name, moment in self.acted.items() if name in same}
        return Watch(rules, self.held & same, MappingProxyType(acted))

    def take(self, record: Record) -> tuple["Watch", tuple[Act, ...]]:
        """The watch after a record, and what is to be said because of it."""
        if record.role.lower() not in self.by_role:
            return self, ()
        held, acted, acts = set(self.held), dict(self.acted), list[Act]()
        for rule, number in self._reports(record):
            if not rule.is_true(number):
                held.discard(rule.name)
            elif rule.name not in held and _may_act(acted.get(rule.name), record.at):
                held.add(rule.name)
                acted[rule.name] = _seconds(record.at)
                acts.append(Act(rule, record.seq, record.at))
        if not acts and held == self.held:
            return self, ()
        return Watch(self.rules, frozenset(held), MappingProxyType(acted)), tuple(acts)

    def _reports(self, record: Record) -> Iterable[tuple[Rule, float]]:
        """The rules that a record says something about, each with the number."""
        numbers = numbers_of(record)
        yield from ((rule, numbers[rule.key]) for rule in self.by_role[record.role.lower()] if rule.key in numbers)


def numbers_of(record: Record) -> dict[str, float]:
    """The numbers and truth values that a record reports, by their paths. What is played again reports nothing new."""
    data = reported(record)
    if not data or is_replay(record.data) or is_description(data):
        return {}
    return {path: float(leaf) for path, leaf in leaves(data) if isinstance(leaf, bool | int | float)}


def rules_of(documents: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The rules of a session state, which are sound."""
    return tuple(Rule.of(dict(document)) for document in documents)


def _may_act(last: float | None, at: str) -> bool:
    # A clock that was set back must not silence a rule.
    return last is None or not 0 <= _seconds(at) - last < PAUSE_SECONDS


def _seconds(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return 0.0


def _text(document: Mapping[str, Any], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str):
        raise LabError("bad-field", f"`{key}` is a string")
    return value
