"""web.http.messages: what a browser sends, checked before it travels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import PayloadError
from chat.message import Message
from tests.chat.test_message import JSON_VALUES
from web.http.messages import message_from


@given(st.dictionaries(st.sampled_from(["text", "data", "to", "id", "other"]), JSON_VALUES) | JSON_VALUES)
def test_any_document_is_a_message_or_a_clear_refusal(document: object) -> None:
    try:
        message, payload = message_from(document, max_size=1000)
    except PayloadError as error:
        assert error.reason in {"empty", "bad-field", "too-large"}
    else:
        assert Message.decode(payload, max_size=1000) == message


def test_size_counts_in_bytes_of_utf8() -> None:
    with pytest.raises(PayloadError, match="too-large"):
        message_from({"text": "é" * 600, "id": "x"}, max_size=1000)
