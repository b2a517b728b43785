"""The broker is restarted while browsers look on: how many see the next message, and after how many seconds.

The lab runs as it ships, and begins with the limit of open files that most systems give to a process. Some of the
browsers join while the broker is away: they take the low descriptors, so that the connection to the broker gets a high
one. Once the broker listens again, a device publishes twice a second, so that the next message is never far.
"""

import argparse
import contextlib
import os
import platform
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.compare.processes import Generator, generator, python
from bench.loads.descriptors import OTHER_FILES, lower_to_usual_limit, shortage
from tests.support.mqtt import probe
from tests.support.ports import is_listening
from tests.support.services import Lab
from tests.support.waiting import wait_until

SESSION, WORD = "aula1", "after-the-restart"
LATE = 20
"""Browsers that join while the broker is away."""

PUBLISH_EVERY = 0.5
"""Seconds between two messages of the device."""


@dataclass(frozen=True)
class Outcome:
    """What became of the browsers. Seconds count from the moment at which the broker was started again."""

    browsers: int
    seen: int
    cut_off: int
    broker_back: float
    all_seen: float

    @property
    def is_whole(self) -> bool:
        """Whether every browser saw the next message."""
        return self.seen == self.browsers

    def report(self, kind: str) -> str:
        """One line for a person."""
        machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
        seen = f"{self.seen:,} of {self.browsers:,} browsers saw the next message"
        seen += f" within {self.all_seen:.1f} s of the broker's start" if self.seen else ""
        rest = f"{self.cut_off:,} were cut off; the broker listened after {self.broker_back:.1f} s"
        return f"{kind}: {seen}; {rest} ({machine})"


def measure(folder: Path, kind: str, browsers: int, seconds: float) -> Outcome:
    """Restart the broker of a new lab under so many browsers, and wait for them `seconds` at most.

    Raises AssertionError when the lab does not start or refuses a browser.
    """
    lab = Lab(folder, broker_kind=kind)
    try:
        for start in (lab.start_broker, lab.start_bridge, lab.start_web):
            start()
        arguments = (lab.web_port, SESSION, browsers, min(LATE, browsers - 1), WORD, seconds)
        with generator(*python("bench.loads.viewers", *arguments)) as viewers:
            return _restart(lab, browsers, viewers)
    finally:
        lab.stop()


def _restart(lab: Lab, browsers: int, viewers: Generator) -> Outcome:
    broker = lab.services["broker"]
    broker.stop()
    viewers.go()
    late = viewers.told()
    assert "ready" in late, late.get("failed", late)
    begun = time.monotonic()
    broker.start()
    wait_until(lambda: is_listening(lab.mqtt_port), what=lambda: f"the broker listens again:\n{broker.text()}")
    back = time.monotonic()
    viewers.go()
    with _device(lab.mqtt_port):
        told = viewers.told()
    return Outcome(browsers, told["seen"], told["cut_off"], back - begun, told["last"] - begun)


@contextlib.contextmanager
def _device(port: int) -> Iterator[None]:
    """Publishes at QoS 1, twice a second, while the context lasts."""
    done = threading.Event()

    def publish() -> None:
        with probe(port) as device:
            number = 0
            while not done.wait(PUBLISH_EVERY if number else 0):
                number += 1
                device.connection.publish(f"chat/{SESSION}/device", f"{WORD} {number}", qos=1)

    thread = threading.Thread(target=publish, name="device")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def main(arguments: list[str]) -> int:
    """Measure and say what was seen. 1 when a browser did not see the message, 2 when it can't be measured here."""
    parser = argparse.ArgumentParser(prog="lab.py bench reconnect", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--browsers", type=int, default=1500)
    parser.add_argument("--broker", choices=["mosquitto", "amqtt", "both"], default="both")
    parser.add_argument("--seconds", type=float, default=120.0, help="wait no longer than that")
    given = parser.parse_args(arguments)
    if why := shortage(given.browsers + OTHER_FILES):
        print(f"This can't be measured here: {why}.")
        return 2
    lower_to_usual_limit()
    kinds = ["mosquitto", "amqtt"] if given.broker == "both" else [given.broker]
    results = [_is_whole(kind, given.browsers, given.seconds) for kind in kinds]
    return 0 if all(results) else 1


def _is_whole(kind: str, browsers: int, seconds: float) -> bool:
    """Measure with one broker and print what was seen; whether every browser saw the message."""
    with tempfile.TemporaryDirectory(prefix="lab-reconnect-") as folder:
        try:
            outcome = measure(Path(folder), kind, browsers, seconds)
        except AssertionError as error:
            print(f"{kind}: {error}", flush=True)
            return False
    print(outcome.report(kind), flush=True)
    return outcome.is_whole
