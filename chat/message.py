"""A message: the content of a payload. It does not say who sent it or when it came.

A payload is an I-JSON object (RFC 7493: UTF-8, no unpaired surrogates, numbers within a double), or it is text, or it
is bytes. A document that JSON's grammar allows but I-JSON does not, such as `{"t":NaN}` or `{"t":1e999}`, is text:
it is kept as it came, and nothing is lost. A byte order mark before an object and NULs after it are taken off: boards
that send C strings, and PowerShell, add them.
"""

import base64
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

import orjson

from chat.errors import PayloadError, TopicError
from chat.topic import check_role

MAX_ID = 64
"""Longest `id` and `sent_at`, in characters."""

_NAMED = ("text", "id", "sent_at", "to")
_NAMED_SET = frozenset(_NAMED)
# Devices use these words for their own data (rtl_433 sends `"id":11524`): a value that is no string is data.
_DATA_UNLESS_STRING = frozenset({"id", "sent_at"})
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_JSON_SPACE = b" \t\r\n"
"""What may stand before and after a JSON document (RFC 8259, section 2)."""
# orjson reads 1024 levels and writes 254. What is taken must still be written inside records, events and answers.
_SPARE_LEVELS = 16
_BRACKETS_SURELY_SHALLOW = 200


class _Fields(NamedTuple):
    text: str
    data: Mapping[str, Any]
    base64: str
    to: str
    id: str
    sent_at: str
    confirm: bool


class Message(_Fields):  # a tuple: it is made for every message, and costs a fifth of a frozen dataclass
    """What one participant said: a text, or data, or bytes (as base64). `confirm`: the sender asks the bridge to tell
    it when the message is logged."""

    __slots__ = ()

    def __new__(
        cls,
        *,
        text: str = "",
        data: Mapping[str, Any] | None = None,
        base64: str = "",
        to: str = "",
        id: str = "",  # noqa: A002 - the field's name
        sent_at: str = "",
        confirm: bool = False,
    ) -> Self:
        """Check the content and the other fields. Raises PayloadError (`empty`, `bad-field`)."""
        if not (text or data or base64):
            raise PayloadError("empty", "there is neither text nor data in it")
        if len(id) > MAX_ID or len(sent_at) > MAX_ID:
            raise PayloadError("bad-field", f"`id` and `sent_at` have at most {MAX_ID} characters")
        if to:
            _check_addressee(to)
        return super().__new__(cls, text, {} if data is None else data, base64, to, id, sent_at, confirm)

    @classmethod
    def decode(cls, payload: bytes, *, max_size: int) -> Self:
        """Read a payload of at most `max_size` bytes. Raises PayloadError (`empty`, `too-large`, `bad-field`)."""
        if not payload:
            raise PayloadError("empty", "an empty payload is not a message")
        if len(payload) > max_size:
            raise PayloadError("too-large", f"{len(payload)} bytes; at most {max_size} are taken")
        document = _read_object(payload)
        if document is not None:
            return cls._from_object(document)
        try:
            return cls(text=payload.decode())
        except UnicodeDecodeError:
            return cls(base64=base64.b64encode(payload).decode())

    @classmethod
    def _from_object(cls, document: dict[str, Any]) -> Self:
        if _NAMED_SET.isdisjoint(document):
            return cls(data=document)
        named = {key: document[key] for key in _NAMED if key in document}
        for key, value in named.items():
            if value is None or isinstance(value, str):
                del document[key]
            elif key in _DATA_UNLESS_STRING:
                named[key] = None
            else:
                raise PayloadError("bad-field", f"`{key}` must be a string, not {type(value).__name__}")
        if named.get("id") == "":
            raise PayloadError("bad-field", "`id` must not be empty")
        confirm = _asks_for_confirmation(named, document)
        return cls(data=document, confirm=confirm, **{key: value for key, value in named.items() if value})

    def encode(self) -> bytes:
        """The payload that decodes to this message. Raises PayloadError (`bad-field`) when no payload does."""
        if self.base64:
            return base64.b64decode(self.base64)
        named = {key: value for key in _NAMED if (value := getattr(self, key))}
        hidden = {key for key in _NAMED_SET & self.data.keys() if key in named or not _is_data(key, self.data[key])}
        hidden |= {"confirm"} if self.id and self.data.get("confirm") is True else set()
        if hidden:
            raise PayloadError("bad-field", f"`data` can't hold {', '.join(sorted(hidden))}")
        try:
            return orjson.dumps(named | ({"confirm": True} if self.confirm else {}) | dict(self.data))
        except TypeError as error:
            raise PayloadError("bad-field", f"it can't be written as JSON: {error}") from error


def _asks_for_confirmation(named: Mapping[str, Any], document: dict[str, Any]) -> bool:
    """Whether `confirm` is the lab's key: it is true, and there is an id to confirm. Takes it out of the document."""
    if not named.get("id") or document.get("confirm") is not True:
        return False
    del document["confirm"]
    return True


def _is_data(key: str, value: object) -> bool:
    """Whether a value under a key of the lab is the device's own data all the same."""
    return key in _DATA_UNLESS_STRING and value is not None and not isinstance(value, str)


def _check_addressee(role: str) -> None:
    try:
        check_role(role)
    except TopicError as error:
        raise PayloadError("bad-field", f"`to` is no role: {error.detail}") from error


def bare_json(payload: bytes) -> bytes:
    """A payload without what boards and PowerShell add around an object: a byte order mark, spaces, NULs."""
    if payload[:1] != b"{":
        payload = payload.removeprefix(_BYTE_ORDER_MARK).lstrip(_JSON_SPACE)
    return payload if payload[-1:] == b"}" else payload.rstrip(b"\0" + _JSON_SPACE)


def _read_object(payload: bytes) -> dict[str, Any] | None:
    """The I-JSON object that `payload` is; None when it is something else."""
    payload = bare_json(payload)
    if payload[:1] != b"{":
        return None
    try:
        document = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(document, dict):
        return None
    if payload.count(b"{") + payload.count(b"[") > _BRACKETS_SURELY_SHALLOW:
        wrapped: Any = document
        for _ in range(_SPARE_LEVELS):
            wrapped = [wrapped]
        try:
            orjson.dumps(wrapped)
        except TypeError:
            return None
    return document
