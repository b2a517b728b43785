"""`test`: everything that is checked before a change is good, pytest last."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lab import STATE, watch
from launcher import micropython_packages, tools
from launcher.nodejs import obtain
from launcher.page_build import Page, install_modules
from launcher.terminal import Terminal
from launcher.texts import Texts

PYTEST = "pytest"
BIOME = ("node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".")
SERVICES = ("mosquitto", "nginx", "caddy")
"""Programs whose Debian packages start a service, which would take a port."""


@dataclass(frozen=True, slots=True)
class Check:
    """A command that must end with 0."""

    name: str
    command: tuple[str, ...]
    cwd: Path


def test(page: Page, arguments: Sequence[str], *, terminal: Terminal, texts: Texts) -> int:
    """Pass every check, or, with arguments, pytest alone. Returns 0 when all is well. Raises SetupError."""
    if not provide_tools(terminal, texts):
        return 1
    if not arguments:
        micropython_packages.obtain()  # else in the test that needs them, while others wait
    wanted = [] if arguments else source_checks(page.root) + page_checks(page)
    failed = [check.name for check in wanted if not passes(check, terminal)]
    if run_pytest(page.root, arguments or side_by_side(os.cpu_count() or 1)):
        failed.append(PYTEST)
    names = ", ".join(failed) if failed else ", ".join([*(check.name for check in wanted), PYTEST])
    terminal.write(texts("test-failed" if failed else "test-passed", names=names))
    return 1 if failed else 0


def provide_tools(terminal: Terminal, texts: Texts) -> bool:
    """See that the programs of the tests are here; install them where we may. Raises SetupError."""
    lacking = tools.missing(tools.needed())
    if not lacking:
        return True
    if not tools.can_install():
        names = ", ".join(tool.name for tool in lacking)
        terminal.write(texts("tools-missing", names=names, command=tools.install_line(lacking)))
        return False
    tools.apt_install(lacking)
    for tool in lacking:
        if tool.name in SERVICES and tools.switch_off_service(tool.name):
            terminal.write(texts("tools-service-off", name=tool.name))
    still = ", ".join(tool.name for tool in tools.missing(lacking))
    if still:
        terminal.write(texts("tools-still-missing", names=still))
    return not still


def source_checks(root: Path) -> list[Check]:
    """Style and types of the Python sources."""
    python = (sys.executable, "-m")
    return [
        Check("ruff check", (*python, "ruff", "check", "."), root),
        Check("ruff format", (*python, "ruff", "format", "--check", "."), root),
        Check("mypy", (*python, "mypy"), root),
    ]


def page_checks(page: Page) -> list[Check]:
    """Style, types and unit tests of the page. Raises SetupError when its packages can't be installed."""
    if not page.has_sources():
        return []
    node = obtain()
    install_modules(page, node, for_developers=True)
    return [
        Check("biome", (*node.node, *BIOME), page.ui),
        Check("tsc", (*node.node, "node_modules/typescript/bin/tsc", "--noEmit"), page.ui),
        Check("vitest", (*node.node, "node_modules/vitest/vitest.mjs", "run"), page.ui),
    ]


def passes(check: Check, terminal: Terminal) -> bool:
    """Run a check behind a progress line; all that it said is shown if it fails."""
    output = STATE / f"{check.name.replace(' ', '-')}.log"
    output.parent.mkdir(exist_ok=True)
    with output.open("wb") as out:
        command = list(check.command)
        process = subprocess.Popen(command, cwd=check.cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out)  # noqa: S603 - our own commands
        with process:
            code = watch(check.name, process)
    if code:
        terminal.write(output.read_text(errors="replace"))
    return code == 0


def side_by_side(cores: int) -> Sequence[str]:
    """What pytest is told to run everything at once: two workers more than cores, since tests mostly wait.

    A file's tests stay together, in order: they share what is slow to start.
    """
    return ("-n", str(cores + 2), "--dist", "loadfile")


def run_pytest(root: Path, arguments: Sequence[str]) -> int:
    """Run pytest on this terminal. Returns its exit code."""
    command = [sys.executable, "-m", PYTEST, *arguments]
    return subprocess.run(command, cwd=root, check=False).returncode  # noqa: S603 - our own command
