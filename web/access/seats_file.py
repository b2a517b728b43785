"""The seats that are kept for the lesson, in a file, so that a restart of the web does not give them to others."""

import json
import logging
from pathlib import Path

from chat.private_file import write_private
from web.access.seats import Lasting

_log = logging.getLogger("web")


class SeatsFile:
    """A list of seats: session, role in small letters, the id of the person, until when in seconds since 1970."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Lasting:
        """What the file holds; nothing when there is none or it is damaged."""
        try:
            seats = json.loads(self._path.read_text(encoding="utf-8"))
            return {(str(session), str(role)): (str(person), float(until)) for session, role, person, until in seats}
        except (OSError, ValueError, TypeError):
            return {}

    def write(self, lasting: Lasting) -> None:
        """Replace what it holds. A disk that takes nothing is logged: then a restart forgets the seats."""
        try:
            write_private(self._path, json.dumps([[*key, *held] for key, held in lasting.items()]))
        except OSError as error:
            _log.warning("%s could not be written: %s", self._path, error.strerror)
