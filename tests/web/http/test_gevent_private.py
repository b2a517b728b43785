"""What the web uses of gevent beyond its documentation. A failure here says what an upgrade of gevent broke."""

import signal
import socket
import subprocess
import sys

import gevent
from gevent.pywsgi import WSGIHandler
from gevent.socket import socketpair

from tests.support.services import ROOT
from web.http.gevent_private import BoundedHandler, is_plain, release, send_at_once


def test_gevents_handler_still_has_the_methods_that_are_replaced() -> None:
    replaced = {"handle_one_request", "read_requestline", "MessageClass", "log_error", "handle_error"}
    replaced |= {"get_environ", "start_response", "run_application", "handle_one_response", "handle"}
    missing = {name for name in replaced if not callable(getattr(WSGIHandler, name, None))}
    assert missing == set(), "gevent.pywsgi.WSGIHandler no longer calls these: heads are not bounded any more"


def test_gevents_handler_reads_the_head_through_the_bounded_reader() -> None:
    read: list[str] = []

    class Noting(BoundedHandler):
        def read_requestline(self) -> str:
            read.append("line")
            return super().read_requestline()

        def MessageClass(self, *args: object) -> object:  # noqa: N802 - gevent's name
            read.append("fields")
            return super().MessageClass(*args)

    ours, theirs = socketpair()
    theirs.sendall(b"GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n")
    answer = Noting(ours, ("127.0.0.1", 1), None).handle_one_request()
    theirs.close()
    ours.close()
    assert read == ["line", "fields"], "gevent.pywsgi reads the head in another way now"
    assert isinstance(answer, tuple)
    assert answer[0] == "400", "gevent.pywsgi no longer answers 400 to a ValueError from the header fields"


def test_a_send_that_would_have_to_wait_fails_at_once() -> None:
    ours, theirs = socketpair()
    assert is_plain(ours)
    with gevent.Timeout(10, AssertionError("gevent's send(data, flags, 0.0) waits now")):
        try:
            while send_at_once(ours, b"x" * 65536):
                pass
        except OSError:
            theirs.close()
            ours.close()
            return
    raise AssertionError("gevent's send(data, flags, 0.0) no longer raises when it would have to wait")


def test_releasing_a_request_drops_its_fields() -> None:
    environ = {"HTTP_COOKIE": "x", "HTTP_X": "y", "QUERY_STRING": "a=b", "REQUEST_METHOD": "GET"}
    release(environ)
    assert environ == {"QUERY_STRING": "", "REQUEST_METHOD": "GET"}


SERVER_WITH_FEW_FILES = """
import os, resource, signal
import gevent
from web import console
from web.http.gevent_private import PatientServer

def app(environ, start_response):
    start_response("200 OK", [])
    return [b"served"]

def set_limit(limit):
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))

console.configure()
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
server = PatientServer(("127.0.0.1", 0), app, log=None)
server.start()
gevent.signal_handler(signal.SIGUSR1, set_limit, soft)
set_limit(max(map(int, os.listdir("/proc/self/fd"))))
print(server.address[1], flush=True)
server.serve_forever()
"""


def test_a_server_that_can_open_no_file_writes_a_line_and_accepts_later() -> None:
    command = [sys.executable, "-c", SERVER_WITH_FEW_FILES]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        with socket.create_connection(("127.0.0.1", int(process.stdout.readline())), timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            first = process.stderr.readline()
            process.send_signal(signal.SIGUSR1)
            answer = connection.recv(1000)
        process.kill()
        errors = first + process.stderr.read()
    assert answer.startswith(b"HTTP/1.1 200 OK"), "gevent's server no longer accepts after a pause"
    assert "a connection can't be accepted now" in first, "gevent's server no longer accepts through do_read"
    assert "Traceback" not in errors
