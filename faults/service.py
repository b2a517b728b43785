"""`python -m faults serve`: the fault lab as a service of the lab, which the web controls. Its composition root."""

import asyncio
import secrets
import sys
from collections.abc import Callable
from typing import Any

from chat.credentials import fault_sender_logins
from chat.errors import SettingsError
from chat.fault_service import FaultService
from chat.settings import Settings
from faults.control import MAX_HEAD, Control
from faults.lines import PORTS, Lines
from faults.proxy import FaultProxy, Upstream
from faults.signals import signalled
from faults.websocket import WebSocketEnd, listen
from system.file_limit import raise_file_limit
from tls.contexts import broker_context, server_context
from tls.files import identity

CAN_NOT_START = 1
"""A 2 would end the whole lab, which does without."""

_LOOPBACK = "127.0.0.1"


def serve(settings: Settings) -> int:
    """Run until SIGINT or SIGTERM. Returns 0; 1 when it can't start."""
    raise_file_limit()
    try:
        asyncio.run(_serve(settings))
    except (SettingsError, OSError) as error:
        print(f"faults: {error}", file=sys.stderr)
        return CAN_NOT_START
    return 0


async def _serve(settings: Settings) -> None:
    """Listen, note where, and stop at a signal. Raises SettingsError, OSError."""
    own = identity(settings)
    tls = server_context(own) if own is not None else None
    upstream = Upstream(settings.broker_address, settings.broker_port, broker_context(settings))
    logins = await asyncio.to_thread(fault_sender_logins, settings)
    proxy = FaultProxy(upstream, settings.host, on_event=lambda *passed: lines.noted(*passed), tls=tls)  # noqa: PLW0108 - made below
    lines = Lines(proxy, settings.faults_port + 1, logins, own_ids=not settings.has_accounts)

    async def enter(name: str, end: WebSocketEnd) -> None:
        await proxy.serve(lines.get(name).client, end, end)

    def web_sockets(port: int) -> Any:
        return listen(settings.host, port, enter, lambda name: name in lines.lines, ssl=tls)

    sockets, ws_port = await _on_free_port(web_sockets, settings.faults_port)
    control = Control(lines, secrets.token_hex(16), ws_port, tls=tls is not None)
    listening = await asyncio.start_server(control.serve, _LOOPBACK, 0, limit=MAX_HEAD)
    port = listening.sockets[0].getsockname()[1]
    FaultService(port, control.secret).note(settings.data)
    print(f"faults: ready, ports {settings.faults_port + 1} to {settings.faults_port + PORTS}", flush=True)
    try:
        await signalled()
    finally:
        listening.close()
        sockets.close()
        await lines.stop()
        await proxy.stop()


async def _on_free_port(start: Callable[[int], Any], first: int) -> tuple[Any, int]:
    """What listens, on the first port, or if need be on one of the lines' ports, from the last down. Raises OSError."""
    for port in (first, *range(min(first + PORTS, 65535), first, -1)):
        try:
            return await start(port), port
        except OSError:
            continue
    raise OSError(f"LAB_FAULTS_PORT: no port from {first} to {first + PORTS} is free")
