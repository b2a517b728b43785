"""When a client counts as gone."""

import asyncio
import time

from broker.embedded.keep_alive import KeepAlive

SECONDS = 0.1


async def told_after(keep_alive: KeepAlive, told: asyncio.Event) -> float:
    """Seconds until a keep-alive that starts now tells of silence."""
    begun = time.monotonic()
    keep_alive.start()
    async with asyncio.timeout(5):
        await told.wait()
    return time.monotonic() - begun


def test_a_silent_client_is_gone_after_one_and_a_half_times_its_keep_alive() -> None:
    async def trial() -> float:
        told = asyncio.Event()
        return await told_after(KeepAlive(SECONDS, told.set), told)

    assert asyncio.run(trial()) >= 1.5 * SECONDS


def test_the_time_begins_again_with_what_it_sends() -> None:
    async def trial() -> float:
        told = asyncio.Event()
        keep_alive = KeepAlive(SECONDS, told.set)
        asyncio.get_running_loop().call_later(SECONDS, keep_alive.heard)
        return await told_after(keep_alive, told)

    assert asyncio.run(trial()) >= 2.5 * SECONDS


def test_the_silence_of_a_client_that_is_not_read_means_nothing() -> None:
    async def trial() -> float:
        told = asyncio.Event()
        keep_alive = KeepAlive(SECONDS, told.set)
        loop = asyncio.get_running_loop()
        loop.call_soon(keep_alive.pause)
        loop.call_later(4 * SECONDS, keep_alive.heard)
        return await told_after(keep_alive, told)

    assert asyncio.run(trial()) >= 5.5 * SECONDS


def test_nothing_is_told_of_a_client_without_a_keep_alive_or_once_stopped() -> None:
    async def trial() -> bool:
        told, other = asyncio.Event(), asyncio.Event()
        without, stopped = KeepAlive(0, told.set), KeepAlive(SECONDS, told.set)
        without.start()
        stopped.start()
        stopped.stop()
        await told_after(KeepAlive(2 * SECONDS, other.set), other)
        return told.is_set()

    assert not asyncio.run(trial())
