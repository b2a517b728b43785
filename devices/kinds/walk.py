"""A walk in a park: a speed and a direction that change little by little. Pure; the same role walks the same way."""

import math
import random

CENTRE = (-23.5874, -46.6576)
"""Latitude and longitude in degrees: a park in São Paulo."""

RADIUS = 400.0
"""Metres from the centre beyond which the walk turns back."""

_METRES_A_DEGREE = 111_320.0  # of latitude: the earth's circumference / 360
_STEP = 1.0


class Walk:
    """Where somebody walks. It begins in the centre."""

    def __init__(self, role: str) -> None:
        self._dice = random.Random(role)  # noqa: S311 - a walk, no secret
        self._east = self._north = 0.0
        self._direction = self._dice.uniform(0, math.tau)
        self.speed = 1.3
        """Metres a second."""

    @property
    def place(self) -> dict[str, float]:
        """`lat` and `lon` in degrees, six decimals: about 0.1 m."""
        latitude, longitude = CENTRE
        return {
            "lat": round(latitude + self._north / _METRES_A_DEGREE, 6),
            "lon": round(longitude + self._east / (_METRES_A_DEGREE * math.cos(math.radians(latitude))), 6),
        }

    def go(self, seconds: float) -> None:
        """Walk on, ten minutes at most: nobody watched a longer gap."""
        left = min(max(seconds, 0.0), 600.0)
        while left > 0:
            step = min(left, _STEP)
            self._turn(step)
            self._east += self.speed * math.cos(self._direction) * step
            self._north += self.speed * math.sin(self._direction) * step
            left -= step

    def _turn(self, seconds: float) -> None:
        """Change speed and direction a little; beyond the radius, turn towards the centre."""
        root = math.sqrt(seconds)
        self.speed = min(max(self.speed + self._dice.gauss(0, 0.1) * root, 0.4), 2.2)
        self._direction += self._dice.gauss(0, 0.15) * root
        if math.hypot(self._east, self._north) > RADIUS:
            home = math.atan2(-self._north, -self._east)
            difference = math.remainder(home - self._direction, math.tau)
            self._direction += min(max(difference, -0.3), 0.3) * seconds
