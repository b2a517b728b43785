"""web.live.mailboxes: mail in order, waiting with a bound, one owner, and bounds on everything."""

import threading
import time

import pytest

from chat.errors import LabError
from tests.support.waiting import wait_until
from web.live.mailboxes import IDLE_SECONDS, MAX_BOXES, MAX_BYTES, MAX_LETTERS, Mailboxes

BOX = "box0box0box0box0"


class Clock:
    """Seconds that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def boxes(clock: Clock) -> Mailboxes:
    return Mailboxes(clock)


def test_mail_comes_once_and_in_order(boxes: Mailboxes) -> None:
    boxes.put(BOX, "maria", [1, 2], 10)
    boxes.put(BOX, "maria", [3], 10)
    assert [boxes.take(BOX, "maria", 0), boxes.take(BOX, "maria", 0)] == [[1, 2, 3], []]


def test_who_waits_gets_the_mail_when_it_comes(boxes: Mailboxes) -> None:
    found: list[list[object]] = []
    reader = threading.Thread(target=lambda: found.append(boxes.take(BOX, "maria", 30)))
    reader.start()
    wait_until(lambda: boxes._boxes.get(BOX) is not None and boxes._boxes[BOX].came is not None)
    boxes.put(BOX, "maria", ["on"], 4)
    reader.join(5)
    assert found == [["on"]]


def test_a_wait_ends_by_itself(boxes: Mailboxes) -> None:
    begun = time.monotonic()
    assert boxes.take(BOX, "maria", 0.05) == []
    assert time.monotonic() - begun < 5


def test_a_newer_reader_ends_the_wait_of_the_older(boxes: Mailboxes) -> None:
    older: list[list[object]] = []
    reader = threading.Thread(target=lambda: older.append(boxes.take(BOX, "maria", 30)))
    reader.start()
    wait_until(lambda: boxes._boxes.get(BOX) is not None and boxes._boxes[BOX].came is not None)
    assert boxes.take(BOX, "maria", 0.05) == []
    reader.join(5)
    boxes.put(BOX, "maria", ["on"], 4)
    assert (older, boxes.take(BOX, "maria", 0)) == ([[]], ["on"])


def test_a_box_is_one_persons(boxes: Mailboxes) -> None:
    boxes.put(BOX, "maria", [1], 1)
    with pytest.raises(LabError, match="no-mailbox"):
        boxes.take(BOX, "joao", 0)
    with pytest.raises(LabError, match="no-mailbox"):
        boxes.put(BOX, "joao", [2], 1)


@pytest.mark.parametrize(("letters", "size"), [([1], MAX_BYTES), ([1] * MAX_LETTERS, 1)])
def test_a_box_that_nobody_empties_takes_no_more_until_it_is_emptied(
    boxes: Mailboxes, letters: list[int], size: int
) -> None:
    boxes.put(BOX, "maria", [0], 1)
    with pytest.raises(LabError, match="busy"):
        boxes.put(BOX, "maria", letters, size)
    assert boxes.take(BOX, "maria", 0) == [0]
    boxes.put(BOX, "maria", letters, size)


def test_of_too_many_boxes_the_one_that_nobody_uses_gives_way(boxes: Mailboxes, clock: Clock) -> None:
    for number in range(MAX_BOXES):
        clock.now = number / 1000
        boxes.put(f"box{number:013}", "maria", [number], 1)
    with pytest.raises(LabError, match="busy"):
        boxes.put(BOX, "maria", [1], 1)
    clock.now = IDLE_SECONDS + 0.0005
    boxes.put(BOX, "maria", [1], 1)
    assert len(boxes._boxes) == MAX_BOXES
    assert boxes.take(f"box{1:013}", "maria", 0) == [1]
