"""What the web uses of python-engineio beyond its documentation. A failure here says what an upgrade broke."""

import inspect
from types import SimpleNamespace

import engineio
import pytest
from engineio.socket import Socket

from web.live.engineio_private import EngineIoServer


@pytest.mark.parametrize("name", ["sockets", "handlers", "start_background_task", "_async", "max_http_buffer_size"])
def test_the_server_still_has_what_is_used(name: str) -> None:
    assert hasattr(engineio.Server(async_mode="threading"), name), f"engineio.Server has no `{name}` any more"


@pytest.mark.parametrize("name", ["queue", "connected", "upgrading", "upgraded", "closing", "closed", "last_ping"])
def test_a_client_still_has_what_is_used(name: str) -> None:
    client = Socket(engineio.Server(async_mode="threading"), "sid")
    assert hasattr(client, name), f"engineio.socket.Socket has no `{name}` any more"


@pytest.mark.parametrize("key", ["queue", "websocket"])
def test_the_queue_and_the_websocket_are_still_taken_from_the_table(key: str) -> None:
    assert key in engineio.Server(async_mode="threading")._async, f"engineio.Server._async has no {key!r} any more"


def test_a_client_still_closes_with_the_parameters_that_are_given() -> None:
    assert {"wait", "abort", "reason"} <= set(inspect.signature(Socket.close).parameters)


def test_the_only_background_task_of_a_client_is_still_its_ping() -> None:
    source = inspect.getsource(Socket)
    tasks = [line.strip() for line in source.splitlines() if "start_background_task(" in line]
    assert tasks == [
        "self.server.start_background_task(self._send_ping)",
        "writer_task = self.server.start_background_task(writer)",
    ], "engineio.socket.Socket starts other tasks now: web.live.engineio_private would take them for pings"


def test_a_sweep_for_slow_clients_asks_each_queue_once() -> None:
    asked: list[int] = []

    class Queue:
        def __init__(self, size: int) -> None:
            self._size = size

        def qsize(self) -> int:
            asked.append(self._size)
            return self._size

    clients = {str(size): SimpleNamespace(queue=Queue(size)) for size in range(1000)}
    engine = EngineIoServer(SimpleNamespace(sockets=clients))
    assert list(engine.overfull(997)) == ["998", "999"]
    assert len(asked) == 1000
