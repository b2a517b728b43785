"""`doctor`: what is here, what is missing, what to type."""

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broker.choice import choose
from chat.errors import SettingsError
from chat.settings import Settings
from lab import RUN_LOCK, is_current
from launcher import node, tools
from launcher.page import Page
from launcher.preflight import port_trouble, running_lab, wanted_ports
from launcher.terminal import Terminal
from launcher.texts import Texts
from launcher.up import rooted
from tls.files import identity, told
from tls.machine import lan_address

OK, MISSING, OPTIONAL = "mark-ok", "mark-missing", "mark-optional"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: a mark, what was looked at, and what was seen or what to type."""

    mark: str
    what: str
    seen: str


def doctor(settings: Settings | SettingsError, page: Page, *, terminal: Terminal, texts: Texts) -> int:
    """Print every finding. Returns 0 when `up` can work, else 1."""
    findings = list(_always(page, texts))
    if isinstance(settings, SettingsError):
        findings.append(Finding(MISSING, texts("doctor-settings"), settings.detail))
    else:
        findings += _of_settings(settings, page.root, texts)
    for finding in findings:
        terminal.write(f"{texts(finding.mark):9} {finding.what}: {finding.seen}")
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
    found = node.find()
    if found is None:
        return Finding(OPTIONAL, texts("doctor-node"), texts("doctor-node-none"))
    version = ".".join(map(str, node.version(found.node[0])))
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
        seen = texts("doctor-running") if trouble and running else trouble or texts("doctor-free")
        mark = MISSING if trouble and not running else OK
        yield Finding(mark, texts("doctor-port", port=port.number, key=port.key), seen)
    yield _tls(rooted(settings, root), texts)
    yield _logs(root / settings.logs, texts)


def _broker(settings: Settings, texts: Texts) -> Finding:
    try:
        choice = choose(settings)
    except SettingsError as error:
        return Finding(MISSING, texts("doctor-broker"), error.detail)
    return Finding(OK, texts("doctor-broker"), f"{choice.kind} ({choice.why})")


def _tls(settings: Settings, texts: Texts) -> Finding:
    """With LAB_TLS=auto the certificate is made, if it is not there."""
    what = texts("doctor-tls")
    try:
        shown = identity(settings)
        if shown is None:
            return Finding(OPTIONAL, what, texts("doctor-tls-off"))
        until, names = told(shown)
    except SettingsError as error:
        return Finding(MISSING, what, error.detail)
    return Finding(OK, what, texts("doctor-tls-until", mode=settings.tls, until=until, names=", ".join(names)))


def _logs(folder: Path, texts: Texts) -> Finding:
    there = folder
    while not there.exists():  # it will be made inside the nearest folder that exists
        there = there.parent
    if not (there.is_dir() and os.access(there, os.W_OK)):
        return Finding(MISSING, texts("doctor-logs"), texts("doctor-not-writable", folder=folder.resolve()))
    free = shutil.disk_usage(there).free / 1e9
    return Finding(OK, texts("doctor-logs"), texts("doctor-space", folder=folder.resolve(), free=free))
