"""What the lab is made of, from the lock files: a software bill of materials (CycloneDX 1.6, JSON) on standard output.

Python packages come from `requirements.lock`, the page's from `package-lock.json` (those that are built into it, and
those that build it); with `--all` the ones that only tests use too.
"""

import argparse
import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


def components(root: Path = ROOT, *, everything: bool = False) -> list[dict[str, Any]]:
    """Every locked package once, as a component, in the order of their purls."""
    locks = ["requirements.lock"]
    if everything:
        locks += [f"requirements-{group}.lock" for group in ("dev", "node", "micropython")]
    found = [one for lock in locks for one in from_pip((root / lock).read_text(encoding="utf-8"))]
    npm = json.loads((root / "web" / "ui" / "package-lock.json").read_text(encoding="utf-8"))
    found += from_npm(npm, everything=everything)
    return [one for _, one in sorted({one["purl"]: one for one in found}.items())]


def from_pip(lock: str) -> Iterator[dict[str, Any]]:
    """The packages of a requirements file with pinned versions."""
    for name, version in _PINNED.findall(lock):
        yield _component(name, version, f"pkg:pypi/{name.lower()}@{version}")


def from_npm(lock: dict[str, Any], *, everything: bool) -> Iterator[dict[str, Any]]:
    """The packages of a package-lock.json (version 3), without or with those for development alone."""
    for path, entry in lock["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if name and (everything or not entry.get("dev")):
            made = _component(name, entry["version"], f"pkg:npm/{quote(name, safe='/')}@{entry['version']}")
            yield made | _npm_details(entry)


def document(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The bill itself. It has no time and no serial number: the same lock files give the same bill."""
    about = {"type": "application", "name": "messaging-lab", "bom-ref": "messaging-lab"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
        "components": found,
    }


def _component(name: str, version: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl}


def _npm_details(entry: dict[str, Any]) -> dict[str, Any]:
    details: dict[str, Any] = {}
    kind, _, digest = entry.get("integrity", "").partition("-")
    if kind == "sha512":
        details["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(digest).hex()}]
    if "license" in entry:
        details["licenses"] = [{"expression": entry["license"]}]
    return details


def main(arguments: list[str]) -> int:
    """Print the bill."""
    parser = argparse.ArgumentParser(prog="lab.py bench sbom", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="also what only tests and checks use")
    options = parser.parse_args(arguments)
    print(json.dumps(document(components(everything=options.all)), indent=2, ensure_ascii=False))
    return 0
