"""What every answer says to the browser about itself: where its parts may come from, and what nobody may do with it."""

from collections.abc import Callable, Iterable
from typing import Any

# `img-src data:` is for the small images inside Bootstrap's style sheet.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# What a page could ask of the machine, and ours never do.
_DEVICES = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{device}=()" for device in _DEVICES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Vite names a built file for its content: under a name it never changes.
_BUILT = "/static/built/assets/"
_FOREVER = "public, max-age=31536000, immutable"

StartResponse = Callable[..., Any]


class Headers:
    """A WSGI application (PEP 3333): another one, each answer with the headers that it does not set itself."""

    def __init__(self, app: Callable[[dict[str, Any], StartResponse], Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""

        def begin(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            return start_response(status, _completed(headers, _kept(environ, status)), *more)

        return self._app(environ, begin)


def _kept(environ: dict[str, Any], status: str) -> dict[str, str]:
    is_built = environ.get("PATH_INFO", "").startswith(_BUILT) and status.startswith("200")
    return {"Cache-Control": _FOREVER} if is_built else {}


def _completed(headers: list[tuple[str, str]], instead: dict[str, str]) -> list[tuple[str, str]]:
    """The headers, with ours where there are none, and `instead` in the place of what was said."""
    replaced = {name.lower() for name in instead}
    said = [(name, value) for name, value in headers if name.lower() not in replaced]
    names = {name.lower() for name, _ in said}
    return [*said, *((name, value) for name, value in HEADERS.items() if name.lower() not in names), *instead.items()]
