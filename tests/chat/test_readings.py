"""chat.readings: what beginners send, what is kept, and what is read from it."""

import json
from pathlib import Path
from typing import Any

import pytest

from chat.message import Message
from chat.paths import leaves
from chat.readings import may_report, plain_value, reported
from chat.record import Record

PAYLOADS = json.loads(Path(__file__).with_name("payloads.json").read_text(encoding="utf-8"))
AT = "2026-11-26T12:00:00.000Z"


def record_of(payload: str) -> Record:
    """The record that the bridge makes of a payload."""
    return Record.of(Message.decode(payload.encode(), max_size=65536), seq=1, at=AT, role="board")


@pytest.mark.parametrize("example", PAYLOADS, ids=lambda example: example["payload"])
def test_a_payload_is_kept_as_it_came(example: dict[str, Any]) -> None:
    record = record_of(example["payload"])
    assert {"text": record.text, "data": dict(record.data)} == {"text": "", "data": {}} | example["record"]


@pytest.mark.parametrize("example", PAYLOADS, ids=lambda example: example["payload"])
def test_a_payload_is_read(example: dict[str, Any]) -> None:
    assert dict(leaves(reported(record_of(example["payload"])))) == (example["reading"] or {})


@pytest.mark.parametrize("example", PAYLOADS, ids=lambda example: example["payload"])
def test_the_quick_look_at_a_line_never_leaves_a_reading_out(example: dict[str, Any]) -> None:
    assert may_report(record_of(example["payload"]).encode()) or not example["reading"]


def test_what_people_write_is_no_reading() -> None:
    for said in (Record(1, AT, "ana", text="5", id="a-1"), Record(1, AT, "ana", text="5", to="lamp")):
        assert not reported(said)


@pytest.mark.parametrize("text", ["1e999", "9" * 33, "0x10", "٣", "1_000", "--1", "", '"'])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert plain_value(text) is None
