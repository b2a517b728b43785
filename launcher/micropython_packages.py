"""Packages for MicroPython that tests run on its Unix port. PyPI has them as bare archives, which pip can't install.

`requirements-micropython.lock` pins each with its hash. `unearth` downloads them, from requirements-dev.lock.
"""

import hashlib
import re
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from lab import ROOT, STATE, SetupError, run_step

LOCK = ROOT / "requirements-micropython.lock"
_PINNED = re.compile(r"^(\S+==\S+) \\\n\s+--hash=sha256:([0-9a-f]{64})$", re.MULTILINE)


def obtain(lock: Path = LOCK, into: Path = STATE / "micropython") -> Path:
    """The folder to put on MicroPython's path: made from `lock` when it is wanted for the first time.

    Raises SetupError when a package can't be downloaded, or is not the one that the lock file names.
    """
    text = lock.read_text(encoding="utf-8")
    folder = into / hashlib.sha256(text.encode()).hexdigest()[:16]
    if not folder.is_dir():
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into) as made:
            for requirement, digest in _PINNED.findall(text):
                unpack(_download(requirement, digest, Path(made)), Path(made, "all"))
            _move(Path(made, "all"), folder)
    return folder


def unpack(archive: Path, into: Path) -> None:
    """Write the modules of a source archive, which lie in one folder beside what describes the package."""
    with tarfile.open(archive) as files:
        for member in files:
            inner = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            source = files.extractfile(member) if member.isfile() else None
            if source is None or inner.suffix != ".py" or ".." in inner.parts:
                continue
            path = into / inner
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.read())


def _download(requirement: str, digest: str, into: Path) -> Path:
    folder = into / digest
    run_step(
        f"{requirement} (PyPI)",
        [sys.executable, "-m", "unearth", "--no-binary", "--download", str(folder), requirement],
    )
    for archive in folder.iterdir():
        if hashlib.sha256(archive.read_bytes()).hexdigest() == digest:
            return archive
    raise SetupError(
        f"{requirement}: o arquivo não é o de {LOCK.name}. / The file is not the one that {LOCK.name} names."
    )


def _move(made: Path, folder: Path) -> None:
    try:
        made.rename(folder)
    except OSError:  # another process was faster
        if not folder.is_dir():
            raise
        shutil.rmtree(made)
