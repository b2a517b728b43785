"""bridge.disk_retry: what the disk refuses is done again until it works, or until the bridge stops."""

import pytest

from bridge import disk_retry
from bridge.disk_retry import DiskRetry, StoppedError


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_retry, "_RETRY_SECONDS", 0.01)


def test_it_goes_on_until_it_works_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    tries = iter(range(3))

    def act() -> str:
        if next(tries) < 2:
            raise OSError(28, "No space left on device")
        return "done"

    assert DiskRetry()(act) == "done"
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_who_is_told_to_give_up_does_so() -> None:
    retry = DiskRetry()
    retry.give_up()

    def fail() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StoppedError):
        retry(fail)
