"""`doctor`: shows what is installed, what is missing and what to type."""

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broker.selection import choose
from chat.errors import SettingsError
from chat.settings import Settings
from lab import RUN_LOCK, is_current
from launcher import nodejs, tools
from launcher.page_build import Page
from launcher.preflight import port_trouble, running_lab, wanted_ports
from launcher.terminal import Terminal
from launcher.texts import Texts
from launcher.up import rooted
from tls.files import identity, validity
from tls.machine_addresses import lan_address

OK, MISSING, OPTIONAL = "mark-ok", "mark-missing", "mark-optional"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: a mark, the thing that was examined, and what was found or what to type."""

    mark: str
    subject: str
    result: str


def doctor(settings: Settings | SettingsError, page: Page, *, terminal: Terminal, texts: Texts) -> int:
    """Print every finding. Returns the exit code: 0 when `up` can start the lab, else 1."""
    findings = list(_always(page, texts))
    if isinstance(settings, SettingsError):
        findings.append(Finding(MISSING, texts("doctor-settings"), settings.detail))
    else:
        findings += _of_settings(settings, page.root, texts)
    for finding in findings:
        terminal.write(f"{texts(finding.mark):9} {finding.subject}: {finding.result}")
    able = all(finding.mark != MISSING for finding in findings)
    terminal.write("\n" + texts("doctor-ready" if able else "doctor-not-ready"))
    return 0 if able else 1


def _always(page: Page, texts: Texts) -> Iterator[Finding]:
    yield Finding(OK, "Python", f"{platform.python_version()} ({platform.platform()})")
    current = is_current(RUN_LOCK)
    yield Finding(
        OK if current else OPTIONAL, texts("doctor-environment"), RUN_LOCK if current else texts("doctor-lock-old")
    )
    yield _node(texts)
    yield _page(page, texts)
    yield from _tools(texts)
    address = lan_address()
    yield Finding(OK if address else OPTIONAL, texts("doctor-lan"), address or texts("doctor-no-lan"))


def _node(texts: Texts) -> Finding:
    found = nodejs.find()
    if found is None:
        return Finding(OPTIONAL, texts("doctor-node"), texts("doctor-node-none"))
    version = ".".join(map(str, nodejs.version(found.node[0])))
    return Finding(OK, texts("doctor-node"), f"{version} ({found.node[0]})")


def _page(page: Page, texts: Texts) -> Finding:
    what = texts("doctor-page")
    if not page.is_built():
        return Finding(OPTIONAL, what, texts("doctor-page-none"))
    if page.has_sources() and not page.is_current():
        return Finding(OPTIONAL, what, texts("doctor-page-stale"))
    return Finding(OK, what, str(page.built))


def _tools(texts: Texts) -> Iterator[Finding]:
    labels = {"mosquitto_sub": texts("doctor-clients"), "chromium": texts("doctor-chromium")}
    for tool in tools.needed():
        if tool.name in labels:
            found = tool.find()
            how = texts("doctor-not-installed", command=tools.install_line([tool]))
            yield Finding(OK if found else OPTIONAL, labels[tool.name], str(found or how))


def _of_settings(settings: Settings, root: Path, texts: Texts) -> Iterator[Finding]:
    yield Finding(OK, texts("doctor-settings"), str(root / ".env") if (root / ".env").is_file() else "-")
    yield _broker(settings, texts)
    running = running_lab(root / settings.data)
    for port in wanted_ports(settings):
        trouble = port_trouble(settings.host, port, texts)
        result = texts("doctor-running") if trouble and running else trouble or texts("doctor-free")
        mark = MISSING if trouble and not running else OK
        yield Finding(mark, texts("doctor-port", port=port.number, key=port.key), result)
    yield _tls(rooted(settings, root), texts)
    yield _logs(root / settings.logs, texts)


def _broker(settings: Settings, texts: Texts) -> Finding:
    try:
        choice = choose(settings)
    except SettingsError as error:
        return Finding(MISSING, texts("doctor-broker"), error.detail)
    return Finding(OK, texts("doctor-broker"), f"{choice.kind} ({choice.why})")


def _tls(settings: Settings, texts: Texts) -> Finding:
    """With LAB_TLS=auto this makes the certificate, if it is missing."""
    what = texts("doctor-tls")
    try:
        own = identity(settings)
        if own is None:
            return Finding(OPTIONAL, what, texts("doctor-tls-off"))
        until, names = validity(own)
    except SettingsError as error:
        return Finding(MISSING, what, error.detail)
    return Finding(OK, what, texts("doctor-tls-until", mode=settings.tls, until=until, names=", ".join(names)))


def _logs(folder: Path, texts: Texts) -> Finding:
    parent = folder
    while not parent.exists():  # the lab makes the folder inside the nearest one that exists
        parent = parent.parent
    if not (parent.is_dir() and os.access(parent, os.W_OK)):
        return Finding(MISSING, texts("doctor-logs"), texts("doctor-not-writable", folder=folder.resolve()))
    free = shutil.disk_usage(parent).free / 1e9
    return Finding(OK, texts("doctor-logs"), texts("doctor-space", folder=folder.resolve(), free=free))
