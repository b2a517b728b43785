"""When each device has its turn. Pure: times are seconds since the phase began."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """`count` devices, each with `rate` turns a second: one after the other, or all `together`."""

    count: int
    rate: float
    together: bool = False

    def due(self, elapsed: float) -> int:
        """How many turns have come by now, of all devices. Turn number n, from 0, is that of device n modulo count."""
        if self.rate <= 0:
            return 0
        if self.together:
            return self.count * (math.floor(elapsed * self.rate) + 1)
        return math.floor(elapsed * self.rate * self.count) + 1

    def at(self, turn: int) -> float:
        """When a turn comes."""
        whole = turn // self.count if self.together else turn / self.count
        return whole / self.rate
