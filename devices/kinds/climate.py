"""A believable climate: temperature and humidity over a day, a little different for each sensor. Pure.

The same role and moment give the same reading, so a sensor that starts again continues the same curve.
"""

import math
import random
from dataclasses import dataclass
from datetime import datetime
from typing import Self

_DAY = 24 * 3600
_WARMEST = 15 * 3600


@dataclass(frozen=True, slots=True)
class Climate:
    """The place where a sensor hangs. Temperatures in degrees Celsius, humidities in percent."""

    role: str
    mean: float
    swing: float
    humidity: float
    drift: float

    @classmethod
    def of(cls, role: str) -> Self:
        """The place of this role: always the same."""
        dice = random.Random(role)  # noqa: S311 - a day's weather, no secret
        return cls(
            role=role,
            mean=dice.uniform(20, 26),
            swing=dice.uniform(2, 5),
            humidity=dice.uniform(48, 65),
            drift=dice.uniform(0, math.tau),
        )

    def at(self, moment: datetime) -> dict[str, float]:
        """What the sensor reads: `temperature` in degrees Celsius, `humidity` in percent, one decimal each."""
        sun = math.cos(math.tau * (_second_of_day(moment) - _WARMEST) / _DAY)
        cloud = math.sin(moment.timestamp() / 420 + self.drift)
        dice = random.Random(f"{self.role} {moment.timestamp():.0f}")  # noqa: S311 - noise, no secret
        temperature = self.mean + self.swing * sun + 0.4 * cloud + dice.gauss(0, 0.05)
        # Warm air holds more water: the relative humidity falls where the temperature rises.
        humidity = self.humidity - 3 * self.swing * sun - 1.5 * cloud + dice.gauss(0, 0.2)
        return {"temperature": round(temperature, 1), "humidity": round(min(max(humidity, 0), 100), 1)}


def _second_of_day(moment: datetime) -> float:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
