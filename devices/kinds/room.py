"""A heated room, simulated: it loses warmth to the outside and gains it from a heater. Pure.

Newton's law of cooling: dT/dt = (outside - T + gain) / time constant.
"""

import math
from dataclasses import dataclass, replace
from typing import Self

OUTSIDE = 12.0
"""Degrees Celsius outside of the walls."""

GAIN = 22.0
"""By how many degrees the heater would warm the room above the outside if it never stopped."""

TIME_CONSTANT = 90 * 60.0
"""Seconds in which an unheated room comes to 1/e of its distance from the outside."""


@dataclass(frozen=True, slots=True)
class Room:
    """The room at one moment: its temperature in degrees Celsius."""

    temperature: float

    def after(self, seconds: float, *, heating: bool) -> Self:
        """The room `seconds` later, of its own time, when the heater does not switch meanwhile."""
        end = OUTSIDE + (GAIN if heating else 0.0)
        return replace(self, temperature=end + (self.temperature - end) * math.exp(-seconds / TIME_CONSTANT))
