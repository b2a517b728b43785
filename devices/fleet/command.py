"""`python -m devices fleet`: the one place where a fleet is put together."""

import asyncio
import contextlib
import json
import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TextIO

from devices.fleet import file_limit, log_files, options, report_text
from devices.fleet.device import FleetDevice
from devices.fleet.errors import FleetError
from devices.fleet.live import Console, CsvFile, Moment, Timeline
from devices.fleet.log_check import LogCheck
from devices.fleet.log_files import Mark
from devices.fleet.options import Options
from devices.fleet.report import FILES, NOTHING, RECORDS, Check, Percentiles, Report
from devices.fleet.run import Run
from devices.fleet.texts import Texts
from devices.fleet.totals import Totals
from devices.fleet.traffic import Traffic
from devices.fleet.watcher import Watcher
from devices.options import spoken_language

CONNECTING = 16
"""Connections that are made side by side: each blocks a thread."""

WATCH_SECONDS = 10.0
"""How long the start waits until the log can be seen."""

BUSY_PERCENT = 85.0
"""Processor time of this process, of one core, from which on its own times are no measure of the lab."""


def main(arguments: Sequence[str], settings: Mapping[str, str]) -> int:
    """Run a fleet. Returns the exit code: 0, 1 when the lab did not keep its promise, 2 when an option is wrong, 3 when
    the log could not be compared."""
    texts = Texts(spoken_language(settings))
    chosen = options.parse(arguments, settings, texts)
    try:
        file_limit.allow(len(chosen.roles) + CONNECTING)
        # Windows' own loop knows no add_reader.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            return runner.run(Fleet(chosen, texts, sys.stdout).run())
    except FleetError as error:
        print(f"devices: {texts.error(error)}", file=sys.stderr)
    except OSError as error:
        print(f"devices: {error}", file=sys.stderr)
    return 2


