"""Where settings come from: environment variables and a `.env` file. Finds what would be ignored in silence.

A `.env` file is UTF-8 text with lines `KEY=value`; python-dotenv parses it.
"""

import difflib
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

from chat.errors import SettingsError

_SIMILARITY = 0.9
"""Ratio of difflib from which a name counts as a misspelt one: `LAB_WEBPORT`, but not `LAB_HTTP_PORT`."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_environ(environ: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """The variables that are settings, or that a person may have meant as one: all that begin with `LAB_`, and every
    known key in another case."""
    return {key: value for key, value in environ.items() if key.startswith("LAB_") or key.upper() in known}


def check_keys(keys: Iterable[str], known: Collection[str]) -> None:
    """Raises SettingsError (`bad-setting`) for a key that begins with `LAB_` but is unknown, or is in another case."""
    for key in keys:
        if key not in known and (key.startswith("LAB_") or key.upper() in known):
            raise SettingsError("bad-setting", _unknown(key, known))


def read_dotenv(path: Path, known: Collection[str]) -> dict[str, str]:
    """The keys and values of a `.env` file; none when there is no file.

    Raises SettingsError (`bad-setting`), one line with the file and the cure, when the file is not UTF-8, when a line
    is not of the form `KEY=value`, and when a key looks like a setting but is none.
    """
    text = _read_text(path)
    for binding in parse_stream(io.StringIO(text)):
        if trouble := _trouble(binding, known):
            raise SettingsError("bad-setting", f"{path.resolve()}, line {_line(binding)}: {trouble}")
    return {key: value or "" for key, value in dotenv_values(stream=io.StringIO(text)).items()}


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError("bad-setting", f"{path.resolve()}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError("bad-setting", _not_utf_8(path, content, error.start)) from error
    if "\0" in text:
        raise SettingsError("bad-setting", _not_utf_8(path, content, content.index(0)))
    return text


def _not_utf_8(path: Path, content: bytes, at: int) -> str:
    """What to tell: a byte-order mark or NULs mean UTF-16, which `>` of Windows PowerShell writes."""
    if content.startswith(_UTF_16) or b"\0" in content:
        return f"{path.resolve()} is UTF-16 (PowerShell's > writes that); save it as UTF-8"
    line = content.count(b"\n", 0, at) + 1
    return f"{path.resolve()}, line {line}: not UTF-8 (an accent in another encoding?); save the file as UTF-8"


def _trouble(binding: Binding, known: Collection[str]) -> str:
    """What is wrong with a line; empty when it is good, a comment, or the setting of another program."""
    if binding.error:
        return _no_assignment(binding.original.string)
    key = binding.key
    if key is None or (key in known and binding.value is not None):
        return ""
    if binding.value is None:
        name = re.split(r"[:;,|]", key, maxsplit=1)[0]
        return _no_assignment(key) if key.startswith("LAB_") or _meant(name, known) else ""
    return _unknown(key, known) if key.startswith("LAB_") or _meant(key, known) else ""


def _no_assignment(line: str) -> str:
    """Names the first word only: the rest may be a password."""
    named = re.search(r"(?i)\bLAB_[A-Z_]+", line)
    words = line.split() or [""]
    return f"{named[0] if named else words[0]} is not written KEY=value, as in LAB_WEB_PORT=8000"


def _unknown(key: str, known: Collection[str]) -> str:
    meant = _meant(key, known)
    shown = key if key.isascii() else ascii(key)  # it may have a character that nobody sees
    return f"{shown} is no setting; " + (f"write {' or '.join(meant)}" if meant else ".env.example lists them all")


def _meant(key: str, known: Collection[str]) -> list[str]:
    """The settings that a person may have meant by a key: in another case, without `LAB_`, misspelt, or with characters
    that look like others or like nothing, such as the byte-order mark of a file that was appended."""
    name = (
        unicodedata.normalize("NFKC", key)
        .encode("ascii", "ignore")
        .decode()
        .upper()
        .replace("-", "_")
        .removeprefix("$ENV:")
    )
    same = [one for one in known if one == name or one.endswith(f"_{name}")]
    whole = name if name.startswith("LAB") else f"LAB_{name}"
    return same or difflib.get_close_matches(whole, known, 1, _SIMILARITY)


def _line(binding: Binding) -> int:
    """The number of the line on which a binding stands; the parser counts blank lines before it as part of it."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
