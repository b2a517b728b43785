"""The WSGI layers round the whole application, Socket.IO included, which answers before Flask is asked."""

from flask import Flask

from chat.settings import Settings
from web.http.guard import Guard
from web.http.headers import Headers
from web.http.hosts import Hosts
from web.http.proxies import ForwardedHeaders, TrustedProxies


def install(app: Flask, settings: Settings) -> None:
    """Put the layers round the application, from the innermost to the outermost."""
    guarded = Headers(Guard(app.wsgi_app, Hosts.of(settings)))
    app.wsgi_app = ForwardedHeaders(guarded, TrustedProxies.of(settings))  # type: ignore[method-assign]
