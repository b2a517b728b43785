"""A small MQTT 3.1.1 client for MicroPython: one socket that never makes the program wait.

Call `step()` often, from your loop. It connects, reads, writes, pings and, when the connection is lost, tries again
after 1, 2, 4 ... 30 seconds. Only what a device of the lab needs: QoS 1, a will. The numbers in comments are sections
of the MQTT 3.1.1 standard. (Only looking up a host *name* makes the program wait: give an IP address.)
"""

import select
import socket

try:
    import ssl
except ImportError:  # firmware without it: TLS is not to be had
    ssl = None

try:
    from time import ticks_diff, ticks_ms
except ImportError:  # CPython, to try it on a laptop
    from time import monotonic_ns

    def ticks_ms():
        return monotonic_ns() // 1000000

    def ticks_diff(later, earlier):
        return later - earlier


MAX_IN = 2048  # larger packets are passed over: a microcontroller has little memory
MAX_OUT = 8192  # `publish` refuses what is beyond
CONNECT_MS = 5000
_NOT_NOW = (11, 35, 10035, 2, 3)  # EAGAIN of Linux and lwIP, macOS, Windows; what Python's ssl waits for


def _text(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return len(raw).to_bytes(2, "big") + raw  # 1.5.3


def _packet(kind, body):
    length, size = b"", len(body)
    while True:  # 2.2.3: seven bits a byte, the eighth says that more follow
        size, low = size >> 7, size & 127
        length += bytes([low | 128 if size else low])
        if not size:
            return bytes([kind]) + length + body


class Client:
    def __init__(self, host, port, client_id, will, *, user="", password="", keepalive=30, ca=None):
        """`will` is (topic, payload), retained. `ca`: over TLS, with this authority's certificate (DER).

        Set `on_up()`, `on_message(topic, payload)`, `on_acknowledged(packet_id)` and `on_trouble(cause)` before `step`.
        Causes: "no name", "no answer", "no tls", "untrusted" (TLS), "refused" (`code` is CONNACK's, 3.2.2.3),
        "forbidden" (a subscription, 3.9.3) and "lost"."""
        flags = 0x02 | 0x04 | 0x08 | 0x20 | (0x80 if user else 0) | (0x40 if user and password else 0)  # 3.1.2
        body = _text("MQTT") + bytes([4, flags]) + keepalive.to_bytes(2, "big") + _text(client_id)
        body += _text(will[0]) + _text(will[1]) + (_text(user) if user else b"")
        self._hello = _packet(0x10, body + (_text(password) if user and password else b""))
        self._address, self._keepalive_ms, self._ca = (host, port), keepalive * 1000, ca
        self._socket, self._pause_ms, self._since_ms = None, 0, ticks_ms()
        self._mid, self.up, self.code = 0, False, 0
        self.on_up = self.on_message = self.on_acknowledged = self.on_trouble = None

    def step(self):
        """Do what can be done now. Raises nothing when the network fails: `up` says how it is, `on_trouble` why."""
        try:
            if self._socket is None:
                if self._late(self._since_ms, self._pause_ms):
                    self._connect()
            elif not self._linked:
                self._wait_for_link()
            else:
                self._read()
                self._keep_alive()
                self._write()
        except (OSError, ValueError) as error:
            cause = "lost" if self.up else self._cause
            # How a bad certificate is told: by a ValueError, in older MicroPython by mbedTLS's code.
            if cause == "no tls" and (isinstance(error, ValueError) or error.args[:1] == (-0x2700,)):
                cause = "untrusted"
            self.close()
            self.on_trouble(cause)

    def close(self):
        """Drop the connection, without a goodbye: the broker publishes the will."""
        if self._socket:
            self._socket.close()
        self._socket, self.up = None, False
        self._since_ms, self._pause_ms = ticks_ms(), min(max(self._pause_ms * 2, 1000), 30000)

    def publish(self, topic, payload, *, retain=False):
        """Send at QoS 1. Returns the packet id, with which `on_acknowledged` is called; 0 when it can't be sent now."""
        self._mid = self._mid % 65535 + 1
        packet = _packet(0x32 | retain, _text(topic) + self._mid.to_bytes(2, "big") + payload)  # 3.3
        if not self.up or len(self._out) + len(packet) > MAX_OUT:
            return 0
        self._out += packet
        return self._mid

    def subscribe(self, topic):
        """Ask for a topic at QoS 1. To be called from `on_up`."""
        self._mid = self._mid % 65535 + 1
        self._out += _packet(0x82, self._mid.to_bytes(2, "big") + _text(topic) + b"\1")  # 3.8

    def _connect(self):
        self._in, self._out, self._skip = bytearray(), bytearray(self._hello), 0
        self._linked, self._since_ms, self._heard_ms, self._sent_ms = False, ticks_ms(), ticks_ms(), ticks_ms()
        self._cause = "no name"
        family, kind, protocol, _name, address = socket.getaddrinfo(*self._address, 0, socket.SOCK_STREAM)[0]
        self._cause = "no answer"
        self._socket = socket.socket(family, kind, protocol)
        self._socket.setblocking(False)  # noqa: FBT003 - the socket's own interface
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLOUT)
        try:  # noqa: SIM105 - MicroPython has no contextlib
            self._socket.connect(address)
        except OSError:
            pass  # "in progress", or a failure that poll tells

    def _wait_for_link(self):
        events = self._poll.poll(0)
        if (events and events[0][1] & (select.POLLERR | select.POLLHUP)) or self._late(self._since_ms, CONNECT_MS):
            raise OSError
        self._linked = bool(events)
        if self._linked and self._ca:
            self._secure()

    def _secure(self):
        """From now on over TLS; the handshake goes on by itself as we read and write."""
        self._cause = "no tls"  # until something has come through
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.verify_mode = ssl.CERT_REQUIRED  # the host too is compared with the certificate
        context.load_verify_locations(cadata=self._ca)
        plain = self._socket
        self._socket = context.wrap_socket(plain, server_hostname=self._address[0], do_handshake_on_connect=False)
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLOUT)

    def _read(self):
        for _ in range(8):  # a flood must not keep the program from its own work
            try:
                data = self._socket.recv(1024)
            except OSError as error:
                if error.args[0] in _NOT_NOW:
                    return
                raise
            if data is None:  # TLS of MicroPython says it this way
                return
            if not data:
                raise OSError
            self._heard_ms, self._cause = ticks_ms(), "no answer"
            dropped = min(self._skip, len(data))
            self._skip -= dropped
            self._in += data[dropped:]
            while self._take_packet():
                pass

    def _take_packet(self):
        size, shift, start = 0, 0, 1
        while True:
            if start >= len(self._in):
                return False
            byte = self._in[start]
            size, shift, start = size | (byte & 127) << shift, shift + 7, start + 1
            if byte < 128:
                break
            if shift > 21:
                raise ValueError
        kind, end = self._in[0], start + size
        if size > MAX_IN:
            self._skip = max(end - len(self._in), 0)
        elif end > len(self._in):
            return False
        else:
            self._handle(kind, bytes(self._in[start:end]))
        self._in = self._in[end:]
        return True

    def _handle(self, kind, body):
        if kind == 0x20:  # 3.2: CONNACK
            if body[1]:
                self._cause, self.code = "refused", body[1]
                raise OSError
            self.up, self._pause_ms = True, 0
            self.on_up()
        elif kind == 0x40:  # 3.4: PUBACK
            self.on_acknowledged(int.from_bytes(body[:2], "big"))
        elif kind == 0x90 and body[2] & 0x80:  # 3.9: SUBACK
            self.on_trouble("forbidden")
        elif kind >> 4 == 3:  # 3.3: PUBLISH
            end = 2 + int.from_bytes(body[:2], "big")
            topic = body[2:end].decode()
            if kind & 6:  # QoS 1: a packet id, which we send back
                self._out += _packet(0x40, body[end : end + 2])
                end += 2
            if not kind & 1:  # retained messages are old
                self.on_message(topic, body[end:])

    def _keep_alive(self):
        if not self.up and self._late(self._since_ms, CONNECT_MS):
            self._cause = "no answer"
            raise OSError
        if self._late(self._heard_ms, self._keepalive_ms):
            raise OSError
        if self.up and not self._out and self._late(self._sent_ms, self._keepalive_ms // 3):
            self._out += b"\xc0\0"  # 3.12: PINGREQ

    def _write(self):
        if self._out and self._poll.poll(0):
            try:
                sent = self._socket.send(self._out[:1024])
            except OSError as error:
                if error.args[0] in _NOT_NOW:
                    return
                raise
            self._out, self._sent_ms = self._out[sent or 0 :], ticks_ms()

    def _late(self, since_ms, limit_ms):
        return ticks_diff(ticks_ms(), since_ms) >= limit_ms
