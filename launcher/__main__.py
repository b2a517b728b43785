"""`python -m launcher`: reads the settings and runs the command. `lab.py` hands over to it when `.venv` is ready."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from chat.errors import SettingsError
from chat.settings import Settings, is_loopback
from lab import SetupError
from launcher.arguments import Arguments, parse
from launcher.page_build import Outcome, Page, prepare
from launcher.terminal import Terminal
from launcher.texts import Texts

ROOT = Path(__file__).resolve().parents[1]


def main(words: Sequence[str]) -> int:
    """Run a command. Returns its exit code: 1 when it fails on this machine, 2 for a bad setting."""
    texts = Texts.of(os.environ.get("LAB_LANG", "pt-BR"))
    arguments = parse(words, texts)
    settings = _settings(arguments)
    if isinstance(settings, Settings):
        texts = Texts.of(settings.lang)
    try:
        return _run(arguments, settings, Terminal.standard(), texts)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _settings(arguments: Arguments) -> Settings | SettingsError:
    try:
        given = {**os.environ, **arguments.overrides, "LAB_ARGUMENTS": arguments.repeated()}
        settings = Settings.load(given, ROOT / ".env")
    except SettingsError as error:
        return error
    # The page shows them. They may name folders of this machine, so only an open lab passes them on.
    return settings if is_loopback(settings.host) else replace(settings, arguments="")


def _run(arguments: Arguments, settings: Settings | SettingsError, terminal: Terminal, texts: Texts) -> int:
    page = Page(ROOT)
    match arguments.command:
        case "doctor":
            from launcher.doctor import doctor  # noqa: PLC0415 - each command imports its own

            return doctor(settings, page, terminal=terminal, texts=texts)
        case "test":
            from launcher.checks import test  # noqa: PLC0415

            _prepare(page, terminal, texts)
            return test(page, arguments.rest, terminal=terminal, texts=texts)
        case "setup":
            _prepare(page, terminal, texts)
            terminal.write(texts("setup-done"))
            return 0
        case "bench":
            return _bench(arguments.rest, terminal, texts)
    if isinstance(settings, SettingsError):
        terminal.say(texts("bad-setting", detail=settings.detail))
        return 2
    return _run_with(settings, arguments, page, terminal, texts)


def _run_with(settings: Settings, arguments: Arguments, page: Page, terminal: Terminal, texts: Texts) -> int:
    if arguments.command == "up":
        return _up(arguments, settings, page, terminal, texts)
    from launcher import accounts  # noqa: PLC0415 - each command imports its own

    command = {"device": accounts.device, "codes": accounts.codes}[arguments.command]
    return command(settings, arguments.rest, terminal=terminal, texts=texts)


def _up(arguments: Arguments, settings: Settings, page: Page, terminal: Terminal, texts: Texts) -> int:
    from launcher.up import up  # noqa: PLC0415 - each command imports its own

    return up(
        settings,
        root=ROOT,
        terminal=terminal,
        texts=texts,
        prepare=lambda: _prepare(page, terminal, texts),
        devices=arguments.devices,
        browser=arguments.open_browser,
    )


def _prepare(page: Page, terminal: Terminal, texts: Texts) -> None:
    outcome = prepare(page)
    if outcome is not Outcome.CURRENT:
        terminal.write(texts(outcome.value))


def _bench(rest: Sequence[str], terminal: Terminal, texts: Texts) -> int:
    if importlib.util.find_spec("bench") is None or importlib.util.find_spec("bench.__main__") is None:
        terminal.write(texts("no-bench"))
        return 1
    return subprocess.run([sys.executable, "-m", "bench", *rest], cwd=ROOT, check=False).returncode  # noqa: S603 - ours


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
