"""The bootloader in an ESP32's ROM, and the stub that esptool loads into it, as far as they are documented.

Source: Espressif, "Serial Protocol" of esptool. The stub's code is stored, not run: what it does is here.
"""

import hashlib
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SECTOR = 4096
END, ESCAPE, ESCAPED_END, ESCAPED_ESCAPE = 0xC0, 0xDB, 0xDC, 0xDD
INVALID_MESSAGE, FAILED, BAD_CHECKSUM = 5, 6, 7
SYNC = b"\x07\x07\x12\x20" + b"\x55" * 32
ROM_SYNC_VALUE = 0x20120707
MAGIC_REGISTER = 0x40001000
READ_FLASH_ID = 0x9F
SPI_USR = 1 << 18


@dataclass(frozen=True, slots=True)
class Chip:
    """A kind of chip. `chip_id`: None where the ROM does not know GET_SECURITY_INFO; `spi`: base and offsets of
    registers; `registers`: what others are read as, 0 if they are not named."""

    name: str
    bootloader_at: int
    magic: int
    chip_id: int | None
    spi: int
    usr2: int
    w0: int
    registers: Mapping[int, int] = field(default_factory=dict)


ESP32 = Chip("ESP32", 0x1000, 0x00F01D83, None, 0x3FF42000, 0x24, 0x80, {0x3FF40014: 347})  # 40 MHz at 115,200 baud
ESP32_S3 = Chip("ESP32-S3", 0x0, 0x9, 9, 0x60002000, 0x20, 0x58)
ESP32_H21 = Chip("ESP32-H21", 0x0, 0x0, 25, 0x60003000, 0x20, 0x58)
"""One for which Espressif has published no stub."""


def slip(packet: bytes) -> bytes:
    """A packet in SLIP framing (RFC 1055)."""
    escaped = packet.replace(b"\xdb", b"\xdb\xdd").replace(b"\xc0", b"\xdb\xdc")
    return b"\xc0" + escaped + b"\xc0"


class SlipReader:
    """Cuts packets out of bytes in SLIP framing."""

    def __init__(self) -> None:
        self._packet: bytearray | None = None
        self._is_escaped = False

    def feed(self, data: bytes) -> list[bytes]:
        """The packets that these bytes complete."""
        found = []
        for byte in data:
            if byte == END:
                if self._packet:
                    found.append(bytes(self._packet))
                    self._packet = None
                else:
                    self._packet = bytearray()
            elif self._packet is not None:
                self._take(self._packet, byte)
        return found

    def _take(self, packet: bytearray, byte: int) -> None:
        if self._is_escaped:
            packet.append({ESCAPED_END: END, ESCAPED_ESCAPE: ESCAPE}[byte])
            self._is_escaped = False
        elif byte == ESCAPE:
            self._is_escaped = True
        else:
            packet.append(byte)


