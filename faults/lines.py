"""The lines of a class: for each participant's client a port, a WebSocket path, rules, a trace and runs. Bounded."""

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from faults.experiment import Message, Plan, Run
from faults.proxy import MOST_CLIENTS, FaultProxy, FaultyClient
from faults.rules import NoRoomError, Rule
from faults.sender import LONGEST, LONGEST_MESSAGE, Login, Sender
from faults.trace import PacketEvent

PORTS = 100
"""Behind the first port, of which each line has one."""

IDLE_SECONDS = 120.0
"""A line that nobody has used for so long gives its place to a new one when there are too many."""

MOST_RUNS = 10
"""That a line remembers."""

MOST_WAITING = 20
"""Messages of a board in the page that wait for their turn."""

_NEWS_SECONDS = 0.15
"""So long news are gathered before somebody who waits for them is answered."""


@dataclass(slots=True, eq=False)
class Line:
    """A client with its runs, and who waits for news of it."""

    client: FaultyClient
    runs: deque[Run] = field(default_factory=lambda: deque(maxlen=MOST_RUNS))
    news: asyncio.Event = field(default_factory=asyncio.Event)
    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by the message of a board that is on its way."""
    waiting: int = 0

    def document(self, ws_port: int, *, tls: bool) -> dict[str, Any]:
        """As JSON."""
        session, _, role = self.client.name.partition("/")
        return {
            "session": session,
            "role": role,
            "port": self.client.port,
            "ws_port": ws_port,
            "ws_path": f"/{self.client.name}",
            "tls": tls,
            "rules": [rule.text() for rule in self.client.rules],
            "connections": self.client.connections,
            "open": self.client.open,
            "counts": dict(self.client.trace.counts),
            "runs": [run.document() for run in self.runs],
        }


class Lines:
    """The lines by their names, `<session>/<role>`. Call everything on one event loop."""

    def __init__(self, proxy: FaultProxy, first_port: int, logins: Sequence[tuple[str, str]], *, own_ids: bool) -> None:
        """`logins`: of the lab's own clients; `own_ids`: whether the broker takes any client id."""
        self._proxy = proxy
        self._first_port = first_port
        self._own_ids = own_ids
        self._free: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        for login in logins:
            self._free.put_nowait(login)
        self._tasks: set[asyncio.Task[None]] = set()
        self.lines: dict[str, Line] = {}

    def get(self, name: str) -> Line:
        """The line of this name. Raises KeyError."""
        line = self.lines[name]
        line.client.used = time.monotonic()
        return line

    async def open(self, name: str) -> Line:
        """The line of this name, a new one if there is none. Raises NoRoomError."""
        if name not in self.lines:
            self._make_room()
            line = Line(await self._opened(name))
            self.lines[name] = line
        return self.get(name)

    def close(self, name: str) -> None:
        """End a line, if there is one."""
        line = self.lines.pop(name, None)
        self._proxy.close(name)
        if line is not None:
            line.news.set()

    def of(self, session: str) -> list[Line]:
        """The lines of a session, by role."""
        return [line for name, line in sorted(self.lines.items()) if name.startswith(f"{session}/")]

    def set_rules(self, line: Line, rules: Sequence[Rule]) -> None:
        """Use these rules from the next packet on. Raises RuleError."""
        line.client.set_rules(rules)
        line.news.set()

    def noted(self, client: FaultyClient, _event: PacketEvent) -> None:
        """A packet has passed, or has not: those who wait for news are told."""
        line = self.lines.get(client.name)
        if line is not None:
            line.news.set()

    async def news(self, line: Line, after: int, seconds: float) -> list[PacketEvent]:
        """The packets after a number; waits so long for one, or for anything else that is new."""
        if seconds > 0 and not line.client.trace.after(after):
            line.news.clear()
            try:
                async with asyncio.timeout(seconds):
                    await line.news.wait()
                    await asyncio.sleep(_NEWS_SECONDS)
            except TimeoutError:
                pass
        line.client.used = time.monotonic()
        return line.client.trace.after(after)

    def start_run(self, line: Line, qos: int, count: int, *, with_id: bool) -> Run:
        """Let the lab's own client publish through a line. Raises ValueError, and NoRoomError while a run is on."""
        if line.runs and line.runs[-1].phase in ("waiting", "sending"):
            raise NoRoomError("the last run is not over yet")
        topic = f"chat/{line.client.name}"
        run = Run(Plan(secrets.token_hex(3), topic, qos, with_id, count), time.time())
        line.runs.append(run)
        task = asyncio.create_task(self._carry_out(line, run))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    async def publish(self, line: Line, payload: bytes, qos: int) -> bool:
        """Publish one message of a board in the page through a line, after those before it.

        Returns whether it was acknowledged, at QoS 0 whether it was sent. Raises ValueError, and NoRoomError when too
        many wait.
        """
        if line.waiting >= MOST_WAITING:
            raise NoRoomError(f"{MOST_WAITING} messages wait already")
        name = secrets.token_hex(3)
        run = Run(Message(name, f"chat/{line.client.name}", qos, count=1, content=payload), time.time())
        line.waiting += 1
        try:
            async with line.order:
                await self._carry_out(line, run, LONGEST_MESSAGE)
        finally:
            line.waiting -= 1
        return run.phase == "done"

    async def stop(self) -> None:
        """End all runs and lines."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for name in list(self.lines):
            self.close(name)

    async def _carry_out(self, line: Line, run: Run, longest: float = LONGEST) -> None:
        user, password = await self._free.get()
        client_id = f"faults-{run.plan.run}" if self._own_ids else user
        login = Login(client_id, user, password)
        try:
            through = partial(self._proxy.join, line.client)
            await Sender(run, login, through, self._proxy.upstream, longest=longest).carry_out()
        finally:
            self._free.put_nowait((user, password))
            line.news.set()

    async def _opened(self, name: str) -> FaultyClient:
        """On the first port that nobody has. Raises NoRoomError."""
        taken = {line.client.port for line in self.lines.values()}
        for port in range(self._first_port, min(self._first_port + PORTS, 65536)):
            if port not in taken:
                try:
                    return await self._proxy.open(name, port)
                except OSError:
                    continue  # another program has it
        raise NoRoomError("no port is free for another line")

    def _make_room(self) -> None:
        """Close the line that has been idle longest, when there are as many as there may be. Raises NoRoomError."""
        if len(self.lines) < MOST_CLIENTS:
            return
        idle = [line.client for line in self.lines.values() if not line.client.open]
        oldest = min(idle, key=lambda client: client.used, default=None)
        if oldest is None or time.monotonic() - oldest.used < IDLE_SECONDS:
            raise NoRoomError(f"there are {MOST_CLIENTS} lines already, and all are used")
        self.close(oldest.name)
