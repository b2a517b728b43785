"""What a request of the API says: numbers in its query, the JSON of its body. Wrong ones are `bad-request`."""

from typing import Any

import orjson
from flask import request

from chat.errors import LabError


def number(key: str, default: int, low: int, high: int) -> int:
    """The whole number from `low` to `high` under a key of the query. Raises LabError (`bad-request`)."""
    text = request.args.get(key)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 16 or not low <= int(text) <= high:
        raise LabError("bad-request", f"`{key}` takes a whole number from {low} to {high}")
    return int(text)


def strings_in(document: dict[str, Any], key: str) -> list[str]:
    """The list of strings under a key. Raises LabError (`bad-field`)."""
    value = document.get(key)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise LabError("bad-field", f"`{key}` must be a list of strings")
    return value


def json_body() -> dict[str, Any]:
    """The JSON object in the body; empty without a body. Raises LabError (`bad-request`)."""
    try:
        body = orjson.loads(request.get_data() or b"{}")
    except orjson.JSONDecodeError as error:
        raise LabError("bad-request", f"the body is no JSON: {error}") from error
    if not isinstance(body, dict):
        raise LabError("bad-request", "the body is no JSON object")
    return body
