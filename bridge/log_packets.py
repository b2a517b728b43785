"""Joins record lines into the packets of `log/<session>`: many lines in a packet, no line cut, each packet small."""

from collections.abc import Iterable, Iterator

MAX_PACKET = 4096
"""Bytes of a payload, for receivers with little memory; a record that is larger by itself travels alone."""


def packets(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Join lines, in order, into payloads of at most MAX_PACKET bytes, without the newline at the end."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        if held and size + len(line) - 1 > MAX_PACKET:
            yield b"".join(held)[:-1]
            held, size = [], 0
        held.append(line)
        size += len(line)
    if held:
        yield b"".join(held)[:-1]
