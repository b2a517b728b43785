"""A `.env` file that can't be used: every service and every command says so in one line, without a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import __main__ as launcher
from tests.support.services import ROOT

UTF_16 = "LAB_WEB_PORT=8100\n".encode("utf-16")
COLON = b"LAB_WEB_PORT: 8100\n"
LOWER = b"lab_web_port=8100\n"


@pytest.mark.parametrize("content", [UTF_16, COLON, LOWER], ids=["utf-16", "colon", "lower case"])
@pytest.mark.parametrize("command", ["broker", "bridge", "web", "devices lamp --session demo"])
def test_a_service_names_the_file_in_one_line_and_ends_with_2(tmp_path: Path, command: str, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / ".env") in done.stderr


@pytest.mark.parametrize(("words", "code"), [("up", 2), ("codes", 2), ("device list", 2), ("doctor", 1)])
def test_a_command_of_the_launcher_names_the_file_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, code: int
) -> None:
    (tmp_path / ".env").write_bytes(UTF_16)
    monkeypatch.setattr(launcher, "ROOT", tmp_path)
    assert launcher.main(words.split()) == code
    said = capsys.readouterr()
    lines = (said.out + said.err).splitlines()
    assert len([line for line in lines if str(tmp_path / ".env") in line and "save it as UTF-8" in line]) == 1
