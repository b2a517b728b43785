"""What the web uses of gevent beyond its documentation. A failure here says what an upgrade of gevent broke."""

import gevent
from gevent.pywsgi import WSGIHandler
from gevent.socket import socketpair

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
