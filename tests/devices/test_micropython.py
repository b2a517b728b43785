"""The MicroPython device, its very files, executed by MicroPython on a real broker."""

import platform
import shutil
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.devices.stub_bridge import Record, StubBridge
from tests.support.micropython import find_micropython
from tests.support.proxy import Proxy
from tests.support.services import ROOT, Lab, Service
from tests.support.waiting import wait_until

BOARD_FILES = ROOT / "devices" / "micropython"
CHAT = "chat/aula1/esp32-1"
StartBoard = Callable[..., Service]


def _interpreter() -> str:
    """MicroPython; the boards' files also run on Python, where there is none."""
    return find_micropython() or sys.executable


@pytest.fixture
def start_board(lab: Lab, tmp_path: Path) -> Iterator[StartBoard]:
    """Copies the files as a student does, changes config.py, and starts main.py."""
    started: list[Service] = []

    def start(role: str = "esp32-1", *, every: float = 0.2) -> Service:
        folder = tmp_path / role
        shutil.copytree(BOARD_FILES, folder)
        with (folder / "config.py").open("a") as config:
            config.write(f'HOST, PORT, ROLE = "127.0.0.1", {lab.mqtt_port}, "{role}"\n')
            config.write(f"EVERY_SECONDS, RESEND_SECONDS = {every}, 0.3\n")
        board = Service(role, [_interpreter(), str(folder / "main.py")], lab.environ(), folder / "out.txt")
        board.start()
        started.append(board)
        return board

    yield start
    for board in started:
        board.kill()


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Lab]:
    """A broker with TLS."""
    made = Lab(tmp_path, "amqtt", {"LAB_TLS": "auto"})
    try:
        made.start_broker()
        yield made
    finally:
        made.stop()


@pytest.fixture
def start_secure(secure: Lab, tmp_path: Path) -> Iterator[StartBoard]:
    """As `start_board`, over TLS to this host and port."""
    started: list[Service] = []

    def start(host: str, port: int = secure.mqtts_port) -> Service:
        folder = tmp_path / "board"
        shutil.copytree(BOARD_FILES, folder)
        ca = secure.folder / "data" / "tls" / "ca.pem"
        with (folder / "config.py").open("a") as config:
            config.write(f'HOST, PORT, CA, ROLE = "{host}", {port}, "{ca}", "esp32-1"\n')
            config.write("EVERY_SECONDS, RESEND_SECONDS = 0.2, 0.3\n")
        board = Service("board", [_interpreter(), str(folder / "main.py")], secure.environ(), folder / "out.txt")
        board.start()
        started.append(board)
        return board

    yield start
    for board in started:
        board.kill()


def _ready(bridge: StubBridge, role: str = "esp32-1") -> None:
    wait_until(lambda: bridge.of("aula1", role), what=f"{role} has announced itself")


def _said_after(bridge: StubBridge, command: str, answer: str, role: str = "esp32-1") -> None:
    bridge.say("aula1", "teacher", command)
    wait_until(
        lambda: answer in bridge.texts("aula1", role),
        what=lambda: f"{role} says {answer} to {command}; passed: {bridge.wire}",
    )


def _answers(bridge: StubBridge) -> list[str]:
    """The texts that the board has sent, logged or not."""
    return [message["text"] for message in bridge.sent(CHAT) if "text" in message]


def _command(seq: int, words: str) -> Record:
    return {"seq": seq, "at": "2026-11-22T16:59:00.000Z", "role": "teacher", "text": f"@esp32-1 {words}"}


def _let_readings_wait(bridge: StubBridge) -> None:
    """Log nothing more until the board takes no more readings: it sends the same eight again and again."""
    _ready(bridge)
    bridge.silent = True
    before = len(bridge.sent(CHAT))

    def again() -> int:
        times = Counter(message["id"] for message in bridge.sent(CHAT)[before:])
        return sum(count >= 3 for count in times.values())

    wait_until(lambda: again() >= 8, what="the board takes no more readings")


