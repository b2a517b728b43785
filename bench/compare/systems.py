"""What is compared: this lab, and the peers of `bench/peers`. Each takes what comes on `chat/#` and logs it."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.compare.processes import PEERS, node, python
from tests.support.ports import is_listening
from tests.support.services import Lab, Service, environment
from tests.support.waiting import wait_until

# The limits of a class are none of a measurement.
_UNLIMITED = {"LAB_SENDER_RATE": "1000000", "LAB_NEW_SESSIONS": "1000000", "LAB_NEW_SESSIONS_PER_ROLE": "1000000"}


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
        for path in self.logs.rglob("*.log"):
            begin = self._read.get(path, 0)
            if path.stat().st_size > begin:
                with path.open("rb") as file:
                    file.seek(begin)
                    block = file.read()
                self._read[path] = begin + len(block)
                self._lines += block.count(b"\n")
        return self._lines

    def wait_for_lines(self, count: int, quiet: float = 5.0) -> tuple[float, int]:
        """Wait until so many lines are logged, or until none has come for `quiet` seconds (at QoS 0 some may be lost).

        Returns the moment at which the files were last seen to grow, on the monotonic clock, and how many lines there
        are. Lines are counted when the files rest: to read them all the while would cost a tenth of what is measured.
        """
        paths, size, last = list[str](), -1, time.monotonic()
        while time.monotonic() < last + quiet:
            paths = paths or [str(path) for path in self.logs.rglob("*.log")]
            now = sum([os.stat(path).st_size for path in paths])  # noqa: PTH116 - a Path takes three times as long
            if now != size:
                size, last = now, time.monotonic()
            elif self.logged() >= count:
                break
            else:
                paths = []  # there may be more of them by now
            time.sleep(_LOOK_AGAIN)
        return last, self.logged()


_LOOK_AGAIN = 0.01

Start = Callable[[Lab], System]


PLAIN = "plain"
"""mosquitto that keeps nothing on the disk. As the lab sets it up, it saves its state at every acknowledgement, which
takes longer than anything that is measured here, and would make all systems alike."""

_PLAIN_CONF = """\
listener {port} 127.0.0.1
allow_anonymous true
persistence false
max_queued_messages 200000
max_inflight_messages 1000
set_tcp_nodelay true
log_type error
"""


@contextmanager
def running(start: Start, folder: Path, broker: str = PLAIN) -> Iterator[System]:
    """A system beside a broker, both new. `broker` is PLAIN, or a kind of the lab's own, set up as the lab does."""
    folder.mkdir(parents=True, exist_ok=True)
    lab = Lab(folder, broker_kind="mosquitto" if broker == PLAIN else broker, settings=_UNLIMITED)
    try:
        if broker == PLAIN:
            _start_plain(lab)
        else:
            lab.start_broker()
        yield start(lab)
    finally:
        lab.stop()


def _start_plain(lab: Lab) -> None:
    conf = lab.folder / "plain.conf"
    conf.write_text(_PLAIN_CONF.format(port=lab.mqtt_port), encoding="utf-8")
    service = Service("plain broker", ["mosquitto", "-c", str(conf)], environment({}), lab.folder / "plain-broker.out")
    service.start()
    lab.services["plain broker"] = service
    wait_until(lambda: is_listening(lab.mqtt_port), what=service.text)


def ours(lab: Lab) -> System:
    """This lab: bridge and web."""
    return System(lab, lab.logs, [lab.start_bridge(), lab.start_web()])


def our_bridge(lab: Lab) -> System:
    """This lab without its page."""
    return System(lab, lab.logs, [lab.start_bridge()])


def node_bridge(lab: Lab) -> System:
    """The usual Node bridge: mqtt.js, a file per session, socket.io."""
    return _peer(lab, "node-bridge", node(PEERS / "bridge.mjs", lab.mqtt_port, lab.web_port, lab.folder / "peer"))


def flask_bridge(lab: Lab) -> System:
    """The usual Flask bridge: paho, logging, Flask-SocketIO."""
    command = python("bench.peers.flask_bridge", lab.mqtt_port, lab.web_port, lab.folder / "peer")
    return _peer(lab, "flask-bridge", command)


def bare_server(lab: Lab) -> System:
    """A bare WebSocket server: it logs nothing and only writes."""
    made = _peer(lab, "bare-server", node(PEERS / "bare.mjs", lab.web_port))
    made.kind = "bare"
    return made


def mosquitto_sub(lab: Lab) -> System:
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
    wait_until(
        lambda: "ready" in service.text() and is_listening(lab.web_port), what=lambda: f"{name}: {service.text()}"
    )
    return System(lab, lab.folder / "peer", [service])
