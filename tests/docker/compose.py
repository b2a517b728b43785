"""Just enough of Docker Compose and of Dockerfiles to read ours: no maintained Python library reads both.

Interpolation as in https://docs.docker.com/reference/compose-file/interpolation/, without nesting, which we do not use.
"""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_VARIABLE = re.compile(
    r"\$(?:(?P<dollar>\$)|(?P<plain>[A-Za-z_]\w*)|\{(?P<name>[A-Za-z_]\w*)(?:(?P<op>:?-)(?P<other>[^${}]*))?\})"
)


def load(path: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """The Compose file with its variables replaced."""
    document = _replace(yaml.safe_load(path.read_text()), environ)
    assert isinstance(document, dict)
    return document


def _replace(node: Any, environ: Mapping[str, str]) -> Any:
    if isinstance(node, str):
        return interpolate(node, environ)
    if isinstance(node, list):
        return [_replace(item, environ) for item in node]
    if isinstance(node, dict):
        return {key: _replace(value, environ) for key, value in node.items()}
    return node


def interpolate(text: str, environ: Mapping[str, str]) -> str:
    """Replace `$$`, `$NAME`, `${NAME}`, `${NAME-other}` and `${NAME:-other}`. Raises ValueError on anything else."""
    if "$" in _VARIABLE.sub("", text):
        raise ValueError(f"not one of the forms that are read here: {text!r}")

    def value(found: re.Match[str]) -> str:
        if found["dollar"]:
            return "$"
        name, op, other = found["plain"] or found["name"], found["op"], found["other"] or ""
        if op == ":-":
            return environ.get(name) or other
        return environ.get(name, other)

    return _VARIABLE.sub(value, text)


def instructions(dockerfile: Path) -> list[tuple[str, list[str]]]:
    """Each instruction with its words, comments left out and continued lines joined."""
    lines = [line for line in dockerfile.read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    words = [shlex.split(line) for line in joined if line.strip()]
    return [(first.upper(), rest) for first, *rest in words]
