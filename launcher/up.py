"""`up`: checks ports and folders, runs the services and prints their addresses."""

import contextlib
import signal
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from chat.credentials import Credentials, load_or_create
from chat.errors import SettingsError
from chat.fault_service import forget as forget_wish
from chat.fault_service import is_wanted
from chat.settings import Settings
from launcher.accounts import DEMO_ROLES, code_lines, demo_accounts, say_skipped
from launcher.banner import banner, page_url
from launcher.preflight import AlreadyRunningError, only_lab, ports_trouble
from launcher.services import plan
from launcher.supervisor import Supervisor
from launcher.terminal import Terminal
from launcher.texts import Texts
from tls.contexts import page_context


def up(
    settings: Settings,
    *,
    root: Path,
    terminal: Terminal,
    texts: Texts,
    prepare: Callable[[], None],
    devices: bool = True,
    browser: bool = False,
) -> int:
    """Run the lab until Ctrl-C or SIGTERM. `prepare` runs after the quick checks.

    Returns the exit code: 1 when it can't start here, 2 when a service refuses its settings. Raises SetupError.
    """
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(only_lab(root / settings.data, settings))
        except AlreadyRunningError as other:
            terminal.say(texts("already-running", pid=other.lab.pid, url=other.lab.url))
            return 1
        except OSError as error:
            terminal.say(texts("no-data-folder", folder=settings.data, why=error.strerror or error))
            return 1
        troubles = ports_trouble(settings, texts)
        for trouble in troubles:
            terminal.say(trouble)
        if troubles:
            return 1
        prepare()
        return _run(settings, root, terminal, texts, devices=devices, browser=browser)


@dataclass(frozen=True, slots=True)
class Access:
    """The credentials of a closed lab, whether the demo devices run, and the file of their passwords.

    `skipped`: the demo roles whose accounts belong to other devices.
    """

    devices: bool
    credentials: Credentials | None = None
    passwords: Path | None = None
    skipped: frozenset[str] = frozenset()


def _access(settings: Settings, data: Path, *, devices: bool) -> Access:
    """Make the codes and accounts of a closed lab. Raises SettingsError."""
    if not settings.access_on:
        return Access(devices)
    credentials = load_or_create(data)
    if not (devices and settings.has_accounts):
        return Access(devices, credentials)
    try:
        file, roles = demo_accounts(data)
    except OSError as error:
        raise SettingsError("bad-setting", f"LAB_DATA={data}: {error.strerror}") from error
    return Access(bool(roles), credentials, file, frozenset(DEMO_ROLES) - set(roles))


def _run(settings: Settings, root: Path, terminal: Terminal, texts: Texts, *, devices: bool, browser: bool) -> int:
    try:
        access = _access(settings, root / settings.data, devices=devices)
        tls = page_context(rooted(settings, root))
    except SettingsError as error:
        terminal.say(texts("bad-setting", detail=error.detail))
        return 2
    say_skipped(access.skipped, terminal, texts)
    data = root / settings.data
    forget_wish(data)
    specs = plan(
        settings,
        devices=access.devices,
        passwords=access.passwords,
        tls=tls,
        faults_wanted=lambda: is_wanted(data),
    )
    codes = code_lines(access.credentials, texts) if access.credentials is not None else []
    supervisor = Supervisor(specs, cwd=root, terminal=terminal, texts=texts)
    stop_on_signals(supervisor)
    terminal.say(texts("starting", names=", ".join(spec.name for spec in specs if spec.wanted())))

    def on_started(complete: bool) -> None:  # noqa: FBT001 - the only argument
        terminal.write(banner(settings, texts, root, complete=complete, codes=codes))
        if browser:  # in a thread: some browsers block the caller
            threading.Thread(target=webbrowser.open, args=(page_url(settings),), daemon=True).start()

    return supervisor.run(on_started)


def rooted(settings: Settings, root: Path) -> Settings:
    """The same settings, with file names relative to the folder in which the services run."""
    files = {name: getattr(settings, name) for name in ("data", "tls_cert", "tls_key", "tls_ca")}
    return replace(settings, **{name: root / file for name, file in files.items() if file is not None})


def stop_on_signals(supervisor: Supervisor) -> None:
    """Stop the services in order on Ctrl-C, SIGTERM and a closed terminal."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.ask_to_stop()

    # SIGHUP: the terminal was closed. SIGBREAK: Ctrl-Break on Windows.
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
