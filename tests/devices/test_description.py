"""What devices announce is what the lab reads."""

import json
from typing import Any

import pytest

from chat import description as reader
from devices.description import Button, Choice, Description, Slider, Switch, TextCommand, Value
from devices.kinds import KINDS


def test_every_entry_is_read_as_it_was_made() -> None:
    made = Description(
        "thermostat",
        (Value("temperature", unit="°C", least=-10, greatest=50), Value("on", "boolean"), Value("at", "place")),
        (
            Switch("on", "off", "on"),
            Slider("set", 5, 30, 0.5, "°C", "target"),
            Choice("mode", ("auto", "eco"), "mode"),
            TextCommand("say"),
            Button("press"),
        ),
    )
    assert reader.read(json.loads(json.dumps(made.as_data()))) == reader.Description(
        "thermostat",
        (
            reader.Value("temperature", "number", "°C", -10, 50),
            reader.Value("on", "boolean"),
            reader.Value("at", "place"),
        ),
        (
            reader.Switch("on", "off", "on"),
            reader.Slider("set", 5, 30, 0.5, "°C", "target"),
            reader.Choice("mode", ("auto", "eco"), "mode"),
            reader.TextCommand("say"),
            reader.Button("press"),
        ),
    )


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_description_of_every_kind_is_read_whole(kind: Any) -> None:
    made = kind("it", "en").description()
    read = reader.read(made.as_data())
    assert read is not None
    assert (read.device, len(read.values), len(read.commands)) == (kind.name, len(made.values), len(made.commands))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_description_of_every_kind_fits_in_1_kib(kind: Any) -> None:
    assert len(json.dumps(kind("it", "en").description().as_data(), ensure_ascii=False).encode()) <= 1024


@pytest.mark.parametrize(
    "make",
    [
        lambda: Value(""),
        lambda: Value("t", least=1, greatest=1),
        lambda: Slider("set", 5, 1),
        lambda: Choice("mode", ()),
        lambda: Button(" "),
        lambda: Switch("on", ""),
        lambda: Description("x" * 33),
        lambda: Description("x", commands=tuple(Button(f"b{number}") for number in range(17))),
    ],
)
def test_a_wrong_entry_can_not_be_made(make: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()
