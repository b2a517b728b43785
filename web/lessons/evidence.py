"""What a lesson's tasks are judged by: what a pupil and the pupil's devices said, and what was said to them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from chat.description import Description, is_description, read
from chat.paths import leaves
from chat.readings import reported
from chat.record import Record
from chat.talk import answered
from web.lessons.transcript import Transcript

Number = bool | int | float
Reading = tuple[Record, Mapping[str, Number]]

MOST_OWN = 2_000
"""The last own records that are looked at, so that a device that floods costs bounded time."""

MOST_NUMBERS = 50
"""Numbers of one message that are looked at."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`role`: the pupil's, whose devices have this role too, or begin with it and a dash: `ana`, `ana-sensor`. `own`:
    what these said. `readings`: the own records that report numbers or truth values, with these by their paths.
    `descriptions`: the last one of each own device, by its role in small letters. `commands`: what others said to an
    own device, with the device's role."""

    transcript: Transcript
    role: str
    own: tuple[Record, ...]
    readings: tuple[Reading, ...]
    descriptions: Mapping[str, Description]
    commands: tuple[tuple[Record, str], ...]

    @classmethod
    def of(cls, transcript: Transcript, role: str) -> "Evidence":
        """The evidence of a pupil in a transcript."""
        roles = [other for other in transcript.roles() if is_own(role, other)]
        own = tuple(_by_seq(record for one in roles for record in transcript.said_by(one)))
        commands = ((record, one) for one in roles for record in transcript.said_to(one) if record.role.lower() != one)
        return cls(
            transcript=transcript,
            role=role,
            own=own,
            readings=tuple(filter(lambda reading: reading[1], ((record, _numbers(record)) for record in own))),
            descriptions={record.role.lower(): found for record in own if (found := read(record.data)) is not None},
            commands=tuple(sorted(commands, key=lambda command: command[0].seq)[-MOST_OWN:]),
        )

    def is_own(self, role: str) -> bool:
        """Whether a role is the pupil's or one of the pupil's devices."""
        return is_own(self.role, role)

    def numbers(self) -> dict[tuple[str, str], list[tuple[int, float]]]:
        """What each own device reported under each path: `seq` and number, in the order of the log. Truth values are
        left out."""
        found: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for record, numbers in self.readings:
            for key, number in numbers.items():
                if not isinstance(number, bool):
                    found.setdefault((record.role.lower(), key), []).append((record.seq, float(number)))
        return found


def is_own(pupil: str, role: str) -> bool:
    """Whether a role is a pupil's, or one of the pupil's devices."""
    mine, other = pupil.lower(), role.lower()
    return other == mine or other.startswith(f"{mine}-")


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


def _by_seq(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: record.seq)[-MOST_OWN:]


def _numbers(record: Record) -> dict[str, Number]:
    if is_description(record.data):
        return {}
    found = ((path, leaf) for path, leaf in leaves(reported(record)) if isinstance(leaf, bool | int | float))
    return dict(islice(found, MOST_NUMBERS))
