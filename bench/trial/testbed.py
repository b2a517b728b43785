"""The testbed of a trial: broker, bridge and web as processes, with publishers, devices and viewers."""

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
from bench.trial.publisher import PublisherGroup
from bench.trial.senders import Sender
from bench.trial.viewer import Viewer
from chat.history import History
from chat.settings import Settings
from tests.support.proxy import Proxy
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until

PARTS = ("broker", "bridge", "web")
PROXIED = ("publishers", "devices", "bridge", "web", "viewers")
"""Parts between which and what they connect to a proxy may stand, for a bad network."""

_NEARLY = 20
"""Messages of a device that may still be on their way when it is asked to end."""

# The limits of a class are lifted: a trial sends up to a million messages.
_GENEROUS = {"sender_rate": "1000000", "new_sessions": "1000000", "new_sessions_per_role": "1000000"}

# QoS, and whether with an id: what the publishers of a session are, in turn.
_KINDS = ((1, False), (1, True), (2, False), (1, False), (1, True), (0, False))


@dataclass(frozen=True)
class Setup:
    """How many take part, with which broker and settings. `device_rate` is in messages a second."""

    broker: str = "mosquitto"
    publishers: int = 20
    sessions: int = 10
    viewers: int = 4
    devices: int = 2
    device_rate: int = 20
    proxies: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)


