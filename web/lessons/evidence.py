"""What a lesson's tasks are judged by: the records of a session as the log has them, and whose work it is. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chat.description import Description, is_description, read
from chat.paths import leaves
from chat.readings import reported
from chat.record import Record
from chat.talk import answered

Number = bool | int | float


@dataclass(frozen=True, slots=True)
class Evidence:
    """`records` in the order of the log, without what the teacher removed. `role`: the pupil's, whose devices have this
    role too, or begin with it and a dash: `ana`, `ana-sensor`."""

    records: Sequence[Record]
    role: str

    def is_own(self, role: str) -> bool:
        """Whether a role is the pupil's or one of the pupil's devices."""
        mine, other = self.role.lower(), role.lower()
        return other == mine or other.startswith(f"{mine}-")

    def own(self) -> Iterator[Record]:
        """The records of the pupil and of the pupil's devices."""
        return (record for record in self.records if not record.event and self.is_own(record.role))

    def readings(self) -> Iterator[tuple[Record, Mapping[str, Number]]]:
        """The own records that report numbers or truth values, with these by their paths."""
        for record in self.own():
            if is_description(record.data):
                continue
            found = {path: leaf for path, leaf in leaves(reported(record)) if isinstance(leaf, bool | int | float)}
            if found:
                yield record, found

    def descriptions(self) -> dict[str, Description]:
        """The last description of each own device, by its role in small letters."""
        found = {}
        for record in self.own():
            described = read(record.data)
            if described is not None:
                found[record.role.lower()] = described
        return found


def milliseconds(record: Record) -> float:
    """When the bridge took a record: milliseconds since 1970; 0 when its time is none."""
    try:
        return datetime.fromisoformat(record.at).timestamp() * 1000
    except ValueError:
        return 0.0


def is_typed(record: Record) -> bool:
    """Whether a message was written in the conversation: the page gives each an id of 16 letters, and sends no data."""
    return len(record.id) == 16 and record.id.isalnum() and not record.data


def is_reply(record: Record) -> bool:
    """Whether a message is a reply or a reaction."""
    return answered(record) > 0
