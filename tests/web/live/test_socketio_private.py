"""What the web uses of python-socketio beyond its documentation. A failure here says what an upgrade broke."""

from importlib.metadata import version

import psutil
import pytest
import socketio
from websocket import create_connection

from tests.support.services import ROOT, Lab

PRIVATE = ["_handle_event", "_send_packet", "packet_class", "manager", "eio", "environ"]


@pytest.mark.parametrize("library", ["python-socketio", "python-engineio"])
def test_the_minor_version_is_the_one_that_is_pinned(library: str) -> None:
    major, minor = version(library).split(".")[:2]
    pinned = f"{library}>={major}.{minor},<{major}.{int(minor) + 1}"
    assert pinned in (ROOT / "requirements.txt").read_text(), f"{library} is another version than requirements.txt pins"


@pytest.mark.parametrize("name", PRIVATE)
def test_the_server_still_has_what_is_used(name: str) -> None:
    assert hasattr(socketio.Server(async_mode="threading"), name), f"socketio.Server has no `{name}` any more"


@pytest.mark.parametrize("name", ["sid_from_eio_sid", "eio_sid_from_sid", "get_participants"])
def test_the_manager_still_has_what_is_used(name: str) -> None:
    assert callable(getattr(socketio.Manager, name, None)), f"socketio.Manager has no `{name}` any more"


def test_engine_io_still_hands_connections_and_packets_to_named_handlers() -> None:
    handlers = socketio.Server(async_mode="threading").eio.handlers
    assert {"connect", "message"} <= set(handlers), "python-socketio registers other handlers at python-engineio now"


class Raw:
    """A Socket.IO client by hand, joined to a session under a role."""

    def __init__(self, lab: Lab, session: str, role: str) -> None:
        url = lab.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self.socket = create_connection(url, timeout=10)
        self.socket.recv()
        self.socket.send("40")
        self.socket.recv()
        self.call("join", f'{{"session":"{session}","role":"{role}"}}')

    def call(self, event: str, document: str) -> str:
        """The answer to an event, as it came."""
        self.socket.send(f'427["{event}",{document}]')
        while not (packet := str(self.socket.recv())).startswith("437"):
            pass
        return packet


@pytest.mark.parametrize("event", ["connect", "disconnect", "*", "message", "__disconnect_final"])
def test_an_event_that_the_protocol_does_not_have_is_refused(running: Lab, session: str, event: str) -> None:
    raw = Raw(running, session, "usuario")
    assert '"reason":"bad-request"' in raw.call(event, "{}")
    raw.socket.close()


def test_an_event_named_disconnect_leaves_the_client_joined(running: Lab, session: str) -> None:
    raw = Raw(running, session, "usuario")
    raw.call("disconnect", "{}")
    assert '"accepted"' in raw.call("send", '{"id":"a","text":"still here"}')
    raw.socket.close()


def test_an_event_with_an_attachment_is_refused(running: Lab, session: str) -> None:
    raw = Raw(running, session, "usuario")
    raw.socket.send('451-7["send",{"_placeholder":true,"num":0}]')
    raw.socket.send_binary(b"x")
    while not (packet := str(raw.socket.recv())).startswith("437"):
        pass
    assert '"reason":"bad-request"' in packet
    raw.socket.close()


def test_attachments_are_not_collected(running: Lab, session: str) -> None:
    process = running.services["web"].process
    assert process
    raw, memory = Raw(running, session, "usuario"), psutil.Process(process.pid).memory_info
    before = memory().rss
    raw.socket.send('45999999999-["send",{"_placeholder":true,"num":0}]')
    for _ in range(60):
        raw.socket.send_binary(b"a" * 2_000_000)
    assert '"accepted"' in raw.call("send", '{"id":"a","text":"still here"}')
    assert memory().rss - before < 40 * 2**20
    raw.socket.close()
