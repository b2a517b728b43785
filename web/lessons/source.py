"""The source of a function as it stands in its file, so that the code a lesson shows is the code that runs."""

import ast
import textwrap
from difflib import unified_diff
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def function_source(file: str, name: str) -> str:
    """The text of a function or method in a file of the project. Raises LookupError when it is not there."""
    text = (PROJECT / file).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return textwrap.dedent(ast.get_source_segment(text, node, padded=True) or "")
    raise LookupError(f"no function {name} in {file}")


def changes(before: str, after: str) -> str:
    """What differs between two sources: lines that begin with `-` went, those with `+` came."""
    return "\n".join(list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:])
