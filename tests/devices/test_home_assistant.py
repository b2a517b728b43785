"""The discovery document is one that Home Assistant takes, and its templates do what they should.

Held to `home_assistant_rules.py`, which was written from Home Assistant's own schemas. No Home Assistant runs here.
"""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.message import Message
from devices.address import words_for
from devices.description import Button, Choice, Description, Slider, Switch, TextCommand, Value
from devices.home_assistant import discovery, discovery_topic
from devices.kinds import KINDS
from devices.paths import leaves
from tests.devices.home_assistant import Entity
from tests.devices.home_assistant_rules import faults

TOPIC = discovery_topic("aula1", "it")
EVERYTHING = Description(
    "everything",
    (
        Value("temperature", unit="°C"),
        Value("room.light", unit="lx"),
        Value("accel[2]"),
        Value("ready", "boolean"),
        Value("note", "text"),
        Value("place", "place"),
        Value("on", "boolean"),
    ),
    (
        Switch("on", "off", "on"),
        Slider("set", 5, 30, 0.5, "°C", "target"),
        Slider("dim", 0, 1),
        Choice("mode", ("auto", "eco"), "mode"),
        TextCommand("say"),
        Button("press"),
    ),
)


def _document(description: Description = EVERYTHING) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(discovery("aula1", "it", description)))
    return made


def _entity(name: str, description: Description = EVERYTHING) -> Entity:
    return Entity(_document(description)["cmps"][name])


@pytest.mark.parametrize("kind", KINDS)
def test_home_assistant_takes_the_document_of_every_kind(kind: str) -> None:
    made = _document(KINDS[kind]("it", "en").description())
    assert faults(TOPIC, made) == []


def test_home_assistant_takes_a_document_with_everything() -> None:
    assert faults(TOPIC, _document()) == []
    assert {component["p"] for component in _document()["cmps"].values()} == {
        *("switch", "number", "select", "text", "button"),
        *("sensor", "binary_sensor", "device_tracker"),
    }


def test_a_value_that_a_command_shows_has_no_component_of_its_own() -> None:
    assert [name for name in _document()["cmps"] if "value_on" in name or "value_target" in name] == []


def test_availability_is_the_devices_status() -> None:
    assert _document()["avty_t"] == "status/aula1/it"


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("value_temperature", {"temperature": 21.5}, "21.5"),
        ("value_temperature", {"temperature": 0}, "0"),
        ("value_room_light", {"room": {"light": 7}}, "7"),
        ("value_accel_2_", {"accel": [1, 2, 3]}, "3"),
        ("value_ready", {"ready": True}, "ON"),
        ("value_ready", {"ready": False}, "OFF"),
        ("value_note", {"note": "olá"}, "olá"),
        ("value_place", {"place": {"lat": -23.5, "lon": -46.6}}, {"latitude": -23.5, "longitude": -46.6}),
        ("command_on", {"text": "ligada", "on": True}, "ON"),
        ("command_on", {"text": "desligada", "on": False}, "OFF"),
        ("command_set", {"target": 21.5}, "21.5"),
        ("command_mode", {"mode": "eco"}, "eco"),
    ],
)
def test_a_state_is_read_from_what_the_device_publishes(name: str, data: dict[str, Any], state: object) -> None:
    entity = _entity(name)
    entity.receive(json.dumps({"id": "a-1", **data}))
    assert entity.state == state
    others: list[Any] = [{"text": "hello"}, {"room": {}}, {"room": 3}, {"accel": [1]}, EVERYTHING.as_data()]
    for other in others:
        entity.receive(json.dumps(other))
    assert entity.state == state


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("command_on", True, "on"),
        ("command_on", False, "off"),
        ("command_set", 21.5, "set 21.5"),
        ("command_set", 21, "set 21"),
        ("command_mode", "eco", "mode eco"),
        ("command_say", 'olá "você" {{ 1 }} <b>', 'say olá "você" {{ 1 }} <b>'),
        ("command_press", None, "press"),
    ],
)
def test_a_command_is_a_message_that_addresses_the_device(name: str, value: object, words: str) -> None:
    entity = _entity(name)
    assert entity.component["cmd_t"] == "chat/aula1/homeassistant"
    message = Message.decode(entity.press(value).encode(), max_size=65536)
    assert message == Message(text=words, to="it")
    assert words_for("it", {"text": message.text}) == words


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda name: name.strip() == name
)


@given(NAMES, st.integers(-1000, 1000))
def test_whatever_a_value_is_called_its_state_is_read(name: str, number: int) -> None:
    [(path, _)] = leaves({name: number})
    [component] = _document(Description("x", (Value(path),)))["cmps"].values()
    entity = Entity(component)
    entity.receive(json.dumps({name: number}))
    assert entity.state == str(number)


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), NAMES)
def test_whatever_words_there_are_the_document_is_taken_and_the_orders_arrive(words: list[str], value: str) -> None:
    made = _document(Description("x", commands=tuple(TextCommand(word) for word in words)))
    assert faults(TOPIC, made) == []
    for word, component in zip(words, made["cmps"].values(), strict=True):
        assert json.loads(Entity(component).press(value)) == {"to": "it", "text": f"{word} {value}"}


def test_names_that_look_alike_to_home_assistant_stay_apart() -> None:
    made = _document(Description("x", (Value("a.b"), Value("a_b"), Value('["a.b"]'))))
    assert len(made["cmps"]) == 3
    assert faults(TOPIC, made) == []


BREAKS: list[tuple[str, Any]] = [
    ("unknown", lambda made: made["cmps"]["command_on"].update(state_tpic="x")),
    ("platform", lambda made: made["cmps"]["command_on"].update(p="lamp")),
    ("unique_id is missing", lambda made: made["cmps"]["command_on"].pop("uniq_id")),
    ("twice", lambda made: made["cmps"]["command_on"].update(uniq_id=made["cmps"]["command_set"]["uniq_id"])),
    ("command_topic is missing", lambda made: made["cmps"]["command_set"].pop("cmd_t")),
    ("no topic", lambda made: made["cmps"]["command_set"].update(cmd_t="chat/+/x")),
    ("min is not below max", lambda made: made["cmps"]["command_set"].update(min=99)),
    ("step is below", lambda made: made["cmps"]["command_set"].update(step=0.0001)),
    ("options: no list", lambda made: made["cmps"]["command_mode"].update(ops=[])),
    ("value_template", lambda made: made["cmps"]["value_temperature"].update(val_tpl="{{ x")),
    ("with the unit", lambda made: made["cmps"]["value_temperature"].update(unit_of_meas="m")),
    ("state_class", lambda made: made["cmps"]["value_temperature"].update(stat_cla="now")),
    ("nothing of button", lambda made: made["cmps"]["command_press"].update(stat_t="x")),
    ("ids", lambda made: made["dev"].update(ids=[])),
    ("o.name", lambda made: made["o"].pop("name")),
    ("cmps is missing", lambda made: made.pop("cmps")),
]


@pytest.mark.parametrize(("told", "break_it"), BREAKS, ids=[told for told, _ in BREAKS])
def test_the_rules_notice_what_home_assistant_would_refuse(told: str, break_it: Any) -> None:
    made = deepcopy(_document())
    break_it(made)
    assert any(told in fault for fault in faults(TOPIC, made))


def test_the_rules_notice_a_wrong_topic() -> None:
    assert faults("homeassistant/device/aula 1/it/config", _document()) != []
