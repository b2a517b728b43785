"""Who is called when there is room."""

import asyncio
from collections.abc import Callable

from broker.embedded.waiters import Waiters


def called(prepare: Callable[[Waiters, list[str]], None]) -> list[str]:
    """What the functions that `prepare` adds note, after there was room once."""

    async def trial() -> list[str]:
        waiters, noted = Waiters(), list[str]()
        prepare(waiters, noted)
        waiters.call()
        assert noted == [], "called before its caller has finished"
        await asyncio.sleep(0)
        return noted

    return asyncio.run(trial())


def test_all_are_called_in_their_order() -> None:
    def prepare(waiters: Waiters, noted: list[str]) -> None:
        for name in "abc":
            waiters.add(lambda name=name: noted.append(name))  # type: ignore[misc]

    assert called(prepare) == ["a", "b", "c"]


def test_one_that_is_added_twice_is_called_once() -> None:
    def prepare(waiters: Waiters, noted: list[str]) -> None:
        def note() -> None:
            noted.append("a")

        waiters.add(note)
        waiters.add(note)

    assert called(prepare) == ["a"]


def test_one_that_waits_no_longer_is_not_called() -> None:
    def prepare(waiters: Waiters, noted: list[str]) -> None:
        def note() -> None:
            noted.append("a")

        waiters.add(note)
        waiters.discard(note)

    assert called(prepare) == []


def test_one_that_adds_itself_again_is_called_the_next_time_and_not_before() -> None:
    async def trial() -> tuple[int, int]:
        waiters, noted = Waiters(), list[str]()

        def note() -> None:
            noted.append("a")
            waiters.add(note)

        waiters.add(note)
        counts = []
        for _ in range(2):
            waiters.call()
            for _ in range(3):
                await asyncio.sleep(0)
            counts.append(len(noted))
        return counts[0], counts[1]

    assert asyncio.run(trial()) == (1, 2)
