"""Publishes the messages of a log again, each when it is due."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import paho.mqtt.client as mqtt
from paho.mqtt.reasoncodes import ReasonCode

from devices.connection import Broker, make_client, tls_reason
from devices.replay.recorded import Recorded
from devices.replay.schedule import Choice, due

UNDER_WAY = 200
"""Messages that may wait for their PUBACK."""

PROGRESS_SECONDS = 1.0
ANSWER_SECONDS = 30.0
"""How long a broker may take to acknowledge a message, and to accept the connection."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`count` messages in `took` seconds, each acknowledged; `latest`: the most that one was later than it was due, in
    seconds. `is_whole`: all were played."""

    count: int
    took: float
    latest: float
    is_whole: bool


class Replay:
    """One run of a replay."""

    def __init__(
        self, broker: Broker, session: str, source: str, choice: Choice, *, commands: bool = False, as_role: str = ""
    ) -> None:
        """`as_role`: the role that says everything; empty for the roles of the log."""
        self._broker = broker
        self._session = session
        self._source = source
        self._choice = choice
        self._commands = commands
        self._as_role = as_role
        self._waiting: deque[mqtt.MQTTMessageInfo] = deque()

    def run(
        self, records: Sequence[Recorded], stopping: threading.Event, on_progress: Callable[[int, int], object]
    ) -> Outcome:
        """Play these, in order, until `stopping`. Raises OSError when the broker is not there or takes nothing more."""
        client = self._connected()
        try:
            return self._play(client, records, stopping, on_progress)
        finally:
            client.disconnect()
            client.loop_stop()

    def _connected(self) -> mqtt.Client:
        answered = threading.Event()
        refused: list[str] = []

        def on_connect(_client: object, _userdata: object, _flags: object, reason: ReasonCode, _more: object) -> None:
            if reason.is_failure:
                refused.append(str(reason))
            answered.set()

        will = f"status/{self._session}/{self._as_role or 'replay'}"
        client = make_client(self._broker, "", will_topic=will)
        client.will_clear()
        client.on_connect = on_connect
        client.max_inflight_messages_set(UNDER_WAY)
        client.max_queued_messages_set(0)  # no limit of its own: `_publish` waits
        try:
            client.connect(self._broker.host, self._broker.port)
        except OSError as error:
            raise OSError(f"{self._broker.host}:{self._broker.port}: {error}{tls_reason()}") from error
        client.loop_start()
        if not answered.wait(ANSWER_SECONDS) or refused:
            client.loop_stop()
            raise OSError(refused[0] if refused else "no CONNACK")
        return client

    def _play(
        self,
        client: mqtt.Client,
        records: Sequence[Recorded],
        stopping: threading.Event,
        on_progress: Callable[[int, int], object],
    ) -> Outcome:
        begun = told = time.monotonic()
        done, latest = 0, 0.0
        for record in records:
            moment = begun + due(record, records[0], self._choice)
            if stopping.wait(max(0.0, moment - time.monotonic())):
                break
            if not self._choice.is_fast:
                latest = max(latest, time.monotonic() - moment)
            self._publish(client, record)
            done += 1
            if time.monotonic() - told >= PROGRESS_SECONDS:
                told = time.monotonic()
                on_progress(done, record.seq)
        while self._waiting:
            self._settle()
        return Outcome(done, time.monotonic() - begun, latest, done == len(records))

    def _publish(self, client: mqtt.Client, record: Recorded) -> None:
        role = self._as_role or record.role
        payload = record.payload(self._source, commands=self._commands, as_role=self._as_role)
        self._waiting.append(client.publish(f"chat/{self._session}/{role}", payload, qos=1))
        while len(self._waiting) >= UNDER_WAY:
            self._settle()

    def _settle(self) -> None:
        """Wait for the PUBACK of the oldest message. Raises OSError when none comes."""
        info = self._waiting.popleft()
        info.wait_for_publish(ANSWER_SECONDS)
        if not info.is_published():
            raise OSError(f"no PUBACK within {ANSWER_SECONDS:.0f} s")
