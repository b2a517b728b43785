"""When each message of a replay is due. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from devices.replay.recorded import Recorded

SLOWEST, FASTEST = 0.1, 100.0
"""Bounds of the speed; `fast` knows none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a log is played, and how fast. `roles`: in small letters, empty for all. `first`, `last`: a `seq`."""

    speed: float = 1.0
    is_fast: bool = False
    roles: frozenset[str] = frozenset()
    first: int = 1
    last: int | None = None


def chosen(records: Sequence[Recorded], choice: Choice) -> list[Recorded]:
    """The messages that are played, in their order."""
    return [
        record
        for record in records
        if choice.first <= record.seq <= (choice.last or record.seq) and _is_of(record, choice.roles)
    ]


def due(record: Recorded, first: Recorded, choice: Choice) -> float:
    """Seconds after the first message at which this one is published: as in the log, divided by the speed."""
    return 0.0 if choice.is_fast else max(0.0, record.at - first.at) / choice.speed


def _is_of(record: Recorded, roles: Collection[str]) -> bool:
    return not roles or record.role.lower() in roles
