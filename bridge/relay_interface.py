"""The interface of the relay that the recorder needs."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from bridge.addressed import Addressed


class Receipt(Protocol):
    """Stands for what was published."""

    def wait(self, seconds: float) -> bool:
        """Wait until the broker has acknowledged it. False when it has not after `seconds`, or can't have."""


class Output(Protocol):
    """What publishes for the recorder."""

    def together(self) -> AbstractContextManager[None]:
        """What the recorder publishes within the block may be sent at its end, together."""

    def publish_lines(self, session: str, lines: list[bytes]) -> None:
        """Publish record lines on `log/<session>`."""

    def publish_addressed(self, records: Sequence[Addressed]) -> Receipt | None:
        """Publish each of these records on `to/<session>/<role>`, alone in its packet. None when there are none."""

    def publish_confirmation(self, topic: str, payload: bytes) -> None:
        """Publish it on `to/...`, if there is room: a sender that hears nothing sends its message again."""

    def catch_up(self) -> None:
        """Publish what was left out, as far as there is room: of each session the last line, for those who view it,
        and every record that addresses a role."""

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish one payload at QoS 1, not retained."""

    def publish_qos0(self, topic: str, payload: bytes) -> None:
        """Publish one payload that nobody depends on, at QoS 0, not retained."""

    def clear_retained(self, topic: str) -> bool:
        """Make the broker forget what it retains on a topic. False: the broker takes nothing now."""
