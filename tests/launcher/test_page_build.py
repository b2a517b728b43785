"""Building the page: when, from what, and what happens when it can't be built."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import lab
from launcher import page_build as page_module
from launcher.nodejs import Node
from launcher.page_build import Outcome, Page, compile_translations, install_modules, prepare

NPM = """
import pathlib, sys
open("npm-arguments", "a").write(" ".join(sys.argv[1:]) + "\\n")
pathlib.Path("node_modules/vite/bin").mkdir(parents=True, exist_ok=True)
"""
VITE = """
import pathlib, sys
built = pathlib.Path("../static/built"); built.mkdir(parents=True, exist_ok=True)
(built / "page.js").write_text(pathlib.Path("src/app.ts").read_text())
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page with one source, in a folder with a space and an accent in its name."""
    made = Page(tmp_path / "aula é 1")
    (made.ui / "src").mkdir(parents=True)
    for name, text in {"package.json": "{}", "package-lock.json": "{}", "src/app.ts": "one"}.items():
        (made.ui / name).write_text(text)
    monkeypatch.setattr(lab, "LOG", made.root / ".lab" / "setup.log")
    return made


class Tools:
    """Python in place of node and npm; counts the calls of each."""

    def __init__(self, folder: Path, vite: str = VITE) -> None:
        self.obtained = 0
        self._npm = self._program(folder / "npm.py", NPM + "\nopen('npm-ran', 'a').write('x')")
        self._vite = self._program(folder / "vite.py", vite + "\nopen('vite-ran', 'a').write('x')")

    @staticmethod
    def _program(path: Path, text: str) -> str:
        path.write_text(text)
        return str(path)

    def __call__(self) -> Node:
        self.obtained += 1
        return Node((sys.executable, self._vite), (sys.executable, self._npm))


def runs(page: Page, name: str) -> int:
    """How often a tool has run."""
    note = page.ui / f"{name}-ran"
    return len(note.read_text()) if note.is_file() else 0


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the notes of the stand-in tools out of the sources."""
    monkeypatch.setattr(
        page_module, "_NOT_SOURCES", (*page_module._NOT_SOURCES, "npm-ran", "npm-arguments", "vite-ran")
    )


@pytest.mark.usefixtures("counted")
class TestPrepare:
    """`prepare` with stand-in tools."""

    def test_a_first_run_builds(self, page: Page, tmp_path: Path) -> None:
        assert prepare(page, node=Tools(tmp_path)) is Outcome.CURRENT
        assert (page.built / "page.js").read_text() == "one"

    def test_a_second_run_asks_for_no_node(self, page: Page, tmp_path: Path) -> None:
        tools = Tools(tmp_path)
        prepare(page, node=tools)
        prepare(page, node=tools)
        assert tools.obtained == 1

    def test_a_changed_source_is_built_without_installing_again(self, page: Page, tmp_path: Path) -> None:
        prepare(page, node=Tools(tmp_path))
        (page.ui / "src" / "app.ts").write_text("two")
        prepare(page, node=Tools(tmp_path))
        assert (page.built / "page.js").read_text() == "two"
        assert (runs(page, "npm"), runs(page, "vite")) == (1, 2)

    def test_a_changed_package_lock_installs_again(self, page: Page, tmp_path: Path) -> None:
        prepare(page, node=Tools(tmp_path))
        (page.ui / "package-lock.json").write_text('{"x": 1}')
        prepare(page, node=Tools(tmp_path))
        assert runs(page, "npm") == 2

    def test_the_page_is_built_without_the_packages_for_developers(self, page: Page, tmp_path: Path) -> None:
        prepare(page, node=Tools(tmp_path))
        assert (page.ui / "npm-arguments").read_text() == "ci --ignore-scripts --omit=dev\n"

    def test_the_checks_install_the_packages_for_developers_too(self, page: Page, tmp_path: Path) -> None:
        prepare(page, node=Tools(tmp_path))
        install_modules(page, Tools(tmp_path)(), for_developers=True)
        assert (page.ui / "npm-arguments").read_text().splitlines()[1:] == ["ci --ignore-scripts"]

    def test_a_build_keeps_the_packages_for_developers(self, page: Page, tmp_path: Path) -> None:
        install_modules(page, Tools(tmp_path)(), for_developers=True)
        prepare(page, node=Tools(tmp_path))
        assert runs(page, "npm") == 1

    def test_a_deleted_page_is_built_again(self, page: Page, tmp_path: Path) -> None:
        prepare(page, node=Tools(tmp_path))
        (page.built / "page.js").unlink()
        prepare(page, node=Tools(tmp_path))
        assert (page.built / "page.js").is_file()

    def test_a_failed_build_without_a_page_is_an_error(self, page: Page, tmp_path: Path) -> None:
        with pytest.raises(lab.SetupError, match="vite"):
            prepare(page, node=Tools(tmp_path, vite="raise SystemExit(1)"))

    def test_a_failed_build_goes_on_with_the_older_page_and_says_why(self, page: Page, tmp_path: Path) -> None:
        prepare(page, node=Tools(tmp_path))
        (page.ui / "src" / "app.ts").write_text("two")
        said: list[Exception] = []
        outcome = prepare(page, node=Tools(tmp_path, vite="raise SystemExit('no network')"), say=said.append)
        assert outcome is Outcome.KEPT
        assert "no network" in str(said[0])
        assert not page.is_current()

    def test_without_sources_there_is_nothing_to_do(self, page: Page, tmp_path: Path) -> None:
        (page.ui / "package.json").unlink()
        assert prepare(page, node=Tools(tmp_path)) is Outcome.NO_SOURCES


def change(path: str, text: str = "x") -> Callable[[Page], object]:
    """Write a file of the page's folder."""

    def do(page: Page) -> None:
        (page.ui / path).parent.mkdir(parents=True, exist_ok=True)
        (page.ui / path).write_text(text)

    return do


@pytest.mark.parametrize("path", ["src/app.ts", "src/new.css", "vite.config.ts", ".npmrc", "package.json"])
def test_every_source_counts(page: Page, path: str) -> None:
    before = page.digest()
    change(path)(page)
    assert page.digest() != before


@pytest.mark.parametrize(
    "path", ["node_modules/a/index.js", "tests/a.test.ts", "a.tsbuildinfo", "coverage/x", "biome.jsonc"]
)
def test_what_is_made_or_only_tests_does_not_count(page: Page, path: str) -> None:
    before = page.digest()
    change(path)(page)
    assert page.digest() == before


def test_a_renamed_source_counts(page: Page) -> None:
    before = page.digest()
    (page.ui / "src" / "app.ts").rename(page.ui / "src" / "other.ts")
    assert page.digest() != before


def test_a_catalogue_is_compiled_and_compiled_again_when_it_changes(page: Page) -> None:
    source = page.translations / "en" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Sim"\nmsgstr "Yes"\n')
    compile_translations(page.translations)
    made = source.with_suffix(".mo")
    assert b"Yes" in made.read_bytes()
    os.utime(made, (1, 1))
    compile_translations(page.translations)
    assert made.stat().st_mtime > 1
