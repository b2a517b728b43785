"""A network connection without a network: what a client sends is told to it, and what it is sent is kept."""

from broker.embedded.network import NetworkConnection


class FakeNetwork(NetworkConnection):
    """`written`: what was sent, one entry a write. `takes`: writes after which the client takes no more."""

    def __init__(self, takes: int = 1_000_000) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.is_reading = True
        self.is_aborted = False
        self._takes = takes

    def receive(self, data: bytes) -> None:
        """The client sends something."""
        self.packets.feed(data)
        self.on_received()

    def read(self) -> None:
        """The client reads all that was sent, and takes everything from now on."""
        self._takes, self.is_writable = 1_000_000, True
        self.on_writable()

    def write(self, data: bytes) -> None:
        self.written.append(data)
        self.is_writable = len(self.written) < self._takes

    def pause_reading(self) -> None:
        self.is_reading = False

    def resume_reading(self) -> None:
        self.is_reading = True

    def abort(self) -> None:
        self.is_aborted, self.is_writable = True, False

    async def drain(self) -> None:
        """Nothing waits."""

    async def close(self) -> None:
        """Nothing to close."""

    def get_peer_info(self) -> tuple[str, int]:
        return "127.0.0.1", 1

    def get_ssl_info(self) -> None:
        return None
