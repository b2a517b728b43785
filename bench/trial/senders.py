"""What each sender knows: how many messages it sent, which were acknowledged, which it sent more than once."""

import json
from dataclasses import dataclass, field


@dataclass
class Sender:
    """One sender and its messages. They are numbered from 0; the text of a message is its number.

    `acknowledged`: the broker took it (PUBACK, PUBCOMP), or, with an `id`, its record was seen on `log/<session>`.
    """

    session: str
    role: str
    has_id: bool = False
    qos: int = 1
    sent: int = 0
    acknowledged: set[int] = field(default_factory=set)
    sent_again: set[int] = field(default_factory=set)

    def payload(self, number: int) -> bytes:
        """The payload of the message with this number."""
        if self.has_id:
            return json.dumps({"text": str(number), "id": f"{self.role}-{number}"}).encode()
        return b"%d" % number
