"""What a kind announces is true: it obeys every command, and reports every value."""

from datetime import datetime
from typing import Any

import pytest

from devices.description import Button, Choice, Command, Slider, Switch
from devices.device import Choices, Device
from devices.kinds import KINDS
from devices.kinds.player import EXAMPLE
from devices.paths import leaves
from tests.devices.kinds.clock import heard, ticks


def _made(kind: str) -> Device:
    return KINDS[kind].make("it", "en", Choices(file=EXAMPLE if kind == "player" else None))


def _words(command: Command) -> list[str]:
    match command:
        case Switch():
            return [command.word, command.off]
        case Slider():
            return [f"{command.word} {command.least:g}", f"{command.word} {command.greatest:g}"]
        case Choice():
            return [f"{command.word} {choice}" for choice in command.choices]
        case Button():
            return [command.word]
        case _:
            return [f"{command.word} hello"]


COMMANDS = [
    (kind, words)
    for kind, made in KINDS.items()
    for command in made("it", "en").description().commands
    for words in _words(command)
]


@pytest.mark.parametrize(("kind", "words"), COMMANDS)
def test_it_obeys_what_it_announces(kind: str, words: str) -> None:
    device = _made(kind)
    answer = heard(device, words)
    said = [answer] if answer else [what for _, what in ticks(device, 10)]
    assert said
    assert not any(what.text.startswith("I obey") for what in said)


@pytest.mark.parametrize("kind", KINDS)
def test_it_reports_what_it_announces_and_of_that_kind(kind: str) -> None:
    device = _made(kind)
    told: dict[str, Any] = {}
    for words in ("", *(words for other, words in COMMANDS if other == kind)):
        answer = heard(device, words) if words else None
        for what in [*([answer] if answer else []), *(what for _, what in ticks(device, 60))]:
            told |= dict(leaves(what.data))
    announced = {value.key: value.kind for value in device.description().values}
    assert {key: told.get(key) for key in announced} == announced
    assert set(told) - set(announced) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_before_it_obeys_anything_the_value_of_each_switch_and_slider_is_known(kind: str) -> None:
    device = _made(kind)
    known = dict(leaves(device.state()))
    first = device.tick(datetime.now().astimezone()) if not known else None
    known |= dict(leaves(first.data)) if first else {}
    keys = [getattr(command, "key", "") for command in device.description().commands]
    assert [key for key in keys if key and key not in known] == []
