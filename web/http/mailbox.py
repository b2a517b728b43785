"""`/mailbox/<box>`: mail from a board's page to the board's worker, where the browser has no memory that both share."""

import re

from flask import Blueprint, Response, jsonify, request

from chat.errors import LabError
from web.access.request_access import writer
from web.http.queries import json_body, number
from web.live.mailboxes import Mailboxes

MAX_WAIT_MS = 10_000
MAX_BODY = 64 * 1024
_NAME = re.compile(r"[0-9a-z]{16,64}")


def mailbox_blueprint(boxes: Mailboxes) -> Blueprint:
    """Putting mail into a box, and waiting for it."""
    blueprint = Blueprint("mailbox", __name__, url_prefix="/mailbox/<box>")

    @blueprint.get("")
    def take(box: str) -> Response:
        milliseconds = number("wait", 0, 0, MAX_WAIT_MS)
        return _private(jsonify(mail=boxes.take(_checked(box), writer().id, milliseconds / 1000)))

    @blueprint.post("")
    def put(box: str) -> Response:
        size = len(request.get_data())
        mail = json_body().get("mail")
        if not isinstance(mail, list) or size > MAX_BODY:
            raise LabError("bad-request", f"`mail` is a list, of at most {MAX_BODY} bytes")
        boxes.put(_checked(box), writer().id, mail, size)
        return _private(jsonify(status="ok"))

    return blueprint


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise LabError("bad-request", "a mailbox has a name of 16 to 64 small letters and digits")
    return name


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
