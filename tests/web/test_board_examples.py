"""The examples of the board's page, as on a board: MicroPython's Unix port, umqtt.simple, and each of the brokers."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from launcher.micropython_packages import obtain as obtain_packages
from tests.support.board import BOARD_MODULES
from tests.support.micropython import find_micropython
from tests.support.mqtt import Probe, probe
from tests.support.services import ROOT, Lab, Service
from tests.support.waiting import wait_until

EXAMPLES = ROOT / "web" / "ui" / "src" / "board" / "examples"
PARTS = ROOT / "tests" / "support" / "board_parts"
LOCAL = ("blink", "button", "traffic")
"""Those that need no network."""

SESSIONS = (f"example-{number}" for number in count(1))

pytestmark = pytest.mark.skipif(find_micropython() is None, reason="there is no MicroPython for this system")


@pytest.fixture(scope="module", params=["amqtt", "mosquitto"])
def lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Broker and bridge."""
    made = Lab(tmp_path_factory.mktemp(request.param), broker_kind=request.param)
    try:
        made.start_broker()
        made.start_bridge()
        yield made
    finally:
        made.stop()


@dataclass
class Board:
    """An example that runs, and what stands round it."""

    service: Service
    folder: Path
    session: str
    person: Probe

    def put(self, **parts: Any) -> None:
        """Move the parts: `pin25=0`. The file is replaced whole."""
        new = self.folder / "parts.new"
        new.write_text(json.dumps({name.removeprefix("pin"): value for name, value in parts.items()}))
        new.replace(self.folder / "parts.json")

    def said(self, words: str) -> None:
        """Wait until it has printed something."""
        wait_until(lambda: words in self.service.text(), what=lambda: f"{words!r}:\n{self.service.text()}")

    def say(self, text: str) -> None:
        """Say something in the session, as a person."""
        self.person.publish(f"chat/{self.session}/maria", text)

    def told(self, **data: Any) -> dict[str, Any]:
        """Wait for a record of it with these data."""

        def found() -> list[dict[str, Any]]:
            own = [record["data"] for record in self.person.records(self.session) if "data" in record]
            return [one for one in own if data.items() <= one.items()]

        return wait_until(found, what=lambda: f"{data}:\n{self.service.text()}")[0]


Start = Callable[[str], Board]


@pytest.fixture
def start(lab: Lab, tmp_path: Path) -> Iterator[Start]:
    """Starts an example in a folder of its own, with its settings filled in as the page does."""
    started: list[Service] = []
    session = next(SESSIONS)
    with probe(lab.mqtt_port, "log/#", "status/#") as person:

        def begin(name: str) -> Board:
            for modules in (BOARD_MODULES, PARTS):
                shutil.copytree(modules, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
            source = filled(EXAMPLES.joinpath(f"{name}.py").read_text(encoding="utf-8"), session, lab.mqtt_port)
            (tmp_path / "main.py").write_text(source, encoding="utf-8")
            air = {
                "BOARD_AIR_NAME": "classroom",
                "BOARD_AIR_PASSWORD": "",
                "MICROPYPATH": f":.frozen:{obtain_packages()}",
            }
            command = ["sh", "-c", f'cd "{tmp_path}" && exec "{find_micropython()}" main.py']
            service = Service(name, command, {**os.environ, **air}, tmp_path / "out.txt")
            started.append(service)
            service.start()
            return Board(service, tmp_path, session, person)

        yield begin
        for service in started:
            service.kill()


def filled(source: str, session: str, port: int) -> str:
    settings = {"SESSION": repr(session), "ROLE": "'Board-1'", "HOST": "'127.0.0.1'", "PORT": str(port)}
    return re.sub(
        r"^(SESSION|ROLE|HOST|PORT) = .*$", lambda line: f"{line[1]} = {settings[line[1]]}", source, flags=re.M
    )


def test_every_example_is_tried_here() -> None:
    tried = {"thermometer", "lamp", "quiz", "thermostat", "alarm", *LOCAL}
    assert {path.stem for path in EXAMPLES.glob("*.py")} == tried


@pytest.mark.parametrize("name", [path.stem for path in sorted(EXAMPLES.glob("*.py"))])
def test_every_comment_is_in_both_languages(name: str) -> None:
    comments = re.findall(r"^ *# (..): ", EXAMPLES.joinpath(f"{name}.py").read_text(encoding="utf-8"), re.M)
    assert comments
    assert comments == ["pt", "en"] * (len(comments) // 2)


def test_blink_blinks(start: Start) -> None:
    start("blink").said("pin 2 1\non\npin 2 0\noff\n")


def test_the_button_lights_the_led_and_is_counted(start: Start) -> None:
    board = start("button")
    board.put(pin25=0)
    board.said("presses: 1")
    board.said("pin 12 1")


def test_the_traffic_light_obeys_the_pedestrian(start: Start) -> None:
    board = start("traffic")
    board.said("pin 14 1\ngreen")
    board.put(pin25=0)
    board.said("pedestrian\npin 13 1\n")


def test_the_thermometer_reports(start: Start) -> None:
    board = start("thermometer")
    board.put(pin4=[25.5, 60])
    assert board.told(temperature=25.5) == {"temperature": 25.5, "humidity": 60}
    assert board.told(device="thermometer")["values"][0]["unit"] == "°C"


def test_the_lamp_obeys_and_is_online(start: Start) -> None:
    board = start("lamp")
    board.told(device="lamp")
    assert board.person.wait_for(f"status/{board.session}/Board-1")[-1] == b"online"
    board.say("@board-1 on")
    board.told(on=True)
    board.say("@Board-1: off")
    board.told(on=False)
    assert "pin 2 1\n" in board.service.text()


def test_the_lamp_is_offline_when_it_is_killed(start: Start) -> None:
    board = start("lamp")
    board.told(device="lamp")
    board.service.kill()
    wait_until(lambda: board.person.payloads(f"status/{board.session}/Board-1")[-1] == b"offline", what="its will")


def test_the_quiz_button_tells_the_first_press_only_until_it_is_reset(start: Start) -> None:
    board = start("quiz")
    board.told(device="quiz")
    board.put(pin25=0)
    board.told(pressed=True)
    board.put(pin25=1)
    board.say("@board-1 reset")
    board.told(pressed=False)
    assert [record.get("text") for record in board.person.records(board.session)].count("Board-1!") == 1


def test_the_thermostat_heats_up_to_what_is_set(start: Start) -> None:
    board = start("thermostat")
    board.told(heating=False)
    board.put(pin4=[15, 50])
    board.say("@board-1 set 25")
    assert board.told(target=25.0, heating=True)["temperature"] == 15
    board.put(pin4=[26, 50])
    board.told(temperature=26, heating=False)


def test_the_alarm_rings_in_the_dark_until_it_is_disarmed(start: Start) -> None:
    board = start("alarm")
    board.told(armed=True, ringing=False)
    board.put(pin35=100)
    board.told(ringing=True)
    board.said("pwm 18 32768")
    board.say("@board-1 disarm")
    board.told(armed=False, ringing=False)
