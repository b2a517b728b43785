"""faults.lines: how many lines there are, and which one gives way."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from faults.lines import IDLE_SECONDS, Lines
from faults.proxy import MOST_CLIENTS, FaultProxy, Upstream
from faults.rules import RuleError
from tests.support.ports import free_port


def with_lines(act: Callable[[Lines], Awaitable[None]]) -> None:
    """Do something with lines before a broker that is not there."""

    async def run() -> None:
        proxy = FaultProxy(Upstream("127.0.0.1", free_port()), "127.0.0.1", on_event=lambda *_: None)
        lines = Lines(proxy, free_port(), [("", "")], own_ids=True)
        try:
            await act(lines)
        finally:
            await lines.stop()
            await proxy.stop()

    asyncio.run(run())


def test_a_line_keeps_its_port_and_the_next_one_has_another() -> None:
    async def act(lines: Lines) -> None:
        first = (await lines.open("aula1/ana")).client.port
        second = (await lines.open("aula1/bia")).client.port
        assert (await lines.open("aula1/ana")).client.port == first != second
        assert [line.client.name for line in lines.of("aula1")] == ["aula1/ana", "aula1/bia"]
        assert lines.of("aula") == []

    with_lines(act)


def test_a_closed_line_gives_its_port_back() -> None:
    async def act(lines: Lines) -> None:
        first = (await lines.open("aula1/ana")).client.port
        lines.close("aula1/ana")
        assert (await lines.open("aula1/bia")).client.port == first

    with_lines(act)


def test_when_all_are_used_there_is_no_other_until_one_is_idle() -> None:
    async def act(lines: Lines) -> None:
        for number in range(MOST_CLIENTS):
            await lines.open(f"aula1/p{number}")
        with pytest.raises(RuleError):
            await lines.open("aula1/more")
        lines.lines["aula1/p7"].client.used = time.monotonic() - IDLE_SECONDS - 1
        await lines.open("aula1/more")
        assert "aula1/p7" not in lines.lines
        assert len(lines.lines) == MOST_CLIENTS

    with_lines(act)


def test_who_waits_for_news_is_told_of_new_rules_and_else_waits_no_longer_than_asked() -> None:
    async def act(lines: Lines) -> None:
        line = await lines.open("aula1/ana")
        begun = time.monotonic()
        assert await lines.news(line, 0, 0.1) == []
        waiting = asyncio.create_task(lines.news(line, 0, 10))
        await asyncio.sleep(0)
        lines.set_rules(line, [])
        await waiting
        assert time.monotonic() - begun < 5

    with_lines(act)


def test_a_line_has_one_run_at_a_time() -> None:
    async def act(lines: Lines) -> None:
        line = await lines.open("aula1/ana")
        lines.start_run(line, 1, 40, with_id=True)
        with pytest.raises(RuleError):
            lines.start_run(line, 1, 40, with_id=True)

    with_lines(act)
