"""Files that only their owner can read, because they hold codes, keys, passwords or hashes of passwords."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> Path:
    """Replace `path` by a file with this text, with mode 600 from the first byte on. Returns `path`. Raises OSError."""
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return new.replace(path)
