"""How the fault lab is asked for, and where it then is: two small files in LAB_DATA, for launcher, web, `faults/`."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from chat.private_file import write_private

_NOTE, _WISH = "faults.json", "faults.wanted"


@dataclass(frozen=True, slots=True)
class FaultService:
    """A fault lab that runs: the loopback port of its control interface, and the secret that opens it."""

    port: int
    secret: str = field(repr=False)

    @classmethod
    def read(cls, data: Path) -> Self | None:
        """The one that was noted last, which may have ended; None without a note."""
        try:
            document = json.loads((data / _NOTE).read_text(encoding="utf-8"))
            return cls(int(document["port"]), str(document["secret"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, data: Path) -> None:
        """Write it down, for the owner's eyes alone. Raises OSError."""
        data.mkdir(parents=True, exist_ok=True)
        write_private(data / _NOTE, json.dumps({"port": self.port, "secret": self.secret}))


def want(data: Path) -> None:
    """Ask the launcher to start the fault lab. Raises OSError."""
    (data / _WISH).touch()


def is_wanted(data: Path) -> bool:
    """Whether somebody asked for it since the lab started."""
    return (data / _WISH).exists()


def forget(data: Path) -> None:
    """Forget the wish of an earlier lab, and where its fault lab was. Raises OSError."""
    for name in (_WISH, _NOTE):
        (data / name).unlink(missing_ok=True)