def test_it_is_executed_by_micropython_where_there_is_one() -> None:
    if (sys.platform, platform.machine()) in {("linux", "x86_64"), ("darwin", "arm64")}:
        assert Path(_interpreter()).name == "micropython"


def test_over_tls_it_takes_part_as_it_does_without(secure: Lab, start_secure: StartBoard) -> None:
    bridge = StubBridge(secure.mqtt_port)
    bridge.start()
    try:
        start_secure("127.0.0.1")
        _ready(bridge)
        _said_after(bridge, "@esp32-1 on", "ligada")
        wait_until(lambda: len(bridge.of("aula1", "esp32-1")) >= 10, what="readings go on")
    finally:
        bridge.stop()


def test_over_tls_a_host_that_is_not_in_the_certificate_hears_nothing(secure: Lab, start_secure: StartBoard) -> None:
    bridge, network = StubBridge(secure.mqtt_port), Proxy(secure.mqtts_port)
    bridge.start()
    network.start()
    try:
        board = start_secure("127.1", network.port)  # the same address, by a name that the certificate does not have
        wait_until(lambda: network.accepted >= 2, what="it has tried, and tried again")
        assert "device: ready" not in board.text()
        assert bridge.of("aula1", "esp32-1") == []
    finally:
        network.stop()
        bridge.stop()


def test_it_announces_itself_and_reports_with_ids(bridge: StubBridge, start_board: StartBoard) -> None:
    start_board()
    wait_until(lambda: len(bridge.of("aula1", "esp32-1")) >= 4)
    first, *others = bridge.of("aula1", "esp32-1")
    assert first["data"] == {"device": "lamp", "commands": ["on", "off"]}
    assert all(20 <= record["data"]["temperature"] < 23 for record in others)
    assert len({record["id"] for record in [first, *others]}) == len(others) + 1


def test_birth_is_online_and_the_will_says_offline(bridge: StubBridge, start_board: StartBoard) -> None:
    board = start_board()
    wait_until(lambda: bridge.status("aula1", "esp32-1") == "online")
    board.kill()
    wait_until(lambda: bridge.status("aula1", "esp32-1") == "offline")


def test_it_obeys_what_is_said_to_it_in_both_ways(bridge: StubBridge, start_board: StartBoard) -> None:
    start_board()
    _ready(bridge)
    _said_after(bridge, "@ESP32-1 liga", "ligada")
    bridge.say("aula1", "teacher", "off", to="esp32-1")
    wait_until(lambda: bridge.texts("aula1", "esp32-1") == ["ligada", "desligada"])
    assert [record["data"] for record in bridge.of("aula1", "esp32-1") if "text" in record] == [
        {"on": True},
        {"on": False},
    ]


def test_it_obeys_once_and_nothing_that_is_old(bridge: StubBridge, start_board: StartBoard) -> None:
    bridge.say("aula1", "teacher", "@esp32-1 on")
    old = wait_until(lambda: bridge.of("aula1", "teacher"))[0]
    bridge.silent = True
    start_board()
    wait_until(lambda: bridge.sent(CHAT), what="it has subscribed, and spoken")
    bridge.relay("aula1", old)
    bridge.silent = False
    _ready(bridge)
    bridge.relay("aula1", old)
    _said_after(bridge, "@esp32-1 off", "desligada")
    bridge.relay("aula1", bridge.of("aula1", "teacher")[-1])
    _said_after(bridge, "@esp32-1 ?", "on, off")
    assert bridge.texts("aula1", "esp32-1") == ["desligada", "on, off"]


