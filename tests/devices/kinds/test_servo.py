"""The servo turns gradually, and tells where it is when it is there."""

import pytest

from devices.device import Say
from devices.kinds.servo import SPEED, Servo
from tests.devices.kinds.clock import heard, ticks


@pytest.mark.parametrize("command", ["set 90", "ajusta 90", "Gira 90°", "set 90,0"])
def test_it_tells_the_angle_once_it_is_there_and_not_before(command: str) -> None:
    servo = Servo("servo", "en")
    assert heard(servo, command) is None
    [(at, what)] = ticks(servo, 5)
    assert what == Say(data={"angle": 90})
    assert at == pytest.approx(90 / SPEED, abs=0.21)


def test_it_is_on_its_way_meanwhile() -> None:
    servo = Servo("servo", "en")
    heard(servo, "set 90")
    ticks(servo, 0.5)
    told = heard(servo, "status")
    assert told is not None
    assert 20 < told.data["angle"] < 40


def test_another_angle_on_the_way_replaces_the_first() -> None:
    servo = Servo("servo", "en")
    heard(servo, "set 90")
    ticks(servo, 0.5)
    heard(servo, "set 10")
    assert [what.data for _, what in ticks(servo, 5, begin=0.6)] == [{"angle": 10}]


def test_the_angle_where_it_stands_is_told_at_once() -> None:
    servo = Servo("servo", "en")
    heard(servo, "set 0")
    assert [what.data for _, what in ticks(servo, 0.1)] == [{"angle": 0}]


@pytest.mark.parametrize("command", ["set 181", "set -1", "set", "set far", "dance"])
def test_what_it_can_not_do_is_answered_with_what_it_can(command: str) -> None:
    servo = Servo("servo", "en")
    assert heard(servo, command) == Say("I obey: set 90 (0 to 180), status")
    assert ticks(servo, 3) == []


def test_half_an_angle_is_told_with_its_decimal() -> None:
    servo = Servo("servo", "pt-BR")
    heard(servo, "ajusta 12,5")
    assert [what.data for _, what in ticks(servo, 3)] == [{"angle": 12.5}]
