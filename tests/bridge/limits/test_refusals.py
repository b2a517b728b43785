"""The recorder's limits: what is refused is acknowledged, told and counted, and leaves nothing on the disk."""

from pathlib import Path

import orjson
import pytest

from bridge.delivery import Delivery, Request
from bridge.limits.lag_probe import WORTH
from bridge.limits.new_sessions import SessionLimits
from chat.topic import LAG_PROBE
from tests.bridge.support import Desk, said


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def lag_probes(desk: Desk) -> list[bytes]:
    return [payload for topic, payload in desk.output.published if topic == LAG_PROBE]


def many() -> list[Delivery]:
    """A message of each of a hundred senders."""
    return [said("a", topic=f"chat/aula1/r{n}") for n in range(WORTH)]


def refusals(desk: Desk) -> list[dict[str, object]]:
    return [orjson.loads(payload) for topic, payload in desk.output.published if topic == "lab/rejected"]


@pytest.fixture
def late(tmp_path: Path) -> Desk:
    """A desk at which messages are 3 seconds late; 10 a second (50 at once) of each sender are always taken."""
    clock = Clock()
    desk = Desk(tmp_path / "logs", sender_rate=10, timer=clock)
    desk.recorder.process(many())
    desk.recorder.process([Delivery(1, LAG_PROBE, lag_probes(desk)[0], 1, 1)])
    for _ in range(4):
        clock.now += 1
        desk.recorder.process(many())
    desk.output.published.clear()
    return desk


def test_a_flood_is_refused_told_and_acknowledged_in_its_order(late: Desk) -> None:
    flood = [said(f'{{"text":"x{n}","id":"i{n}"}}', mid=n + 1) for n in range(60)]
    late.recorder.process(flood)
    assert [told["id"] for told in refusals(late)] == [f"i{n}" for n in range(50, 60)]
    assert {told["reason"] for told in refusals(late)} == {"flood"}
    assert late.acknowledged[-60:] == flood


def test_others_are_logged_amid_a_flood(late: Desk) -> None:
    flood = [said("flood", mid=n + 1) for n in range(100)]
    late.recorder.process([*flood, said("here I am", topic="chat/aula1/quiet", mid=200), *flood])
    assert late.texts("aula1")[-1] == "here I am"


def test_every_refusal_of_a_flood_is_told_or_counted(late: Desk) -> None:
    late.recorder.process([said("flood", mid=n + 1) for n in range(500)])
    late.recorder._rejections._second = 0  # the next second
    late.recorder.process([said("x", topic="chat/aula1/lab")])
    told = refusals(late)
    assert len(told) + sum(int(str(one.get("suppressed", 0))) for one in told) == 500 - 50 + 1


def test_a_lag_probe_is_no_message_and_is_acknowledged(late: Desk) -> None:
    before = late.texts("aula1")
    probe = Delivery(1, LAG_PROBE, b"pulse-of-another-bridge-1", 7, 1)
    late.recorder.process([probe])
    assert (late.texts("aula1"), late.acknowledged[-1], refusals(late)) == (before, probe, [])
    assert not (late.logs / "pulse").exists()


@pytest.fixture
def narrow(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "logs", session_limits=SessionLimits(per_role=5, in_all=8, most=7))


def test_new_sessions_beyond_the_limit_of_a_role_leave_no_folder(narrow: Desk) -> None:
    narrow.recorder.process([said("a", topic=f"chat/s{n}/x", mid=n + 1) for n in range(1000)])
    assert len(list(narrow.logs.glob("s*"))) == 5
    assert (len(narrow.acknowledged), {told["reason"] for told in refusals(narrow)}) == (1000, {"too-many-sessions"})


def test_sessions_that_exist_go_on_whatever_the_limit(narrow: Desk) -> None:
    narrow.recorder.process([said("a", topic=f"chat/s{n}/x") for n in range(100)])
    narrow.recorder.process([said("b", topic="chat/s0/x")])
    assert narrow.texts("s0") == ["a", "b"]


def test_there_are_never_more_sessions_than_the_limit(narrow: Desk) -> None:
    narrow.recorder.process([said("a", topic=f"chat/s{n}/r{n}") for n in range(100)])
    assert len(list(narrow.logs.glob("s*"))) == 7


def test_an_archived_session_makes_room(narrow: Desk) -> None:
    narrow.recorder.process([said("a", topic=f"chat/s{n}/r{n}") for n in range(7)])
    narrow.recorder.process([Request("archive", b'{"transaction":"t","session":"s0"}')])
    narrow.recorder.process([said("a", topic="chat/another/r1")])
    assert narrow.texts("another") == ["a"]


def test_creating_on_request_has_the_same_limit_and_is_answered(narrow: Desk) -> None:
    for n in range(6):
        narrow.recorder.process([Request("create", b'{"transaction":"t%d","session":"s%d"}' % (n, n))])
    reasons = [orjson.loads(payload).get("reason") for _, payload in narrow.output.published]
    assert reasons == [None] * 5 + ["too-many-sessions"]