def test_it_obeys_what_was_said_after_it_came_although_its_own_record_comes_later(
    bridge: StubBridge, start_board: StartBoard
) -> None:
    bridge.silent = True
    start_board(every=60)
    own = wait_until(lambda: bridge.sent(CHAT))[0]["id"]
    bridge.relay("aula1", {"seq": 1, "at": "2026-11-22T16:48:00.000Z", "role": "teacher", "text": "@esp32-1 ?"})
    bridge.relay("aula1", {"seq": 3, "at": "2026-11-22T16:48:00.002Z", "role": "teacher", "text": "@esp32-1 on"})
    bridge.relay("aula1", {"seq": 2, "at": "2026-11-22T16:48:00.001Z", "role": "esp32-1", "id": own})
    wait_until(lambda: _answers(bridge), what="it answers")
    assert _answers(bridge)[0] == "ligada"


def test_it_answers_although_readings_wait(bridge: StubBridge, start_board: StartBoard) -> None:
    start_board(every=0.02)
    _let_readings_wait(bridge)
    bridge.relay("aula1", _command(1000, "on"))
    wait_until(lambda: "ligada" in _answers(bridge), what="it answers")


def test_of_many_answers_that_wait_it_gives_up_the_oldest(bridge: StubBridge, start_board: StartBoard) -> None:
    start_board(every=0.02)
    _let_readings_wait(bridge)
    bridge.relay("aula1", *(_command(1000 + number, "off") for number in range(20)), _command(1020, "on"))
    wait_until(lambda: "ligada" in _answers(bridge), what="it says its last answer")


def test_it_says_again_what_was_not_logged(bridge: StubBridge, start_board: StartBoard) -> None:
    bridge.silent = True
    start_board(every=60)
    wait_until(lambda: len(bridge.sent(CHAT)) >= 2)
    bridge.silent = False
    _ready(bridge)
    assert len({message["id"] for message in bridge.sent(CHAT)}) == 1
    assert len(bridge.of("aula1", "esp32-1")) == 1


def test_it_comes_back_after_the_broker_was_killed(lab: Lab, bridge: StubBridge, start_board: StartBoard) -> None:
    board = start_board()
    _ready(bridge)
    lab.services["broker"].kill()
    lab.start_broker()
    wait_until(lambda: board.text().count("device: ready") == 2, what=board.text)
    bridge.wait_until_subscribed()  # what it publishes before its own subscription, it does not receive
    _said_after(bridge, "@esp32-1 on", "ligada")


def test_it_keeps_trying_until_there_is_a_broker(lab: Lab, start_board: StartBoard) -> None:
    with socket.create_server(("127.0.0.1", lab.mqtt_port)) as no_broker:
        board = start_board()
        no_broker.settimeout(10)
        no_broker.accept()[0].close()
    lab.start_broker()
    wait_until(lambda: "device: ready" in board.text())


def test_packets_that_are_too_large_or_broken_do_not_end_it(bridge: StubBridge, start_board: StartBoard) -> None:
    start_board()
    _ready(bridge)
    bridge.publish("log/aula1", b"x" * 60000)
    bridge.publish("log/aula1", b'\xff\xfe\n{"seq":"1"}\n[]\n{"seq":77,"at":3,"role":"x"}\n{"seq":')
    bridge.publish("lab/rejected/esp32-1", b'{"topic":7}')
    _said_after(bridge, "@esp32-1 on", "ligada")


def test_what_is_refused_is_not_said_again(bridge: StubBridge, start_board: StartBoard) -> None:
    bridge.silent = True
    board = start_board()
    refused = wait_until(lambda: bridge.sent(CHAT))[0]["id"]
    bridge.publish("lab/rejected/esp32-1", f'{{"topic":"{CHAT}","reason":"bad-field","id":"{refused}"}}')
    wait_until(lambda: "device: refused: bad-field" in board.text())

    def since() -> list[str]:
        """The ids that came after the refused one came last: some of it may have been on its way."""
        ids = [message["id"] for message in bridge.sent(CHAT)]
        return ids[len(ids) - ids[::-1].index(refused) :]

    wait_until(lambda: any(times >= 3 for times in Counter(since()).values()), what="only others are said again")
