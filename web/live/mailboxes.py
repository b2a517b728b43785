"""Mailboxes of the boards in the page: mail from a page to its own worker, which blocks and asks for it over HTTP.

Pure but for the clock and the events handed in. Bounded: the oldest box that nobody uses gives way to a new one.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chat.errors import LabError

MAX_BOXES = 500
MAX_LETTERS = 1000
MAX_BYTES = 128 * 1024
"""Mail that waits in one box."""

IDLE_SECONDS = 60.0
"""A box that nobody used for so long gives way to another one."""


@dataclass(slots=True)
class _Box:
    owner: str
    used_at: float
    letters: list[Any] = field(default_factory=list)
    size: int = 0
    """Of the letters together, in bytes."""
    came: threading.Event | None = None
    """Of the one that waits now."""


class Mailboxes:
    """All boxes, by names that the pages chose. A box belongs to the person who used its name first."""

    def __init__(self, clock: Callable[[], float], new_event: Callable[[], threading.Event] = threading.Event) -> None:
        self._clock = clock
        self._new_event = new_event
        self._boxes: dict[str, _Box] = {}

    def put(self, name: str, owner: str, letters: list[Any], size: int) -> None:
        """Add letters of `size` bytes together. Raises LabError (`busy` when they do not fit, `no-mailbox`)."""
        box = self._box(name, owner)
        if box.size + size > MAX_BYTES or len(box.letters) + len(letters) > MAX_LETTERS:
            raise LabError("busy", "the mailbox is full: its reader does not take its mail")
        box.letters += letters
        box.size += size
        if box.came is not None:
            box.came.set()

    def take(self, name: str, owner: str, seconds: float) -> list[Any]:
        """All letters, after waiting up to `seconds` for the first. One waits at a time: a newer one ends the wait of
        the older. Raises LabError (`busy`, `no-mailbox`)."""
        box = self._box(name, owner)
        if not box.letters and seconds > 0:
            if box.came is not None:
                box.came.set()
            came = box.came = self._new_event()
            came.wait(seconds)
            if box.came is not came:
                return []
            box.came = None
        box.used_at = self._clock()
        letters, box.letters, box.size = box.letters, [], 0
        return letters

    def _box(self, name: str, owner: str) -> _Box:
        now = self._clock()
        box = self._boxes.get(name)
        if box is None:
            self._make_room(now)
            box = self._boxes[name] = _Box(owner, now)
        if box.owner != owner:
            raise LabError("no-mailbox", "this mailbox is another person's")
        box.used_at = now
        return box

    def _make_room(self, now: float) -> None:
        if len(self._boxes) < MAX_BOXES:
            return
        name, oldest = min(self._boxes.items(), key=lambda one: one[1].used_at)
        if now - oldest.used_at < IDLE_SECONDS:
            raise LabError("busy", f"{MAX_BOXES} boards run already")
        del self._boxes[name]