class Fleet:
    """Everything of one run."""

    def __init__(self, chosen: Options, texts: Texts, out: TextIO) -> None:
        self._chosen = chosen
        self._texts = texts
        self._traffic = Traffic(secrets.token_hex(4), chosen.qos, chosen.size)
        self._totals = Totals()
        self._console = Console(out, texts, len(chosen.roles))
        self._phase = ""

    async def run(self) -> int:
        """Connect, perform the scenario, wait for what is under way, compare, leave, report. Returns the exit code."""
        self._introduce()
        marks = self._marks()
        with ThreadPoolExecutor(CONNECTING, "connect") as pool, self._csv() as rows:
            devices = self._devices(pool)
            watcher = self._watcher(devices, pool)
            run = Run(devices, watcher, self._totals, on_phase=self._begin, on_absent=self._absent)
            with _stopping(run.stop):
                beside = [asyncio.create_task(task) for task in (self._show_each_second(rows), run.tidy())]
                await self._wait_for(watcher)
                seconds, cpu_percent = await self._perform(run)
                self._console.say(self._texts("settling"))
                await self._settle(devices, watcher)
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
                source, check = await self._compare(devices, watcher, marks)
                made = self._report(devices, source, check, seconds, cpu_percent)
                await run.depart()
        self._tell(made)
        return 3 if made.source == NOTHING else int(not made.is_good)

    # Before.

    def _introduce(self) -> None:
        chosen = self._chosen
        begin = self._texts(
            "begin",
            count=len(chosen.roles),
            sessions=len(chosen.sessions),
            host=chosen.broker.host,
            port=str(chosen.broker.port),
            seconds=chosen.scenario.seconds,
        )
        self._console.say(f"{begin}\n{chosen.scenario.said(self._texts.language)}".rstrip())

    def _marks(self) -> Mapping[str, Mark]:
        """The end of each session's log, before anything is sent."""
        if self._chosen.logs is None:
            return {}
        return {session: log_files.mark(self._chosen.logs / session) for session in self._chosen.sessions}

    def _devices(self, pool: Executor) -> list[FleetDevice]:
        chosen = self._chosen
        return [
            FleetDevice(
                chosen.broker_for(role),
                chosen.sessions[place % len(chosen.sessions)],
                role,
                place=place,
                traffic=self._traffic,
                totals=self._totals,
                pool=pool,
            )
            for place, role in enumerate(chosen.roles)
        ]

    def _watcher(self, devices: Sequence[FleetDevice], pool: Executor) -> Watcher | None:
        role = self._chosen.watcher
        if not role:
            self._console.say(self._texts("not-watched"))
            return None
        broker = self._chosen.broker_for(role)
        return Watcher(broker, role, devices, self._traffic, pool, on_failure=self._note_failure)

    async def _wait_for(self, watcher: Watcher | None) -> None:
        """Wait until the log can be seen: what is logged before that, nobody would notice."""
        if watcher is None:
            return
        watcher.arrive()
        end = time.monotonic() + WATCH_SECONDS
        while not watcher.is_ready and time.monotonic() < end:
            await asyncio.sleep(0.02)
        if not watcher.is_connected:
            broker = self._chosen.broker
            raise FleetError("no-broker", host=broker.host, port=str(broker.port), reasons=self._failures())
        if not watcher.is_ready:
            self._console.say(self._texts("watcher-late", role=self._chosen.watcher, reasons=self._failures()))

    # Meanwhile.

    async def _perform(self, run: Run) -> tuple[float, float]:
        """Perform the scenario. Returns the seconds that it took, and this process's share of a core in percent."""
        begun, cpu = time.monotonic(), time.process_time()
        await run.perform(self._chosen.scenario)
        seconds = time.monotonic() - begun
        return seconds, 100 * (time.process_time() - cpu) / seconds

    def _begin(self, phase: str) -> None:
        self._phase = phase

    def _absent(self, count: int) -> None:
        self._console.say(self._texts("not-connected", count=count, reasons=self._failures()))

    def _note_failure(self, reason: str) -> None:
        self._totals.failures[reason] += 1

    def _failures(self) -> str:
        return ", ".join(reason for reason, _ in self._totals.failures.most_common(3)) or "-"

    @contextlib.contextmanager
    def _csv(self) -> Iterator[CsvFile | None]:
        if self._chosen.csv is None:
            yield None
            return
        with self._chosen.csv.open("w", newline="", encoding="utf-8") as file:
            yield CsvFile(file)

    async def _show_each_second(self, rows: CsvFile | None) -> None:
        timeline = Timeline(self._totals, self._traffic.qos)
        try:
            while True:
                await asyncio.sleep(1)
                self._show(timeline.take(self._phase), rows)
        finally:
            self._show(timeline.take(self._phase), rows)

    def _show(self, moment: Moment, rows: CsvFile | None) -> None:
        self._console.show(moment)
        if rows is not None:
            rows.add(moment)

    # After.

    async def _settle(self, devices: Sequence[FleetDevice], watcher: Watcher | None) -> None:
        """Wait for what is under way, as long as something still comes."""
        totals, wait = self._totals, self._chosen.wait
        await _while_it_moves(lambda: totals.acknowledged, lambda: not any(one.waiting for one in devices), wait)
        if watcher is not None and watcher.is_ready:
            refused = totals.refused.total() + totals.untold
            await _while_it_moves(lambda: totals.logged, lambda: totals.logged + refused >= totals.sent, wait)

    async def _compare(
        self, devices: Sequence[FleetDevice], watcher: Watcher | None, marks: Mapping[str, Mark]
    ) -> tuple[str, Check]:
        """Compare what was sent with the log, again while something is missing that may still come."""
        end = time.monotonic() + self._chosen.wait
        while marks:
            check, found = self._read_files(devices, marks)
            is_settled = not check.lost or (watcher is not None and watcher.is_ready)
            if found and (is_settled or time.monotonic() > end):
                return FILES, check
            if not found and (watcher is not None or time.monotonic() > end):
                break  # the folder is not this lab's
            await asyncio.sleep(1)
        if watcher is None:
            return NOTHING, Check()
        return RECORDS, Check.of([(device, device.seen) for device in devices])

    def _read_files(self, devices: Sequence[FleetDevice], marks: Mapping[str, Mark]) -> tuple[Check, bool]:
        """The comparison with the files, and whether they have anything of this run."""
        log = LogCheck(self._traffic)
        for session, begin in marks.items():
            assert self._chosen.logs is not None  # noqa: S101 - there are marks
            log.read(session, log_files.lines_since(self._chosen.logs / session, begin))
        check = Check.of([(device, log.of(device.session, device.role)) for device in devices])
        return check, bool(check.logged) or not self._totals.sent

    def _report(
        self, devices: Sequence[FleetDevice], source: str, check: Check, seconds: float, cpu_percent: float
    ) -> Report:
        for timing in (self._totals.puback, self._totals.to_log):
            timing.take_recent()
        return Report(
            source=source,
            devices=len(devices),
            sessions=len(self._chosen.sessions),
            qos=self._traffic.qos,
            seconds=seconds,
            connected=self._totals.connected,
            totals=self._totals,
            check=check,
            unacknowledged=sum(one.waiting for one in devices),
            puback=Percentiles.of(self._totals.puback.all),
            to_log=Percentiles.of(self._totals.to_log.all),
            cpu_percent=cpu_percent,
        )

    def _tell(self, made: Report) -> None:
        self._console.say("\n".join(report_text.lines(made, self._texts, is_busy=made.cpu_percent >= BUSY_PERCENT)))
        if self._chosen.report is not None:
            self._chosen.report.write_text(json.dumps(made.document(), indent=1) + "\n", encoding="utf-8")


async def _while_it_moves(count: Callable[[], int], is_done: Callable[[], bool], seconds: float) -> None:
    """Wait until it is done, or nothing has come for so many seconds."""
    last, moved = count(), time.monotonic()
    while not is_done() and time.monotonic() - moved < seconds:
        await asyncio.sleep(0.05)
        if count() != last:
            last, moved = count(), time.monotonic()


@contextlib.contextmanager
def _stopping(stop: Callable[[], object]) -> Iterator[None]:
    """Have the first SIGINT or SIGTERM end the scenario; the second ends the process."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}

    def ask(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        loop.call_soon_threadsafe(stop)

    for number in numbers:
        signal.signal(number, ask)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
