"""Search a large log folder: seconds and memory, beside grep on the same files.

Fills a folder with sessions of 64-byte texts, looks for a word that stands in few records, and one that stands in none.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import orjson
import psutil

from chat.record import Record, utc_text

SESSIONS = 20
RARE = "agulha"


def fill(logs: Path, size: int) -> None:
    """Sessions of `size` bytes in all; every 500,000th record holds the rare word."""
    block = bytearray()
    seq = 0
    for number in range(SESSIONS):
        folder = logs / f"s{number}"
        folder.mkdir(parents=True)
        seq = 0
        with (folder / "chat_20261122-100000.log").open("wb") as file:
            while file.tell() + len(block) < size // SESSIONS:
                seq += 1
                text = f"{seq:040} palavra comum" + (f" {RARE}" if seq % 500_000 == 1 else "")
                block += Record(seq=seq, at=utc_text(1_763_830_080 + seq), role="usuario", text=text, mid=7).encode()
                if len(block) > 1_000_000:
                    file.write(block)
                    block.clear()
        print(f"\rfilled {number + 1} of {SESSIONS}", end="", flush=True)
    print()


def run(logs: Path, words: str) -> tuple[float, float, int, int]:
    """Seconds, most memory in MiB, finds and bytes read of one search, in the process that the web starts for it."""
    command = [sys.executable, "-m", "web.history.search", str(logs), "-", "500", words]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    most = [0.0]
    watcher = threading.Thread(target=_watch_memory, args=(process.pid, most))
    watcher.start()
    found = read = 0
    for line in process.stdout or ():
        document = orjson.loads(line)
        found += "found" in document
        read = document.get("read", read)
    process.wait()
    watcher.join()
    return time.perf_counter() - begun, most[0], found, read


def _watch_memory(pid: int, most: list[float]) -> None:
    try:
        process = psutil.Process(pid)
        while process.status() != psutil.STATUS_ZOMBIE:
            most[0] = max(most[0], process.memory_info().rss / 2**20)
            time.sleep(0.01)
    except psutil.NoSuchProcess:
        pass


def grep(logs: Path, words: str) -> float:
    """Seconds that grep takes, without regard to case."""
    begun = time.perf_counter()
    # Its output must not be /dev/null: grep then stops at the first line that it finds.
    subprocess.run(["grep", "-r", "-i", "-c", words, str(logs)], stdout=subprocess.PIPE, check=False)
    return time.perf_counter() - begun


def main(arguments: list[str]) -> int:
    """Measure with the options given."""
    parser = argparse.ArgumentParser(prog="lab.py bench search", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="lab-search-") as folder:
        logs = Path(folder)
        fill(logs, options.megabytes * 1_000_000)
        for words in (RARE, "nothing-like-this"):
            seconds, memory, found, read = run(logs, words)
            peer = grep(logs, words)
            print(
                f"{words:20} {read / 1e6:6.0f} MB  {found:3} found  {seconds:5.2f} s  {memory:4.0f} MiB"
                f"  (grep -i: {peer:.2f} s)"
            )
    return 0
