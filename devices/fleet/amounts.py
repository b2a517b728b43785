"""Rates and durations as people write them: `1/s`, `10/min`, `90s`, `1m30s`. Pure."""

import math
import re
from collections.abc import Callable

from devices.fleet.errors import FleetError

Reader = Callable[[str], float]
"""Reads an amount. Raises FleetError."""

LONGEST_SECONDS = 7 * 24 * 3600.0
MOST_A_SECOND = 1000.0
"""Messages of one device."""

_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|min|m|h)")
_RATE = re.compile(r"(\d+(?:\.\d+)?)/(s|min|m|h)")


def duration(text: str) -> float:
    """Seconds of `500ms`, `90s`, `5m`, `1m30s` or `2h`; `0` is none. Raises FleetError."""
    if text == "0":
        return 0.0
    parts = _PART.findall(text)
    seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    if not parts or "".join(number + unit for number, unit in parts) != text or seconds > LONGEST_SECONDS:
        raise FleetError("bad-duration", text=text[:40])
    return seconds


def rate(text: str) -> float:
    """Messages a second of `1/s`, `10/min` or `2/h`; `0` is none. Raises FleetError."""
    if text == "0":
        return 0.0
    found = _RATE.fullmatch(text)
    a_second = float(found[1]) / _UNITS[found[2]] if found else math.inf
    if not 0 < a_second <= MOST_A_SECOND:
        raise FleetError("bad-rate", text=text[:40])
    return a_second