class RefusedError(Exception):
    """A command that the chip refuses, with the code of its error."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Download:
    """What is being sent to memory or flash: where it goes, how many blocks there are, and what has come."""

    offset: int
    size: int
    blocks: int
    received: int = 0
    data: bytearray = field(default_factory=bytearray)


class Bootloader:
    """Answers esptool's commands. `flash`: the memory, whose bits a write only clears until a sector is erased."""

    def __init__(self, chip: Chip, flash: bytearray) -> None:
        self.chip, self.flash = chip, flash
        self.memory: dict[int, bytes] = {}
        """What was loaded into RAM, by address."""
        self.has_stub = False
        self.speed = 115_200
        self._slip = SlipReader()
        self._spi: dict[int, int] = {}
        self._download = Download(0, 0, 0)
        self._inflate = zlib.decompressobj()
        self._commands: Mapping[int, Callable[[bytes, int], tuple[int, bytes]]] = {
            0x02: self._flash_begin,
            0x03: self._flash_data,
            0x04: self._end,
            0x05: self._memory_begin,
            0x06: self._memory_end,
            0x07: self._memory_data,
            0x08: self._sync,
            0x09: self._write_register,
            0x0A: self._read_register,
            0x0D: self._end,
            0x0F: self._change_speed,
            0x10: self._deflated_begin,
            0x11: self._deflated_data,
            0x12: self._end,
            0x13: self._md5,
            0x14: self._security_info,
            0xD0: self._erase_all,
        }

    def receive(self, data: bytes) -> bytes:
        """What the chip answers to these bytes."""
        return b"".join(self._answer(packet) for packet in self._slip.feed(data))

    def _answer(self, packet: bytes) -> bytes:
        if len(packet) < 8 or packet[0] != 0:
            return b""
        command, size, checksum = struct.unpack_from("<BHI", packet, 1)
        data, was_stub = packet[8:], self.has_stub
        handle = self._commands.get(command)
        if handle is None or size != len(data) or (command == 0xD0 and not was_stub):
            return self._unsupported()
        try:
            value, body = handle(data, checksum)
            status = b"\0\0"
        except RefusedError as refusal:
            if refusal.code == INVALID_MESSAGE:
                return self._unsupported()
            value, body, status = 0, b"", bytes((1, refusal.code))
        # The ROM of these chips has two more bytes of status than the stub.
        answer = self._response(command, value, body + status + (b"" if was_stub else b"\0\0"))
        if command == 0x08 and not was_stub:
            return answer * 8
        return answer + (slip(b"OHAI") if self.has_stub and not was_stub else b"")

    def _unsupported(self) -> bytes:
        return self._response(0, 0, bytes((1, INVALID_MESSAGE, 0, 0))) * (1 if self.has_stub else 8)

    def _response(self, command: int, value: int, body: bytes) -> bytes:
        return slip(struct.pack("<BBHI", 1, command, len(body), value) + body)

    def _sync(self, data: bytes, _checksum: int) -> tuple[int, bytes]:
        if data != SYNC:
            raise RefusedError(INVALID_MESSAGE)
        return (0 if self.has_stub else ROM_SYNC_VALUE), b""

    def _read_register(self, data: bytes, _checksum: int) -> tuple[int, bytes]:
        (address,) = struct.unpack("<I", data)
        if address == MAGIC_REGISTER:
            return self.chip.magic, b""
        return self._spi.get(address, self.chip.registers.get(address, 0)), b""

    def _write_register(self, data: bytes, _checksum: int) -> tuple[int, bytes]:
        address, value = struct.unpack_from("<II", data)
        self._spi[address] = value
        if address == self.chip.spi and value & SPI_USR:
            self._spi[address] = 0  # done
            if self._spi.get(self.chip.spi + self.chip.usr2, 0) & 0xFF == READ_FLASH_ID:
                self._spi[self.chip.spi + self.chip.w0] = flash_id(len(self.flash))
        return 0, b""

    def _security_info(self, _data: bytes, _checksum: int) -> tuple[int, bytes]:
        if self.chip.chip_id is None:
            raise RefusedError(INVALID_MESSAGE)
        return 0, struct.pack("<IB7sII", 0, 0, b"", self.chip.chip_id, 0)

    def _change_speed(self, data: bytes, _checksum: int) -> tuple[int, bytes]:
        self.speed = struct.unpack_from("<I", data)[0]
        return 0, b""

    def _memory_begin(self, data: bytes, _checksum: int) -> tuple[int, bytes]:
        size, blocks, _block_size, offset = struct.unpack("<IIII", data)
        self._download = Download(offset, size, blocks)
        return 0, b""

    def _memory_data(self, data: bytes, checksum: int) -> tuple[int, bytes]:
        self._take_block(data, checksum)
        if self._download.received == self._download.blocks:
            if len(self._download.data) != self._download.size:
                raise RefusedError(FAILED)
            self.memory[self._download.offset] = bytes(self._download.data)
        return 0, b""

    def _memory_end(self, data: bytes, _checksum: int) -> tuple[int, bytes]:
        _stay, entry = struct.unpack("<II", data)
        if not any(start <= entry < start + len(code) for start, code in self.memory.items()):
            raise RefusedError(FAILED)
        self.has_stub = True
        return 0, b""

    def _flash_begin(self, data: bytes, _checksum: int) -> tuple[int, bytes]:
        size, blocks, _block_size, offset = struct.unpack_from("<IIII", data)
        self._download = Download(offset, size, blocks)
        self._erase(offset, size)
        return 0, b""

    def _flash_data(self, data: bytes, checksum: int) -> tuple[int, bytes]:
        self._program(self._take_block(data, checksum))
        return 0, b""

    def _deflated_begin(self, data: bytes, checksum: int) -> tuple[int, bytes]:
        self._inflate = zlib.decompressobj()
        return self._flash_begin(data, checksum)

    def _deflated_data(self, data: bytes, checksum: int) -> tuple[int, bytes]:
        self._program(self._inflate.decompress(self._take_block(data, checksum)))
        return 0, b""

    def _end(self, _data: bytes, _checksum: int) -> tuple[int, bytes]:
        return 0, b""

    def _md5(self, data: bytes, _checksum: int) -> tuple[int, bytes]:
        offset, size = struct.unpack_from("<II", data)
        found = hashlib.md5(self.flash[offset : offset + size], usedforsecurity=False)
        return 0, found.digest() if self.has_stub else found.hexdigest().encode()

    def _erase_all(self, _data: bytes, _checksum: int) -> tuple[int, bytes]:
        self._erase(0, len(self.flash))
        return 0, b""

    def _take_block(self, data: bytes, checksum: int) -> bytes:
        size, sequence = struct.unpack_from("<II", data)
        block = data[16:]
        if size != len(block) or sequence != self._download.received:
            raise RefusedError(FAILED)
        if checksum_of(block) != checksum:
            raise RefusedError(BAD_CHECKSUM)
        self._download.received += 1
        self._download.data += block if size else b""
        return block

    def _program(self, block: bytes) -> None:
        start = self._download.offset
        if start + len(block) > len(self.flash):
            raise RefusedError(FAILED)
        before = self.flash[start : start + len(block)]
        self.flash[start : start + len(block)] = bytes(old & new for old, new in zip(before, block, strict=True))
        self._download.offset += len(block)

    def _erase(self, offset: int, size: int) -> None:
        first, last = offset // SECTOR * SECTOR, -(-(offset + size) // SECTOR) * SECTOR
        self.flash[first : min(last, len(self.flash))] = b"\xff" * (min(last, len(self.flash)) - first)


def checksum_of(block: bytes) -> int:
    """Each byte, by exclusive or, beginning with 0xEF."""
    found = 0xEF
    for byte in block:
        found ^= byte
    return found


def flash_id(size: int) -> int:
    """What a flash memory of this many bytes says of itself (JEDEC): manufacturer, kind, and the power of two."""
    return 0x20 | 0x40 << 8 | (size.bit_length() - 1) << 16