class Testbed:
    """One lab with everybody that a setup names."""

    def __init__(self, setup: Setup, folder: Path) -> None:
        known = {one.name for one in dataclasses.fields(Settings)}
        generous = {f"LAB_{key.upper()}": value for key, value in _GENEROUS.items() if key in known}
        self.setup = setup
        self.lab = Lab(folder, broker_kind=setup.broker, settings={**generous, **setup.settings})
        self.proxies: dict[str, Proxy] = {}
        self.publisher_group = PublisherGroup(
            self.lab.mqtt_port, [_sender(number, setup) for number in range(setup.publishers)]
        )
        self.viewers: list[Viewer] = []
        self.devices: list[Service] = []
        self.cleanups: list[Callable[[], object]] = []
        self.moved_file: Path | None = None
        """A file that a fault has moved away, and puts back at its end."""
        self.sync_notes = folder / "bridge.syncs"
        """What the bridge has synced: notes of `bench.trial.synced`."""
        self.lost_bytes = 0
        """What logs have lost that no sync of them covered."""

    # Start and stop.

    def start(self) -> None:
        """Start all of it; it runs when this returns. Raises AssertionError when it does not."""
        self._start_proxies()
        self.lab.start_broker()
        notes = str(self.sync_notes)
        self.lab.prefixes.setdefault("bridge", [sys.executable, "-m", "bench.trial.synced", notes])
        self.lab.start_bridge()
        self.lab.start_web()
        self.publisher_group.port = self.port_for("publishers", self.lab.mqtt_port)
        url = f"http://127.0.0.1:{self.port_for('viewers', self.lab.web_port)}"
        self.viewers = [Viewer(url, f"s{number % self.setup.sessions}") for number in range(self.setup.viewers)]
        for viewer in self.viewers:
            viewer.start()
        self.publisher_group.start()
        for number in range(self.setup.devices):
            self._start_device(number)
        wait_until(lambda: self.is_well, seconds=30, what="the lab is well")

    def stop(self) -> None:
        """End everything."""
        for viewer in self.viewers:
            viewer.stop()
        self.publisher_group.stop()
        for process in self.processes():
            process.resume()
        self.lab.stop()
        for proxy in self.proxies.values():
            proxy.stop()
        for act in self.cleanups:
            act()

    def port_for(self, who: str, port: int) -> int:
        """The port that a part connects to: that of its proxy, if it has one."""
        return self.proxies[who].port if who in self.proxies else port

    def _start_proxies(self) -> None:
        for who in self.setup.proxies:
            proxy = Proxy(self.lab.web_port if who == "viewers" else self.lab.mqtt_port, knows_mqtt=who != "viewers")
            proxy.start()
            self.proxies[who] = proxy
            if who in ("bridge", "web"):
                self.lab.overrides[who] = {"LAB_MQTT_HOST": "127.0.0.1", "LAB_MQTT_PORT": str(proxy.port)}

    def _start_device(self, number: int) -> None:
        session, role = f"s{number % self.setup.sessions}", f"device{number}"
        port = self.port_for("devices", self.lab.mqtt_port)
        notes = self._notes(number)
        words = [str(port), session, role, str(notes), str(self.setup.device_rate)]
        command = [sys.executable, "-m", "bench.trial.device", *words]
        made = Service(role, command, self.lab.environ(), self.lab.folder / f"{role}.out")
        made.start()
        self.devices.append(made)
        self.lab.services[role] = made

    def _notes(self, number: int) -> Path:
        return self.lab.folder / f"device{number}.notes"

    # What can be seen.

    @property
    def is_well(self) -> bool:
        """Whether the lab says so, and everybody is connected."""
        try:
            answer = requests.get(f"{self.lab.url}/healthz", timeout=5)
        except requests.RequestException:
            return False
        return answer.status_code == 200 and self.publisher_group.is_connected

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
        """The next number of every publisher at QoS 1 or 2 whose session has a viewer."""
        watched = {viewer.session for viewer in self.viewers}
        return {
            (one.session, one.role): one.sent
            for one in self.publisher_group.senders
            if one.qos and one.session in watched
        }

    def have_seen(self, marks: Mapping[tuple[str, str], int]) -> bool:
        """Whether every viewer has seen something newer from everybody in its session."""
        return all(
            viewer.newest.get(role, -1) >= number
            for viewer in self.viewers
            for (session, role), number in marks.items()
            if session == viewer.session
        )

    # The count.

    def settle(self, seconds: float) -> list[str]:
        """Wait until all messages have arrived. Returns what had not after `seconds` without any progress."""
        unfinished = []
        for what, is_done in (
            ("messages of a device are missing", self._devices_are_logged),
            ("a device has not ended", self._devices_are_done),
            ("a publisher has no answer", lambda: self.publisher_group.is_done),
            ("a viewer is behind the log", self._viewers_are_done),
        ):
            if not self._wait(is_done, seconds):
                unfinished.append(what)
        return unfinished

    def tally(self) -> Tally:
        """What became of the messages."""
        senders = [*self.publisher_group.senders, *self._device_senders()]
        return check(self.lab.logs, senders, [(one.session, one.seen) for one in self.viewers])

    def _device_senders(self) -> list[Sender]:
        return [
            device.sender_of(*self._session_and_role(number), self._notes(number))
            for number in range(len(self.devices))
        ]

    def _session_and_role(self, number: int) -> tuple[str, str]:
        return f"s{number % self.setup.sessions}", f"device{number}"

    def _wait(self, is_done: Callable[[], bool], seconds: float) -> bool:
        last, until = -1, time.monotonic() + seconds
        while not is_done():
            progress = self.publisher_group.acknowledged + sum(viewer.last_seq for viewer in self.viewers)
            if progress != last:
                last, until = progress, time.monotonic() + seconds
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def _devices_are_logged(self) -> bool:
        # A device that is asked to end while it has no broker does not publish what it holds.
        return all(max(one.acknowledged, default=-1) >= one.sent - _NEARLY for one in self._device_senders())

    def _devices_are_done(self) -> bool:
        for made in self.devices:
            assert made.process is not None
            if made.process.poll() is None:
                made.process.terminate()
        return all(made.process is not None and made.process.poll() is not None for made in self.devices)

    def _viewers_are_done(self) -> bool:
        return all(viewer.last_seq == History(self.lab.logs / viewer.session).last_seq() for viewer in self.viewers)


def _sender(number: int, setup: Setup) -> Sender:
    # Consecutive publishers are of different sessions, and every session gets different kinds.
    qos, has_id = _KINDS[(number + number // setup.sessions) % len(_KINDS)]
    return Sender(f"s{number % setup.sessions}", f"p{number}", has_id=has_id, qos=qos)
