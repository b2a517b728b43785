"""Connections that were opened and never let in: they would cost a place for as long as they answer pings. Pure."""

from collections.abc import Collection

PATIENCE_SECONDS = 10.0
"""How long a connection may take to show its token; also slow networks need only a moment."""


class UnauthenticatedTimeout:
    """Remembers since when each connection has been silent."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._since: dict[str, float] = {}

    def overdue(self, opened: Collection[str], let_in: Collection[str], now: float) -> list[str]:
        """Of all that are open now, those that were not let in although there was time for it."""
        silent = set(opened) - set(let_in)
        self._since = {name: self._since.get(name, now) for name in silent}
        return [name for name, since in self._since.items() if now - since >= self._patience]
