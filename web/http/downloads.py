"""A session as a file to download: the formats of `web.http.exports` as answers of the API."""

import time
from collections.abc import Iterator

from flask import Response, request

from chat.errors import LabError
from chat.history import History
from web.http.exports import FORMATS

SLICE = 200
"""Records of a download after which others get their turn."""


def download_of(name: str, history: History) -> Response:
    """A session in the format that the query asks for. Raises LabError (`bad-request`, `no-session`)."""
    wanted = request.args.get("format", "log")
    if wanted not in FORMATS:
        raise LabError("bad-request", f"`format` is one of: {', '.join(FORMATS)}")
    if history.first() is None:
        raise LabError("no-session", f"there is no session {name!r}")
    write, mimetype = FORMATS[wanted]
    response = Response(_joined(write(history.all())), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    return response


def _joined(chunks: Iterator[bytes], size: int = 65536) -> Iterator[bytes]:
    """Many small chunks as few large ones."""
    joined = bytearray()
    for count, chunk in enumerate(chunks, 1):
        joined += chunk
        if count % SLICE == 0:
            time.sleep(0)  # a fast reader never makes the server wait by itself
        if len(joined) >= size:
            yield bytes(joined)
            joined.clear()
    yield bytes(joined)
