"""bridge.acknowledgements: in the order of receipt, and not before the broker has what addresses a role."""

from dataclasses import dataclass, field

import pytest

from bridge.acknowledgements import PATIENCE, Acknowledgements
from bridge.delivery import Delivery
from bridge.relay_interface import Receipt
from tests.bridge.support import StubReceipt, said


@dataclass
class Stage:
    """Acknowledgements, what they have acknowledged, and a clock."""

    now: float = 0.0
    acknowledged: list[Delivery] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.held = Acknowledgements(self.acknowledged.extend, lambda: self.now)

    def add(self, mid: int, receipt: Receipt | None = None) -> None:
        """Add a batch of one message."""
        self.held.add([said("x", mid=mid)], receipt)

    def mids(self, *, may_wait: bool = False) -> list[int]:
        """What is acknowledged after a flush."""
        self.held.flush(may_wait=may_wait)
        return [one.mid for one in self.acknowledged]


def test_what_addresses_nobody_is_acknowledged_at_once_without_waiting() -> None:
    stage = Stage()
    stage.add(1)
    assert stage.mids() == [1]


def test_a_message_waits_for_what_it_addresses_and_later_ones_wait_for_it() -> None:
    stage, receipt = Stage(), StubReceipt()
    stage.add(1, receipt)
    stage.add(2)
    assert (stage.mids(), receipt.waited) == ([], [0])
    receipt.is_taken = True
    assert stage.mids() == [1, 2]


def test_each_batch_waits_for_its_own_receipt() -> None:
    stage, late = Stage(), StubReceipt()
    stage.add(1, StubReceipt(is_taken=True))
    stage.add(2, late)
    assert stage.mids() == [1]


@pytest.mark.parametrize(("may_wait", "seconds"), [(False, 0), (True, PATIENCE)])
def test_it_waits_only_when_nothing_else_is_to_be_done(may_wait: bool, seconds: float) -> None:
    stage, receipt = Stage(), StubReceipt()
    stage.add(1, receipt)
    stage.mids(may_wait=may_wait)
    assert receipt.waited == [seconds]


@pytest.mark.parametrize("may_wait", [False, True])
def test_a_broker_that_takes_nothing_is_waited_for_with_patience(may_wait: bool) -> None:
    stage = Stage()
    stage.add(1, StubReceipt())
    stage.now = PATIENCE - 0.1
    assert stage.mids(may_wait=may_wait) == []
    stage.now = PATIENCE
    assert stage.mids(may_wait=may_wait) == [1]
