"""What a run has shown: counts, latencies, and whether the lab kept its promise. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol, Self

from devices.fleet.latency import Latencies
from devices.fleet.log_check import LoggedDevice
from devices.fleet.number_set import NumberSet
from devices.fleet.totals import Totals

FILES, RECORDS, NOTHING = "files", "records", "nothing"
"""Where the log was read: the session's files, the records on `log/<session>`, or nowhere."""


class SentDevice(Protocol):
    """A device, as the report needs it."""

    last: int
    acknowledged: NumberSet
    refused: NumberSet
    resent: NumberSet


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Milliseconds."""

    p50: float
    p99: float
    most: float

    @classmethod
    def of(cls, latencies: Latencies) -> Self:
        """Of latencies in seconds."""
        return cls(
            round(1000 * latencies.percentile(50), 2),
            round(1000 * latencies.percentile(99), 2),
            round(1000 * latencies.greatest, 2),
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What the comparison with the log found.

    `lost`: acknowledged, not refused, and not in the log. `missing`: sent, not refused, and not in the log: more than
    `lost` where nothing promised to log them. `doubled`: records too many; `doubled_resends` of them are of messages
    that their device sent again after a lost connection. `out_of_order`: behind a later one of the same device.
    """

    logged: int = 0
    lost: int = 0
    missing: int = 0
    doubled: int = 0
    doubled_resends: int = 0
    out_of_order: int = 0

    @classmethod
    def of(cls, pairs: Sequence[tuple[SentDevice, LoggedDevice]]) -> Self:
        """Compare each device with its part of the log."""
        return cls(
            logged=sum(len(log.numbers) for _, log in pairs),
            lost=sum(sent.acknowledged.missing_in(log.numbers, sent.refused) for sent, log in pairs),
            missing=sum(sent.last - len(log.numbers) - sent.refused.missing_in(log.numbers) for sent, log in pairs),
            doubled=sum(log.doubles for _, log in pairs),
            doubled_resends=sum(number in sent.resent for sent, log in pairs for number in log.doubled),
            out_of_order=sum(log.out_of_order for _, log in pairs),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run. `connected`: at its end; `seconds`: how long it sent; `cpu_percent`: of one core, by the fleet. When
    it was busy, or late by its own plan, the latencies are partly its own."""

    source: str
    devices: int
    sessions: int
    qos: int
    seconds: float
    connected: int
    totals: Totals
    check: Check
    unacknowledged: int
    puback: Percentiles
    to_log: Percentiles
    cpu_percent: float

    @property
    def lost_for_sure(self) -> int:
        """What is lost, without what the lab may have refused and only counted."""
        return max(0, self.check.lost - self.totals.untold)

    @property
    def wills_missing(self) -> int:
        """Devices that left without DISCONNECT, and whose status did not say `offline`."""
        return self.totals.wills_due - self.totals.wills_seen

    @property
    def is_good(self) -> bool:
        """Whether something was sent, nothing that was acknowledged is lost, nothing doubled, and every will came."""
        return bool(self.totals.sent) and not (self.lost_for_sure or self.check.doubled or self.wills_missing)

    def document(self) -> Mapping[str, Any]:
        """For programs: as JSON."""
        totals = self.totals
        return {
            "good": self.is_good,
            "source": self.source,
            "devices": self.devices,
            "sessions": self.sessions,
            "qos": self.qos,
            "seconds": round(self.seconds, 1),
            "connected": self.connected,
            "connections": totals.connections,
            "failures": dict(totals.failures),
            "sent": totals.sent,
            "resent": totals.resent,
            "acknowledged": totals.acknowledged,
            "unacknowledged": self.unacknowledged,
            "left_out": totals.left_out,
            "refused": dict(totals.refused),
            "refused_untold": totals.untold,
            **asdict(self.check),
            "wills_due": totals.wills_due,
            "wills_seen": totals.wills_seen,
            "puback_ms": asdict(self.puback),
            "log_ms": asdict(self.to_log),
            "late_ms": round(1000 * totals.late, 1),
            "cpu_percent": round(self.cpu_percent, 1),
        }
