"""launcher.micropython_packages: packages for MicroPython that the tests run."""

import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from lab import SetupError
from launcher import micropython_packages
from launcher.micropython_packages import LOCK, obtain, unpack

MODULE = "made-1.0/made/simple.py"


def archive(path: Path, *names: str) -> Path:
    """A source archive of files with these names, which hold their names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w") as files:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = len(name)
            files.addfile(entry, io.BytesIO(name.encode()))
    return path


def lock_of(folder: Path, digest: str) -> Path:
    """A lock file of one package."""
    lock = folder / "some.lock"
    lock.write_text(f"# made for a test\nmade==1.0 \\\n    --hash=sha256:{digest}\n")
    return lock


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is downloaded: an archive with MODULE, whatever is asked for."""
    asked: list[str] = []

    def step(_title: str, command: list[str]) -> None:
        archive(Path(command[-2]) / "made.tar.gz", MODULE)
        asked.append(command[-1])

    monkeypatch.setattr(micropython_packages, "run_step", step)
    return asked


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock file with the hash of what is downloaded."""
    digest = hashlib.sha256(archive(tmp_path / "same", MODULE).read_bytes()).hexdigest()
    return lock_of(tmp_path, digest)


def test_modules_are_unpacked_and_nothing_else(tmp_path: Path) -> None:
    made = archive(tmp_path / "a", MODULE, "made-1.0/made.egg-info/PKG-INFO", "made-1.0/../../out.py")
    unpack(made, tmp_path / "all")
    assert list(tmp_path.rglob("*.py")) == [tmp_path / "all" / "made" / "simple.py"]


def test_a_link_is_left_out(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a", "w") as files:
        entry = tarfile.TarInfo("made-1.0/link.py")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/hostname"
        files.addfile(entry)
    unpack(tmp_path / "a", tmp_path / "all")
    assert list(tmp_path.rglob("*.py")) == []


def test_the_folder_holds_the_modules_of_the_lock_file(downloads: list[str], lock: Path, tmp_path: Path) -> None:
    folder = obtain(lock, tmp_path / "packages")
    assert (downloads, (folder / "made" / "simple.py").read_text()) == (["made==1.0"], MODULE)


def test_packages_are_downloaded_once(downloads: list[str], lock: Path, tmp_path: Path) -> None:
    assert obtain(lock, tmp_path / "packages") == obtain(lock, tmp_path / "packages")
    assert len(downloads) == 1


def test_another_lock_file_means_other_packages(downloads: list[str], lock: Path, tmp_path: Path) -> None:
    obtain(lock, tmp_path / "packages")
    lock.write_text(lock.read_text() + "\n")
    obtain(lock, tmp_path / "packages")
    assert len(downloads) == 2


def test_a_file_with_another_hash_is_refused(downloads: list[str], tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"made==1\.0"):
        obtain(lock_of(tmp_path, "0" * 64), tmp_path / "packages")


def test_what_was_refused_is_not_taken_the_next_time(downloads: list[str], tmp_path: Path) -> None:
    wrong = lock_of(tmp_path, "0" * 64)
    for _ in range(2):
        with pytest.raises(SetupError):
            obtain(wrong, tmp_path / "packages")


def test_every_package_of_the_project_is_pinned_with_its_hash() -> None:
    requirements = [line for line in LOCK.read_text().splitlines() if "==" in line]
    assert len(requirements) == LOCK.read_text().count("--hash=sha256:") >= 1
