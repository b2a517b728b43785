"""MicroPython's Unix port, which runs boards' programs in tests."""

import platform
import shutil
import sys
from pathlib import Path


def find_micropython() -> str | None:
    """The program, of this environment or of the system; None on the few systems without a package of it.

    Raises AssertionError where there is a package that is not installed.
    """
    beside = shutil.which("micropython", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("micropython")
    has_package = (sys.platform, platform.machine()) in {("linux", "x86_64"), ("darwin", "arm64")}
    assert found or not has_package, "micropython is missing: install requirements-dev.lock"
    return found
