"""chat.talk: replies and reactions."""

import json
from pathlib import Path
from typing import Any

import pytest

from chat.readings import reported
from chat.record import Record
from chat.talk import answered, measured, reaction_of

EXAMPLES = json.loads(Path(__file__).with_name("talk.json").read_text(encoding="utf-8"))
each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: json.dumps(example["record"]))


def record_of(example: dict[str, Any]) -> Record:
    return Record(at="2026-11-26T12:00:00.000Z", role="ana", **example["record"])


@each
def test_a_record_answers_the_message_of_its_re(example: dict[str, Any]) -> None:
    assert answered(record_of(example)) == example["re"]


@each
def test_a_reaction_has_no_text(example: dict[str, Any]) -> None:
    assert reaction_of(record_of(example)) == example["reaction"]


@each
def test_what_is_said_about_a_message_measures_nothing(example: dict[str, Any]) -> None:
    assert measured(record_of(example)) == example["data"]


def test_a_reaction_is_no_reading() -> None:
    assert reported(Record(5, "2026-11-26T12:00:00.000Z", "ana", data={"re": 3, "reaction": "5"}, id="x")) == {}
