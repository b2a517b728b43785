"""The clients that publish through a line: paho, umqtt.simple on MicroPython, and the lab's own of the page."""

import http.client
import json
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from bench.promises.plan import Way
from chat.fault_service import FaultService
from launcher.micropython_packages import obtain as obtain_packages
from tests.support.micropython import find_micropython

STALL = 0.6
"""Seconds without an acknowledgement, while one is due, after which the connection is cut: MQTT 3.1.1 lets a client
send again only when it has reconnected (section 4.4)."""

LONGEST = 90.0
_PACE = 0.01
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a fault lab that runs."""

    service: FaultService
    name: str
    port: int

    def ask(self, method: str, path: str = "", body: object = None) -> Any:
        """The fault lab's answer. Raises OSError, ValueError."""
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.service.secret}"}
        connection.request(method, f"/lines/{self.name}{path}", json.dumps(body or {}), headers)
        answer = connection.getresponse()
        document = json.loads(answer.read())
        if answer.status != 200:
            raise ValueError(document)
        return document

    def acknowledged(self) -> int:
        """How many acknowledgements have reached the client."""
        counts = self.ask("GET")["counts"]
        return sum(
            count
            for what, count in counts.items()
            if what.startswith(("down PUB", "down CONNACK")) and not what.endswith(("lost", "hung"))
        )


Publish = Callable[[Line, str, Way, int], bool]
"""Publishes so many messages of a run through a line. Returns False for a way that the client does not know."""


def paho(line: Line, run: str, way: Way, count: int) -> bool:
    """paho-mqtt, with a session that is kept."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=run, clean_session=False)
    client.reconnect_delay_set(1, 1)
    done: list[int] = []
    client.on_publish = lambda _client, _data, mid, *_: done.append(mid)
    client.connect_async("127.0.0.1", line.port, keepalive=2)
    client.loop_start()
    try:
        wait_for(client.is_connected, LONGEST)
        for number in range(1, count + 1):
            client.publish(f"chat/{line.name}", payload(run, number, count, way), way.qos)
            time.sleep(_PACE)
        watched = Stall(line)
        wait_for(lambda: way.qos == 0 or len(done) >= count or watched.cut(len(done)), LONGEST)
    finally:
        client.disconnect()
        client.loop_stop()
    return True


def umqtt(line: Line, run: str, way: Way, count: int) -> bool:
    """umqtt.simple on MicroPython's Unix port; QoS 0 and 1 alone."""
    program, packages = find_micropython(), obtain_packages()
    if way.qos > 1 or program is None or packages is None:
        return False
    words = [str(packages), str(line.port), f"chat/{line.name}", run, str(count), str(way.qos), str(int(way.with_id))]
    with subprocess.Popen([program, str(_HERE / "publish_umqtt.py"), *words]) as process:
        watched = Stall(line)
        try:
            wait_for(lambda: process.poll() is not None or watched.cut(line.acknowledged(), way.qos > 0), LONGEST)
        finally:
            process.kill()
    return True


def own(line: Line, run: str, way: Way, count: int) -> bool:  # noqa: ARG001 - it names its run itself
    """The lab's own client, which the buttons of the page start."""
    line.ask("POST", "/runs", {"qos": way.qos, "with_id": way.with_id, "count": count})
    return wait_for(lambda: line.ask("GET")["runs"][-1]["phase"] in ("done", "gave-up"), LONGEST)


CLIENTS: dict[str, Publish] = {"paho": paho, "MicroPython": umqtt, "the page's": own}


class Stall:
    """Ends a line's connections when nothing has been acknowledged for a while."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._last = -1
        self._since = time.monotonic()

    def cut(self, acknowledged: int, may: bool = True) -> bool:  # noqa: FBT001, FBT002 - a condition
        """Note how many acknowledgements there are. Always returns False: nothing is over yet."""
        now = time.monotonic()
        if acknowledged != self._last:
            self._last, self._since = acknowledged, now
        elif may and now - self._since > STALL:
            self._line.ask("POST", "/cut")
            self._since = now + 1.0  # paho waits a second before it connects again
        return False


def payload(run: str, number: int, count: int, way: Way) -> str:
    """A numbered message."""
    named = {"id": f"{run}-{number}"} if way.with_id else {}
    return json.dumps({"run": run, "n": number, "of": count, "qos": way.qos, **named})


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition. Returns whether it held in time."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while time.monotonic() < end:
        if condition():
            return True
        pause.wait(0.05)
    return False
