"""The page: built from web/ui when its sources changed, and its translations compiled. Never built for nothing."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from filelock import FileLock

from lab import SetupError, run_step
from launcher.nodejs import Node, obtain

_NOT_SOURCES = ("node_modules", "dist", "coverage", ".vite", "tests", "biome.jsonc")


class Outcome(Enum):
    """What became of the page."""

    NO_SOURCES = "page-no-sources"
    CURRENT = "page-current"
    KEPT = "page-kept"


@dataclass(frozen=True, slots=True)
class Page:
    """Where the page's sources are and where it is built."""

    root: Path

    @property
    def ui(self) -> Path:
        """The sources."""
        return self.root / "web" / "ui"

    @property
    def built(self) -> Path:
        """The built files."""
        return self.root / "web" / "static" / "built"

    @property
    def stamp(self) -> Path:
        """What the built files were built from."""
        return self.built / ".sources"

    @property
    def translations(self) -> Path:
        """The catalogues of Flask-Babel."""
        return self.root / "web" / "translations"

    def has_sources(self) -> bool:
        """Whether there is anything to build."""
        return (self.ui / "package.json").is_file()

    def is_built(self) -> bool:
        """Whether there is a page, from these sources or older ones."""
        return self.built.is_dir() and any(path.name != ".sources" for path in self.built.iterdir())

    def is_current(self) -> bool:
        """Whether the built page comes from the sources that are here."""
        return self.is_built() and self.stamp.is_file() and self.stamp.read_text() == self.digest()

    def digest(self) -> str:
        """SHA-256 over the names and contents of the sources."""
        total = hashlib.sha256()
        for path in sorted(_sources(self.ui)):
            content = path.read_bytes()
            total.update(f"{path.relative_to(self.ui).as_posix()} {len(content)}\n".encode() + content)
        return total.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_SOURCES or path.name.endswith(".tsbuildinfo"):
            continue
        if path.is_dir():
            yield from _sources(path)
        else:
            yield path


def prepare(page: Page, *, node: Callable[[], Node] = obtain, say: Callable[[Exception], None] = print) -> Outcome:
    """Build what is not current. Raises SetupError when that fails and there is no older page to go on with."""
    with _alone(page):
        compile_translations(page.translations)
        if not page.has_sources():
            return Outcome.NO_SOURCES
        if page.is_current():
            return Outcome.CURRENT
        try:
            _build(page, node())
        except SetupError as error:
            if not page.is_built():
                raise
            say(error)
            return Outcome.KEPT
        return Outcome.CURRENT


def install_modules(page: Page, node: Node, *, for_developers: bool = False) -> None:
    """Bring node_modules up to package-lock.json: what builds the page, or also what checks it. Raises SetupError."""
    stamp = page.ui / "node_modules" / ".lab-lock"
    lock = hashlib.sha256((page.ui / "package-lock.json").read_bytes()).hexdigest()
    everything = f"{lock} all"
    wanted = everything if for_developers else lock
    if stamp.is_file() and stamp.read_text() in {wanted, everything}:
        return
    left_out = () if for_developers else ("--omit=dev",)
    run_step("Página / page: npm ci", [*node.npm, "ci", "--ignore-scripts", *left_out], cwd=page.ui)
    stamp.write_text(wanted)


def compile_translations(folder: Path) -> None:
    """Make each catalogue's .mo from its .po, when the .po is newer. Raises SetupError."""
    catalogues = folder.rglob("*.po") if folder.is_dir() else iter(())
    if any(_is_older(source.with_suffix(".mo"), source) for source in catalogues):
        command = [sys.executable, "-m", "babel.messages.frontend", "compile", "-d", str(folder)]
        run_step("Traduções / translations", command)


def _is_older(made: Path, source: Path) -> bool:
    return not made.is_file() or made.stat().st_mtime < source.stat().st_mtime


def _build(page: Page, node: Node) -> None:
    digest = page.digest()
    install_modules(page, node)
    run_step("Página / page: vite build", [*node.node, "node_modules/vite/bin/vite.js", "build"], cwd=page.ui)
    page.stamp.write_text(digest)


def _alone(page: Page) -> FileLock:
    state = page.root / ".lab"
    state.mkdir(exist_ok=True)
    return FileLock(state / "page.lock")
