"""What every kind of board is held to: one check a claim, which the tests of boards, and those of boards that were
broken on purpose, use alike."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from tests.devices.stub_bridge import Record, StubBridge
from tests.support.board import BoardKind, Config, Edit, run_board
from tests.support.proxy import GOOD, Conditions, Proxy
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until

DESCRIPTION = {
    "device": "lamp",
    "values": [
        {"key": "temperature", "kind": "number", "unit": "°C", "least": -10, "greatest": 50},
        {"key": "on", "kind": "boolean"},
    ],
    "commands": [{"word": "on", "kind": "switch", "off": "off", "key": "on"}],
}
HELP = "on, off, describe"

_sessions = itertools.count(1)


@dataclass
class Bench:
    """Boards of one kind in a session of their own, beside a stub bridge. `edit` breaks them on purpose."""

    kind: BoardKind
    lab: Lab
    bridge: StubBridge
    edit: Edit = str
    session: str = field(default_factory=lambda: f"s{next(_sessions)}")
    started: list[Service] = field(default_factory=list)

    def start(self, config: Config | None = None) -> Service:
        """Start a board. The port is the broker's unless the configuration has one."""
        config = config or Config()
        port = self.lab.mqtt_port if config.port == Config().port else config.port
        self.started.append(run_board(self.lab, self.kind, replace(config, session=self.session, port=port), self.edit))
        return self.started[-1]

    def stop(self) -> None:
        """End the boards."""
        for board in self.started:
            board.kill()

    def chat(self, role: str = "esp32-1") -> str:
        """Where a board publishes."""
        return f"chat/{self.session}/{role}"

    def wait_until_there(self, role: str = "esp32-1") -> None:
        """Wait until a board has announced itself."""
        wait_until(
            lambda: self.records(role), what=lambda: f"{role} announces itself; passed: {self.bridge.wire[-20:]}"
        )

    def records(self, role: str = "esp32-1") -> list[Record]:
        """What a board has in the log."""
        return self.bridge.of(self.session, role)

    def texts(self, role: str = "esp32-1") -> list[str]:
        """What it answered."""
        return self.bridge.texts(self.session, role)

    def say(self, text: str, to: str = "") -> None:
        """Speak as a teacher."""
        self.bridge.say(self.session, "teacher", text, to)

    def ask(self, command: str, answer: str, role: str = "esp32-1") -> None:
        """Say a command, and wait until the board has given this answer to it."""
        before = self.texts(role).count(answer)
        self.say(command)
        wait_until(
            lambda: self.texts(role).count(answer) > before,
            what=lambda: f"{role} says {answer} to {command}; passed: {self.bridge.wire[-20:]}",
        )

    def status(self, role: str = "esp32-1") -> str:
        """The last status of a board."""
        return self.bridge.status(self.session, role)

    @contextmanager
    def network(self) -> Iterator[Proxy]:
        """A network between the board and the broker."""
        made = Proxy(self.lab.mqtt_port, knows_mqtt=True)
        made.start()
        try:
            yield made
        finally:
            made.stop()

    @contextmanager
    def unacknowledged(self, network: Proxy) -> Iterator[None]:
        """Meanwhile the board does not learn that what it says has come."""
        network.change(Conditions(loses_pubacks_down=True))
        self.bridge.confirms = False
        try:
            yield
        finally:
            network.change(GOOD)
            self.bridge.confirms = True

    def reconnect(self, network: Proxy, seconds: float = 15.0) -> None:
        """Break the board's connection, and wait until it is back."""
        birth = (f"status/{self.session}/esp32-1", "online")
        births = self.bridge.wire.count(birth)
        network.break_all()
        wait_until(lambda: self.bridge.wire.count(birth) > births, seconds=seconds, what="it is back")


def check_will(bench: Bench, seconds: float = 15.0) -> None:
    """A board that is killed becomes `offline`."""
    board = bench.start()
    wait_until(lambda: bench.status() == "online", what=board.text)
    board.kill()
    wait_until(lambda: bench.status() == "offline", seconds=seconds, what="its will says offline")


def check_reconnection(bench: Bench, seconds: float = 15.0) -> None:
    """A board whose connection breaks comes back, and obeys."""
    with bench.network() as network:
        bench.start(Config(port=network.port))
        bench.wait_until_there()
        bench.reconnect(network, seconds)
        bench.ask("@esp32-1 on", "ligada")


def check_state_after_change(bench: Bench) -> None:
    """A board tells its state when it has changed, not before."""
    board = bench.start()
    bench.wait_until_there()
    bench.ask("@esp32-1 on", "ligada")
    assert "pin 2 HIGH" in board.text()


def check_each_once(bench: Bench) -> None:
    """A board obeys a record that comes twice once."""
    bench.start()
    bench.wait_until_there()
    bench.ask("@esp32-1 on", "ligada")
    bench.bridge.address(bench.session, bench.bridge.of(bench.session, "teacher")[0])
    bench.ask("@esp32-1 off", "desligada")
    for command in bench.bridge.of(bench.session, "teacher"):
        bench.bridge.address(bench.session, command)
    bench.ask("@esp32-1 ?", HELP)
    assert bench.texts() == ["ligada", "desligada", HELP]
