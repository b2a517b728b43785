"""The ids of people who left. Their cookies are refused until they would have expired.

A cookie is signed and not stored, so leaving can't take a copy of it away. The lab remembers the ids instead, in memory
and in a file, so that a restart of the web does not forget them.
"""

import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Self

from chat.private_file import write_private

MOST = 10_000
"""Ids remembered; beyond it the oldest are forgotten, whose cookies then last until their own end."""

_log = logging.getLogger("web")


class RevokedIds:
    """Ids of people, each with the time at which its cookie ends. Seconds since 1970."""

    def __init__(self, file: Path, seconds: float, clock: Callable[[], float], until: dict[str, float]) -> None:
        self._file = file
        self._seconds = seconds
        self._clock = clock
        self._until = OrderedDict(until)

    @classmethod
    def read(cls, file: Path, seconds: float, clock: Callable[[], float]) -> Self:
        """What a file holds; nothing when there is none or it is damaged. `seconds`: how long a cookie lasts."""
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
            until = {str(identity): float(time) for identity, time in document.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            until = {}
        return cls(file, seconds, clock, until)

    def __contains__(self, identity: str) -> bool:
        return self._until.get(identity, 0.0) > self._clock()

    def __len__(self) -> int:
        return len(self._until)

    def add(self, identity: str) -> None:
        """Refuse this id from now on. A disk that takes nothing is logged: then a restart forgets the id."""
        now = self._clock()
        self._until[identity] = now + self._seconds
        self._until.move_to_end(identity)
        while len(self._until) > MOST or next(iter(self._until.values())) <= now:
            self._until.popitem(last=False)
        try:
            write_private(self._file, json.dumps(self._until))
        except OSError as error:
            _log.warning("%s could not be written: %s", self._file, error.strerror)
