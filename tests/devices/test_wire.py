"""What devices put on the wire is what the lab reads; what they read never breaks them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.message import Message
from chat.record import Record
from devices import wire

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
DATA = st.dictionaries(
    TEXTS.filter(lambda key: key not in {"text", "id", "sent_at", "to"}),
    TEXTS | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    max_size=5,
)


@given(TEXTS, DATA)
def test_the_lab_decodes_what_was_said(text: str, data: dict[str, object]) -> None:
    if not text and not data:
        return
    payload = wire.encode("k3v9-7", text=text, data=data, to="lamp", sent_at="now")
    message = Message.decode(payload, max_size=wire.MAX_PAYLOAD)
    assert message == Message(text=text, data=data, to="lamp", id="k3v9-7", sent_at="now")


@pytest.mark.parametrize("data", [{"id": "x"}, {"text": 1}, {"value": float("nan")}, {"big": "x" * 65536}])
def test_data_that_the_lab_would_not_take_as_data_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        wire.encode("k3v9-7", text="", data=data, to="", sent_at="")


@given(st.binary())
def test_no_packet_breaks_the_reading_of_records(packet: bytes) -> None:
    assert all(isinstance(record["seq"], int) for record in wire.records(packet))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_json_breaks_the_reading_of_a_rejection(document: object) -> None:
    assert wire.rejection(json.dumps(document).encode()) is None


@given(TEXTS.filter(bool), st.integers(1, 2**53))
def test_a_record_that_the_lab_writes_is_read(text: str, seq: int) -> None:
    line = Record.of(
        Message(text=text, to="lamp", id="a-1"), seq=seq, at="2026-11-22T16:48:00.123Z", role="me"
    ).encode()
    assert list(wire.records(line * 2)) == [json.loads(line)] * 2


def test_a_line_that_is_no_record_is_passed_over_and_told(caplog: pytest.LogCaptureFixture) -> None:
    good = b'{"seq":1,"at":"2026-11-22T16:48:00.123Z","role":"me","text":"x"}\n'
    assert len(list(wire.records(good + b'{"seq":2}\n' + good))) == 2
    assert "no record" in caplog.text


def test_a_rejection_with_fields_of_other_types_is_read_as_far_as_it_goes() -> None:
    assert wire.rejection(b'{"topic":"chat/a/b","reason":7}') == wire.Rejection("chat/a/b", "", "", "", "")
