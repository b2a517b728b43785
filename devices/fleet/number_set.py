"""A set of whole numbers that come nearly in order, as ranges: a device's messages take some bytes, not megabytes."""

from bisect import bisect_right


class NumberSet:
    """The numbers that were added. Memory grows with the holes between them."""

    def __init__(self) -> None:
        # Ranges without what they have in common: _first[k] to _last[k], both included, ascending, never adjacent.
        self._first: list[int] = []
        self._last: list[int] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._first, number) - 1
        return place >= 0 and number <= self._last[place]

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """The first and the last number of each range."""
        return list(zip(self._first, self._last, strict=True))

    def add(self, number: int) -> bool:
        """Add a number. False: it was there."""
        place = bisect_right(self._first, number) - 1
        if place >= 0 and number <= self._last[place]:
            return False
        self._count += 1
        joins_before = place >= 0 and self._last[place] == number - 1
        joins_after = place + 1 < len(self._first) and self._first[place + 1] == number + 1
        if joins_before and joins_after:
            self._last[place] = self._last.pop(place + 1)
            del self._first[place + 1]
        elif joins_before:
            self._last[place] = number
        elif joins_after:
            self._first[place + 1] = number
        else:
            self._first.insert(place + 1, number)
            self._last.insert(place + 1, number)
        return True

    def missing_in(self, *others: "NumberSet") -> int:
        """How many of these numbers are in none of the others."""
        return sum(
            not any(number in other for other in others)
            for first, last in self.ranges
            for number in range(first, last + 1)
        )
