"""Security headers of every answer, and how long browsers may cache built files."""

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

# The board's page starts a worker, and is isolated from other origins, so that both may share memory where the browser
# allows it (HTTPS, localhost). What isolates a page must be said by its worker too.
_ISOLATED = {"Cross-Origin-Embedder-Policy": "require-corp"}
BOARD = {"Content-Security-Policy": f"{POLICY}; worker-src 'self'", **_ISOLATED}
"""Of the board's page alone."""

# Devices that the pages of the lab never use.
_DEVICES = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
_NO_DEVICES = ", ".join(f"{device}=()" for device in _DEVICES)

FLASH = {"Permissions-Policy": f"{_NO_DEVICES}, serial=(self)"}
"""Of the page alone that reaches a real board at a serial port."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": f"{_NO_DEVICES}, serial=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Vite names a built file for its content: under a name it never changes.
_BUILT = "/static/built/assets/"
_WORKER = f"{_BUILT}board-worker-"
_FOREVER = "public, max-age=31536000, immutable"

StartResponse = Callable[..., Any]


class Headers:
    """A WSGI application (PEP 3333) that adds the headers to each answer of another one, unless it sets them itself."""

    def __init__(self, app: Callable[[dict[str, Any], StartResponse], Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""

        def begin(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            return start_response(status, _completed(headers, _of_built(environ, status)), *more)

        return self._app(environ, begin)


def _of_built(environ: dict[str, Any], status: str) -> dict[str, str]:
    path = environ.get("PATH_INFO", "")
    if not path.startswith(_BUILT) or not status.startswith(("200", "304")):
        return {}
    caching = {"Cache-Control": _FOREVER} if status.startswith("200") else {}
    return {**caching, **_of_worker(environ)} if path.startswith(_WORKER) else caching


def _of_worker(environ: dict[str, Any]) -> dict[str, str]:
    """The headers of the board's worker alone. A worker has its own policy, and this one compiles MicroPython
    (WebAssembly).

    A program may be somebody else's, and MicroPython reaches JavaScript. So it reaches the built files and mailboxes
    only (CSP level 3, section 6.7.2.12: a path that ends with / stands for all below it), and not the lab's API with
    the rights of the person who runs it.
    """
    lab = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}{environ.get('SCRIPT_NAME', '')}"
    policy = (
        "default-src 'none'",
        f"script-src {lab}{_BUILT} 'wasm-unsafe-eval'",
        f"connect-src {lab}{_BUILT} {lab}/mailbox/",
    )
    return {"Content-Security-Policy": "; ".join(policy), **_ISOLATED}


def _completed(headers: list[tuple[str, str]], instead: dict[str, str]) -> list[tuple[str, str]]:
    """The headers of an answer, HEADERS where they are missing, and `instead` in place of those of the same name."""
    replaced = {name.lower() for name in instead}
    remaining = [(name, value) for name, value in headers if name.lower() not in replaced]
    names = replaced | {name.lower() for name, _ in remaining}
    return [
        *remaining,
        *((name, value) for name, value in HEADERS.items() if name.lower() not in names),
        *instead.items(),
    ]
