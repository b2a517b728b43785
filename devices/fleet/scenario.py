"""What a fleet does, phase by phase, from a small TOML file. Pure.

about.en = "Everybody reconnects at once."
[[phase]]
for = "30s"
[[phase]]
for = "60s"
leave = "vanish"
away = "5s"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Self

from devices.fleet import amounts
from devices.fleet.errors import FleetError

MOST_PHASES = 1000
MOST_IN_A_BURST = 200
"""As many as may wait of one device: a larger burst would never be sent."""


class Leave(Enum):
    """How devices end their connections."""

    GOODBYE = "goodbye"
    """`offline`, then DISCONNECT, as a device that is switched off properly."""
    VANISH = "vanish"
    """Without DISCONNECT, so that the broker publishes the will (MQTT 3.1.1, section 3.1.2.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of a scenario. Times are in seconds.

    `rate`: turns of each device a second; at a turn it sends `burst` messages. `together`: all have their turns at one
    moment, instead of one after the other. `ramp`: how long it takes until all that are away have begun to connect.
    `leave`: the share `share` of the devices leaves when the phase begins, and comes back after `away`.
    """

    seconds: float
    name: str = ""
    rate: float = 1.0
    burst: int = 1
    together: bool = False
    ramp: float = 0.0
    leave: Leave | None = None
    share: float = 1.0
    away: float = 0.0

    def __post_init__(self) -> None:
        """Raises FleetError."""
        if self.seconds <= 0:
            raise FleetError("bad-for")
        if not 1 <= self.burst <= MOST_IN_A_BURST:
            raise FleetError("bad-burst", most=MOST_IN_A_BURST)
        if not 0 < self.share <= 1:
            raise FleetError("bad-share")
        if self.away and self.leave is None:
            raise FleetError("away-without-leave")
        if self.away + self.ramp > self.seconds:
            raise FleetError("too-long", away=f"{self.away:g}", ramp=f"{self.ramp:g}", seconds=f"{self.seconds:g}")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Phases in their order. All devices connect when the first one begins. `about`: what happens, by language."""

    phases: tuple[Phase, ...]
    about: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises FleetError."""
        if not 0 < len(self.phases) <= MOST_PHASES:
            raise FleetError("bad-phases", most=MOST_PHASES)

    def said(self, language: str) -> str:
        """What happens, in this language if it is told in it; empty when it is not told."""
        return self.about.get(language) or next(iter(self.about.values()), "")

    @property
    def seconds(self) -> float:
        """How long it takes, at least."""
        return sum(phase.seconds for phase in self.phases)

    @classmethod
    def steady(cls, *, ramp: float, seconds: float, rate: float) -> Self:
        """The devices connect one after the other, silently, and then all send at one rate."""
        connecting = (Phase(seconds=ramp, name="connect", rate=0.0, ramp=ramp),) if ramp else ()
        return cls((*connecting, Phase(seconds=seconds, name="steady", rate=rate)))

    @classmethod
    def decode(cls, text: str, *, rate: float, ramp: float) -> Self:
        """Read a file's text. `rate` is for phases without one, `ramp` for the first phase. Raises FleetError."""
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise FleetError("bad-toml", detail=error) from None
        _check_keys(document, {"about", "repeat", "phase"}, "")
        tables = document.get("phase")
        if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
            raise FleetError("bad-phases", most=MOST_PHASES)
        repeat = _typed(document, "repeat", int, 1, "")
        phases = [
            _phase(table, f"[[phase]] {number}: ", rate, ramp if number == 1 else 0.0)
            for number, table in enumerate(tables, 1)
        ]
        return cls(tuple(phases * max(0, min(repeat, MOST_PHASES))), _about(document))


def _about(document: Mapping[str, Any]) -> Mapping[str, str]:
    """`about = "..."`, or `about.en = "..."` and `about.pt-BR = "..."`."""
    told = _typed(document, "about", (str, dict), {}, "")
    by_language: Mapping[str, Any] = told if isinstance(told, dict) else {"": told}
    for language in by_language:
        _typed(by_language, language, str, "", "about.")
    return by_language


def _phase(table: Mapping[str, Any], where: str, rate: float, ramp: float) -> Phase:
    _check_keys(table, {"for", "name", "rate", "burst", "together", "ramp", "leave", "share", "away"}, where)
    leave = _typed(table, "leave", str, "", where)
    if leave not in ("", *(way.value for way in Leave)):
        raise FleetError("bad-leave", where=where, ways=", ".join(way.value for way in Leave))
    seconds = _amount(table, "for", amounts.duration, 0.0, where)
    try:
        return Phase(
            seconds=seconds,
            name=_typed(table, "name", str, "", where),
            rate=_amount(table, "rate", amounts.rate, rate, where),
            burst=_typed(table, "burst", int, 1, where),
            together=_typed(table, "together", bool, False, where),  # noqa: FBT003
            ramp=_amount(table, "ramp", amounts.duration, min(ramp, seconds), where),
            leave=Leave(leave) if leave else None,
            share=float(_typed(table, "share", (int, float), 1.0, where)),
            away=_amount(table, "away", amounts.duration, 0.0, where),
        )
    except FleetError as error:
        raise FleetError(error.key, **{"where": where, **error.values}) from None


def _check_keys(table: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise FleetError("unknown-key", where=where, key=unknown[0], known=", ".join(sorted(known)))


def _typed(table: Mapping[str, Any], key: str, kind: Any, default: Any, where: str) -> Any:
    value = table.get(key, default)
    # In Python a boolean is a whole number too; in TOML it is not.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise FleetError("bad-value", where=where, key=key, value=repr(value)[:40])
    return value


def _amount(table: Mapping[str, Any], key: str, read: amounts.Reader, default: float, where: str) -> float:
    if key not in table:
        return default
    try:
        return read(_typed(table, key, str, "", where))
    except FleetError as error:
        raise FleetError(error.key, **{"where": f"{where}{key}: ", **error.values}) from None
