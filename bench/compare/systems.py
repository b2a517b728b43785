"""What is compared: this lab, and the peers of `bench/peers`. Each takes what comes on `chat/#` and logs it."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.compare import brokers
from bench.compare.processes import PEERS, node, python
from chat.settings import Settings
from launcher.services import plan
from tests.support.ports import is_listening
from tests.support.services import Lab, Service, environment
from tests.support.waiting import wait_until

DEMO_SESSION = "demo"
"""The session of the demo devices, which the launcher starts too. What they say is none of a load."""

_LOOK_AGAIN = 0.01


@dataclass
class System:
    """A system that runs: where it writes, where browsers find it, and its processes."""

    lab: Lab
    logs: Path
    services: list[Service]
    kind: str = "socketio"
    _read: dict[Path, int] = field(default_factory=dict)
    _lines: int = 0

    @property
    def pids(self) -> list[int]:
        """Its processes; the broker is not one of them."""
        return [one.process.pid for one in self.services if one.process is not None]

    def logged(self) -> int:
        """Lines in its files, counting on from the last time."""
        for path in self._files():
            begin = self._read.get(path, 0)
            if path.stat().st_size > begin:
                with path.open("rb") as file:
                    file.seek(begin)
                    block = file.read()
                self._read[path] = begin + len(block)
                self._lines += block.count(b"\n")
        return self._lines

    def _files(self) -> list[Path]:
        return [path for path in self.logs.rglob("*.log") if path.parent.name != DEMO_SESSION]

    def wait_for_lines(self, count: int, quiet: float = 3.0) -> tuple[float, int]:
        """Wait until so many lines are logged, or until none has come for `quiet` seconds (some may be lost).

        Returns the moment at which the files were last seen to grow, on the monotonic clock, and how many lines there
        are. Lines are counted when the files rest: to read them all the while would cost a tenth of what is measured.
        """
        paths, size, last = list[Path](), -1, time.monotonic()
        while time.monotonic() < last + quiet:
            paths = paths or self._files()
            now = _bytes_of(paths)
            if now != size:
                size, last = now, time.monotonic()
            elif self.logged() >= count:
                if _bytes_of(paths) != size:  # the last lines came between the two looks
                    last = time.monotonic()
                break
            else:
                paths = []  # there may be more of them by now
            time.sleep(_LOOK_AGAIN)
        return last, self.logged()


def _bytes_of(paths: Sequence[Path]) -> int:
    return sum([os.stat(path).st_size for path in paths])  # noqa: PTH116 - a Path takes three times as long


@dataclass(frozen=True, slots=True)
class Subject:
    """What one side of a comparison measures: a system, the broker beside it, and how both are started."""

    name: str
    broker: str
    start: Callable[[Lab], System]


@contextmanager
def running(subject: Subject, folder: Path) -> Iterator[System]:
    """A system and its broker, both new; ended with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    lab = Lab(folder)
    try:
        yield subject.start(lab)
    finally:
        lab.stop()


def _shipped(kind: str, bridge: Sequence[str] = ("bridge",)) -> Callable[[Lab], System]:
    """The lab as `python lab.py` starts it: the launcher's services with their settings, the demo devices too.

    Ports and folders are its own. `kind` is LAB_BROKER; `bridge` is the module of the bridge, or one that runs it.
    """

    def start(lab: Lab) -> System:
        lab.broker_kind = kind
        settings = Settings.from_mapping(lab.environ())
        for spec in plan(settings, devices=True, environ=environment({})):
            command = python(*bridge) if spec.name == "bridge" else list(spec.command)
            made = Service(spec.name, command, dict(spec.env), lab.folder / f"{spec.name}.out")
            lab.services[spec.name] = made
            made.start()
            wait_until(spec.ready, seconds=30, what=_said_by(made))
        return System(lab, lab.logs, [lab.services["bridge"], lab.services["web"]])

    return start


def _said_by(service: Service) -> Callable[[], str]:
    return lambda: f"{service.name} is ready:\n{service.text()}"


def _beside(start_broker: Callable[[Lab], None], start: Callable[[Lab], System]) -> Callable[[Lab], System]:
    def both(lab: Lab) -> System:
        start_broker(lab)
        return start(lab)

    return both


def _ours_beside_another_broker(lab: Lab) -> System:
    lab.settings |= {"LAB_MQTT_HOST": "127.0.0.1"}
    return _shipped("external")(lab)


