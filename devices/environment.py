"""The settings of the devices: the LAB_* variables of the environment and of the `.env` file."""

import io
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from devices.texts import OptionError


def environment(environ: Mapping[str, str], dotenv: Path) -> dict[str, str]:
    """The LAB_* settings of the `.env` file, if there is one, and of the environment, which wins.

    Raises OptionError, which names the file, when it is not UTF-8 text of lines `KEY=value`.
    """
    both = {**_from_file(dotenv), **environ}
    return {key: value.strip() for key, value in both.items() if key.startswith("LAB_") and value}


def _from_file(dotenv: Path) -> dict[str, str | None]:
    content = _content_of(dotenv)
    for binding in parse_stream(io.StringIO(content)):
        key = binding.key or ""
        if binding.error or (key.upper().startswith("LAB_") and (key != key.upper() or binding.value is None)):
            word = key or (binding.original.string.split() or [""])[0]
            raise OptionError("bad-setting", file=dotenv.resolve(), word=word)
    return dotenv_values(stream=io.StringIO(content))


def _content_of(dotenv: Path) -> str:
    try:
        content = dotenv.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise OptionError("bad-env", file=dotenv.resolve(), why=error.strerror) from None
    except UnicodeDecodeError:
        raise OptionError("env-not-utf-8", file=dotenv.resolve()) from None
    if "\0" in content:
        raise OptionError("env-utf-16", file=dotenv.resolve())
    return content
