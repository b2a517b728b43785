"""Where a trial is played: broker, bridge and web as processes, publishers, devices and viewers round them."""

import dataclasses
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests

from bench.trial import device
from bench.trial.checker import Tally, check
from bench.trial.claims import Claim
from bench.trial.publisher import Crowd
from bench.trial.viewer import Viewer
from chat.history import History
from chat.settings import Settings
from tests.support.proxy import Proxy
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until

PARTS = ("broker", "bridge", "web")
DOORS = ("publishers", "devices", "bridge", "web", "viewers")
"""Who may have a bad network between itself and what it connects to."""

_NEARLY = 20
"""Messages that a device may be behind what it has just said."""

# The lab defends itself against floods. Here a flood is how a million messages are sent.
_GENEROUS = {"sender_rate": "1000000", "new_sessions": "1000000", "new_sessions_per_role": "1000000"}

# QoS, and whether with an id: what the publishers of a session are, in turn.
_KINDS = ((1, False), (1, True), (2, False), (1, False), (1, True), (0, False))


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    broker: str = "mosquitto"
    publishers: int = 20
    sessions: int = 10
    viewers: int = 4
    devices: int = 2
    device_rate: int = 20
    doors: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)


class Stage:
    """One lab with everybody in it."""

    def __init__(self, cast: Cast, folder: Path) -> None:
        known = {one.name for one in dataclasses.fields(Settings)}
        generous = {f"LAB_{key.upper()}": value for key, value in _GENEROUS.items() if key in known}
        self.cast = cast
        self.lab = Lab(folder, broker_kind=cast.broker, settings={**generous, **cast.settings})
        self.doors: dict[str, Proxy] = {}
        self.crowd = Crowd(self.lab.mqtt_port, [_claim(number, cast) for number in range(cast.publishers)])
        self.viewers: list[Viewer] = []
        self.devices: list[Service] = []
        self.at_end: list[Callable[[], object]] = []
        self.kept: Path | None = None
        """What a fault remembers between its beginning and its end."""

    # Coming and going

    def start(self) -> None:
        """Everything runs when this returns."""
        self._open_doors()
        self.lab.start_broker()
        self.lab.start_bridge()
        self.lab.start_web()
        self.crowd.port = self.port_for("publishers", self.lab.mqtt_port)
        url = f"http://127.0.0.1:{self.port_for('viewers', self.lab.web_port)}"
        self.viewers = [Viewer(url, f"s{number % self.cast.sessions}") for number in range(self.cast.viewers)]
        for viewer in self.viewers:
            viewer.start()
        self.crowd.start()
        for number in range(self.cast.devices):
            self._start_device(number)
        wait_until(lambda: self.is_well, seconds=30, what="the lab is well")

    def stop(self) -> None:
        """End everything."""
        for viewer in self.viewers:
            viewer.stop()
        self.crowd.stop()
        for process in self.processes():
            process.resume()
        self.lab.stop()
        for door in self.doors.values():
            door.stop()
        for act in self.at_end:
            act()

    def port_for(self, who: str, port: int) -> int:
        """Where somebody finds what it connects to: at its door, if there is one."""
        return self.doors[who].port if who in self.doors else port

    def _open_doors(self) -> None:
        for who in self.cast.doors:
            door = Proxy(self.lab.web_port if who == "viewers" else self.lab.mqtt_port, knows_mqtt=who != "viewers")
            door.start()
            self.doors[who] = door
            if who in ("bridge", "web"):
                self.lab.overrides[who] = {"LAB_MQTT_HOST": "127.0.0.1", "LAB_MQTT_PORT": str(door.port)}

    def _start_device(self, number: int) -> None:
        session, role = f"s{number % self.cast.sessions}", f"device{number}"
        port = self.port_for("devices", self.lab.mqtt_port)
        notes = self._notes(number)
        words = [str(port), session, role, str(notes), str(self.cast.device_rate)]
        command = [sys.executable, "-m", "bench.trial.device", *words]
        made = Service(role, command, self.lab.environ(), self.lab.folder / f"{role}.out")
        made.start()
        self.devices.append(made)
        self.lab.services[role] = made

    def _notes(self, number: int) -> Path:
        return self.lab.folder / f"device{number}.notes"

    # Looking

    @property
    def is_well(self) -> bool:
        """Whether the lab says so, and everybody is connected."""
        try:
            answer = requests.get(f"{self.lab.url}/healthz", timeout=5)
        except requests.RequestException:
            return False
        return answer.status_code == 200 and self.crowd.is_connected

    def processes(self, *names: str) -> list[psutil.Process]:
        """The processes of these parts (of all), with their children."""
        chosen = [self.service(name) for name in names] if names else list(self.lab.services.values())
        found = []
        for one in chosen:
            if one.process is not None and one.process.poll() is None:
                process = psutil.Process(one.process.pid)
                found += [process, *process.children(recursive=True)]
        return found

    def service(self, name: str) -> Service:
        """A part of the lab, or a device."""
        return self.lab.services[name]

    def memory(self) -> dict[str, float]:
        """Resident memory of each part, in MiB."""
        return {name: sum(one.memory_info().rss for one in self.processes(name)) / 2**20 for name in PARTS}

    def marks(self) -> dict[tuple[str, str], int]:
        """The next number of every publisher that somebody watches and that can be relied on."""
        watched = {viewer.session for viewer in self.viewers}
        return {(one.session, one.role): one.sent for one in self.crowd.claims if one.qos and one.session in watched}

    def have_seen(self, marks: Mapping[tuple[str, str], int]) -> bool:
        """Whether every viewer has seen something newer from everybody in its session."""
        return all(
            viewer.newest.get(role, -1) >= number
            for viewer in self.viewers
            for (session, role), number in marks.items()
            if session == viewer.session
        )

    # The end

    def settle(self, seconds: float) -> list[str]:
        """Let everything arrive that is on its way. Returns what did not within `seconds` without any progress."""
        wanting = []
        for what, is_done in (
            ("a device is not heard", self._devices_are_heard),
            ("a device is not done", self._devices_are_done),
            ("a publisher has no answer", lambda: self.crowd.is_done),
            ("a viewer is behind the log", self._viewers_are_done),
        ):
            if not self._wait(is_done, seconds):
                wanting.append(what)
        return wanting

    def verdict(self) -> Tally:
        """Count what became of the messages."""
        claims = [*self.crowd.claims, *self._device_claims()]
        return check(self.lab.logs, claims, [(one.session, one.seen) for one in self.viewers])

    def _device_claims(self) -> list[Claim]:
        return [device.claim_of(*self._seat(number), self._notes(number)) for number in range(len(self.devices))]

    def _seat(self, number: int) -> tuple[str, str]:
        return f"s{number % self.cast.sessions}", f"device{number}"

    def _wait(self, is_done: Callable[[], bool], seconds: float) -> bool:
        last, until = -1, time.monotonic() + seconds
        while not is_done():
            progress = self.crowd.acknowledged + sum(viewer.last_seq for viewer in self.viewers)
            if progress != last:
                last, until = progress, time.monotonic() + seconds
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def _devices_are_heard(self) -> bool:
        # One that is asked to go while it has no broker leaves what it has to say unsaid.
        return all(max(one.acknowledged, default=-1) >= one.sent - _NEARLY for one in self._device_claims())

    def _devices_are_done(self) -> bool:
        for made in self.devices:
            assert made.process is not None
            if made.process.poll() is None:
                made.process.terminate()
        return all(made.process is not None and made.process.poll() is not None for made in self.devices)

    def _viewers_are_done(self) -> bool:
        return all(viewer.last_seq == History(self.lab.logs / viewer.session).last_seq() for viewer in self.viewers)


def _claim(number: int, cast: Cast) -> Claim:
    # Consecutive publishers sit in different sessions, and every session gets different kinds.
    qos, has_id = _KINDS[(number + number // cast.sessions) % len(_KINDS)]
    return Claim(f"s{number % cast.sessions}", f"p{number}", has_id=has_id, qos=qos)
