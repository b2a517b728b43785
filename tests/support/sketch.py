"""The ESP32 sketches, their very files, as programs of this machine: compiled against tests/support/arduino.

A program is kept in the folder of temporary files, under a hash of all that it is made of, so that a run of the tests
compiles each sketch once.
"""

import hashlib
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.support.services import ROOT

SKETCHES = ROOT / "devices" / "esp32"
SHIM = ROOT / "tests" / "support" / "arduino"
WARNINGS = ("-Wall", "-Wextra", "-Werror")
COMPILER = ("g++", "-std=gnu++17", "-O1", *WARNINGS, f"-I{SHIM}", "-I/opt/homebrew/include")
_LINKED = ("-lmosquitto", "-lpthread", "-L/opt/homebrew/lib")
LIBRARIES = {"lab_device": "esp_mqtt.cpp", "lab_pubsubclient": "pubsubclient.cpp"}
"""The file of the shim that is the MQTT library of each sketch."""

_CONFIG = {
    "WIFI_NAME": "{}",
    "WIFI_PASSWORD": "{}",
    "HOST": "{}",
    "PORT": "static_cast<uint16_t>(std::atoi({}))",
    "USERNAME": "{}",
    "PASSWORD": "{}",
    "SESSION": "{}",
    "ROLE": "{}",
    "EVERY_SECONDS": "std::atof({})",
    "LED_PIN": "static_cast<uint8_t>(std::atoi({}))",
    "CA": "{}",
}


def environment_config() -> str:
    """A lab_config.h whose values come from the environment, as BOARD_HOST ..., when the program runs."""
    lines = [f"#define BOARD_{name} " + form.format(f'std::getenv("BOARD_{name}")') for name, form in _CONFIG.items()]
    return "\n".join(["#pragma once", "#include <cstdlib>", *lines, ""])


def compiled(sketch: str, edit: Callable[[str], str] = str) -> Path:
    """The program of a sketch. `edit` changes the text of its .ino file first."""
    files = {path.name: path.read_text(encoding="utf-8") for path in (SKETCHES / sketch).iterdir() if path.is_file()}
    files[f"{sketch}.ino"] = edit(files[f"{sketch}.ino"])
    files["lab_config.h"] = environment_config()
    shim = [path.read_bytes() for path in sorted(SHIM.rglob("*")) if path.is_file()]
    made_of = repr((COMPILER, sorted(files.items()), shim)).encode()
    folder = Path(tempfile.gettempdir()) / f"lab-sketch-{hashlib.sha256(made_of).hexdigest()[:20]}"
    folder.mkdir(exist_ok=True)
    import fcntl  # POSIX's, as the sketches' programs are

    program = folder / "program"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the tests run in several processes
        if not program.exists():
            for name, text in files.items():
                (folder / name).write_text(text, encoding="utf-8")
            compile_sketch(folder / f"{sketch}.ino", folder / "made")
            (folder / "made").rename(program)
    return program


def compile_sketch(source: Path, program: Path) -> None:
    """Compile a sketch and the files beside it. Raises AssertionError with what the compiler said."""
    sources = [SHIM / "arduino.cpp", SHIM / LIBRARIES[source.stem]]
    run_compiler("-include", "Arduino.h", "-x", "c++", str(source), *map(str, sources), "-o", str(program), *_LINKED)


def run_compiler(*arguments: str) -> None:
    """Run g++ with the shim's interfaces. Raises AssertionError with what it said."""
    done = subprocess.run([*COMPILER, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
