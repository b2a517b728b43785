"""The comparison with a log that was made by hand."""

import json

from devices.fleet.log_check import LogCheck, LoggedDevice
from devices.fleet.traffic import Traffic

RUN = "0a1b2c3d"


def line(seq: int, role: str, message_id: str) -> bytes:
    return json.dumps(
        {"seq": seq, "at": "", "role": role, "data": {"temperature": 1}, "id": message_id}, separators=(",", ":")
    ).encode()


def logged(*numbers: int) -> LoggedDevice:
    """What the log has of one device whose records come in this order."""
    check = LogCheck(Traffic(RUN, qos=1, size=100))
    check.read("aula1", [line(seq, "device-1", f"{RUN}-{number}") for seq, number in enumerate(numbers, 1)])
    return check.of("aula1", "device-1")


def test_what_is_in_the_log_once_and_in_order_is_neither_doubled_nor_out_of_order() -> None:
    found = logged(1, 2, 3)
    assert (len(found.numbers), found.doubles, found.out_of_order) == (3, 0, 0)


def test_what_is_in_the_log_again_is_doubled() -> None:
    found = logged(1, 2, 1, 3, 1)
    assert (len(found.numbers), found.doubles, found.doubled, found.out_of_order) == (3, 2, [1, 1], 0)


def test_what_comes_behind_a_later_one_is_out_of_order() -> None:
    found = logged(1, 4, 2, 3, 5)
    assert (found.doubles, found.out_of_order) == (0, 2)


def test_a_hole_is_no_disorder() -> None:
    assert logged(1, 3, 5).out_of_order == 0


def test_records_of_others_and_of_other_runs_are_passed_over() -> None:
    check = LogCheck(Traffic(RUN, qos=1, size=100))
    check.read(
        "aula1",
        [
            line(1, "device-1", "ffffffff-1"),
            b'{"seq":2,"role":"maria","text":"hi"}\n',
            b"\n",
            b'"id":"' + RUN.encode() + b"-",
        ],
    )
    assert len(check.of("aula1", "device-1").numbers) == 0


def test_a_role_has_a_log_in_each_session() -> None:
    check = LogCheck(Traffic(RUN, qos=1, size=100))
    check.read("aula1", [line(1, "device-1", f"{RUN}-1")])
    check.read("aula2", [line(1, "device-1", f"{RUN}-1")])
    assert [check.of(session, "device-1").doubles for session in ("aula1", "aula2")] == [0, 0]
