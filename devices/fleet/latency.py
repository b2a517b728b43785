"""Times, counted in classes one percent apart: percentiles of any number of them in little memory. Pure."""

import math
from collections import Counter
from collections.abc import Mapping

_STEP = math.log(1.01)
_LEAST = 1e-6
"""Seconds: what is shorter counts as this."""


class Latencies:
    """Seconds that were added, each known to one percent."""

    def __init__(self) -> None:
        self._classes = Counter[int]()
        self.count = 0
        self.greatest = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self._classes[round(math.log(max(seconds, _LEAST)) / _STEP)] += 1
        self.count += 1
        self.greatest = max(self.greatest, seconds)

    def merge(self, other: "Latencies") -> None:
        """Count all that the other has."""
        self._classes.update(other.classes())
        self.count += other.count
        self.greatest = max(self.greatest, other.greatest)

    def classes(self) -> Mapping[int, int]:
        """How many there are in each class."""
        return self._classes

    def percentile(self, percent: float) -> float:
        """Seconds that `percent` of all do not exceed; 0 when there are none."""
        left = math.ceil(self.count * percent / 100)
        for place in sorted(self._classes):
            left -= self._classes[place]
            if left <= 0:
                return min(math.exp(place * _STEP), self.greatest)
        return 0.0
