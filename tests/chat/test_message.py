"""chat.message: any payload is a message or a clear refusal."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import PayloadError
from chat.message import Message

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
DATA = st.dictionaries(TEXT.filter(lambda k: k not in {"text", "id", "sent_at", "to"}), JSON_VALUES, max_size=5)
IDS = st.just("") | TEXT.filter(lambda t: 0 < len(t) <= 64)


def decode(payload: bytes) -> Message:
    return Message.decode(payload, max_size=65536)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_clear_refusal(payload: bytes) -> None:
    try:
        message = decode(payload)
    except PayloadError as error:
        assert error.reason in {"empty", "bad-field"}
    else:
        assert message.text or message.data or message.base64


@given(TEXT, DATA, IDS, st.sampled_from(["", "lamp", "sensor-1"]))
def test_a_message_survives_encoding_and_decoding(text: str, data: dict[str, object], id_: str, to: str) -> None:
    if text or data:
        message = Message(text=text, data=data, id=id_, to=to)
        assert decode(message.encode()) == message


@given(st.binary(min_size=1, max_size=300))
def test_bytes_that_are_no_utf8_come_out_as_they_went_in(payload: bytes) -> None:
    payload = b"\xff" + payload
    assert decode(payload).encode() == payload


def test_plain_text_chats() -> None:
    assert decode("Olá".encode()) == Message(text="Olá")


def test_unknown_keys_are_data() -> None:
    assert decode(b'{"temperature":23.5,"id":"a1"}') == Message(data={"temperature": 23.5}, id="a1")


def test_white_space_before_the_object_does_not_matter() -> None:
    assert decode(b' \r\n\t{"text":"a"}') == Message(text="a")


@pytest.mark.parametrize(
    "payload",
    [
        b'{"t":NaN}',
        b'{"t":nan}',
        b"{'t':23.5}",
        b'"19.6"',
        b'{"t":1e999}',
        b'{"t":"\\ud800"}',
        b'{"a":1',
        b"[1,2]",
        b"23.5",
        b"null",
    ],
)
def test_what_is_no_i_json_object_is_text(payload: bytes) -> None:
    assert decode(payload) == Message(text=payload.decode())


@pytest.mark.parametrize("depth", [200, 238, 239, 254, 300, 2000, 20000])
def test_nesting_never_breaks_the_decoder(depth: int) -> None:
    payload = b'{"a":' * depth + b"1" + b"}" * depth
    if depth <= 238:
        assert decode(payload).data == json.loads(payload)
    else:
        assert Message.decode(payload, max_size=10**6).text == payload.decode()


@pytest.mark.parametrize(
    "payload",
    [
        b'{"text":5}',
        b'{"id":"","t":1}',
        b'{"to":["a"],"t":1}',
        b'{"to":"a b","t":1}',
        b'{"to":"lab","t":1}',
    ],
)
def test_a_known_key_of_the_wrong_kind_is_refused(payload: bytes) -> None:
    with pytest.raises(PayloadError, match="bad-field"):
        decode(payload)


@pytest.mark.parametrize("value", [11524, 1.5, True, ["a"], {"mac": "A4:C1:38"}])
@pytest.mark.parametrize("key", ["id", "sent_at"])
def test_an_id_or_a_time_that_is_no_string_is_data(key: str, value: object) -> None:
    message = decode(json.dumps({key: value, "temperature_C": 19.6}).encode())
    assert message == Message(data={key: value, "temperature_C": 19.6})
    assert decode(message.encode()) == message


def test_data_with_an_id_that_is_no_string_hides_no_id_of_the_message() -> None:
    with pytest.raises(PayloadError, match="bad-field"):
        Message(data={"id": 11524}, id="x1").encode()


def test_with_an_id_a_sender_may_ask_for_a_confirmation() -> None:
    message = decode(b'{"t":1,"id":"a1","confirm":true}')
    assert message == Message(data={"t": 1}, id="a1", confirm=True)
    assert decode(message.encode()) == message


@pytest.mark.parametrize(
    "document", [{"confirm": True}, {"confirm": False, "id": "a1"}, {"confirm": "yes", "id": "a1"}]
)
def test_any_other_confirm_is_data(document: dict[str, object]) -> None:
    message = decode(json.dumps(document).encode())
    assert message.data == {"confirm": document["confirm"]}
    assert not message.confirm
    assert decode(message.encode()) == message


def test_data_does_not_ask_for_a_confirmation_by_chance() -> None:
    with pytest.raises(PayloadError, match="confirm"):
        Message(data={"confirm": True}, id="x1").encode()


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf \r\n"])
@pytest.mark.parametrize("after", [b"", b"\0", b"\0" * 20, b"\r\n\0", b"\0\n"])
def test_a_byte_order_mark_before_an_object_and_nuls_after_it_are_taken_off(before: bytes, after: bytes) -> None:
    assert decode(before + b'{"t":1}' + after) == Message(data={"t": 1})


@pytest.mark.parametrize(
    "payload", ["\ufeffOla", "Ola\0", "\ufeff", "\0", "23.5\0", '{"t":1}\0{"t":2}', "\ufeff\ufeff{}"]
)
def test_a_byte_order_mark_and_nuls_in_a_text_are_kept(payload: str) -> None:
    assert decode(payload.encode()) == Message(text=payload)


def test_an_id_of_more_than_64_characters_is_refused() -> None:
    with pytest.raises(PayloadError, match="bad-field"):
        decode(json.dumps({"id": "x" * 65, "text": "a"}).encode())


def test_null_counts_as_absent() -> None:
    assert decode(b'{"text":"a","to":null,"id":null}') == Message(text="a")


@pytest.mark.parametrize("payload", [b"", b"{}", b'{"text":""}', b'{"id":"a"}'])
def test_nothing_said_is_refused_as_empty(payload: bytes) -> None:
    with pytest.raises(PayloadError, match="empty"):
        decode(payload)


def test_a_payload_over_the_limit_is_refused_whatever_it_is() -> None:
    with pytest.raises(PayloadError, match="too-large"):
        Message.decode(b"x" * 101, max_size=100)


def test_data_that_would_hide_a_field_is_refused_when_encoding() -> None:
    with pytest.raises(PayloadError, match="bad-field"):
        Message(data={"text": "a"}).encode()


@pytest.mark.parametrize("text", ["a\x00b", "line\nline", "\u2028\u2029\x85", "\u202eevil", "\x1b[31m"])
def test_odd_characters_are_kept_as_they_are(text: str) -> None:
    assert decode(Message(text=text).encode()).text == text
