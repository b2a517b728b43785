"""chat.rejections: every refusal is told or counted."""

import orjson
import pytest

from chat.errors import PayloadError
from chat.rejections import MOST_A_SECOND, MOST_OF_ONE, Rejections

ERROR = PayloadError("bad-field", "no")


def test_a_refusal_names_topic_reason_size_and_id() -> None:
    payload = Rejections(lambda: 0.0).payload("chat/a/b", b'{"id":"x1","to":5}', ERROR)
    assert payload is not None
    assert orjson.loads(payload) == {
        "at": "1970-01-01T00:00:00.000Z",
        "topic": "chat/a/b",
        "reason": "bad-field",
        "detail": "no",
        "size": 18,
        "id": "x1",
        "payload": '{"id":"x1","to":5}',
    }


@pytest.mark.parametrize("payload", [b'\xef\xbb\xbf{"id":"x1","to":5}', b'{"id":"x1","to":5}\0\0'])
def test_a_refusal_names_the_id_of_an_object_as_boards_send_it(payload: bytes) -> None:
    told = Rejections(lambda: 0.0).payload("chat/a/b", payload, ERROR)
    assert told is not None
    assert orjson.loads(told)["id"] == "x1"


def test_a_large_or_binary_payload_is_shown_in_part() -> None:
    payload = Rejections(lambda: 0.0).payload("chat/a/b", b"\xff" * 100000, ERROR)
    assert payload is not None
    assert len(payload) < 2000


def test_a_flood_is_held_back_and_counted() -> None:
    now = 0.0
    rejections = Rejections(lambda: now)
    told = [rejections.payload(f"x{n}", b"", ERROR) for n in range(MOST_A_SECOND + 7)]
    assert sum(payload is not None for payload in told) == MOST_A_SECOND
    now = 1.0
    payload = rejections.payload("x", b"", ERROR)
    assert payload is not None
    assert (orjson.loads(payload)["suppressed"], rejections.total) == (7, MOST_A_SECOND + 8)


def test_a_flood_of_one_does_not_hide_the_refusals_of_others() -> None:
    rejections = Rejections(lambda: 0.0)
    told = [rejections.payload("flood", b"", ERROR) for _ in range(1000)]
    assert sum(payload is not None for payload in told) == MOST_OF_ONE
    assert rejections.payload("other", b"", ERROR) is not None
