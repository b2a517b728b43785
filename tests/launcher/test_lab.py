"""lab.py: what it reads, what it decides, and what it says when the environment can't be made."""

import ast
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import lab
from tests.support.services import ROOT

SOURCE = (ROOT / "lab.py").read_text()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with two lock files, in a folder with a space and an accent in its name."""
    root = tmp_path / "aula é 1"
    root.mkdir()
    monkeypatch.setattr(lab, "ROOT", root)
    monkeypatch.setattr(lab, "VENV", root / ".venv")
    monkeypatch.setattr(lab, "STATE", root / ".lab")
    monkeypatch.setattr(lab, "LOG", root / ".lab" / "setup.log")
    (root / lab.RUN_LOCK).write_text("# nothing\n")
    (root / lab.DEV_LOCK).write_text("# nothing more\n")
    return root


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that `prepare` takes, instead of taking them; the interpreter is made, and nothing else."""
    taken: list[str] = []

    def step(title: str, command: list[str]) -> None:
        taken.append(title)
        lab.venv_python().parent.mkdir(parents=True, exist_ok=True)
        lab.venv_python().touch(0o755)

    monkeypatch.setattr(lab, "run_step", step)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    return taken


def test_an_old_python_can_read_the_file_as_far_as_its_answer() -> None:
    ast.parse(SOURCE, feature_version=(3, 6))


def test_the_version_is_looked_at_before_anything_is_defined() -> None:
    first = next(
        node for node in ast.parse(SOURCE).body if not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr)
    )
    assert ast.unparse(first).startswith("if sys.version_info < (3, 11)")


def test_it_imports_the_standard_library_alone() -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(SOURCE))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_it_has_at_most_200_lines() -> None:
    assert len(SOURCE.splitlines()) <= 200


@pytest.mark.parametrize(
    ("words", "lock"),
    [
        ([], lab.RUN_LOCK),
        (["--no-devices"], lab.RUN_LOCK),
        (["doctor"], lab.RUN_LOCK),
        (["test", "-k", "seq"], lab.DEV_LOCK),
        (["bench"], lab.DEV_LOCK),
        (["--host", "test"], lab.RUN_LOCK),
    ],
)
def test_each_command_has_its_lock_file(words: list[str], lock: str) -> None:
    assert lab.lock_for(words) == lock


def test_the_development_lock_holds_the_other_one_whole() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text().splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins(lab.RUN_LOCK) <= pins(lab.DEV_LOCK)


def test_a_first_run_makes_the_environment_and_the_second_does_nothing(steps: list[str]) -> None:
    lab.prepare(lab.RUN_LOCK)
    made = len(steps)
    lab.prepare(lab.RUN_LOCK)
    assert (made, len(steps)) == (2, 2)


def test_up_after_test_installs_nothing(steps: list[str]) -> None:
    lab.prepare(lab.DEV_LOCK)
    steps.clear()
    lab.prepare(lab.RUN_LOCK)
    assert steps == []


def test_test_after_up_adds_packages_to_the_same_environment(steps: list[str]) -> None:
    lab.prepare(lab.RUN_LOCK)
    (lab.VENV / "kept").touch()
    lab.prepare(lab.DEV_LOCK)
    assert (lab.VENV / "kept").exists()


def test_a_changed_lock_file_is_installed(project: Path, steps: list[str]) -> None:
    lab.prepare(lab.RUN_LOCK)
    steps.clear()
    (project / lab.RUN_LOCK).write_text("# something else\n")
    lab.prepare(lab.RUN_LOCK)
    assert f"Pacotes / packages: {lab.RUN_LOCK}" in steps


def test_an_environment_whose_making_was_interrupted_is_made_anew(steps: list[str]) -> None:
    lab.STATE.mkdir()
    (lab.STATE / "venv-unfinished").touch()
    lab.VENV.mkdir()
    (lab.VENV / "half").touch()
    lab.prepare(lab.RUN_LOCK)
    assert not (lab.VENV / "half").exists()


def test_a_failed_install_leaves_no_stamp(project: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(title: str, command: list[str]) -> None:
        raise lab.SetupError(title)

    monkeypatch.setattr(lab, "run_step", fail)
    with pytest.raises(lab.SetupError):
        lab.prepare(lab.RUN_LOCK)
    assert not lab.is_current(lab.RUN_LOCK)


def test_uv_is_taken_when_it_is_there(project: Path) -> None:
    command = lab.install_command(lab.RUN_LOCK, "/opt/uv")
    assert command[:3] == ["/opt/uv", "pip", "install"]


@pytest.mark.parametrize("uv", [None, "/opt/uv"])
def test_only_hashed_wheels_are_installed(project: Path, uv: str | None) -> None:
    command = lab.install_command(lab.RUN_LOCK, uv)
    assert "--require-hashes --only-binary :all:" in " ".join(command)


def test_a_python_without_ensurepip_names_the_debian_package(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(lab.SetupError, match=rf"apt install python3\.{sys.version_info.minor}-venv"):
        lab.make_command(None)


def test_a_failed_download_is_told_as_a_missing_network(project: Path) -> None:
    text = lab.failure("x", 1, "WARNING: Retrying after connection broken by 'NewConnectionError'")
    assert "Sem rede?" in text
    assert "No network?" in text


def test_another_failure_is_not_told_as_a_missing_network(project: Path) -> None:
    assert "No network?" not in lab.failure("x", 1, "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")


def test_a_failed_step_shows_the_end_of_its_output(project: Path) -> None:
    with pytest.raises(lab.SetupError, match="the last word"):
        lab.run_step("step", [sys.executable, "-c", "print('the last word'); raise SystemExit(3)"])


def test_a_folder_that_cannot_be_written_is_one_clear_message(project: Path) -> None:
    (project / ".lab").write_text("a file, where a folder is wanted")
    with pytest.raises(lab.SetupError, match="Can't write in"):
        lab.prepare(lab.RUN_LOCK)


def test_handing_over_passes_on_arguments_and_exit_code(tmp_path: Path) -> None:
    program = "import sys; print(sys.argv[1:]); sys.exit(7)"
    code = f"import lab, sys; lab.hand_over([sys.executable, '-c', {program!r}, 'a b', 'é'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("['a b', 'é']", 7)


def test_two_setups_at_once_make_the_environment_once(project: Path) -> None:
    """A real `venv`, from lock files with nothing in them, by two processes that start together."""
    (project / "lab.py").write_text(SOURCE)
    code = "import lab; lab.prepare(lab.RUN_LOCK); print(lab.is_current(lab.RUN_LOCK))"
    run = [
        subprocess.Popen([sys.executable, "-c", code], cwd=project, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0] for process in run]
    assert [text.splitlines()[-1] for text in said] == ["True", "True"]
    assert sum("Pacotes" in text for text in said) == 1
