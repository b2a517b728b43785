"""chat.record: one line, one record, there and back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import RecordError
from chat.message import Message
from chat.record import Record, content_hash, encode_line, encode_text_line, seq_of, utc_text
from tests.chat.test_message import DATA, IDS, TEXT

RECORDS = st.builds(
    Record,
    seq=st.integers(1, 2**53),
    at=st.just("2026-11-22T16:48:00.123Z"),
    role=st.just("usuario"),
    text=TEXT.filter(bool),
    data=DATA,
    id=IDS,
    mid=st.integers(0, 65535),
)


@given(RECORDS)
def test_a_record_survives_encoding_and_decoding(record: Record) -> None:
    assert Record.decode(record.encode()) == record


@given(RECORDS)
def test_a_record_is_one_line_whatever_is_said(record: Record) -> None:
    line = record.encode()
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1


@given(RECORDS)
def test_the_seq_is_read_without_the_rest(record: Record) -> None:
    assert seq_of(record.encode()) == record.seq


@given(RECORDS)
def test_the_short_way_to_a_line_gives_the_line_of_the_record(record: Record) -> None:
    message = Message(text=record.text, data=record.data, id=record.id)
    assert encode_line(message, seq=record.seq, at=record.at, role=record.role, mid=record.mid) == record.encode()


@pytest.mark.parametrize(
    "message", [Message(base64="AA=="), Message(text="a", to="lamp", sent_at="now"), Message(text="é\n")]
)
def test_the_short_way_leaves_nothing_out(message: Message) -> None:
    at = "2026-11-22T16:48:00.123Z"
    assert encode_line(message, seq=1, at=at, role="a") == Record.of(message, seq=1, at=at, role="a").encode()


PAYLOADS = (
    st.binary(max_size=70) | TEXT.map(str.encode) | st.sampled_from([b"", b"{}", b" {", b'{"text":"a"}', b"\xff"])
)


@given(PAYLOADS, st.integers(0, 65535))
def test_a_text_that_takes_the_shortest_way_gets_the_same_line(payload: bytes, mid: int) -> None:
    at = "2026-11-22T16:48:00.123Z"
    line = encode_text_line(payload, seq=7, at=at, role="a", mid=mid, max_size=64)
    if line is not None:
        message = Message.decode(payload, max_size=64)
        assert line == encode_line(message, seq=7, at=at, role="a", mid=mid)


@pytest.mark.parametrize("payload", [b"Ola", "é {".encode(), b"x" * 64])
def test_an_ordinary_text_takes_the_shortest_way(payload: bytes) -> None:
    assert encode_text_line(payload, seq=1, at="", role="a", mid=1, max_size=64) is not None


@pytest.mark.parametrize("payload", [b"", b"\xff", b'{"text":"a"}', b"\n{}", b"x" * 65])
def test_what_is_no_plain_text_does_not(payload: bytes) -> None:
    assert encode_text_line(payload, seq=1, at="", role="a", mid=1, max_size=64) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_record_or_a_clear_error(line: bytes) -> None:
    try:
        Record.decode(line)
    except RecordError as error:
        assert error.reason == "bad-record"


def test_the_keys_stand_in_the_order_of_the_protocol() -> None:
    record = Record(
        seq=1,
        at="t",
        role="lab",
        event="gap",
        text="a",
        data={"k": 1},
        base64="AA==",
        to="b",
        id="c",
        sent_at="d",
        mid=7,
    )
    order = ["seq", "at", "role", "event", "text", "data", "base64", "to", "id", "sent_at", "mid"]
    assert list(json.loads(record.encode())) == order


def test_what_is_empty_is_absent() -> None:
    assert Record(seq=1, at="t", role="a", text="x").encode() == b'{"seq":1,"at":"t","role":"a","text":"x"}\n'


def test_unknown_keys_are_ignored() -> None:
    assert Record.decode(b'{"seq":1,"at":"t","role":"a","text":"x","new":1}').text == "x"


@pytest.mark.parametrize(
    "line",
    [
        b'{"seq":0,"at":"t","role":"a","text":"x"}',
        b'{"seq":true,"at":"t","role":"a","text":"x"}',
        b'{"seq":1,"at":"t","role":"a"}',
        b'{"seq":1,"at":1,"role":"a","text":"x"}',
        b'{"seq":1,"at":"t","role":"a","text":"x","data":[1]}',
        b'{"seq":1,"at":"t","role":"a","tex',
        b"[1]",
    ],
)
def test_a_line_that_breaks_the_form_is_no_record(line: bytes) -> None:
    with pytest.raises(RecordError, match="bad-record"):
        Record.decode(line)


def content(payload: bytes) -> int:
    return content_hash(Message.decode(payload, max_size=1000))


def test_a_record_and_the_message_that_it_was_made_of_have_the_same_content() -> None:
    message = Message(text="a", data={"b": [1, 2.5, None], "a": {"z": 1, "y": 2}}, to="b", id="c", sent_at="d")
    line = Record.of(message, seq=1, at="t", role="x", mid=4).encode()
    assert content_hash(Record.decode(line)) == content_hash(message)


def test_the_order_of_keys_is_no_content() -> None:
    assert content(b'{"id":"x","a":1,"b":{"c":2,"d":3}}') == content(b'{"b":{"d":3,"c":2},"a":1,"id":"x"}')


@pytest.mark.parametrize(
    "other",
    [
        b'{"id":"x","t":22.3}',
        b'{"id":"x","t":"22.1"}',
        b'{"id":"x","t":true}',
        b'{"id":"x","t":22.1,"to":"lamp"}',
        b'{"id":"x","t":22.1,"sent_at":"noon"}',
        b'{"id":"x","t":22.1,"text":"a"}',
        b'{"id":"y","t":22.1}',
    ],
)
def test_any_other_value_is_other_content(other: bytes) -> None:
    assert content(b'{"id":"x","t":22.1}') != content(other)


def test_time_is_utc_with_milliseconds() -> None:
    assert utc_text(1763830080.1239) == "2025-11-22T16:48:00.123Z"
