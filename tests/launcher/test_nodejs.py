"""Which Node.js builds the page."""

from pathlib import Path

import pytest

from launcher.nodejs import Node, find, in_package, version


def program(folder: Path, name: str, says: str) -> str:
    """A program that prints one line."""
    made = folder / name
    made.write_text(f"#!/bin/sh\necho '{says}'\n")
    made.chmod(0o755)
    return str(made)


def test_a_version_is_read(tmp_path: Path) -> None:
    assert version(program(tmp_path, "node", "v20.19.5")) == (20, 19, 5)


@pytest.mark.parametrize("says", ["", "node: not found", "v20"])
def test_what_is_no_version_is_older_than_all(tmp_path: Path, says: str) -> None:
    assert version(program(tmp_path, "node", says)) == ()


def test_a_program_that_does_not_run_has_no_version(tmp_path: Path) -> None:
    assert version(str(tmp_path / "nothing")) == ()


def test_a_new_node_with_npm_on_the_path_is_taken(tmp_path: Path) -> None:
    node, npm = program(tmp_path, "node", "v20.19.0"), program(tmp_path, "npm", "10")
    assert find({"node": node, "npm": npm}.get) == Node((node,), (npm,))


@pytest.mark.parametrize("says", ["v18.20.4", "v20.18.9"])
def test_an_old_node_on_the_path_is_not_taken(tmp_path: Path, says: str) -> None:
    old, npm = program(tmp_path, "node", says), program(tmp_path, "npm", "9")
    found = find({"node": old, "npm": npm}.get)
    assert found is None or found.node != (old,)


def test_a_node_without_npm_is_not_taken(tmp_path: Path) -> None:
    node = program(tmp_path, "node", "v24.0.0")
    found = find({"node": node}.get)
    assert found is None or found.node != (node,)


@pytest.mark.parametrize(
    ("node", "npm", "windows"),
    [
        ("bin/node", "lib/node_modules/npm/bin/npm-cli.js", False),
        ("node.exe", "lib/node_modules/npm/bin/npm-cli.js", True),
        ("node.exe", "node_modules/npm/bin/npm-cli.js", True),
    ],
)
def test_the_packages_node_runs_its_npm(tmp_path: Path, node: str, npm: str, windows: bool) -> None:
    for name in (node, npm):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = in_package(tmp_path, windows=windows)
    assert found == Node((str(tmp_path / node),), (str(tmp_path / node), str(tmp_path / npm)))


def test_a_package_without_node_is_none(tmp_path: Path) -> None:
    assert in_package(tmp_path, windows=False) is None
