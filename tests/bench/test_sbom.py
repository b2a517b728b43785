"""bench.sbom: every locked package is in the bill, once."""

import re

from bench.sbom import components, document, from_npm, from_pip
from tests.support.services import ROOT


def test_every_package_of_the_lock_file_is_in_the_bill() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = [line.split("==")[0] for line in re.split(r"\n(?=\S)", lock) if not line.startswith("#")]
    assert [one["name"] for one in from_pip(lock)] == entries


def test_a_requirement_with_a_marker_or_an_extra_is_read() -> None:
    lock = "a-b==1.2 ; sys_platform == 'win32' \\\n    --hash=sha256:00\npsycopg[binary]==3.0\n"
    assert [one["purl"] for one in from_pip(lock)] == ["pkg:pypi/a-b@1.2", "pkg:pypi/psycopg@3.0"]


def test_a_scoped_npm_package_has_its_purl_its_hash_and_its_licence() -> None:
    entry = {"version": "1.0.0", "integrity": "sha512-AAE=", "license": "MIT"}
    lock = {"packages": {"": {}, "node_modules/a/node_modules/@x/y": entry}}
    [made] = from_npm(lock, everything=False)
    assert made["purl"] == "pkg:npm/%40x/y@1.0.0"
    assert made["hashes"] == [{"alg": "SHA-512", "content": "0001"}]
    assert made["licenses"] == [{"expression": "MIT"}]


def test_what_only_tests_use_is_left_out_unless_asked_for() -> None:
    names = {one["name"] for one in components()}
    assert {"flask", "preact"} <= names
    assert {"pytest", "vitest"}.isdisjoint(names)
    assert {"pytest", "vitest"} <= {one["name"] for one in components(everything=True)}


def test_the_same_locks_give_the_same_bill() -> None:
    assert document(components()) == document(components())
    purls = [one["bom-ref"] for one in components(everything=True)]
    assert len(set(purls)) == len(purls)
