"""Serve the last 100 records of a large session beside those of a small one, over HTTP, in turn.

The large session is written through SessionLog, with its rotation, as the bridge would.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import requests

from chat.record import Record, utc_text
from chat.session_log import SessionLog
from tests.support.services import Lab

LIMIT = 100


def fill(folder: Path, count: int, *, quiet: bool = False) -> None:
    """A session of `count` records of 64-byte texts."""
    log = SessionLog(folder, rotate_at=67_108_864)
    log.open()
    for seq in range(1, count + 1):
        record = Record(
            seq=seq, at=utc_text(1_763_830_080 + seq), role="usuario", text=f"{seq:064}", mid=seq % 65535 + 1
        )
        log.stage(record.encode())
        if seq % 10_000 == 0 or seq == count:
            log.flush()
            log.sync()
            log.mark_durable()
            log.rotate_if_large()
            print("" if quiet else f"\r{folder.name}: {seq:,} records", end="", flush=True)
    log.close_file()
    print(end="" if quiet else "\n")


def measure(url: str, sessions: tuple[str, ...], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each request, the sessions in turn."""
    times: dict[str, list[float]] = {session: [] for session in sessions}
    with requests.Session() as client:
        for _ in range(rounds):
            for session in sessions:
                begun = time.perf_counter()
                response = client.get(f"{url}/api/sessions/{session}/messages", params={"limit": LIMIT}, timeout=30)
                times[session].append((time.perf_counter() - begun) * 1000)
                assert len(response.json()["records"]) == LIMIT
    return times


def main(arguments: list[str]) -> int:
    """Measure with the options given and print the ratio."""
    parser = argparse.ArgumentParser(prog="lab.py bench history", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--beside", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="lab-history-") as folder:
        lab = Lab(Path(folder))
        for name, count in (("small", options.beside), ("large", options.records)):
            fill(lab.logs / name, count)
        try:
            lab.start_broker()
            lab.start_bridge()
            lab.start_web()
            times = measure(lab.url, ("small", "large"), options.rounds)
        finally:
            lab.stop()
    _report(times)
    return 0


def _report(times: dict[str, list[float]]) -> None:
    for session, taken in times.items():
        cuts = statistics.quantiles(taken, n=100)
        print(f"{session:6} median {statistics.median(taken):6.2f} ms   p99 {cuts[98]:6.2f} ms")
    ratio = statistics.median(times["large"]) / statistics.median(times["small"])
    print(f"ratio  {ratio:.2f} (median, large : small)")
