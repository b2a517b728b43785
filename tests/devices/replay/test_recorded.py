"""devices.replay.recorded: what is read, and the payload that plays it again."""

import json
from pathlib import Path

import pytest

from devices.replay.recorded import Recorded, name_of, read, recorded
from devices.texts import OptionError

AT = "2026-11-26T12:00:00.000Z"


def line(seq: int, **record: object) -> bytes:
    return json.dumps({"seq": seq, "at": AT, "role": "ana", **record}).encode() + b"\n"


def test_messages_are_read_and_events_and_torn_lines_are_not() -> None:
    lines = [line(1, event="session-created"), line(2, text="oi"), b'{"seq":3,', line(4, base64="/wA="), line(5)]
    assert [(one.seq, one.said, one.bytes_) for one in read(lines)] == [(2, {"text": "oi"}, b""), (4, {}, b"\xff\x00")]


def test_a_payload_says_what_it_repeats_and_carries_no_id() -> None:
    [said] = read([line(7, text="on", to="lamp", id="a-1", sent_at="x", mid=3, data={"t": 1})])
    assert json.loads(said.payload("aula1", commands=False)) == {
        "text": "on",
        "to": "lamp",
        "t": 1,
        "replay": {"source": "aula1", "seq": 7},
    }


def test_commands_and_the_role_stand_in_the_mark() -> None:
    said = Recorded(7, 0.0, "ana", {"text": "on"})
    mark = json.loads(said.payload("a", commands=True, as_role="conta"))["replay"]
    assert mark == {"source": "a", "seq": 7, "commands": True, "role": "ana"}


def test_a_replay_of_a_replay_names_its_own_source() -> None:
    [said] = read([line(9, text="on", data={"replay": {"source": "first", "seq": 1}})])
    assert json.loads(said.payload("second", commands=False))["replay"] == {"source": "second", "seq": 9}


def test_bytes_stay_bytes() -> None:
    assert Recorded(1, 0.0, "ana", {}, b"\xff").payload("a", commands=False) == b"\xff"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("logs/aula1", "aula1"),
        ("logs/aula1/", "aula1"),
        ("logs/aula1/chat_20261126-120000.log", "aula1"),
        ("http://lab:8000/api/sessions/aula1/log", "aula1"),
        ("http://lab:8000/api/archive/aula1_20261126-120000/log", "aula1_20261126-120000"),
    ],
)
def test_a_source_has_a_name(source: str, name: str) -> None:
    assert name_of(source) == name


def test_all_files_of_a_folder_are_read_in_the_order_of_the_seq(tmp_path: Path) -> None:
    (tmp_path / "chat_20261126-130000.log").write_bytes(line(1, text="a"))
    (tmp_path / "chat_20261126-120000.log").write_bytes(line(2, text="b"))
    (tmp_path / "state.json").write_text("{}")
    assert [one.seq for one in recorded(str(tmp_path))] == [1, 2]


@pytest.mark.parametrize("source", ["nowhere.log", "http://127.0.0.1:9/api/sessions/a/log"])
def test_a_source_that_is_not_there_is_told(source: str) -> None:
    with pytest.raises(OptionError, match=source.split("/", maxsplit=1)[0]):
        recorded(source)
