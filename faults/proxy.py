"""The fault proxy: a port for each client, with rules and a trace of its own, before one broker."""

import asyncio
import random
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from faults.decision import Decision, Dice, decide
from faults.link import Ends, Link, Reader, Writer
from faults.rules import MAX_RULES, Direction, NoRoomError, Rule, RuleError
from faults.trace import PacketEvent, Trace
from mqtt.frames import Frame

MOST_CLIENTS = 80
MOST_LINKS = 5
"""Connections of one client at once: a client that reconnects may have an old one that is not closed yet."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """The broker. `tls`: None for plain TCP."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None


@dataclass(slots=True)
class FaultyClient:
    """A client's port, its rules, and what passed."""

    name: str
    port: int
    dice: Dice
    rules: tuple[Rule, ...] = ()
    trace: Trace = field(default_factory=Trace)
    connections: int = 0
    """How many there were."""
    open: int = 0
    """How many there are."""
    links: set[Link] = field(default_factory=set)
    used: float = field(default_factory=time.monotonic)
    """When somebody last asked for it, or a connection ended."""

    def set_rules(self, rules: Sequence[Rule]) -> None:
        """Use these rules from the next packet on. Raises RuleError when there are too many."""
        if len(rules) > MAX_RULES:
            raise RuleError(f"a client has at most {MAX_RULES} rules")
        self.rules = tuple(rules)

    def cut(self) -> None:
        """End its connections now, without a word of MQTT."""
        for link in self.links:
            link.cut()

    def judge(self, connection: int, direction: Direction, frame: Frame) -> tuple[Decision, PacketEvent]:
        """What becomes of a packet of a connection; it is noted, and rules are used up."""
        decision, self.rules = decide(self.rules, frame.kind, direction, self.dice)
        return decision, self.trace.add(time.time(), connection, direction, frame, decision)


class FaultProxy:
    """Listens on a port for each client. `on_event` is told each packet.

    `tls`: what clients connect by, None for plain TCP. Call everything on one event loop.
    """

    def __init__(
        self,
        upstream: Upstream,
        host: str,
        *,
        on_event: Callable[[FaultyClient, PacketEvent], object] = lambda _client, _event: None,
        dice: Dice = random.random,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._upstream = upstream
        self._host = host
        self._on_event = on_event
        self._dice = dice
        self._tls = tls
        self._servers: dict[str, asyncio.Server] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.clients: dict[str, FaultyClient] = {}

    async def open(self, name: str, port: int = 0) -> FaultyClient:
        """The client of this name, with a port: a new one, or the one that it has; 0 for any free port.

        Raises NoRoomError when there are too many clients, and OSError when the port is taken.
        """
        if name in self.clients:
            return self.clients[name]
        if len(self.clients) >= MOST_CLIENTS:
            raise NoRoomError(f"there are {MOST_CLIENTS} clients already")
        client = FaultyClient(name, port, self._dice)
        server = await asyncio.start_server(partial(self.serve, client), self._host, port, ssl=self._tls)
        client.port = server.sockets[0].getsockname()[1]
        self._servers[name], self.clients[name] = server, client
        return client

    def close(self, name: str) -> None:
        """Give up the port of a client, and end its connections. Does nothing for an unknown one."""
        client, server = self.clients.pop(name, None), self._servers.pop(name, None)
        if server is not None:
            server.close()
        if client is not None:
            client.cut()

    async def stop(self) -> None:
        """Listen no more, and end every connection."""
        for name in list(self.clients):
            self.close(name)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def join(self, client: FaultyClient) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection of this very process through the line of a client, without a port."""
        own, other = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=other)
        task = asyncio.create_task(self.serve(client, reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.open_connection(sock=own)

    async def upstream(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the broker. Raises OSError."""
        return await asyncio.open_connection(self._upstream.host, self._upstream.port, ssl=self._upstream.tls)

    async def serve(self, client: FaultyClient, reader: Reader, writer: Writer) -> None:
        """Serve a connection of a client until it ends."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if client.open >= MOST_LINKS:
            writer.transport.abort()
            return
        client.open += 1
        try:
            await self._link(client, reader, writer)
        finally:
            client.open -= 1
            client.used = time.monotonic()

    async def _link(self, client: FaultyClient, reader: Reader, writer: Writer) -> None:
        client.connections += 1
        connection = client.connections
        try:
            there = await self.upstream()
        except OSError:
            writer.transport.abort()  # as a broker that is not there
            return

        def judge(direction: Direction, frame: Frame) -> Decision:
            decision, event = client.judge(connection, direction, frame)
            self._on_event(client, event)
            return decision

        link = Link(Ends((reader, writer), there), judge)
        client.links.add(link)
        try:
            await link.run()
        finally:
            client.links.discard(link)
