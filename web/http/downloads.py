"""A session as a file to download: the log, a text, or a table, as the query asks for it."""

import os
import time
from collections.abc import Iterator
from typing import IO

from flask import Response, request

from chat.errors import LabError
from chat.history import History
from web.http.exports import FORMATS, without_removed
from web.tables.csv_file import csv_of
from web.tables.manner import DEFAULT_LANGUAGE, DEFAULT_ZONE, Manner, zone_or_utc
from web.tables.rows import TABLES, Source
from web.tables.workbooks import Workbooks

SLICE = 50
"""Records of a download after which others get their turn."""

BLOCK = 65_536
"""Bytes that are sent together."""

CSV, XLSX = "csv", "xlsx"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALL_FORMATS = (*FORMATS, XLSX)


def download_of(name: str, history: History, workbooks: Workbooks) -> Response:
    """A session in the format that the query asks for. Raises LabError (`bad-request`, `no-session`, `busy`)."""
    wanted = _one_of("format", ALL_FORMATS, "log")
    table = _one_of("table", tuple(TABLES), "messages")
    manner = Manner(request.args.get("lang", DEFAULT_LANGUAGE), zone_or_utc(request.args.get("zone", DEFAULT_ZONE)))
    if history.first() is None:
        raise LabError("no-session", f"there is no session {name!r}")
    if wanted == XLSX:
        return _attached(_workbook(history, manner, workbooks), f"{name}.xlsx")
    if wanted == CSV and not request.args.keys().isdisjoint(("table", "lang", "zone")):
        chunks = csv_of(TABLES[table](Source(history.all, history.state(), manner, _breathe)), manner)
        title = (manner.words.messages if table == "messages" else manner.words.values).lower()
        return _attached(Response(_joined(chunks), mimetype=CSV_TYPE), f"{name}-{title}.csv")
    write, mimetype = FORMATS[wanted]
    # The log is what it is; people read the others.
    lines = history.all() if wanted == "log" else without_removed(history.all(), history.state().removed)
    return _attached(Response(_joined(write(lines)), mimetype=mimetype), f"{name}.{wanted}")


def _one_of(key: str, known: tuple[str, ...], default: str) -> str:
    found = request.args.get(key, default)
    if found not in known:
        raise LabError("bad-request", f"`{key}` is one of: {', '.join(known)}")
    return found


def _attached(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _workbook(history: History, manner: Manner, workbooks: Workbooks) -> Response:
    file = workbooks.written(history.folder, manner)
    response = Response(_blocks(file), mimetype=XLSX_TYPE)
    response.content_length = os.fstat(file.fileno()).st_size
    response.call_on_close(file.close)
    return response


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _breathe() -> None:
    time.sleep(0)


def _joined(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Many small chunks as few large ones."""
    joined = bytearray()
    for count, chunk in enumerate(chunks, 1):
        joined += chunk
        if count % SLICE == 0:
            _breathe()  # a fast reader never makes the server wait by itself
        if len(joined) >= BLOCK:
            yield bytes(joined)
            joined.clear()
    yield bytes(joined)
