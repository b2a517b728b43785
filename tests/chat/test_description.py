"""A device's description: what readers take of it, whatever it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import description
from chat.description import Button, Choice, Description, Slider, Switch, TextCommand, Value, is_description, read
from chat.errors import DescriptionError
from tests.support.services import ROOT

CASES = json.loads(Path(__file__).with_name("description.json").read_text(encoding="utf-8"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["key", "kind", "word", "least", "greatest", "choices"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_what_a_reader_takes(case: dict[str, Any]) -> None:
    found = read(case["data"])
    assert (found and found.device) == case["device"]
    assert ([value.key for value in found.values] if found else []) == case["values"]
    assert ([command.word for command in found.commands] if found else []) == case["words"]


def test_the_example_of_the_protocol_is_read_whole() -> None:
    protocol = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    part = protocol[protocol.index("### Description") :]
    assert read(json.loads(part[part.index("```json") + 7 : part.index("\n```\n")])) == Description(
        "thermostat",
        (Value("temperature", "number", "°C", -10, 50), Value("heating", "boolean")),
        (
            Switch("on", "off", "on"),
            Slider("set", 5, 30, 0.5, "°C", "target"),
            Choice("mode", ("auto", "eco"), "mode"),
            TextCommand("say"),
            Button("press"),
        ),
    )


def test_the_bounds_of_the_protocol_are_those_of_the_code() -> None:
    protocol = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    part = " ".join(protocol[protocol.index("### Description") : protocol.index("## Record")].split())
    assert f"what it is, 1 to {description.MAX_DEVICE} characters" in part
    assert part.count(f"at most {description.MAX_ENTRIES}.") == 2
    assert f"one line of 1 to {description.MAX_WORD} characters" in part
    assert f"1 to {description.MAX_CHOICES} words" in part
    assert f"of at most {description.MAX_KEY} characters" in part
    assert f"`unit` (at most {description.MAX_UNIT} characters)" in part
    assert all(f"`{kind}`" in part for kind in description.VALUE_KINDS)


def test_the_old_pair_of_words_is_a_switch() -> None:
    found = read({"device": "lamp", "commands": ["toggle", "off", "on"]})
    assert found == Description("lamp", commands=(Switch("on", "off", "on"),))


def test_on_alone_is_a_button() -> None:
    assert read({"device": "bell", "commands": ["on"]}) == Description("bell", commands=(Button("on"),))


def test_a_long_name_is_cut_and_an_empty_one_describes_nothing() -> None:
    assert read({"device": "x" * 40, "commands": []}) == Description("x" * 32)
    assert read({"device": "", "commands": []}) is None


def test_sixteen_entries_are_read() -> None:
    found = read({"device": "x", "commands": [f"c{number}" for number in range(20)]})
    assert found is not None
    assert [command.word for command in found.commands] == [f"c{number}" for number in range(16)]


@given(st.fixed_dictionaries({"device": st.just("x"), "values": JSON, "commands": JSON}))
def test_whatever_a_device_says_breaks_no_reader(data: dict[str, Any]) -> None:
    assert is_description(data) == (read(data) is not None)


@given(JSON)
def test_whatever_data_there_is_is_looked_at(data: Any) -> None:
    assert is_description(data) is False


@pytest.mark.parametrize(
    "make",
    [
        lambda: Value("", "number"),
        lambda: Value("a", "colour"),
        lambda: Value("a", "number", least=float("nan")),
        lambda: Value("a", "number", unit="x" * 17),
        lambda: Switch("on", "on"),
        lambda: Slider("set", 5, 5),
        lambda: Slider("set", 0, float("inf")),
        lambda: Slider("set", 0, 1, step=-1),
        lambda: Choice("mode", ()),
        lambda: Button("two\nlines"),
        lambda: Button(" space"),
        lambda: Description("x", commands=(Button("a"), TextCommand("a"))),
    ],
)
def test_a_wrong_value_can_not_be_made(make: Any) -> None:
    with pytest.raises(DescriptionError):
        make()
