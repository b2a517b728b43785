"""The programs of boards as they are in `devices/`, each folder as one zip archive: for who fills them in alone."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from web.boards.kinds import DEVICES

PROGRAMS: Mapping[str, str] = {
    "micropython": "micropython",
    "lab_device": "esp32/lab_device",
    "lab_pubsubclient": "esp32/lab_pubsubclient",
}
"""The folder below `devices/` of each program."""

_FILLED_IN = "lab_config.h"
"""May hold a password of who runs the lab."""


def archive_of(program: str, devices: Path = DEVICES) -> bytes:
    """The zip archive of a program: one folder with its name. Raises KeyError for an unknown program, and OSError."""
    folder = devices / PROGRAMS[program]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(_files(folder)):
            archive.write(path, f"{program}/{path.name}")
    return made.getvalue()


def _files(folder: Path) -> Iterator[Path]:
    """The files of a program, and its READMEs, which for sketches are one folder above."""
    yield from (path for path in folder.iterdir() if path.is_file() and path.name != _FILLED_IN)
    if not (folder / "README.md").exists():
        yield from folder.parent.glob("README*.md")
