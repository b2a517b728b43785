"""The `test` command: what is checked, in which order, and what its end says."""

import io
import sys
from pathlib import Path

import pytest

from launcher import checks
from launcher.checks import Check
from launcher.nodejs import Node
from launcher.page_build import Page
from launcher.terminal import Terminal
from launcher.texts import Texts

GOOD = ("-c", "print('fine')")
BAD = ("-c", "print('the reason'); raise SystemExit(1)")


class Trial:
    """The command with stand-in checks and a stand-in pytest; notes what ran."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.ran: list[str] = []
        self.out = io.StringIO()
        self.pytest_code = 0
        self.good = True
        self._page = Page(tmp_path)
        monkeypatch.setattr(checks, "STATE", tmp_path)
        monkeypatch.setattr(checks, "provide_tools", lambda *_: True)
        monkeypatch.setattr("launcher.micropython_packages.obtain", lambda: self.ran.append("packages"))
        monkeypatch.setattr(checks, "source_checks", self._sources)
        monkeypatch.setattr(checks, "page_checks", lambda _page: [])
        monkeypatch.setattr(checks, "run_pytest", self._pytest)

    def _sources(self, root: Path) -> list[Check]:
        self.ran.append("sources")
        return [Check("style", (sys.executable, *(GOOD if self.good else BAD)), root)]

    def _pytest(self, _root: Path, arguments: tuple[str, ...]) -> int:
        self.ran.append(" ".join(["pytest", *arguments]))
        return self.pytest_code

    def run(self, *arguments: str) -> int:
        return checks.test(self._page, arguments, terminal=Terminal(self.out), texts=Texts(english=True))

    @property
    def last_line(self) -> str:
        return self.out.getvalue().splitlines()[-1]


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Trial:
    return Trial(monkeypatch, tmp_path)


def test_all_good_is_0_and_names_what_passed(trial: Trial) -> None:
    assert (trial.run(), trial.last_line) == (0, "All passed: style, pytest")


def test_pytest_runs_last(trial: Trial) -> None:
    trial.run()
    assert [one.split()[0] for one in trial.ran] == ["packages", "sources", "pytest"]


def test_everything_is_tested_side_by_side(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    trial.run()
    assert trial.ran[-1] == "pytest -n 6 --dist loadfile"


def test_a_failed_check_is_shown_and_the_rest_still_runs(trial: Trial) -> None:
    trial.good = False
    assert (trial.run(), trial.last_line, len(trial.ran)) == (1, "Failed: style", 3)
    assert "the reason" in trial.out.getvalue()


def test_a_failed_pytest_fails_the_whole(trial: Trial) -> None:
    trial.pytest_code = 1
    assert (trial.run(), trial.last_line) == (1, "Failed: pytest")


def test_no_test_found_is_a_failure_too(trial: Trial) -> None:
    trial.pytest_code = 5
    assert trial.run("-k", "nothing") == 1


def test_arguments_go_to_pytest_and_nothing_else_runs(trial: Trial) -> None:
    trial.run("tests/chat", "-k", "seq")
    assert trial.ran == ["pytest tests/chat -k seq"]


def test_a_missing_tool_fails_before_anything_runs(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "provide_tools", lambda *_: False)
    assert (trial.run(), trial.ran) == (1, [])


def test_sources_are_linted_formatted_and_typed(tmp_path: Path) -> None:
    assert [check.name for check in checks.source_checks(tmp_path)] == ["ruff check", "ruff format", "mypy"]


def test_a_page_without_sources_has_no_checks(tmp_path: Path) -> None:
    assert checks.page_checks(Page(tmp_path)) == []


def test_the_page_is_linted_typed_and_tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(tmp_path)
    page.ui.mkdir(parents=True)
    (page.ui / "package.json").write_text("{}")
    monkeypatch.setattr(checks, "obtain", lambda: Node(("node",), ("npm",)))
    monkeypatch.setattr(checks, "install_modules", lambda *_, **__: None)
    assert [check.name for check in checks.page_checks(page)] == ["biome", "tsc", "vitest"]
