"""The limit on connections, and which connection a new one replaces."""

import asyncio
from collections.abc import Awaitable, Callable

from broker.embedded.connection_limits import ConnectionLimits
from broker.embedded.framing import PacketReader


class Writer:
    def __init__(self) -> None:
        self.is_cut = False

    def abort(self) -> None:
        self.is_cut = True


def source(data: bytes) -> Callable[[], Awaitable[bytes]]:
    async def chunk() -> bytes:
        return data

    return chunk


def silent() -> PacketReader:
    return PacketReader(source(b""))


def known() -> PacketReader:
    """A reader that has received a whole packet."""
    reader = PacketReader(source(b"\xc0\0"))
    asyncio.run(reader.next_frame())
    return reader


def test_a_new_connection_replaces_the_oldest_that_has_sent_nothing() -> None:
    limits, writers = ConnectionLimits(most=3), [Writer() for _ in range(4)]
    limits.add(writers[0], known())
    for writer in writers[1:]:
        assert limits.add(writer, silent())
    assert [writer.is_cut for writer in writers] == [False, True, False, False]
    assert len(limits) == 3


def test_no_connection_that_has_sent_a_packet_is_replaced() -> None:
    limits = ConnectionLimits(most=2)
    for _ in range(2):
        limits.add(Writer(), known())
    assert not limits.add(Writer(), known())


def test_a_connection_that_ends_makes_room() -> None:
    limits, writer = ConnectionLimits(most=1), Writer()
    limits.add(writer, known())
    limits.remove(writer)
    assert limits.add(Writer(), known())
