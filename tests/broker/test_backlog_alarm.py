"""What the console says while messages wait for the log."""

import pytest

from broker.embedded.backlog_alarm import BacklogAlarm
from broker.embedded.bridge_session import Backlog
from broker.embedded.console import Console


@pytest.fixture
def alarm() -> BacklogAlarm:
    """After 5 seconds, a line a minute."""
    return BacklogAlarm(Console(lambda: 0.0), seconds=5)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The lines."""
    return [record.getMessage() for record in caplog.records]


def test_nothing_is_said_while_messages_wait_for_a_moment(
    alarm: BacklogAlarm, caplog: pytest.LogCaptureFixture
) -> None:
    alarm.check(Backlog(1000, 4.9, 4.9), is_bridge_connected=True)
    assert said(caplog) == []


def test_it_says_that_the_bridge_is_away(alarm: BacklogAlarm, caplog: pytest.LogCaptureFixture) -> None:
    alarm.check(Backlog(12, 6.2, 6.2), is_bridge_connected=False)
    (line,) = said(caplog)
    assert line.startswith("12 messages wait for the log, the first for 6 s")
    assert "The bridge is not connected" in line


def test_it_says_that_a_connected_bridge_logs_nothing(alarm: BacklogAlarm, caplog: pytest.LogCaptureFixture) -> None:
    alarm.check(Backlog(12, 6.2, 6.2), is_bridge_connected=True)
    assert "connected and logs nothing" in said(caplog)[0]


def test_nothing_is_said_of_a_bridge_that_logs_what_has_waited(
    alarm: BacklogAlarm, caplog: pytest.LogCaptureFixture
) -> None:
    alarm.check(Backlog(12, 62, 4.9), is_bridge_connected=True)
    assert said(caplog) == []


def test_it_says_so_once_a_minute(alarm: BacklogAlarm, caplog: pytest.LogCaptureFixture) -> None:
    for seconds in range(6, 20):
        alarm.check(Backlog(12, seconds, seconds), is_bridge_connected=False)
    assert len(said(caplog)) == 1


def test_it_says_when_that_has_ended(alarm: BacklogAlarm, caplog: pytest.LogCaptureFixture) -> None:
    alarm.check(Backlog(12, 62, 62), is_bridge_connected=False)
    alarm.check(Backlog(0, 0, 0), is_bridge_connected=True)
    alarm.check(Backlog(0, 0, 0), is_bridge_connected=True)
    assert said(caplog)[1:] == ["the messages that waited are logged now; the first had waited 62 s"]
