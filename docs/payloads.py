"""`python -m docs.payloads`: writes the table of docs/payloads.md from the examples that the tests hold the code to."""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "payloads.md"
EXAMPLES = ROOT / "tests" / "chat" / "payloads.json"
WORDS = ROOT / "web" / "ui" / "src" / "i18n" / "readings.en.ts"
BEGIN, END = "<!-- payloads -->\n", "<!-- end of payloads -->\n"


def table() -> str:
    """The table as Markdown: payload, record, what is read, what the page says."""
    words = WORDS.read_text(encoding="utf-8")
    hints = {key: text for key, _, text in re.findall(r'"([a-z-]+)":\s*(["\'])((?:\\.|(?!\2).)*)\2,', words)}
    rows = [_row(example, hints) for example in json.loads(EXAMPLES.read_text(encoding="utf-8"))]
    head = "| payload | record | read as | what the page says |\n|---|---|---|---|\n"
    return "\n" + head + "".join(rows) + "\n"


def _row(example: dict[str, Any], hints: dict[str, str]) -> str:
    values = [f"`{path}`: {json.dumps(value)}" for path, value in (example["reading"] or {}).items()]
    said = hints[example["hint"]].replace('\\"', '"') if example["hint"] else ""
    cells = (
        _code(example["payload"]),
        _code(json.dumps(example["record"], ensure_ascii=False)),
        "; ".join(values),
        said,
    )
    return f"| {' | '.join(cells)} |\n"


def _code(text: str) -> str:
    return f"`{text.encode('unicode_escape').decode() if not text.isprintable() else text}`"


def page(text: str) -> str:
    """The page with the table in its place."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
