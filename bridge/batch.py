"""What the recorder takes together, on its way to the disk."""

from dataclasses import dataclass, field

from bridge.delivery import Delivery
from chat.errors import Refused


@dataclass(slots=True)
class Batch:
    """What was taken together and becomes durable together.

    `at` is when, as its records say it; `now` the same on the timer of the limits, in seconds; `counts`, whether
    senders are counted, which is when messages wait.
    """

    at: str
    now: float
    counts: bool
    taken: list[Delivery] = field(default_factory=list)
    lines: dict[str, list[bytes]] = field(default_factory=dict)
    repeats: dict[str, list[bytes]] = field(default_factory=dict)
    refused: list[tuple[Delivery, Refused]] = field(default_factory=list)
    to_clear: list[str] = field(default_factory=list)

    def add(self, session: str, line: bytes) -> None:
        """A line that was staged."""
        if session in self.lines:
            self.lines[session].append(line)
        else:
            self.lines[session] = [line]
