"""Every command of the devices' READMEs, run as it stands there, on a real lab: it leaves its lines in the log."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chat.description import is_description
from chat.history import History
from devices import options
from devices.kinds import KINDS
from tests.support.mqtt import Probe, probe
from tests.support.services import ROOT, Lab
from tests.support.waiting import wait_until

LANGUAGES = {"devices/README.md": "en", "devices/README.pt-BR.md": "pt-BR"}


class Reader:
    """Somebody who has typed every command of a README, each in a terminal of its own."""

    def __init__(self, lab: Lab, document: str) -> None:
        text = (ROOT / document).read_text(encoding="utf-8")
        lines = re.findall(r"^ {4}python -m devices (?!list|fleet)(.*)$", text, re.MULTILINE)
        self.commands = [shlex.split(line) for line in lines]
        rows = re.findall(r"^\| `(\w+)` \|.*\| `(@[^`]+)` \|$", text, re.MULTILINE)
        self.orders: dict[str, str] = dict(rows)
        """What the table says that one can say to each kind."""
        self._lab = lab
        for words in self.commands:
            lab.service("devices", *words)

    def said(self, session: str, role: str) -> list[dict[str, Any]]:
        """What a role has in the log."""
        records = [json.loads(line) for line in History.of(self._lab.logs, session).last(1000)]
        return [record for record in records if record["role"] == role]


@pytest.fixture(scope="module", params=LANGUAGES)
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, Probe]]:
    """The commands of a README, running, and a teacher."""
    lab = Lab(tmp_path_factory.mktemp("readme"), "amqtt", {"LAB_LANG": LANGUAGES[request.param]})
    try:
        lab.start_broker()
        lab.start_bridge()
        made = Reader(lab, request.param)
        with probe(lab.mqtt_port) as teacher:
            yield made, teacher
    finally:
        lab.stop()


def _roles(words: list[str]) -> tuple[str, list[str]]:
    parsed = options.parse(words, {})
    assert parsed is not None
    return parsed.session, [role for _, role in parsed.roles]


def test_there_is_a_command_and_an_order_for_every_kind(reader: tuple[Reader, Probe]) -> None:
    assert {words[0] for words in reader[0].commands} == {*KINDS, "demo"}
    assert set(reader[0].orders) == set(KINDS)


def test_every_command_leaves_a_description_in_the_log(reader: tuple[Reader, Probe]) -> None:
    for words in reader[0].commands:
        session, roles = _roles(words)
        for role in roles:
            [first, *_] = wait_until(
                lambda session=session, role=role: reader[0].said(session, role),  # type: ignore[misc]
                seconds=60,
                what=f"{role} of {words} is in the log of {session}",
            )
            assert is_description(first["data"]), words


@pytest.mark.parametrize("kind", ["sensor", "thermostat", "gps", "chatter", "player"])
def test_what_speaks_of_its_own_accord_does(reader: tuple[Reader, Probe], kind: str) -> None:
    role = KINDS[kind].default_role
    wait_until(lambda: len(reader[0].said("aula1", role)) >= 3, seconds=60, what=f"{kind} speaks")


@pytest.mark.parametrize("kind", KINDS)
def test_every_order_of_the_table_is_answered(reader: tuple[Reader, Probe], kind: str) -> None:
    made, teacher = reader
    role = KINDS[kind].default_role
    wait_until(lambda: made.said("aula1", role), seconds=60, what=f"{kind} is there")
    teacher.publish("chat/aula1/teacher", made.orders[kind])
    asked = wait_until(lambda: [one for one in made.said("aula1", "teacher") if one["text"] == made.orders[kind]])[-1]
    answers = wait_until(
        lambda: [one for one in made.said("aula1", role) if one["seq"] > asked["seq"] and _is_answer(kind, one)],
        seconds=30,
        what=f"{kind} answers {asked['text']}",
    )
    assert answers


ANSWERS: dict[str, Callable[[dict[str, Any], str], object]] = {
    "lamp": lambda data, _text: data.get("on"),
    "servo": lambda data, _text: data.get("angle") == 90,
    "door": lambda data, _text: data.get("open"),
    "thermostat": lambda data, _text: data.get("target") == 24,
    "button": lambda data, text: data.get("presses") and text,
    "player": lambda data, _text: data == {"playing": False},
    "echo": lambda _data, text: text in ("hello", "olá"),
    "chatter": lambda _data, text: text in ("Hello, teacher!", "Olá, teacher!"),
}
"""What a kind answers to the order of the table, and does not say anyway. The others describe themselves."""


def _is_answer(kind: str, record: dict[str, Any]) -> bool:
    data = record.get("data", {})
    return bool(ANSWERS[kind](data, record.get("text", "")) if kind in ANSWERS else is_description(data))


def test_the_example_of_a_table_is_one_that_the_player_plays() -> None:
    assert len((ROOT / "devices" / "examples" / "room.csv").read_text(encoding="utf-8").splitlines()) > 100
    assert {path.suffix for path in Path(ROOT / "devices" / "examples").iterdir()} == {".csv", ".txt"}
