"""Converts the JSON of a browser or an API client into the payload of an MQTT message. Pure."""

import secrets
from typing import Any

from chat.errors import PayloadError
from chat.message import Message


def message_from(document: object, *, max_size: int) -> tuple[Message, bytes]:
    """The message and its payload. Raises PayloadError (`empty`, `bad-field`, `too-large`)."""
    if not isinstance(document, dict):
        raise PayloadError("bad-field", "a message is an object with `text` or `data`")
    named = {key: string_in(document, key) for key in ("text", "to", "id")}
    if document.get("id") == "":
        raise PayloadError("bad-field", "`id` must not be empty")
    data = document.get("data")
    data = {} if data is None else data
    if not isinstance(data, dict):
        raise PayloadError("bad-field", "`data` must be an object")
    message = Message(data=data, text=named["text"], to=named["to"], id=named["id"])
    payload = message.encode()
    if len(payload) > max_size:
        raise PayloadError("too-large", f"{len(payload)} bytes; at most {max_size} are taken")
    return message, payload


def new_id() -> str:
    """An id for a message whose sender gave none."""
    return secrets.token_hex(8)


def string_in(document: dict[str, Any], key: str) -> str:
    """The string under a key; empty when there is none, or null. Raises PayloadError (`bad-field`)."""
    value = document.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise PayloadError("bad-field", f"`{key}` must be a string")
    return value
