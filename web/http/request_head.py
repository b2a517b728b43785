"""The head of an HTTP request: read within bounds, and refused where it leaves open how long the body is.

Refusing what is ambiguous is what RFC 9112 asks for (sections 6.1 and 6.3): whoever stands between a client and the lab
might read it differently (request smuggling).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPMessage

MAX_LINE = 8192
"""Bytes of the request line."""

MAX_HEAD = 32_768
"""Bytes of all header lines; browsers send one or two KiB, and the cookies of everything else on `localhost`."""

MAX_FIELDS = 100
"""Header lines."""

_LENGTH = re.compile(r"[0-9]{1,18}")  # RFC 9110, section 8.6: 1*DIGIT; Python's int() also takes +26 and 2_6
_ENDS = (b"\r\n", b"\n")


class HeadError(ValueError):
    """A head that is refused. `status` is the code and the phrase of the answer."""

    def __init__(self, status: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status

    @property
    def answer(self) -> bytes:
        """The whole answer; the connection ends after it."""
        return f"HTTP/1.1 {self.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()


@dataclass(frozen=True, slots=True)
class Head:
    """The request line, and the header lines with the empty line that ends them."""

    line: bytes
    fields: bytes


def read_head(readline: Callable[[int], bytes]) -> Head | None:
    """Read one head; None when the connection ends before it is whole. Raises HeadError (414, 431), OSError."""
    line = readline(MAX_LINE + 1)
    if len(line) > MAX_LINE:
        raise HeadError("414 URI Too Long", f"the request line is longer than {MAX_LINE} bytes")
    return None if not line.endswith(b"\n") else _with_fields(line, readline)


def _with_fields(line: bytes, readline: Callable[[int], bytes]) -> Head | None:
    fields: list[bytes] = []
    left = MAX_HEAD
    while not fields or fields[-1] not in _ENDS:
        field = readline(left + 1)
        left -= len(field)
        if left < 0 or len(fields) > MAX_FIELDS:
            too_large = f"the header is longer than {MAX_HEAD} bytes or {MAX_FIELDS} lines"
            raise HeadError("431 Request Header Fields Too Large", too_large)
        if not field.endswith(b"\n"):
            return None
        fields.append(field)
    return Head(line, b"".join(fields))


def check_fields(fields: HTTPMessage) -> None:
    """Refuse header fields that can't be read in one way only. Raises HeadError (400)."""
    if fields.defects:
        raise HeadError("400 Bad Request", "a header line is no `name: value`")
    lengths, codings = fields.get_all("Content-Length", []), fields.get_all("Transfer-Encoding", [])
    if len(lengths) > 1 or not all(_LENGTH.fullmatch(length.strip(" \t")) for length in lengths):
        raise HeadError("400 Bad Request", "Content-Length is one number, written in digits")
    if codings and (lengths or [coding.strip(" \t").lower() for coding in codings] != ["chunked"]):
        raise HeadError("400 Bad Request", "Transfer-Encoding is `chunked`, and then there is no Content-Length")
