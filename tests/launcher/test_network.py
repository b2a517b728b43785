"""Ports and addresses, with real sockets."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from launcher.network import holder, is_open, listen_error
from tests.support.ports import free_port


@pytest.fixture
def busy() -> Iterator[int]:
    """A port on which this process listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_no_error() -> None:
    assert listen_error("127.0.0.1", free_port()) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_a_port_taken_on_loopback_is_taken(host: str, busy: int) -> None:
    error = listen_error(host, busy)
    assert error is not None
    assert error.errno == errno.EADDRINUSE


def test_a_port_whose_last_connections_linger_is_free() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            accepted, _ = server.accept()
            accepted.close()  # who closes first keeps the port in TIME_WAIT
            client.recv(1)
    assert listen_error("127.0.0.1", port) is None


def test_an_address_of_another_machine_is_an_error() -> None:
    error = listen_error("192.0.2.77", free_port())
    assert error is not None
    assert error.errno == errno.EADDRNOTAVAIL


def test_an_open_port_is_open_and_a_closed_one_is_not(busy: int) -> None:
    assert (is_open("127.0.0.1", busy), is_open("127.0.0.1", free_port())) == (True, False)


def test_the_process_that_holds_a_port_is_named(busy: int) -> None:
    assert holder(busy) == f"{psutil.Process().name()} ({os.getpid()})"


def test_a_process_that_only_connects_to_a_port_does_not_hold_it(busy: int) -> None:
    code = f"import socket, time; socket.create_connection(('127.0.0.1', {busy})); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as client:
        assert client.stdout is not None
        client.stdout.readline()
        assert holder(busy).endswith(f"({os.getpid()})")
        client.kill()


def test_a_free_port_is_held_by_nobody() -> None:
    assert holder(free_port()) == ""
