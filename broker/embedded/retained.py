"""Retained messages (MQTT 3.1.1, section 3.3.1.3): the last one of each topic, bounded. No network here."""

from broker.embedded.message import Message
from broker.limits import MAX_RETAINED, MAX_RETAINED_BYTES
from chat.access import has_wildcard, matches
from mqtt.packets import Publish


class RetainedMessages:
    """The last retained message of each topic."""

    def __init__(self, max_topics: int = MAX_RETAINED, max_bytes: int = MAX_RETAINED_BYTES) -> None:
        self._max_topics = max_topics
        self._max_bytes = max_bytes
        self._messages: dict[str, Message] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._messages)

    def retain(self, message: Publish) -> bool:
        """Replace what is retained on the topic; an empty payload clears it (section 3.3.1.3). False: no room."""
        before = self._messages.get(message.topic)
        if not message.payload:
            self._remove(before)
            return True
        new = Message(message.topic, message.payload, message.qos, retain=True)
        if not self._has_room(new, before):
            return False
        self._remove(before)
        self._messages[new.topic] = new
        self._bytes += new.size
        return True

    def matching(self, topic_filter: str) -> list[Message]:
        """What a new subscription to `topic_filter` brings."""
        if not has_wildcard(topic_filter):
            message = self._messages.get(topic_filter)
            return [] if message is None else [message]
        return [message for topic, message in self._messages.items() if matches(topic_filter, topic)]

    def _has_room(self, new: Message, before: Message | None) -> bool:
        if before is None and len(self._messages) >= self._max_topics:
            return False
        return self._bytes + new.size - (before.size if before else 0) <= self._max_bytes

    def _remove(self, message: Message | None) -> None:
        if message is not None:
            del self._messages[message.topic]
            self._bytes -= message.size
