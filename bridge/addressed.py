"""Records that address a role, on their way to `to/<session>/<role>`: each alone in its packet, in order.

What the broker takes no more of stays on the disk: of each such session only the `seq` is remembered from which its
records are read again, and those that address somebody are published once there is room.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from chat.addressing import addressee
from chat.record import seq_of, sound_records
from chat.replay import may_command
from chat.topic import to_topics


class Addressed(NamedTuple):
    """A record that addresses a role, and its line."""

    session: str
    role: str
    seq: int
    line: bytes


class AddressedRelay:
    """Publishes addressed records. One thread calls it.

    `publish(topic, payload)` returns whether it was taken, `has_room` whether something would be. `lines_after(session,
    seq)` returns the first lines after a `seq`, none at the end of the log; it raises OSError when they can't be read
    now.
    """

    def __init__(
        self,
        *,
        publish: Callable[[str, bytes], bool],
        has_room: Callable[[], bool],
        lines_after: Callable[[str, int], list[bytes]],
    ) -> None:
        self._publish = publish
        self._has_room = has_room
        self._lines_after = lines_after
        self._behind: dict[str, int] = {}  # by session, the `seq` of the first record that is still to be looked at

    def publish(self, records: Iterable[Addressed]) -> bool:
        """Publish these, or remember that their sessions are behind. A session that is behind stays in order. Returns
        whether all are published."""
        is_whole = True
        for record in records:
            behind = self._behind.get(record.session)
            if behind is not None or not self._publish_one(record):
                self._behind[record.session] = min(record.seq, behind or record.seq)
                is_whole = False
        return is_whole

    def catch_up(self) -> None:
        """Publish what the sessions that are behind lack, as far as there is room, some lines of each."""
        for session in list(self._behind):
            if not self._has_room():
                return
            try:
                lines = self._lines_after(session, self._behind[session] - 1)
            except OSError:  # too many open files, say: it stays behind
                continue
            if not lines:
                del self._behind[session]
            else:
                self._publish_lines(session, lines)

    def _publish_lines(self, session: str, lines: list[bytes]) -> None:
        for record in addressed(session, lines):
            if not self._publish_one(record):
                self._behind[session] = record.seq
                return
        self._behind[session] = seq_of(lines[-1]) + 1

    def _publish_one(self, record: Addressed) -> bool:
        payload = record.line.removesuffix(b"\n")
        return all(self._publish(topic, payload) for topic in to_topics(record.session, record.role))


def addressed(session: str, lines: Iterable[bytes]) -> Iterator[Addressed]:
    """Those records of a session, given as lines, that address a role."""
    for line in lines:
        for record in sound_records([line]):
            if (role := addressee(record.to, record.text)) and may_command(record.data):
                yield Addressed(session, role, record.seq, line)
