"""A page's stand-in: joins over Socket.IO, applies records by `seq`, and pulls over HTTP what is missing.

docs/protocol.md has the rule: ignore what is there, ask for what comes after the last that stands in a row.
"""

import contextlib
import threading
from typing import Any

import requests
import socketio

from bench.trial.checker import Seen

_PAUSE = 0.5


class Viewer:
    """One page that looks on. `seen` is what it shows, in order."""

    def __init__(self, url: str, session: str) -> None:
        self.session = session
        self.seen: list[Seen] = []
        self.newest: dict[str, int] = {}
        self.pulled = 0
        self._url = url
        self._known_last = 0
        self._must_join = False
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._client = socketio.Client(reconnection=False)
        self._client.on("connect", self._connected)
        self._client.on("records", lambda document: self._take(document["records"], None))
        self._client.on("behind", lambda document: self._take([], document["last_seq"]))
        self._thread = threading.Thread(target=self._follow, name=f"viewer-{session}", daemon=True)

    def start(self) -> None:
        """Open the page."""
        self._thread.start()

    def stop(self) -> None:
        """Close the page."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(10)

    @property
    def last_seq(self) -> int:
        """The last record that it has, with all before it."""
        return self.seen[-1].seq if self.seen else 0

    def _connected(self) -> None:
        self._must_join = True
        self._wake.set()

    def _take(self, records: list[dict[str, Any]], known_last: int | None) -> None:
        with self._lock:
            for record in records:
                if record["seq"] == self.last_seq + 1:
                    self._apply(record)
            newest = max((record["seq"] for record in records), default=0)
            self._known_last = max(self._known_last, newest, known_last or 0)
        if self._known_last > self.last_seq:
            self._wake.set()

    def _apply(self, record: dict[str, Any]) -> None:
        text = record.get("text") or record.get("event", "")
        self.seen.append(Seen(record["seq"], record["role"], text))
        if text.isdigit():
            self.newest[record["role"]] = max(self.newest.get(record["role"], -1), int(text))

    def _follow(self) -> None:
        while not self._stopping.is_set():
            try:
                self._step()
            except (OSError, requests.RequestException, socketio.exceptions.SocketIOError, KeyError, ValueError):
                self._stopping.wait(_PAUSE)  # the lab is away: again, as the page does
        with contextlib.suppress(Exception):
            self._client.disconnect()

    def _step(self) -> None:
        if not self._client.connected:
            self._client.connect(self._url, transports=["websocket"], wait_timeout=5)
        if self._must_join:
            self._join()
        elif self._known_last > self.last_seq:
            self._pull()
        else:
            self._wake.wait(_PAUSE)
            self._wake.clear()

    def _join(self) -> None:
        document = {"session": self.session, "role": "", "after": self.last_seq}
        answer = self._client.call("join", document, timeout=5)
        self._must_join = False
        self._take(answer["records"], answer["last_seq"])

    def _pull(self) -> None:
        path = f"{self._url}/api/sessions/{self.session}/messages"
        answer = requests.get(path, params={"after": str(self.last_seq), "limit": "1000"}, timeout=5).json()
        self.pulled += len(answer["records"])
        self._take(answer["records"], answer["last_seq"])
