"""Kill the bridge again and again under load; every message that got its PUBACK must be logged once, in order.

Publishers send QoS 1 at a steady rate and note which messages the broker acknowledged; the bridge is killed with
SIGKILL at random moments and started again. The check reads the log files and nothing else.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from chat.history import History
from chat.record import Record
from tests.support.services import Lab
from tests.support.waiting import wait_until


@dataclass(frozen=True)
class Plan:
    """What to do: messages/s in all, over how many sessions, for how long, and how many kills."""

    rate: int = 200
    sessions: int = 10
    seconds: float = 60.0
    kills: int = 20
    seed: int = 1
    broker: str = "mosquitto"


@dataclass
class Outcome:
    """What was seen."""

    acknowledged: int = 0
    logged: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    seq_holes: int = 0
    kills: int = 0
    catch_up_seconds: list[float] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether the promise held."""
        return not (self.lost or self.doubled or self.reordered or self.seq_holes)


class Publisher:
    """One participant of one session; says `m0`, `m1` ... and notes what the broker acknowledged."""

    def __init__(self, port: int, session: str, every: float) -> None:
        self.session = session
        self.acknowledged: set[int] = set()
        self.sent = 0
        self._every = every
        self._numbers: dict[int, int] = {}
        self._stop = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv311)
        self._client.on_publish = lambda _client, _data, mid, *_: self._acknowledge(mid)
        self._port = port
        self._thread = threading.Thread(target=self._run, name=session)

    def start(self) -> None:
        """Connect and begin."""
        self._client.connect("127.0.0.1", self._port)
        self._client.loop_start()
        self._thread.start()

    def stop(self) -> None:
        """Say nothing more, and wait for the last acknowledgements."""
        self._stop.set()
        self._thread.join()
        wait_until(lambda: len(self.acknowledged) == self.sent, what=f"PUBACKs of {self.session}")
        self._client.disconnect()
        self._client.loop_stop()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._stop.is_set():
            number, self.sent = self.sent, self.sent + 1
            info = self._client.publish(f"chat/{self.session}/usuario", f"m{number}", qos=1)
            self._numbers[info.mid] = number
            due += self._every
            self._stop.wait(max(0.0, due - time.monotonic()))

    def _acknowledge(self, mid: int) -> None:
        number = wait_until(lambda: self._numbers.get(mid, -1) + 1, seconds=2) - 1
        self.acknowledged.add(number)


def run(plan: Plan, folder: Path) -> Outcome:
    """Carry out a plan in a lab of its own."""
    lab = Lab(folder, broker_kind=plan.broker)
    outcome = Outcome()
    try:
        lab.start_broker()
        bridge = lab.start_bridge()
        publishers = [Publisher(lab.mqtt_port, f"s{n}", plan.sessions / plan.rate) for n in range(plan.sessions)]
        for publisher in publishers:
            publisher.start()
        begun = time.monotonic()
        for moment in _moments(plan):
            _sleep_until(begun + moment)
            bridge.kill()
            bridge.start()
            outcome.kills += 1
            print(f"{moment:5.1f} s  kill {outcome.kills} of {plan.kills}", flush=True)
        _sleep_until(begun + plan.seconds)
        for publisher in publishers:
            publisher.stop()
        begun = time.monotonic()
        total = sum(publisher.sent for publisher in publishers)
        wait_until(lambda: _logged(lab, plan) >= total, seconds=60, every=0.1, what=f"{total} records in the logs")
        outcome.catch_up_seconds.append(time.monotonic() - begun)
        assert bridge.stop() == 0
        for publisher in publishers:
            _check(lab, publisher, outcome)
    finally:
        lab.stop()
    return outcome


def _moments(plan: Plan) -> list[float]:
    """Seconds after the beginning at which the bridge is killed."""
    chance = random.Random(plan.seed)
    return sorted(chance.uniform(0.05, 0.95) * plan.seconds for _ in range(plan.kills))


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _logged(lab: Lab, plan: Plan) -> int:
    return sum(History(lab.logs / f"s{n}").last_seq() for n in range(plan.sessions))


def _check(lab: Lab, publisher: Publisher, outcome: Outcome) -> None:
    records = [Record.decode(line) for line in History(lab.logs / publisher.session).all()]
    numbers = [int(record.text[1:]) for record in records if not record.event]
    outcome.acknowledged += len(publisher.acknowledged)
    outcome.logged += len(numbers)
    outcome.lost += len(publisher.acknowledged - set(numbers))
    outcome.doubled += len(numbers) - len(set(numbers))
    outcome.reordered += sum(later < earlier for earlier, later in pairwise(numbers))
    outcome.seq_holes += [record.seq for record in records] != list(range(1, len(records) + 1))


def main(arguments: list[str]) -> int:
    """Run with the options given; 0 when nothing was lost, doubled or reordered."""
    parser = argparse.ArgumentParser(prog="lab.py bench kills", description=(__doc__ or "").splitlines()[0])
    for name, default in (("rate", 200), ("sessions", 10), ("kills", 20), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--broker", choices=["mosquitto", "amqtt"], default="mosquitto")
    plan = Plan(**vars(parser.parse_args(arguments)))
    print(f"{plan}")
    with tempfile.TemporaryDirectory(prefix="lab-kills-") as folder:
        outcome = run(plan, Path(folder))
    for name in ("kills", "acknowledged", "logged", "lost", "doubled", "reordered", "seq_holes"):
        print(f"{name:14} {getattr(outcome, name)}")
    print(f"{'caught up in':14} {outcome.catch_up_seconds[0]:.2f} s after the last message")
    return 0 if outcome.is_clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
