"""The bytes of the journal: blocks, each with all that one batch has written into log files. Pure: no I/O.

A block is `FF 4A 4E 4C` ("JNL"), the generation of the file (8 bytes), the block's number (8), the length of what
follows (4), a CRC-32 (4, `zlib.crc32`) of these three and of what follows; then, for each piece, the length of its
file's name (2), its offset in that file (8), its length (4), the name and the bytes. Numbers are unsigned, most
significant byte first.

A journal file is written over from its beginning: block 0 holds nothing and gives the file a greater generation, so
that what an older one left behind it is known. The byte FF is in no log line, as they are UTF-8: nobody can send a
block.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from chat.session_log import Written

_MAGIC = b"\xffJNL"
_HEAD = struct.Struct(">4sQQII")
_CHECKED = struct.Struct(">QQI")
_PIECE = struct.Struct(">HQI")


@dataclass(frozen=True, slots=True)
class JournalContents:
    """What a journal file holds: the pieces of its newest generation, in order.

    `is_damaged`: a block is missing before its last one, or there is none at all in what is not empty. A block that is
    cut off at the end is no damage: its batch was not acknowledged.
    """

    generation: int = 0
    pieces: tuple[Written, ...] = ()
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    generation: int
    number: int
    body: memoryview


def encode_block(generation: int, number: int, pieces: Iterable[Written]) -> bytes:
    """One block."""
    parts = list[bytes]()
    for file, offset, data in pieces:
        name = file.encode()
        parts += (_PIECE.pack(len(name), offset, len(data)), name, data)
    body = b"".join(parts)
    checksum = crc32(body, crc32(_CHECKED.pack(generation, number, len(body))))
    return _HEAD.pack(_MAGIC, generation, number, len(body), checksum) + body


def decode_journal(data: bytes) -> JournalContents:
    """Read a whole journal file. What is no sound block is skipped."""
    blocks = _sound_blocks(data)
    if not blocks:
        return JournalContents(is_damaged=any(data))
    generation = max(block.generation for block in blocks)
    newest = [block for block in blocks if block.generation == generation]
    pieces = [piece for block in newest for piece in _pieces(block.body)]
    numbers = [block.number for block in newest]
    return JournalContents(generation, tuple(pieces), is_damaged=numbers != list(range(len(numbers))))


def _sound_blocks(data: bytes) -> list[_Block]:
    """Every block whose checksum is right, in the order of the file."""
    view, found = memoryview(data), list[_Block]()
    at = data.find(_MAGIC)
    while at >= 0:
        size = 1
        if at + _HEAD.size <= len(data):
            _, generation, number, length, checksum = _HEAD.unpack_from(data, at)
            body = view[at + _HEAD.size : at + _HEAD.size + length]
            if len(body) == length and crc32(body, crc32(_CHECKED.pack(generation, number, length))) == checksum:
                found.append(_Block(generation, number, body))
                size = _HEAD.size + length
        at = data.find(_MAGIC, at + size)
    return found


def _pieces(body: memoryview) -> Iterable[Written]:
    at = 0
    while at < len(body):
        name_size, offset, size = _PIECE.unpack_from(body, at)
        name = at + _PIECE.size
        at = name + name_size + size
        yield Written(str(body[name : name + name_size], "utf-8"), offset, bytes(body[name + name_size : at]))
