"""Token buckets by key: so many at once, and so many a second later. Pure; the time is handed in."""

from collections import OrderedDict

MOST_KEYS = 10_000
"""Keys remembered; those used longest ago are forgotten first, and begin again with a full bucket."""


class TokenBuckets:
    """A bucket for each key that holds `burst` tokens and gets `rate` new ones a second."""

    def __init__(self, *, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, key: str, now: float) -> bool:
        """Take one token. False: there is none. `now` in seconds, of any clock that does not go back."""
        level, then = self._levels.get(key, (self._burst, now))
        level = min(self._burst, level + (now - then) * self._rate)
        is_there = level >= 1
        self._levels[key] = (level - 1 if is_there else level, now)
        self._levels.move_to_end(key)
        if len(self._levels) > MOST_KEYS:
            self._levels.popitem(last=False)
        return is_there
