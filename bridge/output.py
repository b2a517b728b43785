"""What the recorder asks of the way out."""

from typing import Protocol


class Output(Protocol):
    """The relay, as the recorder sees it."""

    def publish_lines(self, session: str, lines: list[bytes]) -> None:
        """Publish record lines on `log/<session>`."""

    def catch_up(self) -> None:
        """Tell viewers that are behind, if there is room now."""

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish one payload, not retained."""

    def mention(self, topic: str, payload: bytes) -> None:
        """Publish what nobody depends on, at QoS 0."""

    def clear_retained(self, topic: str) -> None:
        """Make the broker forget what it retains on a topic."""
