"""nginx and Caddy as real processes, with the recipes of docs/reverse-proxy.md."""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.ports import free_port, is_listening
from tests.support.services import ROOT, Lab, Service, environment
from tests.support.waiting import wait_until

RECIPES = ROOT / "docs" / "reverse-proxy.md"


@dataclass
class ReverseProxy:
    """A proxy before a lab's page. `prefix` is the path below which it serves the lab, or empty."""

    lab: Lab
    kind: str
    prefix: str = ""
    recipe: str = ""
    """The configuration; empty: the one of the document."""
    port: int = field(default_factory=free_port)
    service: Service | None = None

    @property
    def url(self) -> str:
        """Where browsers find the lab."""
        return f"http://127.0.0.1:{self.port}{self.prefix}"

    def start(self) -> None:
        """Start the proxy, and wait until it accepts connections."""
        folder = self.lab.folder / f"{self.kind}-{self.port}"
        folder.mkdir()
        text = self.recipe or recipe(self.kind, has_prefix=bool(self.prefix))
        command = _COMMANDS[self.kind](folder, text.replace(":8000", f":{self.lab.web_port}"), self.port)
        self.service = Service(
            self.kind,
            command,
            environment({"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}),
            folder / "output",
        )
        self.service.start()
        wait_until(lambda: is_listening(self.port), what=f"{self.kind} listens")

    def stop(self) -> None:
        """End the proxy."""
        if self.service is not None:
            self.service.stop()


def recipe(kind: str, *, has_prefix: bool) -> str:
    """A configuration as docs/reverse-proxy.md shows it."""
    language = {"nginx": "nginx", "caddy": "caddyfile"}[kind]
    blocks = re.findall(rf"```{language}\n(.*?)```", RECIPES.read_text(encoding="utf-8"), re.DOTALL)
    return str(blocks[has_prefix])


def _program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    assert found, f"no {name}: run `python lab.py test`, which installs it or says how"
    return found


def _nginx(folder: Path, text: str, port: int) -> list[str]:
    """The command that runs nginx in the foreground, as the user who runs the tests."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    server = re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", text)
    user = "user root;" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(
        f"{user} pid {folder}/pid; error_log stderr; daemon off; master_process off; events {{}}\n"
        f"http {{ access_log {folder}/access.log; {places}\n{server}\n}}\n"
    )
    return [_program("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(written)]


def _caddy(folder: Path, text: str, port: int) -> list[str]:
    """The command that runs Caddy without its administration port."""
    site = re.sub(r"^(lab\.)?school\.example", f"http://127.0.0.1:{port}", text)
    written = folder / "Caddyfile"
    written.write_text(f"{{\n    admin off\n    auto_https off\n}}\n{site}")
    return [_program("caddy"), "run", "--config", str(written), "--adapter", "caddyfile"]


_COMMANDS: dict[str, Callable[[Path, str, int], list[str]]] = {"nginx": _nginx, "caddy": _caddy}
