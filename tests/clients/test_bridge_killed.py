"""The bridge is killed and started five times while clients that others wrote publish 500 messages each, without ids.

All clients publish at once, each to a session of its own.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.history import History
from chat.record import Record
from launcher.micropython_packages import obtain as obtain_packages
from launcher.nodejs import obtain as obtain_node
from tests.support.micropython import find_micropython
from tests.support.mqtt import probe
from tests.support.services import ROOT, Lab
from tests.support.waiting import wait_until

MESSAGES, KILLS = 500, 5
PART = MESSAGES // KILLS
"""Messages of each client from one kill to the next."""

BEFORE_KILL, LOGGED_BEFORE_KILL = 60, 20
"""Of a part: published before the kill, the others about when it happens; and logged of these at least."""

END = "the end"
_HERE = Path(__file__).parent
_MICROPYTHON = find_micropython()
CLIENTS = ["paho, QoS 1", "paho, QoS 2", "mqtt.js, QoS 1", "mosquitto_pub, QoS 2"]
CLIENTS += ["umqtt.simple, QoS 1"] if _MICROPYTHON else []


class Client:
    """A process that publishes each line of its standard input, and ends when all are acknowledged."""

    def __init__(self, lab: Lab, name: str) -> None:
        self.name = name
        self.session = name.partition(",")[0].replace(".", "-").replace("_", "-") + "-" + name[-1]
        self._folder = lab.logs / self.session
        self._output = lab.folder / f"{self.session}.out"
        with self._output.open("wb") as out:
            self.process = subprocess.Popen(
                _command(name, lab.mqtt_port, f"chat/{self.session}/client"),
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
            )

    def publish(self, numbers: range) -> None:
        """Have it publish these numbers, each as a text."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{number}\n" for number in numbers).encode())
        self.process.stdin.flush()

    def finish(self) -> None:
        """Wait until all of its messages are acknowledged. Raises AssertionError."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(30) == 0, f"{self.name}: {self._output.read_text()}"

    def lines(self) -> int:
        """How many records its session has."""
        return sum(path.read_bytes().count(b"\n") for path in self._folder.glob("*.log"))

    def logged(self) -> list[str]:
        """The texts that it published, as they are in the log."""
        records = map(Record.decode, History(self._folder).all())
        return [record.text or "" for record in records if record.role == "client"]


def _command(name: str, port: int, topic: str) -> list[str]:
    library, qos = name[:-7], name[-1]
    match library:
        case "paho":
            return [sys.executable, str(_HERE / "publish_lines.py"), str(port), topic, qos]
        case "mqtt.js":
            packages, url = ROOT / "web" / "ui" / "package.json", f"mqtt://127.0.0.1:{port}"
            return [*obtain_node().node, str(_HERE / "publish_lines.mjs"), str(packages), url, topic, qos]
        case "mosquitto_pub":
            where = ["-h", "127.0.0.1", "-p", str(port), "-V", "311"]
            return ["mosquitto_pub", *where, "-q", qos, "-t", topic, "-l"]
        case _:
            program = str(_HERE / "publish_lines_umqtt.py")
            return [str(_MICROPYTHON), program, str(obtain_packages()), str(port), topic]


@pytest.fixture(scope="module", params=["mosquitto", "amqtt"])
def logged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """What each client's session holds after all of it."""
    lab = Lab(tmp_path_factory.mktemp(request.param), broker_kind=request.param)
    clients = list[Client]()
    try:
        lab.start_broker()
        lab.start_bridge()
        clients += [Client(lab, name) for name in CLIENTS]
        _publish_while_the_bridge_is_killed(lab, clients)
        yield {client.name: client.logged() for client in clients}
    finally:
        for client in clients:
            client.process.kill()
            client.process.wait()
        lab.stop()


def _publish_while_the_bridge_is_killed(lab: Lab, clients: list[Client]) -> None:
    bridge = lab.services["bridge"]
    for begin in range(0, MESSAGES, PART):
        for client in clients:
            client.publish(range(begin, begin + BEFORE_KILL))
        _wait_for_lines(clients, begin + LOGGED_BEFORE_KILL)  # more than before: the bridge works again
        for client in clients:
            client.publish(range(begin + BEFORE_KILL, begin + PART))
        bridge.kill()
        bridge.start()
    for client in clients:
        client.finish()
    # It comes to the bridge behind whatever is delivered to it a second time.
    with probe(lab.mqtt_port) as last:
        for client in clients:
            last.publish(f"chat/{client.session}/last", END)
    wait_until(lambda: all(_has_end(lab, client) for client in clients), seconds=30, what="all sessions have an end")


def _wait_for_lines(clients: list[Client], count: int) -> None:
    wait_until(
        lambda: all(client.lines() >= count for client in clients),
        seconds=30,
        what=lambda: f"{count} lines of each: {[(client.name, client.lines()) for client in clients]}",
    )


def _has_end(lab: Lab, client: Client) -> bool:
    return any(END.encode() in path.read_bytes() for path in (lab.logs / client.session).glob("*.log"))


@pytest.mark.parametrize("name", CLIENTS)
def test_all_messages_are_logged_once_and_in_order(logged: dict[str, list[str]], name: str) -> None:
    assert logged[name] == [str(number) for number in range(MESSAGES)]
