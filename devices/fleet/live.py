"""The time line of a run: one line on the console that is written again, and a row of CSV a second."""

import csv
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from shutil import get_terminal_size
from typing import TextIO

from devices.fleet.latency import Latencies
from devices.fleet.texts import Texts
from devices.fleet.totals import Totals

LINE_SECONDS = 5.0
"""Time between two lines where a line can't be written again."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of the time line: the counts until now, and the latencies of the last second in milliseconds.

    `seconds` since the start; `cpu_percent` of one core, by this process, in the last second.
    """

    at: str
    seconds: float
    phase: str
    connected: int
    sent: int
    acknowledged: int
    logged: int
    waiting: int
    refused: int
    left_out: int
    puback_p50_ms: float
    puback_p99_ms: float
    log_p50_ms: float
    log_p99_ms: float
    cpu_percent: float


class Timeline:
    """Makes a moment of the totals at each call."""

    def __init__(self, totals: Totals, qos: int) -> None:
        self._totals = totals
        self._qos = qos
        self._begun = self._last = time.monotonic()
        self._cpu = time.process_time()

    def take(self, phase: str) -> Moment:
        """The counts now, and what was measured since the last call."""
        now, cpu = time.monotonic(), time.process_time()
        share = 100 * (cpu - self._cpu) / max(now - self._last, 1e-3)
        self._last, self._cpu = now, cpu
        totals = self._totals
        puback, to_log = totals.puback.take_recent(), totals.to_log.take_recent()
        return Moment(
            at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            seconds=round(now - self._begun, 1),
            phase=phase,
            connected=totals.connected,
            sent=totals.sent,
            acknowledged=totals.acknowledged,
            logged=totals.logged,
            waiting=totals.sent - (totals.acknowledged if self._qos else totals.logged),
            refused=totals.refused.total() + totals.untold,
            left_out=totals.left_out,
            puback_p50_ms=_milliseconds(puback, 50),
            puback_p99_ms=_milliseconds(puback, 99),
            log_p50_ms=_milliseconds(to_log, 50),
            log_p99_ms=_milliseconds(to_log, 99),
            cpu_percent=round(share, 1),
        )


def _milliseconds(latencies: Latencies, percent: float) -> float:
    return round(1000 * latencies.percentile(percent), 2)


def line(moment: Moment, count: int, texts: Texts) -> str:
    """A moment for people."""
    minutes, seconds = divmod(int(moment.seconds), 60)
    return texts(
        "line",
        time=f"{minutes:02}:{seconds:02}",
        phase=moment.phase,
        connected=moment.connected,
        count=count,
        sent=moment.sent,
        acknowledged=moment.acknowledged,
        logged=moment.logged,
        waiting=moment.waiting,
        ack50=texts.decimal(moment.puback_p50_ms),
        ack99=texts.decimal(moment.puback_p99_ms),
        log50=texts.decimal(moment.log_p50_ms),
        log99=texts.decimal(moment.log_p99_ms),
    )


class Console:
    """Shows the moments. On a terminal each takes the place of the one before."""

    def __init__(self, out: TextIO, texts: Texts, count: int) -> None:
        self._out = out
        self._texts = texts
        self._count = count
        self._is_terminal = out.isatty()
        self._shown = float("-inf")  # when a line was written last
        self._is_open = False  # whether the cursor is in a line that is written again

    def show(self, moment: Moment) -> None:
        """Write a moment, or leave it out where lines are not written again and one was written just now."""
        text = line(moment, self._count, self._texts)
        if self._is_terminal:
            self._out.write("\r\x1b[K" + text[: get_terminal_size().columns - 1])
            self._is_open = True
        elif moment.seconds - self._shown >= LINE_SECONDS - 0.5:
            self._shown = moment.seconds
            self._out.write(text + "\n")
        self._out.flush()

    def say(self, text: str) -> None:
        """Write a line that stays."""
        self._out.write(("\n" if self._is_open else "") + text + "\n")
        self._is_open = False
        self._out.flush()


class CsvFile:
    """The moments as rows, with the names of their fields as the first one."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._rows = csv.writer(file)
        self._write([field.name for field in fields(Moment)])

    def add(self, moment: Moment) -> None:
        """Write a row."""
        self._write(astuple(moment))

    def _write(self, row: Sequence[object]) -> None:
        self._rows.writerow(row)
        self._file.flush()
