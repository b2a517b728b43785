"""What a checker says of a task."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing` names what is not there yet, in texts/missing.<language>.json, with `values` for its words; empty when
    the task is passed. `seq`: the record that shows it; 0 when none does."""

    missing: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    seq: int = 0

    @property
    def is_passed(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def passed(seq: int) -> Verdict:
    """The task is done, as this record shows."""
    return Verdict(seq=seq)


def missing(what: str, seq: int = 0, **values: object) -> Verdict:
    """The task is not done. `seq`: the record that came nearest."""
    return Verdict(what, values, seq)
