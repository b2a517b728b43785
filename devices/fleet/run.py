"""Runs a scenario with a fleet: who connects, speaks and leaves, and when."""

import asyncio
import time
from collections.abc import Callable, Sequence

from devices.fleet.device import FleetDevice
from devices.fleet.pace import Pace
from devices.fleet.scenario import Leave, Phase, Scenario
from devices.fleet.totals import Totals
from devices.fleet.watcher import Watcher

STEP_SECONDS = 0.005
"""Time between two looks at whose turn it is."""

SLICE = 100
"""Devices that act one after the other before the connections are served again."""

CONNECT_SECONDS = 60.0
"""How long a phase waits for the devices that come in it, after its ramp."""

TIDY_SECONDS = 5.0


class Run:
    """One run of a scenario. `on_phase` is told the name of each phase when it begins; `on_absent`, how many devices
    did not come back in time."""

    def __init__(
        self,
        devices: Sequence[FleetDevice],
        watcher: Watcher | None,
        totals: Totals,
        *,
        on_phase: Callable[[str], object],
        on_absent: Callable[[int], object],
    ) -> None:
        self._devices = devices
        self._watcher = watcher
        self._totals = totals
        self._on_phase = on_phase
        self._on_absent = on_absent
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End the scenario now."""
        self._stopping.set()

    async def perform(self, scenario: Scenario) -> None:
        """Run all phases. The devices stay connected."""
        coming: Sequence[FleetDevice] = self._devices
        for number, phase in enumerate(scenario.phases, 1):
            if self._stopping.is_set():
                return
            self._on_phase(phase.name or str(number))
            leaving = self._share_of(phase) if phase.leave is not None else ()
            await asyncio.gather(self._speak(phase), self._move(phase, leaving, [*coming, *leaving]))
            coming = ()

    async def tidy(self) -> None:
        """Keep all connections alive, until it is cancelled."""
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            await self._each(self._devices, FleetDevice.tidy)
            if self._watcher is not None:
                self._watcher.tidy()

    async def depart(self) -> None:
        """Have everybody leave properly."""
        await self._each(self._devices, FleetDevice.depart)
        if self._watcher is not None:
            self._watcher.depart()

    def _share_of(self, phase: Phase) -> Sequence[FleetDevice]:
        return self._devices[: max(1, round(phase.share * len(self._devices)))]

    async def _move(self, phase: Phase, leaving: Sequence[FleetDevice], coming: Sequence[FleetDevice]) -> None:
        """Have devices leave, wait, and come."""
        if leaving:
            await self._each(leaving, self._way_out(phase))
            await self._pause(phase.away)
            await self._until(lambda: self._totals.wills_seen >= self._totals.wills_due, CONNECT_SECONDS)
        begun = time.monotonic()
        for place, device in enumerate(coming):
            if phase.ramp and await self._pause(begun + phase.ramp * place / len(coming) - time.monotonic()):
                return
            if not phase.ramp and place % SLICE == SLICE - 1:
                await asyncio.sleep(0)
            device.arrive()
        if coming and not await self._until(lambda: all(one.is_connected for one in coming), CONNECT_SECONDS):
            self._on_absent(sum(not one.is_connected for one in coming))

    def _way_out(self, phase: Phase) -> Callable[[FleetDevice], object]:
        if phase.leave is Leave.GOODBYE:
            return FleetDevice.depart
        is_watched = self._watcher is not None and self._watcher.is_ready
        return lambda device: device.vanish(watched=is_watched)

    async def _speak(self, phase: Phase) -> None:
        """Give each device its turns until the phase is over."""
        pace = Pace(len(self._devices), phase.rate, phase.together)
        begun, turn = time.monotonic(), 0
        while (elapsed := time.monotonic() - begun) < phase.seconds and not self._stopping.is_set():
            due = min(pace.due(elapsed), turn + SLICE)
            if turn < due:
                self._totals.late = max(self._totals.late, elapsed - pace.at(turn))
            for number in range(turn, due):
                self._devices[number % len(self._devices)].speak(phase.burst)
            turn = due
            await asyncio.sleep(0 if turn < pace.due(time.monotonic() - begun) else STEP_SECONDS)

    async def _each(self, devices: Sequence[FleetDevice], act: Callable[[FleetDevice], object]) -> None:
        for place, device in enumerate(devices, 1):
            act(device)
            if place % SLICE == 0:
                await asyncio.sleep(0)

    async def _pause(self, seconds: float) -> bool:
        """Wait. True: the run is to end."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return False
        return True

    async def _until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait for a condition. False: it has not come true in time, though the run goes on."""
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end and not self._stopping.is_set():
            await asyncio.sleep(0.05)
        return condition() or self._stopping.is_set()
