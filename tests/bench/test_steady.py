"""bench.steady: what counts as flat, and that a short run loses nothing."""

from pathlib import Path

import pytest

from bench.steady import Minute, is_flat, run


def minutes(*seen: tuple[float, int]) -> list[Minute]:
    """The median in milliseconds and the bytes of each."""
    return [Minute(p50, 2 * p50, {"bridge": held, "web": 10}) for p50, held in seen]


@pytest.mark.parametrize(
    ("last", "flat"), [((5.0, 100), True), ((5.0, 120), True), ((5.0, 200), False), ((50.0, 100), False)]
)
def test_growth_of_memory_or_latency_is_not_flat(last: tuple[float, int], flat: bool) -> None:
    assert is_flat(minutes((5.0, 100), (6.0, 100), last)) is flat


def test_a_short_run_logs_all_and_tells_what_was_seen(tmp_path: Path) -> None:
    seen, sent, logged = run(tmp_path / "run", rate=1000, minutes=2, seconds=1)
    assert (sent, logged, len(seen)) == (2000, 2000, 2)
    assert all(minute.p50 > 0 and minute.held["bridge"] > 0 for minute in seen)
