"""faults.control: what is no request, and what no rules are; the service is tested in test_service.py."""

import asyncio
import json

import pytest

from faults.control import MAX_BODY, Request, encode, read_request, rules_in
from faults.rules import MAX_RULES, Rule, RuleError


def read(data: bytes) -> Request:
    """The request that some bytes are."""

    async def run() -> Request:
        reader = asyncio.StreamReader(limit=8192)
        reader.feed_data(data)
        reader.feed_eof()
        return await read_request(reader)

    return asyncio.run(run())


def test_a_request_is_read_with_its_secret_query_and_body() -> None:
    body = b'{"qos":1}'
    head = b"POST /lines/a/b%%2Dc/runs?after=7 HTTP/1.1\r\nAuthorization: Bearer s3\r\nContent-Length: %d\r\n\r\n"
    assert read(head % len(body) + body) == Request(
        "POST", ("lines", "a", "b-c", "runs"), {"after": "7"}, {"qos": 1}, "s3"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"PUT / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY + 1),
        b"PUT / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}",
        b"PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\n[]",
        b"PUT / HTTP/1.1\r\nX: " + b"x" * 20_000,
    ],
)
def test_what_is_no_request_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, EOFError, asyncio.LimitOverrunError)):
        read(data)


def test_rules_that_are_not_named_are_left_as_they_are() -> None:
    assert rules_in({}) is None
    assert rules_in({"rules": ["lose-puback:30%"]}) == [Rule.parse("lose-puback:30%")]


@pytest.mark.parametrize("rules", ["lose-puback", [1], ["lose-everything"], ["lose-puback"] * (MAX_RULES + 1)])
def test_what_are_no_rules_are_refused(rules: object) -> None:
    with pytest.raises(RuleError):
        rules_in({"rules": rules})


def test_an_answer_says_its_length() -> None:
    head, body = encode(404, {"detail": "não"}).split(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert json.loads(body) == {"detail": "não"}
