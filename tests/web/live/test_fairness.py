"""A client that sends much at once does not keep the server from others."""

import socket
import threading
from contextlib import closing, suppress

import requests
from websocket import ABNF, create_connection

from tests.support.services import Lab
from tests.support.waiting import wait_until

EVENTS = 3000


def test_others_are_answered_before_a_client_that_has_sent_thousands_of_events(running: Lab) -> None:
    flood = b"".join(ABNF.create_frame(f'42{n}["typing",{{}}]', ABNF.OPCODE_TEXT).format() for n in range(EVENTS))
    with closing(socket.create_connection(("127.0.0.1", running.web_port), timeout=60)) as flooder:
        url = f"ws://127.0.0.1:{running.web_port}/socket.io/?EIO=4&transport=websocket"
        client = create_connection(url, socket=flooder)
        client.recv()
        client.send("40")
        client.recv()
        answers = bytearray()
        threading.Thread(target=_collect, args=(flooder, answers), daemon=True).start()
        flooder.sendall(flood)
        wait_until(lambda: len(answers) > 0, what="the first event is answered")
        assert requests.get(f"{running.url}/static/icon.svg", timeout=30).status_code == 200
        assert b"43%d[" % (EVENTS - 1) not in answers


def _collect(connection: socket.socket, into: bytearray) -> None:
    with suppress(OSError):
        while block := connection.recv(65_536):
            into += block
