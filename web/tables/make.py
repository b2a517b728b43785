"""Writes the workbook of a session, in a process of its own so that no page waits for it.

`python -m web.tables.make <folder> <language> <zone>` writes the file to the standard output, which is a file too.
"""

import sys
from pathlib import Path

from chat.history import History
from web.tables.manner import Manner
from web.tables.rows import Source, messages, wide
from web.tables.workbook import write_workbook


def main(arguments: list[str]) -> int:
    """Write the workbook: the values, a column each, and the messages."""
    folder, language, zone = arguments
    history, manner = History(Path(folder)), Manner(language, zone)
    source = Source(history.all, history.state(), manner)
    write_workbook(sys.stdout.buffer, [wide(source), messages(source)], manner)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
