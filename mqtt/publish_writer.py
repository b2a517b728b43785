"""Sends PUBLISH packets without paho: it stands between paho and its socket, and takes them from an outbox.

It sends what an outbox has together, in as few writes as the socket takes, and gives the PUBACKs that it reads to the
outbox. All else is paho's. paho needs two system calls and two changes of thread for a packet, and three reads for its
PUBACK: 60 microseconds where many small packets are published, this writer some 5.

Only the connection's thread calls it.
"""

import ssl
from typing import Any

from mqtt.frames import PUBACK, PacketError, measure
from mqtt.outbox import Outbox

_BLOCK = 65_536
_MAX_PACKET = 4_194_304
_PUBACK_SIZES = (2, 2)
_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class PublishWriter:
    """A socket for paho, around the socket `beneath`, which does not block."""

    def __init__(self, beneath: Any, outbox: Outbox) -> None:
        self.beneath = beneath
        self._outbox = outbox
        self._unsent = b""
        self._incomplete = b""
        self._for_paho = b""

    @property
    def wants_write(self) -> bool:
        """Whether the socket did not take all that was to be sent."""
        return bool(self._unsent)

    def recv(self, size: int) -> bytes:
        """Return at most `size` bytes for paho; none at the end of the stream. Raises BlockingIOError when there are
        none now, OSError when the connection fails."""
        if not self._for_paho and not self._read():
            return b""
        taken, self._for_paho = self._for_paho[:size], self._for_paho[size:]
        if not taken:
            raise BlockingIOError
        return taken

    def pending(self) -> int:
        """Return more than 0 when `recv` should be called without waiting for the socket."""
        return len(self._for_paho) or getattr(self.beneath, "pending", int)()

    def send(self, data: bytes) -> int:
        """Send a packet of paho behind what was to be sent before, now or with `flush`. Returns its length."""
        self._unsent += bytes(data)
        self._send()
        return len(data)

    def flush(self) -> None:
        """Send what the outbox has."""
        if not self._unsent:  # else the socket takes nothing now, and what is in the outbox can wait there
            self._unsent = self._outbox.take()
        self._send()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)

    def _send(self) -> None:
        while self._unsent:
            try:
                self._unsent = self._unsent[self.beneath.send(self._unsent) :]
            except _WOULD_BLOCK:
                return
            except OSError:
                self._unsent = b""  # the connection is broken, which paho sees when it reads
                return

    def _read(self) -> bool:
        """Read a block and take it apart. Returns False at the end of the stream."""
        block = self.beneath.recv(_BLOCK)
        if not block:
            return False
        data = self._incomplete + block if self._incomplete else block
        others, packet_ids, begin = list[bytes](), list[int](), 0
        try:
            while (sizes := measure(data, begin)) is not None and (end := begin + sum(sizes)) <= len(data):
                if data[begin] == PUBACK << 4 and sizes == _PUBACK_SIZES:
                    packet_ids.append(data[begin + 2] << 8 | data[begin + 3])
                else:
                    others.append(data[begin:end])
                begin = end
        except PacketError as error:
            raise ConnectionAbortedError(str(error)) from error
        self._incomplete = data[begin:]
        if len(self._incomplete) > _MAX_PACKET:
            raise ConnectionAbortedError(f"a packet of more than {_MAX_PACKET} bytes")
        self._for_paho = b"".join(others)
        self._outbox.acknowledge(packet_ids)
        return True
