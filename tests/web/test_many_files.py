"""The web with more open files than `select.select` can name, and with fewer than a class needs."""

import secrets
import selectors
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import psutil
import pytest
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


def lose_the_broker(lab: Lab, page: Browser) -> None:
    """Kill the broker, and wait until the page knows."""
    lab.services["broker"].kill()
    wait_until(lambda: {"kind": "broker-offline", "detail": ""} in page.heard("notice"))


def see_a_message_after_a_restart(lab: Lab, more_viewers: int = 0) -> None:
    """Restart the broker under a page, and have the page send a message, which must come back to it.

    `more_viewers` come while the broker is away: they get the file descriptors that its connection has left.
    """
    page = Browser(lab.url)
    page.join("aula1")
    lose_the_broker(lab, page)
    with viewers(lab, more_viewers):
        lab.services["broker"].start()
        see_a_message(lab, page)
    page.client.disconnect()


def see_a_message(lab: Lab, page: Browser) -> None:
    """Wait until the lab is well, and have the page send a message, which must come back to it."""
    lab.wait_until_well()
    answer = page.call("send", {"id": secrets.token_hex(4), "text": "a"})
    wait_until(page.records, what=f"the message, after {answer}")


@contextmanager
def viewers(lab: Lab, count: int) -> Iterator[None]:
    """As many browsers that are connected, each by a WebSocket."""
    url = f"ws://127.0.0.1:{lab.web_port}/socket.io/?EIO=4&transport=websocket"
    stop = threading.Event()
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        thread = threading.Thread(target=answer_pings, args=(selector, stop))
        thread.start()
        try:
            for _ in range(count):
                one = stack.enter_context(closing(websocket.create_connection(url, timeout=30)))
                one.send("40")  # Socket.IO's CONNECT: a client that never sends it is no viewer
                selector.register(one, selectors.EVENT_READ)
            yield
        finally:
            stop.set()
            thread.join()


def answer_pings(selector: selectors.BaseSelector, stop: threading.Event) -> None:
    """Answer Engine.IO's pings, so that the web takes no viewer for dead."""
    while not stop.is_set():
        for key, _ in selector.select(0.1):
            viewer = key.fileobj
            assert isinstance(viewer, websocket.WebSocket)
            try:
                if viewer.recv() == "2":
                    viewer.send("3")
            except (OSError, websocket.WebSocketException):  # ended by a web that is too busy: its socket stays open
                selector.unregister(key.fd)


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("many_files")
def test_with_1100_viewers_the_web_comes_back_to_a_broker_that_restarts(lab: Lab) -> None:
    lab.start_all()
    with viewers(lab, VIEWERS):
        see_a_message_after_a_restart(lab, more_viewers=20)


def let_web_open_files(lab: Lab, *, may: bool) -> None:
    """Let the web open no further file (but for a few numbers that are free below), or as many as at first."""
    process = lab.services["web"].process
    assert process is not None
    web = psutil.Process(process.pid)
    _, hard = web.rlimit(psutil.RLIMIT_NOFILE)
    web.rlimit(psutil.RLIMIT_NOFILE, (hard if may else web.num_fds(), hard))


def test_a_web_that_can_open_no_file_when_the_broker_comes_back_goes_on(lab: Lab) -> None:
    lab.start_all()
    page = Browser(lab.url)
    page.join("aula1")
    see_a_message(lab, page)
    page.events.clear()
    lose_the_broker(lab, page)
    let_web_open_files(lab, may=False)
    lab.services["broker"].start()
    wait_until(lambda: "Too many open files" in lab.services["web"].text(), seconds=30)
    let_web_open_files(lab, may=True)
    see_a_message(lab, page)
    page.client.disconnect()


@pytest.mark.parametrize("service", ["bridge", "web"])
def test_a_service_with_1100_open_files_comes_back_to_a_broker_that_restarts(lab: Lab, service: str) -> None:
    holding_files(lab, service)
    lab.start_all()
    see_a_message_after_a_restart(lab)


@pytest.mark.parametrize("service", ["broker", "bridge", "web"])
def test_a_service_says_that_it_may_open_few_files(lab: Lab, service: str) -> None:
    program = shutil.which("prlimit")
    assert program is not None, "prlimit is part of util-linux"
    lab.prefixes[service] = [program, "--nofile=512:512", sys.executable, "-m"]
    lab.start_all()
    assert f"{service}: at most 512 open files" in lab.services[service].text()
