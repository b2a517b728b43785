"""web.http.request_head: heads are read within bounds, and refused where a body's length is ambiguous."""

from http.client import HTTPMessage, parse_headers
from io import BytesIO

import pytest

from web.http.request_head import MAX_FIELDS, MAX_HEAD, MAX_LINE, Head, HeadError, check_fields, read_head

LINE = b"GET / HTTP/1.1\r\n"


def read(data: bytes) -> Head | None:
    return read_head(BytesIO(data).readline)


def fields(*lines: str) -> HTTPMessage:
    return parse_headers(BytesIO("".join(f"{line}\r\n" for line in [*lines, ""]).encode()))


def test_a_head_is_the_line_and_the_fields_up_to_the_empty_line() -> None:
    assert read(LINE + b"Host: a\r\nX: b\r\n\r\nbody") == Head(LINE, b"Host: a\r\nX: b\r\n\r\n")


@pytest.mark.parametrize("data", [b"", b"GET / HT", LINE, LINE + b"Host: a\r\n", LINE + b"Content-Length: 1"])
def test_a_head_that_ends_early_is_none(data: bytes) -> None:
    assert read(data) is None


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /" + b"a" * MAX_LINE + b" HTTP/1.1\r\n\r\n", "414 URI Too Long"),
        (LINE + b"X: " + b"a" * MAX_HEAD + b"\r\n\r\n", "431 Request Header Fields Too Large"),
        (LINE + b"X: a\r\n" * (MAX_FIELDS + 1) + b"\r\n", "431 Request Header Fields Too Large"),
        (LINE + b"X: " + b"a" * MAX_HEAD, "431 Request Header Fields Too Large"),
    ],
)
def test_a_head_beyond_a_bound_is_refused(data: bytes, status: str) -> None:
    with pytest.raises(HeadError) as raised:
        read(data)
    assert raised.value.status == status


def test_no_more_is_read_than_the_bound() -> None:
    stream = BytesIO(LINE + b"X: " + b"a" * 10 * MAX_HEAD)
    with pytest.raises(HeadError):
        read_head(stream.readline)
    assert stream.tell() <= len(LINE) + MAX_HEAD + 1


@pytest.mark.parametrize(
    "lines",
    [
        ["Content-Length: +26"],
        ["Content-Length: 2_6"],
        ["Content-Length: -1"],
        ["Content-Length: 0x10"],
        ["Content-Length: "],
        ["Content-Length: 26, 26"],
        ["Content-Length: ٢٦"],
        ["Content-Length: 2", "Content-Length: 2"],
        ["Content-Length: 4", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: gzip, chunked"],
        ["Transfer-Encoding: identity"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
        [": a"],
        ["no field"],
    ],
)
def test_fields_that_can_be_read_in_two_ways_are_refused(lines: list[str]) -> None:
    with pytest.raises(HeadError, match=r"."):
        check_fields(fields("Host: a", *lines))


@pytest.mark.parametrize(
    "lines", [[], ["Content-Length: 26"], ["Content-Length:  0 "], ["Transfer-Encoding: Chunked"], ["X: a", "X: b"]]
)
def test_other_fields_are_taken(lines: list[str]) -> None:
    check_fields(fields("Host: a", *lines))
