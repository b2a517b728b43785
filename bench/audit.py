"""Ask which of the locked packages have known vulnerabilities: the OSV database, for Python and npm at once.

0: asked, and nothing is known. 1: something is known. 3: NOT AUDITED, because the database could not be reached. Names
and versions of the packages are all that leaves this machine. https://google.github.io/osv.dev/post-v1-querybatch/
"""

import argparse
import json
import urllib.request
from typing import Any

from bench.sbom import components

SERVICE = "https://api.osv.dev/v1/querybatch"
AT_ONCE = 500
"""Queries in one request; the service takes 1000."""

CLEAN, VULNERABLE, NOT_AUDITED = 0, 1, 3


def known(purls: list[str], service: str = SERVICE, seconds: float = 20.0) -> dict[str, list[str]]:
    """Ids of the vulnerabilities that are known, by package. Raises OSError when nobody answers."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(purls), AT_ONCE):
        part = purls[start : start + AT_ONCE]
        answers = _ask([{"package": {"purl": purl}} for purl in part], service, seconds)
        if len(answers) != len(part):
            raise OSError(f"{len(part)} questions, {len(answers)} answers")
        found |= {
            purl: [vulnerability["id"] for vulnerability in answer["vulns"]]
            for purl, answer in zip(part, answers, strict=True)
            if answer.get("vulns")
        }
    return found


def _ask(queries: list[dict[str, Any]], service: str, seconds: float) -> list[dict[str, Any]]:
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(service, body, {"Content-Type": "application/json"})  # noqa: S310 - see SERVICE
    with urllib.request.urlopen(request, timeout=seconds) as response:  # noqa: S310 - see SERVICE
        document = json.load(response)
    return list(document["results"])


def report(purls: list[str], service: str = SERVICE) -> int:
    """Ask, say what came of it, and return the exit code."""
    try:
        found = known(purls, service)
    except (OSError, ValueError, KeyError) as error:
        print(f"NOT AUDITED: {service} did not answer ({error}). Run this again where it can be reached.")
        return NOT_AUDITED
    for purl, ids in sorted(found.items()):
        print(f"{purl}  {' '.join(ids)}")
    print(f"{len(purls)} packages asked for, {len(found)} with known vulnerabilities")
    return VULNERABLE if found else CLEAN


def main(arguments: list[str]) -> int:
    """Audit what is locked."""
    parser = argparse.ArgumentParser(prog="lab.py bench audit", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="also what only tests and checks use")
    parser.add_argument("--service", default=SERVICE, help="another copy of the database")
    options = parser.parse_args(arguments)
    return report([one["purl"] for one in components(everything=options.all)], options.service)
