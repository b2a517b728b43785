"""web.live.slow_consumers: who does not read is taken out, and let in again when it has read."""

import pytest

from web.live.slow_consumers import MAX_QUEUED, SlowConsumers


class Stage:
    """Rooms and queues as plain data."""

    def __init__(self) -> None:
        self.queues: dict[str, int | None] = {"slow": 0, "fast": 0}
        self.left: list[str] = []
        self.rejoined: list[str] = []
        self.slow_consumers = SlowConsumers(
            queued=lambda sid: self.queues[sid],
            leave=lambda sid, _session: self.left.append(sid),
            rejoin=self._rejoin,
        )
        self.is_disk_well = True

    def _rejoin(self, sid: str, _session: str) -> None:
        if not self.is_disk_well:
            raise OSError("no file may be opened")
        self.rejoined.append(sid)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_client_that_lags_is_taken_out_once(stage: Stage) -> None:
    stage.queues["slow"] = MAX_QUEUED + 1
    for _ in range(2):
        stage.slow_consumers.take_out([("slow", "aula1")])
    assert stage.left == ["slow"]


def test_who_has_read_everything_is_let_in_again_once(stage: Stage) -> None:
    stage.queues["slow"] = MAX_QUEUED + 1
    stage.slow_consumers.take_out([("slow", "aula1")])
    stage.slow_consumers.readmit()
    assert stage.rejoined == []
    stage.queues["slow"] = 0
    stage.slow_consumers.readmit()
    stage.slow_consumers.readmit()
    assert stage.rejoined == ["slow"]


def test_who_is_gone_is_forgotten(stage: Stage) -> None:
    stage.queues["slow"] = MAX_QUEUED + 1
    stage.slow_consumers.take_out([("slow", "aula1")])
    stage.queues["slow"] = None
    stage.slow_consumers.readmit()
    stage.queues["slow"] = 0
    stage.slow_consumers.readmit()
    assert stage.rejoined == []


def test_a_client_whose_return_fails_is_brought_back_later(stage: Stage) -> None:
    stage.slow_consumers.take_out([("slow", "aula1"), ("fast", "aula1")])
    stage.is_disk_well = False
    stage.slow_consumers.readmit()
    assert stage.rejoined == []
    stage.is_disk_well = True
    stage.slow_consumers.readmit()
    assert stage.rejoined == ["slow", "fast"]
