#!/usr/bin/env python3
"""Start here: `python lab.py`. Makes the environment in .venv, then hands over to `launcher`, which does the rest.

Standard library only, at most 200 lines. Python 3.6 can still read this file, so that an old one gets an answer.
"""

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the very reason why this line is here
    this = sys.version.split()[0]
    sys.exit(
        f"O laboratório precisa de Python 3.11 ou mais novo; este é o {this}. Instale um e rode-o: python3.11 lab.py\n"
        f"The lab needs Python 3.11 or newer; this is {this}. Install one and run it: python3.11 lab.py"
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STATE = ROOT / ".lab"
LOG = STATE / "setup.log"
RUN_LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"

# What pip, uv and npm say when their registry can't be reached.
NETWORK_WORDS = re.compile("NewConnection|name resolution|unreachable|addrinfo|dns error|sending request|Proxy|EAI_")


class SetupError(Exception):
    """Something can't be prepared; the message, for people, is in both languages."""


def main(arguments: list[str]) -> int:
    """Make what the command needs and run it. Returns the exit code; on POSIX a success never returns."""
    os.chdir(ROOT)
    try:
        prepare(lock_for(arguments))
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return hand_over([str(venv_python()), "-m", "launcher", *arguments])


def lock_for(arguments: list[str]) -> str:
    """The lock file that a command needs: tests and benchmarks need more than the lab itself."""
    return DEV_LOCK if arguments and arguments[0] in ("test", "bench") else RUN_LOCK


def venv_python() -> Path:
    """The environment's own interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(lock: str) -> None:
    """Bring .venv up to `lock`, unless it is there already. Raises SetupError."""
    if is_current(lock):
        return
    try:
        STATE.mkdir(exist_ok=True)
        guard = (STATE / "setup.lock").open("a+")
    except OSError as error:
        why = f"{ROOT} ({error.strerror})"
        raise SetupError(
            f"Não consigo escrever em {why}. Copie o projeto para uma pasta sua.\n"
            f"Can't write in {why}. Copy the project to a folder of yours."
        ) from error
    with guard:
        while not try_lock(guard.fileno()):
            print("Outra instalação em andamento; esperando... / Another setup is running; waiting...", flush=True)
            time.sleep(2)
        if not is_current(lock):
            install(lock)


def try_lock(descriptor: int) -> bool:
    """Take the setup's lock, so that two runs do not make one environment; the system lets go when we end."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - Windows only

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - POSIX only

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def digest(lock: str) -> str:
    """`name sha256` of a lock file, as the stamp holds it."""
    return f"{lock} {hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()}"


def is_current(lock: str) -> bool:
    """Whether .venv was wholly made from this very lock file."""
    stamp = VENV / ".lab-stamp"
    return os.access(venv_python(), os.X_OK) and stamp.is_file() and digest(lock) in stamp.read_text().splitlines()


def install(lock: str) -> None:
    """Make .venv, or add to it, and stamp it. Raises SetupError."""
    unfinished = STATE / "venv-unfinished"
    if unfinished.exists() or not os.access(venv_python(), os.X_OK):
        shutil.rmtree(VENV, ignore_errors=True)
    unfinished.touch()
    (VENV / ".lab-stamp").unlink(missing_ok=True)
    uv = shutil.which("uv")
    run_step("Ambiente Python / Python environment", make_command(uv))
    run_step("Pacotes / packages: " + lock, install_command(lock, uv))
    # The development lock holds the other one whole, with the same versions.
    (VENV / ".lab-stamp").write_text("\n".join(digest(name) for name in sorted({lock, RUN_LOCK})) + "\n")
    unfinished.unlink()


def make_command(uv: str | None) -> list[str]:
    """How to make .venv or, when it is there, to see that it has what installs packages. Raises SetupError."""
    fresh = not os.access(venv_python(), os.X_OK)
    if uv:
        return [uv, "venv", "--python", sys.executable, str(VENV)] if fresh else [uv, "--version"]
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        raise SetupError(
            f"Falta o módulo venv deste Python. No Debian ou Ubuntu: sudo apt install {package}\n"
            f"This Python has no venv module. On Debian or Ubuntu: sudo apt install {package}"
        )
    see = "import ensurepip, importlib.util; importlib.util.find_spec('pip') or ensurepip.bootstrap()"
    return [sys.executable, "-m", "venv", str(VENV)] if fresh else [str(venv_python()), "-c", see]


def install_command(lock: str, uv: str | None) -> list[str]:
    """How to install a lock file into .venv: nothing without a hash, nothing that would have to be compiled."""
    python = str(venv_python())
    tool = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install", "--no-input"]
    return [*tool, "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)]


def run_step(title: str, command: list[str], cwd: Path = ROOT) -> None:
    """Run a command behind a line that shows the time passing; its output goes to the log. Raises SetupError."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        start = log.tell()
        with subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as process:  # noqa: S603 - our own commands
            code = watch(title, process)
    if code:
        raise SetupError(failure(title, code, LOG.read_bytes()[start:].decode(errors="replace")))


def watch(title: str, process: "subprocess.Popen[bytes]") -> int:
    """Wait for a process with something that moves: a clock on a terminal, a line every 15 s elsewhere."""
    begin, tty = time.monotonic(), sys.stdout.isatty()

    def show(mark: str, end: str) -> None:
        print("\r" * tty + f"{mark:2} {title} ({time.monotonic() - begin:.1f} s)", end=end, flush=True)

    show("..", end="" if tty else "\n")
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(0.1 if tty else 15)
            show("X" if code else "ok", end="\n")
            return code
        show("..", end="" if tty else "\n")


def failure(title: str, code: int, said: str) -> str:
    """What to tell about a step that failed: the end of its output, and the likely reason."""
    tail = "\n".join("    " + line for line in said.splitlines()[-15:])
    text = f"{tail}\n\n{title}: código / exit code {code}. Tudo em / all of it in {LOG}\n"
    if NETWORK_WORDS.search(said):
        text += (
            "Sem rede? A primeira vez precisa de internet; depois, não. Há proxy? Defina HTTPS_PROXY.\n"
            "No network? The first run needs the internet; later ones do not. Behind a proxy? Set HTTPS_PROXY."
        )
    return text


def hand_over(command: list[str]) -> int:
    """Become `command`; where a process can't become another (Windows), run it and pass on its exit code."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    process = subprocess.Popen(command)  # noqa: S603 - our own command
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the child got it too, and is stopping the services
            return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