def _broker_alone(lab: Lab) -> System:
    lab.broker_kind = "amqtt"
    lab.start_broker()
    return System(lab, lab.logs, [])


def _node_bridge(lab: Lab) -> System:
    """The usual Node bridge: mqtt.js, a file per session, socket.io."""
    return _peer(lab, "node-bridge", node(PEERS / "bridge.mjs", lab.mqtt_port, lab.web_port, lab.folder / "peer"))


def _flask_bridge(lab: Lab) -> System:
    """The usual Flask bridge: paho, logging, Flask-SocketIO."""
    command = python("bench.peers.flask_bridge", lab.mqtt_port, lab.web_port, lab.folder / "peer")
    return _peer(lab, "flask-bridge", command)


def _bare_server(lab: Lab) -> System:
    """A bare WebSocket server: it logs nothing and only writes."""
    made = _peer(lab, "bare-server", node(PEERS / "bare.mjs", lab.web_port))
    made.kind = "bare"
    return made


def _mosquitto_sub(lab: Lab) -> System:
    """The plainest intake: one file, which mosquitto_sub writes."""
    logs = lab.folder / "peer"
    logs.mkdir()
    where = ["-h", "127.0.0.1", "-p", str(lab.mqtt_port), "-q", "1", "-t", "chat/#"]
    service = Service("mosquitto_sub", ["mosquitto_sub", *where, "-F", "%I %t %p"], environment({}), logs / "all.log")
    service.start()
    lab.services["mosquitto_sub"] = service
    system = System(lab, logs, [service])
    _wait_for_subscription(system)
    return system


def _wait_for_subscription(system: System) -> None:
    """It does not say when it has subscribed: say something until it is there, and then until that is all there."""
    say = ["mosquitto_pub", "-h", "127.0.0.1", "-p", str(system.lab.mqtt_port), "-q", "1", "-t", "chat/warm/up", "-m"]

    def heard() -> bool:
        subprocess.run([*say, "x"], check=True)
        return system.logged() > 0

    wait_until(heard, every=0.1, what="mosquitto_sub hears")
    subprocess.run([*say, "the end"], check=True)
    log = system.logs / "all.log"
    wait_until(lambda: log.read_bytes().endswith(b"the end\n"), what="mosquitto_sub has written what it heard")


def _peer(lab: Lab, name: str, command: list[str]) -> System:
    service = Service(name, command, environment({}), lab.folder / f"{name}.out")
    service.start()
    lab.services[name] = service
    wait_until(lambda: "ready" in service.text() and is_listening(lab.web_port), what=_said_by(service))
    return System(lab, lab.folder / "peer", [service])


EMBEDDED, MOSQUITTO = "embedded", "mosquitto"
DEBIAN = "mosquitto, Debian's"
KEEPS_NOTHING = "mosquitto that keeps nothing"

OURS = {
    EMBEDDED: Subject("ours", EMBEDDED, _shipped("auto")),
    MOSQUITTO: Subject("ours", MOSQUITTO, _shipped("mosquitto")),
    KEEPS_NOTHING: Subject(
        "ours", KEEPS_NOTHING, _beside(brokers.start_that_keeps_nothing, _ours_beside_another_broker)
    ),
}
_SLOW_DISK = ("bench.compare.slow_disk", "20")
OURS_ON_A_SLOW_DISK, OURS_ON_A_SLOW_DISK_WITH_QUEUE = (
    Subject(f"ours, fsync 20 ms slower, {at_once}", EMBEDDED, _shipped("auto", (*_SLOW_DISK, at_once, "bridge")))
    for at_once in ("serial", "parallel")
)
EMBEDDED_ALONE = Subject("the embedded broker alone", EMBEDDED, _broker_alone)


def _peers(broker: str, start_broker: Callable[[Lab], None]) -> dict[str, Subject]:
    systems = {"Node bridge": _node_bridge, "Flask bridge": _flask_bridge, "mosquitto_sub": _mosquitto_sub}
    return {name: Subject(name, broker, _beside(start_broker, start)) for name, start in systems.items()}


PEERS_AS_INSTALLED = _peers(DEBIAN, brokers.start_as_installed)
NODE_DROPPING_NOTHING = Subject(
    "Node bridge, max_queued_messages 0", DEBIAN, _beside(brokers.start_with_unbounded_queue, _node_bridge)
)
PEERS_KEEPING_NOTHING = _peers(KEEPS_NOTHING, brokers.start_that_keeps_nothing)
BARE_SERVER = Subject("bare WebSocket server", "none", _bare_server)
