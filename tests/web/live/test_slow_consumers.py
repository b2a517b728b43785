"""web.live.slow_consumers: who does not read is taken out, and let in again when it has read."""

import pytest

from web.live.slow_consumers import MAX_QUEUED, SlowConsumers


class Hall:
    """Rooms and queues as plain data."""

    def __init__(self) -> None:
        self.queues: dict[str, int | None] = {"slow": 0, "fast": 0}
        self.left: list[str] = []
        self.rejoined: list[str] = []
        self.slow_consumers = SlowConsumers(
            queued=lambda sid: self.queues[sid],
            leave=lambda sid, _session: self.left.append(sid),
            rejoin=lambda sid, _session: self.rejoined.append(sid),
        )


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_only_a_client_that_reads_too_slowly_is_taken_out(hall: Hall) -> None:
    hall.queues["slow"] = MAX_QUEUED + 1
    hall.slow_consumers.check("aula1", ["slow", "fast"])
    assert hall.left == ["slow"]


def test_who_has_read_everything_is_let_in_again_once(hall: Hall) -> None:
    hall.queues["slow"] = MAX_QUEUED + 1
    hall.slow_consumers.check("aula1", ["slow"])
    hall.slow_consumers.readmit()
    assert hall.rejoined == []
    hall.queues["slow"] = 0
    hall.slow_consumers.readmit()
    hall.slow_consumers.readmit()
    assert hall.rejoined == ["slow"]


def test_who_is_gone_is_forgotten(hall: Hall) -> None:
    hall.queues["slow"] = MAX_QUEUED + 1
    hall.slow_consumers.check("aula1", ["slow"])
    hall.queues["slow"] = None
    hall.slow_consumers.readmit()
    hall.queues["slow"] = 0
    hall.slow_consumers.readmit()
    assert hall.rejoined == []
