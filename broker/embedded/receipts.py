"""Messages that are acknowledged when the bridge has logged them: who waits for each, and what a resend is.

The bridge acknowledges a message once its line is synced to the disk. The broker then acknowledges it to its publisher:
PUBACK at QoS 1, PUBREC at QoS 2. No network here.
"""

from broker.embedded.acknowledgements import Acknowledgement
from broker.limits import MAX_UNACKNOWLEDGED_MESSAGES
from mqtt.packets import Publish


class Receipt:
    """One message that is to be logged. `at`: when it came, in seconds on the broker's clock."""

    __slots__ = ("_content", "_mid", "_owed", "_unacknowledged", "at", "is_logged")

    def __init__(self, message: Publish, unacknowledged: "UnacknowledgedMessages", at: float) -> None:
        self.at = at
        self.is_logged = False
        self._mid = message.mid
        self._content = _content(message)
        self._unacknowledged = unacknowledged
        self._owed: tuple[Acknowledgement, ...] = ()

    def is_for(self, message: Publish) -> bool:
        """Whether a message with the same packet id has the same topic and content."""
        return self._content == _content(message)

    def add(self, owed: Acknowledgement) -> None:
        """Have an acknowledgement settled with the message, at once if it is logged already."""
        owed.receipt = self
        if self.is_logged:
            owed.settle()
        else:
            self._owed += (owed,)

    def settle(self) -> None:
        """The bridge has logged the message. A second time changes nothing."""
        self.is_logged = True
        owed, self._owed = self._owed, ()
        for one in owed:
            one.settle()

    def acknowledged(self) -> None:
        """The sender is told, so it does not send the message again."""
        self._unacknowledged.forget(self._mid, self)


class UnacknowledgedMessages:
    """By packet id, what one MQTT session has published and was not told to be logged: it may send that again.

    A message is forgotten when its acknowledgement is handed to a connection. From then on a PUBLISH with its packet id
    is a new message (MQTT 3.1.1, section 4.3.2-2). So is a PUBLISH of an older message than the last `most`.
    """

    def __init__(self, most: int = MAX_UNACKNOWLEDGED_MESSAGES) -> None:
        self._most = most
        self._by_mid: dict[int, Receipt] = {}

    def __len__(self) -> int:
        return len(self._by_mid)

    def open(self, message: Publish, at: float) -> Receipt:
        """A receipt for a message that is to be logged, received at `at`."""
        receipt = Receipt(message, self, at)
        if message.mid:  # a will has none
            self._by_mid.pop(message.mid, None)  # so that the newest is the last
            self._by_mid[message.mid] = receipt
            if len(self._by_mid) > self._most:
                del self._by_mid[next(iter(self._by_mid))]
        return receipt

    def find(self, message: Publish) -> Receipt | None:
        """The receipt of the message of QoS 1 that this one repeats (section 4.4); None when it is a new message."""
        known = self._by_mid.get(message.mid) if message.dup else None
        return known if known is not None and known.is_for(message) else None

    def get(self, mid: int) -> Receipt | None:
        """The receipt of the message of QoS 2 with a packet id that is not released; None: it is logged."""
        return self._by_mid.get(mid)

    def forget(self, mid: int, receipt: Receipt) -> None:
        """Forget a message, unless the client has used its packet id again."""
        if self._by_mid.get(mid) is receipt:
            del self._by_mid[mid]


def _content(message: Publish) -> int:
    """Topic and payload as one number, under a key of this process (SipHash): less than the bytes themselves."""
    return hash((message.topic, message.payload))
