"""The texts of a load. A text says when it was published, behind a mark."""

import time

MARK = "@~@"
"""As a byte sequence it is no header of a WebSocket frame, so that it may be looked for in a stream as it comes."""

DIGITS = 15
"""Microseconds of the monotonic clock: the same one that Node's `process.hrtime` reads."""


def text(size: int) -> bytes:
    """Make a text of `size` bytes that holds the present time. It begins with a letter, as most texts do: after an `@`
    the bridge looks for a role."""
    return f"t{MARK}{time.monotonic_ns() // 1000:0{DIGITS}}".encode().ljust(size, b"x")
