"""web.boards.programs: a pupil gets the program of a board whole, and nothing that was filled in."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from web.boards.kinds import DEVICES
from web.boards.programs import PROGRAMS, archive_of


def content(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return {name: files.read(name) for name in files.namelist()}


def test_the_archive_of_micropython_is_its_folder() -> None:
    folder = DEVICES / "micropython"
    made = content(archive_of("micropython"))
    assert set(made) == {f"micropython/{path.name}" for path in folder.iterdir() if path.is_file()}
    assert made["micropython/main.py"] == (folder / "main.py").read_bytes()


@pytest.mark.parametrize("sketch", ["lab_device", "lab_pubsubclient"])
def test_the_archive_of_a_sketch_is_a_folder_that_the_ide_opens(sketch: str) -> None:
    made = content(archive_of(sketch))
    headers = {"lab_config.example.h", "lab_console.h", "lab_json.h", "lab_record.h"}
    names = {f"{sketch}.ino", "README.md", "README.pt-BR.md", *headers}
    assert set(made) == {f"{sketch}/{name}" for name in names}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_was_filled_in_on_this_machine_stays_here(program: str, tmp_path: Path) -> None:
    devices = tmp_path / "devices"
    shutil.copytree(DEVICES, devices)
    (devices / PROGRAMS[program] / "lab_config.h").write_text("secret")
    assert b"secret" not in b"".join(content(archive_of(program, devices)).values())
