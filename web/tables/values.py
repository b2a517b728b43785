"""What the records of a session report, value by value, and which columns they fill. Pure; bounded."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from chat import description
from chat.paths import leaves
from chat.readings import may_report, reported
from chat.record import Record, sound_records
from chat.units import unit_of

MAX_COLUMNS = 200
"""Values of a wide table that have a column of their own."""

MAX_LEFT_OUT = 10_000
"""Values beyond those that are counted one by one."""

BREATH = 50
"""Records after which others get their turn."""

Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Column:
    """A value that a role reports, by its path, and its unit where its device describes it."""

    role: str
    key: str
    unit: str = ""

    def title(self) -> str:
        """`sensor-1 temperature (°C)`."""
        name = f"{self.role} {self.key}"
        return f"{name} ({self.unit})" if self.unit else name


@dataclass(slots=True)
class Survey:
    """What one reading of a session finds: its columns in the order in which they appeared."""

    begun_at: str = ""
    """`at` of the first record that reports something."""
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    units: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    """Hashes of the values that had no room."""

    def unit(self, role: str, key: str) -> str:
        """The unit of a value, as its device describes it or as its key surely means; empty without one."""
        described = self.units.get((role, key))
        return unit_of(key) if described is None else described

    def ordered(self) -> list[Column]:
        """The columns with their units."""
        return [Column(role, key, self.unit(role, key)) for role, key in self.columns]

    def take(self, record: Record) -> None:
        """Look at one more record."""
        described = description.read(record.data) if not record.event else None
        for value in described.values if described else ():
            if len(self.units) < MAX_COLUMNS + MAX_LEFT_OUT:
                self.units[record.role, value.key] = value.unit
        for key, _ in values_of(record):
            self.begun_at = self.begun_at or record.at
            self._add(record.role, key)

    def _add(self, role: str, key: str) -> None:
        if (role, key) in self.columns:
            return
        if len(self.columns) < MAX_COLUMNS:
            self.columns[role, key] = Column(role, key)
        elif len(self.left_out) < MAX_LEFT_OUT:
            self.left_out.add(hash((role, key)))


def survey(lines: Iterable[bytes], removed: frozenset[int], breathe: Callable[[], None]) -> Survey:
    """Read a whole session once. `breathe` is called after every BREATH records."""
    found = Survey()
    for record in reporting(lines, removed, breathe):
        found.take(record)
    return found


def reporting(lines: Iterable[bytes], removed: frozenset[int], breathe: Callable[[], None]) -> Iterator[Record]:
    """The records that may report values, without those that the teacher removed."""
    for count, line in enumerate(lines, 1):
        if count % BREATH == 0:
            breathe()
        if may_report(line):
            yield from (record for record in sound_records([line]) if record.seq not in removed)


def values_of(record: Record) -> Iterator[tuple[str, Value]]:
    """The values that a record reports, by their paths. Events and descriptions report none."""
    if record.event or description.is_description(record.data):
        return
    for path, leaf in leaves(reported(record)):
        if leaf is not None:
            yield path, leaf
