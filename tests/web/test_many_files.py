"""The web with more open files than `select.select` can name, and with fewer than a class needs."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest
import requests
import websocket

from tests.support.services import Lab
from tests.support.waiting import wait_until
from tests.web.conftest import Browser

VIEWERS = 1100

_OPENS_FILES_FIRST = """
import os, runpy, sys
from system.file_limit import raise_file_limit
raise_file_limit()
held = [os.dup(0) for _ in range(1100)]
runpy.run_module(sys.argv[1], run_name="__main__")
"""


def holding_files(lab: Lab, service: str) -> None:
    """Have a service begin with 1,100 open files, so that all its sockets are above file descriptor 1024."""
    lab.prefixes[service] = [sys.executable, "-c", _OPENS_FILES_FIRST]


def see_a_message_after_a_restart(lab: Lab) -> None:
    """Restart the broker under a page, and have the page send a message, which must come back to it."""
    page = Browser(lab.url)
    page.join("aula1")
    lab.services["broker"].kill()
    wait_until(lambda: {"kind": "broker-offline", "detail": ""} in page.heard("notice"))
    lab.services["broker"].start()
    wait_until(lambda: requests.get(f"{lab.url}/healthz", timeout=5).status_code == 200, seconds=30)
    answer = page.call("send", {"id": "first", "text": "a"})
    wait_until(page.records, what=f"the message, after {answer}")
    page.client.disconnect()


@contextmanager
def viewers(lab: Lab, count: int) -> Iterator[None]:
    """As many browsers that are connected, each by a WebSocket."""
    url = f"ws://127.0.0.1:{lab.web_port}/socket.io/?EIO=4&transport=websocket"
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(closing(websocket.create_connection(url, timeout=30)))
        yield


@pytest.mark.timeout(180)
def test_with_1100_viewers_the_web_comes_back_to_a_broker_that_restarts(lab: Lab) -> None:
    lab.start_broker()
    lab.start_bridge()
    lab.start_web()
    with viewers(lab, VIEWERS):
        see_a_message_after_a_restart(lab)


@pytest.mark.parametrize("service", ["bridge", "web"])
def test_a_service_with_1100_open_files_comes_back_to_a_broker_that_restarts(lab: Lab, service: str) -> None:
    holding_files(lab, service)
    lab.start_broker()
    lab.start_bridge()
    lab.start_web()
    see_a_message_after_a_restart(lab)


@pytest.mark.parametrize("service", ["broker", "bridge", "web"])
def test_a_service_says_that_it_may_open_few_files(lab: Lab, service: str) -> None:
    program = shutil.which("prlimit")
    assert program is not None, "prlimit is part of util-linux"
    lab.prefixes[service] = [program, "--nofile=512:512", sys.executable, "-m"]
    lab.start_broker()
    lab.start_bridge()
    lab.start_web()
    assert f"{service}: at most 512 open files" in lab.services[service].text()
