"""Running devices: each at its pace, one thing at a time, and none ends the others."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from devices.connection import Broker
from devices.device import Choices, Device, Say
from devices.kinds.lamp import Lamp
from devices.kinds.player import Player
from devices.participant import OUTBOX_LIMIT
from devices.run import Assignment, run
from devices.wire import Record
from tests.devices.stub_bridge import StubBridge
from tests.support.services import Lab
from tests.support.waiting import wait_until


class Slow(Device):
    """Takes its time, and notes whether it was disturbed."""

    pause: float | None = 0.0

    def __init__(self, role: str) -> None:
        super().__init__(role, "en")
        self.is_busy = False
        self.disturbed = 0
        self.heard = 0

    def hear(self, record: Record) -> Say | None:
        self.heard += 1
        self._work()
        return None

    def tick(self, moment: datetime) -> Say | None:
        self._work()
        return None

    def _work(self) -> None:
        self.disturbed += self.is_busy
        self.is_busy = True
        time.sleep(0.01)
        self.is_busy = False


class Pulse(Device):
    """Says when it ticks; it fails the first time."""

    pause: float | None = 0.05

    def __init__(self, role: str) -> None:
        super().__init__(role, "en")
        self.ticks: list[float] = []

    def tick(self, moment: datetime) -> Say | None:
        self.ticks.append(time.monotonic())
        if len(self.ticks) == 1:
            raise RuntimeError("not today")
        return Say(data={"tick": len(self.ticks)})


@contextmanager
def running(lab: Lab, *devices: Device) -> Iterator[Callable[[], None]]:
    """Devices in session `aula1`, in a thread of their own, stopped at the end. Yields what stops them before."""
    stopping = threading.Event()
    assignments = [Assignment(device, Broker("127.0.0.1", lab.mqtt_port), "aula1") for device in devices]
    thread = threading.Thread(target=run, args=(assignments, stopping))
    thread.start()
    try:
        yield stopping.set
    finally:
        stopping.set()
        thread.join(10)


def test_each_device_ticks_at_its_own_pace(lab: Lab, bridge: StubBridge) -> None:
    fast, slow = Pulse("fast"), Pulse("slow")
    slow.pause = 0.4
    with running(lab, fast, slow):
        wait_until(lambda: len(slow.ticks) >= 4)
        assert len(fast.ticks) >= 2.5 * len(slow.ticks)


def test_a_device_tells_its_state_after_its_description(lab: Lab, bridge: StubBridge) -> None:
    with running(lab, Lamp("lamp", "en")):
        wait_until(lambda: len(bridge.of("aula1", "lamp")) >= 2)
    description, state = (record["data"] for record in bridge.of("aula1", "lamp"))
    assert description["device"] == "lamp"
    assert state == {"on": False}


def test_a_failure_in_a_tick_ends_neither_the_device_nor_the_others(
    lab: Lab, bridge: StubBridge, caplog: pytest.LogCaptureFixture
) -> None:
    with running(lab, Pulse("one"), Pulse("other")):
        for role in ("one", "other"):
            wait_until(lambda role=role: any("tick" in one["data"] for one in bridge.of("aula1", role)))  # type: ignore[misc]
    assert caplog.text.count("failed in its tick") == 2


def test_a_device_hears_and_ticks_one_after_the_other(lab: Lab, bridge: StubBridge) -> None:
    device = Slow("slow")
    with running(lab, device):
        wait_until(lambda: bridge.of("aula1", "slow"))
        for number in range(20):
            bridge.say("aula1", "teacher", f"@slow {number}")
        wait_until(lambda: device.heard == 20)
    assert device.disturbed == 0


def test_a_player_waits_for_its_outbox_and_leaves_out_no_row(lab: Lab, bridge: StubBridge, tmp_path: Path) -> None:
    count = 2 * OUTBOX_LIMIT
    file = tmp_path / "many.csv"
    file.write_text("n\n" + "".join(f"{number}\n" for number in range(count)))
    bridge.silent = True
    player = Player.make("player", "en", Choices(file=file, speed=1e6))
    with running(lab, player):
        wait_until(lambda: len({message["id"] for message in bridge.sent("chat/aula1/player")}) == OUTBOX_LIMIT)
        bridge.silent = False
        wait_until(lambda: len(bridge.of("aula1", "player")) >= count + 3, seconds=40, what="all rows are logged")
    rows = [one["data"]["n"] for one in bridge.of("aula1", "player") if "n" in one["data"]]
    assert sorted(rows) == list(range(count))
    assert len({one["id"] for one in bridge.of("aula1", "player")}) == count + 3
