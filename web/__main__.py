"""`python -m web`: the web's composition root."""

# ruff: noqa: E402 - gevent replaces the blocking parts of the standard library before anybody imports them
from gevent import monkey

monkey.patch_all()

import logging
import os
import signal
import sys
import time

import gevent
from gevent.pywsgi import WSGIServer

from chat.errors import SettingsError
from chat.settings import Settings
from system.file_limit import raise_file_limit, shortage
from tls.contexts import server_context
from web import console
from web.app import Web, create_app
from web.http.connections import ConnectionLimits, Connections
from web.http.server import make_server

BAD_SETTING = 2


def main() -> int:
    """Serve until SIGTERM or SIGINT. Returns 0; 2 when a setting is bad or the port is taken."""
    console.configure()
    try:
        settings = Settings.load(os.environ)
        open_files = raise_file_limit()
        if line := shortage(open_files):
            logging.getLogger("web").warning("%s", line)
        web = create_app(settings)
        tls = server_context(web.identity) if web.identity is not None else None
    except SettingsError as error:
        print(f"web: {error.detail}", file=sys.stderr)
        return BAD_SETTING
    connections = Connections(ConnectionLimits.of(open_files), time.monotonic)
    server = make_server(settings.host, settings.web_port, web.app, connections, tls)
    try:
        server.start()
    except OSError as error:
        print(f"web: LAB_WEB_PORT={settings.web_port} on {settings.host}: {error.strerror}", file=sys.stderr)
        return BAD_SETTING
    web.start()
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):  # the last is how a process is asked to end on Windows
        if hasattr(signal, name):
            gevent.signal_handler(getattr(signal, name), lambda: gevent.spawn(_stop, web, server))
    print(f"web: ready on {'http' if tls is None else 'https'}://{settings.host}:{settings.web_port}", flush=True)
    server.serve_forever()
    return 0


def _stop(web: Web, server: WSGIServer) -> None:
    web.stop()
    server.stop(timeout=1)


if __name__ == "__main__":
    sys.exit(main())
