"""`python -m devices replay` as a real process, with the lab's own bridge."""

import subprocess
import sys

import pytest

from chat.history import History
from chat.record import Record
from tests.support.mqtt import probe
from tests.support.services import ROOT, Lab
from tests.support.waiting import wait_until


def replay(lab: Lab, *arguments: str, expect: int = 0) -> str:
    """Run a replay into the session `copy`. What it said."""
    command = [sys.executable, "-m", "devices", "replay", "--session", "copy", *arguments]
    env = {**lab.environ(), "LAB_LANG": "en"}
    made = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert made.returncode == expect, made.stdout + made.stderr
    return made.stdout + made.stderr


def records(lab: Lab, session: str) -> list[Record]:
    return [Record.decode(line) for line in History.of(lab.logs, session).all()]


@pytest.fixture
def played(any_lab: Lab) -> Lab:
    """A lab with a session of three messages, one of them a command."""
    any_lab.start_broker()
    any_lab.start_bridge()
    with probe(any_lab.mqtt_port) as person:
        person.publish("chat/aula1/ana", '{"text":"oi","id":"a-1"}')
        person.publish("chat/aula1/sensor", '{"temperature":20}')
        person.publish("chat/aula1/ana", "@lamp on")
    wait_until(lambda: len(records(any_lab, "aula1")) == 3, what="all is logged")
    return any_lab


def test_a_session_is_played_under_its_roles_and_marked(played: Lab) -> None:
    said = replay(played, str(played.logs / "aula1"), "--fast")
    assert "3 messages" in said
    wait_until(lambda: len(records(played, "copy")) == 3, what="the copy is logged")
    copied = records(played, "copy")
    assert [(one.role, one.text) for one in copied] == [("ana", "oi"), ("sensor", ""), ("ana", "@lamp on")]
    assert [one.data["replay"] for one in copied] == [{"source": "aula1", "seq": seq} for seq in (1, 2, 3)]


def test_a_replayed_command_reaches_its_device_only_when_one_asks_for_it(played: Lab) -> None:
    with probe(played.mqtt_port, "to/copy/lamp") as lamp:
        replay(played, str(played.logs / "aula1"), "--fast")
        replay(played, str(played.logs / "aula1"), "--fast", "--commands")
        [heard] = lamp.wait_for("to/copy/lamp")
    assert Record.decode(heard).data["replay"]["commands"] is True


def test_a_part_of_it_is_chosen(played: Lab) -> None:
    replay(played, str(played.logs / "aula1"), "--fast", "--only", "ana", "--from", "2")
    wait_until(lambda: records(played, "copy"), what="the copy is logged")
    assert [one.text for one in records(played, "copy")] == ["@lamp on"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere",), "nowhere"),
        (("logs", "--speed", "200"), "--speed: '200' is no number from 0.1 to 100"),
        (("logs", "--from", "x"), "--from"),
    ],
)
def test_what_is_wrong_is_told(lab: Lab, arguments: tuple[str, ...], says: str) -> None:
    assert says in replay(lab, *arguments, expect=2)


def test_a_broker_that_is_not_there_is_told(played: Lab) -> None:
    assert "the broker is not there" in replay(played, str(played.logs / "aula1"), "--port", "9", expect=1)
