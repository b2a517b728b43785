"""Token buckets by key: so many at once, and so many a second later. Pure; the time is handed in."""

from collections import OrderedDict

MOST_KEYS = 10_000
"""Keys remembered; those used longest ago are forgotten first, and begin again with a full bucket."""

MOST_KEY_CHARACTERS = 1_000_000
"""Characters of all keys remembered, so that long keys take no more room than many short ones."""


class TokenBuckets:
    """A bucket for each key that holds `burst` tokens and gets `rate` new ones a second."""

    def __init__(self, *, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._characters = 0

    def __len__(self) -> int:
        return len(self._levels)

    def wait(self, key: str, now: float) -> float:
        """Seconds until there is a token; 0.0 when there is one now. Takes none."""
        level, then = self._levels.get(key, (self._burst, now))
        missing = 1 - min(self._burst, level + (now - then) * self._rate)
        return max(0.0, missing / self._rate)

    def take(self, key: str, now: float) -> bool:
        """Take one token. False: there is none. `now` in seconds, of any clock that does not go back."""
        known = self._levels.get(key)
        if known is None:
            self._characters += len(key)
        level, then = known or (self._burst, now)
        level = min(self._burst, level + (now - then) * self._rate)
        is_there = level >= 1
        self._levels[key] = (level - 1 if is_there else level, now)
        self._levels.move_to_end(key)
        self._forget_oldest()
        return is_there

    def _forget_oldest(self) -> None:
        while len(self._levels) > MOST_KEYS or self._characters > MOST_KEY_CHARACTERS:
            self._characters -= len(self._levels.popitem(last=False)[0])
