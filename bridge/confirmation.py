"""What the bridge tells a sender that asked whether its message is logged: which, and as which record. Pure.

For clients that publish at QoS 0 alone, so that no broker acknowledges anything to them. It has the id and not the
content, so it fits into a buffer of 256 bytes.
"""

import orjson

from chat.topic import ChatTopic, confirmation_topic


def confirmation(topic: ChatTopic, message_id: str, seq: int) -> tuple[str, bytes]:
    """Topic and payload for the sender of a message on `topic` that is record `seq`."""
    return confirmation_topic(topic.session, topic.role), orjson.dumps({"logged": message_id, "seq": seq})
