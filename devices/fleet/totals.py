"""What a fleet counts while it runs."""

from collections import Counter
from dataclasses import dataclass, field

from devices.fleet.latency import Latencies


class Timing:
    """Latencies of the whole run, and of the time since they were read last."""

    def __init__(self) -> None:
        self.all = Latencies()
        self._recent = Latencies()

    def add(self, seconds: float) -> None:
        """Count one."""
        self._recent.add(seconds)

    def take_recent(self) -> Latencies:
        """What was added since the last call."""
        taken, self._recent = self._recent, Latencies()
        self.all.merge(taken)
        return taken


@dataclass(slots=True)
class Totals:
    """Counts of all devices together.

    `left_out`: turns at which a device said nothing, because it was away or too much of it waited. `refused`: told on
    `lab/rejected/<role>`, by reason; `untold`: refusals that the lab only counted (docs/protocol.md). `failures`:
    tries to connect that failed, by reason. `late`: seconds by which the fleet was behind its own plan, at most.
    """

    connected: int = 0
    connections: int = 0
    sent: int = 0
    resent: int = 0
    acknowledged: int = 0
    logged: int = 0
    left_out: int = 0
    untold: int = 0
    late: float = 0.0
    wills_due: int = 0
    wills_seen: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    puback: Timing = field(default_factory=Timing)
    to_log: Timing = field(default_factory=Timing)
