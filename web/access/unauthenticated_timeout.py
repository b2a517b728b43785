"""Clients that opened a connection and were not let in: how long they may stay, and how many of them. Pure."""

from collections.abc import Collection

PATIENCE_SECONDS = 10.0
"""How long a client may take to show its token; also slow networks need only a moment."""

MOST = 4000
"""Clients that may stay at once without having been let in. Each costs a few KiB."""


class UnauthenticatedTimeout:
    """Remembers since when each client has been open without having been let in."""

    def __init__(self, patience: float = PATIENCE_SECONDS, most: int = MOST) -> None:
        self._patience = patience
        self._most = most
        self._since: dict[str, float] = {}

    def overdue(self, opened: Collection[str], let_in: Collection[str], now: float) -> list[str]:
        """The clients to end: those not let in although there was time for it, and the oldest where there are too many.

        `opened` are all that are open now, the oldest first; `now` is in seconds.
        """
        known = set(let_in)
        self._since = {name: self._since.get(name, now) for name in opened if name not in known}
        excess = len(self._since) - self._most
        return [
            name
            for place, (name, since) in enumerate(self._since.items())
            if place < excess or now - since >= self._patience
        ]
