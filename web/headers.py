"""What every answer says to the browser about itself: where its parts may come from, and what nobody may do with it."""

from flask import Flask, request
from flask.wrappers import Response

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

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# Vite names a built file for its content: under a name it never changes.
_BUILT = "/static/built/assets/"
_FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Have every answer of the application carry the headers."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(_BUILT) and response.status_code == 200:
            response.headers["Cache-Control"] = _FOREVER
        return response
