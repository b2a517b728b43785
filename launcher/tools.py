"""What the tests need of the system: brokers, a browser, proxies, a spreadsheet, a compiler. Installs it on Debian."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broker.selection import find_mosquitto
from lab import run_step

_INCLUDE_FOLDERS = ("/usr/include", "/usr/local/include", "/opt/homebrew/include")
_CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_CHROMIUM_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
_OFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, how to find it, and its package in each package manager."""

    name: str
    find: Callable[[], Path | None]
    apt: str
    brew: str
    winget: str


def find_program(name: str) -> Path | None:
    """The path of a program on the PATH; None without it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")  # a user's PATH on Debian lacks these
    return Path(found) if found else None


def find_header(name: str) -> Path | None:
    """The path of a header file that a C++ compiler finds by itself, or Homebrew's; None without it."""
    paths = (Path(folder, name) for folder in _INCLUDE_FOLDERS)
    return next((path for path in paths if path.is_file()), None)


def find_chromium() -> Path | None:
    """The path of Chromium or Chrome; None without one."""
    for name in _CHROMIUM_NAMES:
        if found := find_program(name):
            return found
    return next((Path(place) for place in _CHROMIUM_PLACES if Path(place).is_file()), None)


def find_libreoffice() -> Path | None:
    """The path of LibreOffice; None without it."""
    return find_program("soffice") or next((Path(place) for place in _OFFICE_PLACES if Path(place).is_file()), None)


def needed(system: str | None = None) -> list[Tool]:
    """What the tests need; `system` is the distribution's id (os-release)."""
    # Ubuntu's package has another name, and installs a snap.
    chromium = "chromium-browser" if (distribution() if system is None else system) == "ubuntu" else "chromium"
    mosquitto = "EclipseFoundation.Mosquitto"
    # Network namespaces for two hosts on one machine, on Linux alone.
    networks = [Tool("ip", lambda: find_program("ip"), "iproute2", "", "")] if sys.platform == "linux" else []
    # The sketches of boards are compiled for this machine; their tests need a POSIX system.
    compiler = [
        Tool("g++", lambda: find_program("g++"), "g++", "gcc", ""),
        Tool("mosquitto.h", lambda: find_header("mosquitto.h"), "libmosquitto-dev", "mosquitto", ""),
    ]
    return [
        Tool("mosquitto", find_mosquitto, "mosquitto", "mosquitto", mosquitto),
        Tool("mosquitto_sub", lambda: find_program("mosquitto_sub"), "mosquitto-clients", "mosquitto", mosquitto),
        Tool("mosquitto_pub", lambda: find_program("mosquitto_pub"), "mosquitto-clients", "mosquitto", mosquitto),
        Tool("chromium", find_chromium, chromium, "--cask chromium", "Google.Chrome"),
        Tool("nginx", lambda: find_program("nginx"), "nginx-light", "nginx", "nginxinc.nginx"),
        Tool("caddy", lambda: find_program("caddy"), "caddy", "caddy", "CaddyServer.Caddy"),
        # Opens the tables that the lab writes. 90 MB to fetch, 276 on the disk, some 25 seconds to install.
        Tool(
            "libreoffice",
            find_libreoffice,
            "libreoffice-calc-nogui",
            "--cask libreoffice",
            "TheDocumentFoundation.LibreOffice",
        ),
        # The README tells people to type these too.
        Tool("jq", lambda: find_program("jq"), "jq", "jq", "jqlang.jq"),
        Tool("openssl", lambda: find_program("openssl"), "openssl", "openssl", "ShiningLight.OpenSSL.Light"),
        *networks,
        *(compiler if sys.platform != "win32" else []),
    ]


def distribution() -> str:
    """`debian`, `ubuntu` ... of os-release(5); empty elsewhere."""
    try:
        return platform.freedesktop_os_release().get("ID", "")
    except OSError:
        return ""


def missing(tools: Sequence[Tool]) -> list[Tool]:
    """The tools that are not on this machine."""
    return [tool for tool in tools if tool.find() is None]


def can_install() -> bool:
    """Whether this process may install packages: as root, on a system with apt-get."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_line(tools: Sequence[Tool]) -> str:
    """The command that a person types to install the tools on this system."""
    if shutil.which("apt-get"):
        return "sudo apt-get install --no-install-recommends " + " ".join(_unique(tool.apt for tool in tools))
    if sys.platform == "win32":
        return " && ".join(f"winget install {package}" for package in _unique(tool.winget for tool in tools))
    return " && ".join(f"brew install {package}" for package in _unique(tool.brew for tool in tools))


def apt_install(tools: Sequence[Tool], step: Callable[[str, list[str]], None] = run_step) -> None:
    """Install the tools with apt-get, as root; updates the lists if a package is unknown. Raises SetupError."""
    packages = _unique(tool.apt for tool in tools)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    if not _known(packages):
        step("apt-get update", [*quiet, "update"])
    step("apt-get install " + " ".join(packages), [*quiet, "install", "-y", "--no-install-recommends", *packages])


def switch_off_service(name: str) -> bool:
    """Stop and disable a service that its package has started, where systemd runs. True if there was one."""
    systemctl = shutil.which("systemctl")
    if systemctl is None or not Path("/run/systemd/system").is_dir():
        return False
    done = subprocess.run([systemctl, "disable", "--now", name], capture_output=True, check=False)  # noqa: S603 - a fixed command
    return done.returncode == 0


def _known(packages: Sequence[str]) -> bool:
    command = ["apt-cache", "show", "--no-all-versions", *packages]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - fixed names


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
