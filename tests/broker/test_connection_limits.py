"""broker.embedded.connection_limits: bounded, and those who say nothing give way to those who do."""

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
    """One that a whole packet came from."""
    reader = PacketReader(source(b"\xc0\0"))
    asyncio.run(reader.next_frame())
    return reader


def test_the_oldest_that_said_nothing_gives_way() -> None:
    places, writers = ConnectionLimits(most=3), [Writer() for _ in range(4)]
    places.take(writers[0], known())
    for writer in writers[1:]:
        assert places.take(writer, silent())
    assert [writer.is_cut for writer in writers] == [False, True, False, False]
    assert len(places) == 3


def test_nobody_who_is_known_gives_way() -> None:
    places = ConnectionLimits(most=2)
    for _ in range(2):
        places.take(Writer(), known())
    assert not places.take(Writer(), known())


def test_who_leaves_makes_room() -> None:
    places, writer = ConnectionLimits(most=1), Writer()
    places.take(writer, known())
    places.leave(writer)
    assert places.take(Writer(), known())
