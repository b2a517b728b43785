"""The interface of the relay that the recorder needs."""

from typing import Protocol


class Output(Protocol):
    """What publishes for the recorder."""

    def publish_lines(self, session: str, lines: list[bytes]) -> None:
        """Publish record lines on `log/<session>`."""

    def catch_up(self) -> None:
        """Publish the last line of each session whose viewers are behind, as far as there is room."""

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish one payload at QoS 1, not retained."""

    def publish_qos0(self, topic: str, payload: bytes) -> None:
        """Publish one payload that nobody depends on, at QoS 0, not retained."""

    def clear_retained(self, topic: str) -> bool:
        """Make the broker forget what it retains on a topic. False: the broker takes nothing now."""
