"""bridge.recorder: messages become records, once, in order, on the disk before anybody is told."""

import errno
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson
import pytest

from bridge import deduplication
from bridge.addressed import Addressed
from bridge.deduplication import PACKET_IDS_KEPT
from bridge.delivery import Delivery, Gap, Request, SessionLost
from bridge.journal import Journal
from bridge.limits.rate_limiter import RateLimiter
from bridge.recorder import BATCH
from chat.record import Record, sound_records
from chat.session_log import SessionLog, SyncError
from tests.bridge.support import Desk, StubReceipt, said
from tests.support.waiting import wait_until


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "logs")


def test_messages_become_records_with_seq_from_one(desk: Desk) -> None:
    desk.recorder.process([said("a"), said("b"), said("c")])
    assert [(record.seq, record.text, record.role) for record in desk.records("aula1")] == [
        (1, "a", "usuario"),
        (2, "b", "usuario"),
        (3, "c", "usuario"),
    ]


def test_each_session_counts_for_itself(desk: Desk) -> None:
    desk.recorder.process([said("a"), said("x", topic="chat/b2/lamp"), said("b")])
    assert [[record.seq for record in desk.records(name)] for name in ("aula1", "b2")] == [[1, 2], [1]]


def test_the_relayed_lines_are_the_very_lines_on_the_disk(desk: Desk) -> None:
    desk.recorder.process([said("a"), said("b")])
    on_disk = next((desk.logs / "aula1").glob("chat_*.log")).read_bytes()
    assert b"".join(line for _, line in desk.output.lines) == on_disk


def test_acknowledgements_follow_the_order_of_receipt(desk: Desk) -> None:
    deliveries = [said("a", mid=3), said("b", topic="chat/b2/x", mid=4), said("", mid=5), said("c", mid=1)]
    desk.recorder.process(deliveries)
    assert desk.acknowledged == deliveries


def test_nothing_is_acknowledged_before_the_sync(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    acknowledged_at_sync: list[int] = []
    monkeypatch.setattr(Journal, "sync", lambda _: acknowledged_at_sync.append(len(desk.acknowledged)))
    desk.recorder.process([said("a", mid=1)])
    assert (acknowledged_at_sync, len(desk.acknowledged)) == ([0], 1)


def test_a_failed_sync_acknowledges_and_tells_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(SyncError, match="Input/output"):
        desk.recorder.process([said("a", mid=1)])
    assert (desk.acknowledged, desk.output.lines) == ([], [])


def test_two_equal_messages_are_two_messages(desk: Desk) -> None:
    desk.recorder.process([said("ok", mid=1), said("ok", mid=2)])
    assert desk.texts("aula1") == ["ok", "ok"]


def test_a_resend_with_the_same_id_is_logged_once_and_relayed_again(desk: Desk) -> None:
    message = said('{"text":"a","id":"x1"}', mid=1)
    desk.recorder.process([message])
    desk.recorder.process([said('{"text":"a","id":"x1"}', mid=2)])
    assert desk.texts("aula1") == ["a"]
    assert len(desk.output.lines) == 2
    assert desk.output.lines[0] == desk.output.lines[1]


def test_a_resend_in_the_same_batch_is_relayed_once(desk: Desk) -> None:
    desk.recorder.process([said('{"text":"a","id":"x1"}'), said('{"text":"a","id":"x1"}')])
    assert len(desk.output.lines) == 1


def test_the_same_id_with_other_content_is_another_message(desk: Desk) -> None:
    for reading in (22.1, 22.3, 22.1):
        desk.recorder.process([said(f'{{"id":"A4:C1:38","tempc":{reading}}}')])
    assert [record.data["tempc"] for record in desk.records("aula1")] == [22.1, 22.3, 22.1]


def test_the_same_id_with_other_content_is_another_message_after_a_restart(desk: Desk) -> None:
    desk.recorder.process([said('{"id":"A4:C1:38","tempc":22.1}')])
    again = Desk(desk.logs)
    again.recorder.process([said('{"id":"A4:C1:38","tempc":22.3}'), said('{"tempc":22.3,"id":"A4:C1:38"}')])
    assert [record.data["tempc"] for record in again.records("aula1")] == [22.1, 22.3]


def test_many_resends_of_a_record_in_a_batch_are_relayed_once(desk: Desk) -> None:
    messages = [said(f'{{"id":"x","text":"{letter * 500}"}}', topic=f"chat/aula1/{letter}") for letter in "ab"]
    desk.recorder.process(messages)
    relayed = list(desk.output.lines)
    desk.output.lines.clear()
    desk.recorder.process(messages * 1000)
    assert (desk.output.lines, len(desk.acknowledged)) == (relayed, 2002)


def test_what_a_batch_relays_again_is_bounded_in_bytes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.batch.MAX_REPEATED_BYTES", 2000)
    messages = [said(f'{{"id":"{n}","text":"{"x" * 900}"}}') for n in range(10)]
    desk.recorder.process(messages)
    desk.output.lines.clear()
    desk.recorder.process(messages)
    assert [orjson.loads(line)["id"] for _, line in desk.output.lines] == ["0", "1", "2"]
    desk.recorder.process(messages[5:6])
    assert orjson.loads(desk.output.lines[-1][1])["id"] == "5"


def test_the_same_id_from_another_role_is_another_message(desk: Desk) -> None:
    desk.recorder.process([said('{"text":"a","id":"1"}'), said('{"text":"a","id":"1"}', topic="chat/aula1/lamp")])
    assert len(desk.records("aula1")) == 2


def test_a_resend_after_a_restart_is_recognised_from_the_log(desk: Desk) -> None:
    desk.recorder.process([said('{"text":"a","id":"x1"}'), said("b")])
    again = Desk(desk.logs)
    again.recorder.process([said('{"text":"a","id":"x1"}')])
    assert again.texts("aula1") == ["a", "b"]
    assert [line for _, line in again.output.lines] == [desk.output.lines[0][1]]


def test_a_redelivery_is_not_logged_again(desk: Desk) -> None:
    desk.recorder.process([said("a", mid=7)])
    desk.recorder.process([said("a", mid=7, dup=True)])
    assert (desk.texts("aula1"), len(desk.acknowledged)) == (["a"], 2)


def test_a_redelivery_after_a_restart_is_recognised_from_the_log(desk: Desk) -> None:
    desk.recorder.process([said("a", mid=7), said("b", mid=8)])
    again = Desk(desk.logs)
    again.recorder.process([said("a", mid=7, dup=True), said("b", mid=8, dup=True), said("c", mid=9, dup=True)])
    assert again.texts("aula1") == ["a", "b", "c"]


COMMANDS = ['{"text":"on","to":"lamp"}', '{"text":"on","to":"lamp","id":"x1"}', "@lamp on"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_relayed_to_its_role_as_it_is_on_the_disk(desk: Desk, command: str) -> None:
    desk.recorder.process([said("hello"), said(command, mid=7)])
    line = next((desk.logs / "aula1").glob("chat_*.log")).read_bytes().splitlines(keepends=True)[1]
    assert desk.output.addressed == [Addressed("aula1", "lamp", 2, line)]


def test_a_command_is_acknowledged_when_the_broker_has_its_record_and_what_comes_later_after_it(desk: Desk) -> None:
    desk.output.receipt = receipt = StubReceipt()
    desk.recorder.process([said("@lamp on", mid=7)])
    desk.recorder.process([said("hello", mid=8)])
    assert (desk.texts("aula1"), desk.acknowledged) == (["@lamp on", "hello"], [])
    receipt.is_taken = True
    desk.recorder.process([])
    assert [one.mid for one in desk.acknowledged] == [7, 8]


def test_all_that_was_logged_is_acknowledged_at_the_end(desk: Desk) -> None:
    desk.output.receipt = StubReceipt(is_taken_when_waited_for=True)
    desk.inbox.put_all([said("@lamp on", mid=7)])
    desk.inbox.close()
    assert desk.recorder.run()
    assert [one.mid for one in desk.acknowledged] == [7]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_redelivered_to_the_next_bridge_is_relayed_with_its_seq(desk: Desk, command: str) -> None:
    desk.recorder.process([said("hello"), said(command, mid=7)])
    again = Desk(desk.logs)
    again.recorder.process([said(command, mid=7, dup=True), said("@lamp off", mid=8)])
    assert [one.seq for one in again.output.addressed] == [2, 3]
    assert again.output.addressed[0] == desk.output.addressed[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_redelivered_to_the_same_bridge_is_relayed_once(desk: Desk, command: str) -> None:
    desk.recorder.process([said(command, mid=7)])
    desk.recorder.process([said(command, mid=7, dup=True)])
    assert len(desk.output.addressed) == 1


def test_a_command_that_its_sender_sends_again_is_relayed_once(desk: Desk) -> None:
    desk.recorder.process([said('{"text":"on","to":"lamp","id":"x1"}', mid=7)])
    again = Desk(desk.logs)
    again.recorder.process([said('{"text":"on","to":"lamp","id":"x1"}', mid=8)])
    assert (len(again.output.lines), again.output.addressed) == (1, [])


def test_a_message_that_is_refused_addresses_nobody(desk: Desk) -> None:
    desk.recorder.process([said("@lamp on", topic="chat/aula1/lab"), said('{"text":"on","to":"no role"}')])
    assert desk.output.addressed == []


def test_a_whole_batch_that_was_not_acknowledged_is_recognised_after_a_restart(desk: Desk) -> None:
    assert BATCH < PACKET_IDS_KEPT
    desk.recorder.process([said("ok", mid=n + 1) for n in range(BATCH)])
    again = Desk(desk.logs)
    again.recorder.process([said("ok", mid=n + 1, dup=True) for n in range(BATCH)])
    assert len(again.records("aula1")) == BATCH


@pytest.mark.parametrize("waiting", [range(60), range(BATCH + 100)])
def test_a_flood_is_logged_whole_and_in_order(desk: Desk, waiting: range) -> None:
    desk.inbox.put_all([said(str(n)) for n in waiting])
    desk.inbox.close()
    desk.recorder.run()
    assert desk.texts("aula1") == [str(n) for n in waiting]


@pytest.mark.parametrize("other", [said("b", mid=7, dup=True), said("a", mid=8, dup=True), said("a", mid=7)])
def test_what_differs_in_content_packet_id_or_dup_is_another_message(desk: Desk, other: Delivery) -> None:
    desk.recorder.process([said("a", mid=7), other])
    assert len(desk.records("aula1")) == 2


def test_packet_ids_of_a_lost_session_mislead_nobody(desk: Desk) -> None:
    desk.recorder.process([said("ok", mid=1), SessionLost(is_gap=False), said("ok", mid=1, dup=True)])
    assert desk.texts("aula1") == ["ok", "ok"]


def test_it_is_noted_when_the_packet_ids_of_a_new_session_begin(desk: Desk) -> None:
    desk.recorder.process([said("ok", mid=1)])
    assert desk.new_sessions == []
    desk.recorder.process([SessionLost(is_gap=False)])
    assert desk.new_sessions == [desk.records("aula1")[0].at]


def test_after_a_restart_packet_ids_of_an_earlier_session_mislead_nobody(desk: Desk) -> None:
    desk.recorder.process([said("ok", mid=1)])
    again = Desk(desk.logs, packet_ids_since="9999-01-01T00:00:00.000Z")
    again.recorder.process([said("ok", mid=1, dup=True)])
    assert again.texts("aula1") == ["ok", "ok"]


def test_a_lost_session_leaves_a_gap_record_that_says_since_when(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    desk.recorder.process([SessionLost(is_gap=True), said("b")])
    assert desk.texts("aula1") == ["a", "gap", "b"]
    assert desk.records("aula1")[1].data == {"since": desk.records("aula1")[0].at}


def test_a_gap_within_an_mqtt_session_keeps_its_packet_ids(desk: Desk) -> None:
    desk.recorder.process([said("a", mid=7), Gap(), said("a", mid=7, dup=True)])
    assert desk.texts("aula1") == ["a", "gap"]


def test_a_gap_is_told_at_once_to_those_who_look_on(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    desk.recorder.process([SessionLost(is_gap=True)])
    assert [orjson.loads(line).get("event") for _, line in desk.output.lines] == [None, "gap"]
    assert desk.texts("aula1") == ["a", "gap"]


def test_a_session_that_is_opened_later_gets_its_gap_then_and_once(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    again = Desk(desk.logs)
    again.recorder.process([SessionLost(is_gap=True)])
    assert again.texts("aula1") == ["a"]
    again.recorder.process([said("b"), said("c")])
    assert again.texts("aula1") == ["a", "gap", "b", "c"]


def test_a_new_session_has_no_gap(desk: Desk) -> None:
    desk.recorder.process([SessionLost(is_gap=True), said("a")])
    assert desk.texts("aula1") == ["a"]


@pytest.mark.parametrize("is_open_at_the_gap", [True, False])
def test_a_session_that_began_after_a_gap_has_none_when_it_is_opened_again(
    desk: Desk, is_open_at_the_gap: bool
) -> None:
    if is_open_at_the_gap:
        desk.sessions.get("aula1")
    desk.recorder.process([SessionLost(is_gap=True)])
    desk.recorder.process([said("a")])
    desk.sessions._evict("aula1")
    desk.recorder.process([said("b")])
    assert desk.texts("aula1") == ["a", "b"]


def test_a_session_that_begins_under_a_name_that_was_deleted_after_a_gap_has_none(desk: Desk) -> None:
    desk.recorder.process([said("a")])
    desk.recorder.process([SessionLost(is_gap=True), Request("delete", b'{"transaction":"t","session":"aula1"}')])
    desk.recorder.process([said("b")])
    desk.sessions._evict("aula1")
    desk.recorder.process([said("c")])
    assert desk.texts("aula1") == ["b", "c"]


def test_a_folder_that_can_not_be_counted_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failures = [OSError(errno.EMFILE, os.strerror(errno.EMFILE))]
    real_count = desk.sessions.count

    def count() -> int:
        if failures:
            raise failures.pop()
        return real_count()

    monkeypatch.setattr(desk.sessions, "count", count)
    desk.recorder.process([said("a", mid=1)])
    assert (desk.texts("aula1"), len(desk.acknowledged)) == (["a"], 1)
    assert "Too many open files" in caplog.text


def test_a_retained_message_that_was_logged_live_is_not_logged_again(desk: Desk) -> None:
    desk.recorder.process([said("a"), said("b")])
    desk.recorder.process([said("a", mid=5, retain=True)])
    assert desk.texts("aula1") == ["a", "b"]


def test_many_retained_messages_read_the_log_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = []

    def counted(lines: Iterable[bytes]) -> Iterator[Record]:
        for record in sound_records(lines):
            decoded.append(record)
            yield record

    desk.recorder.process([said(str(n)) for n in range(1000)])
    monkeypatch.setattr(deduplication, "sound_records", counted)
    desk.recorder.process([said("new", topic=f"chat/aula1/role{n}", retain=True) for n in range(100)])
    assert (len(desk.texts("aula1")), len(decoded)) == (1100, 1099)


def test_a_message_and_its_retained_copy_in_one_batch_are_logged_once(desk: Desk) -> None:
    other = said("b", topic="chat/aula1/lamp", retain=True)
    desk.recorder.process([said("a"), other, said("c"), said("c", mid=5, retain=True), other])
    assert desk.texts("aula1") == ["a", "b", "c"]


def test_a_retained_message_that_nobody_logged_is_logged_and_cleared(desk: Desk) -> None:
    desk.recorder.process([said("a", mid=5, retain=True)])
    assert (desk.texts("aula1"), desk.output.cleared) == (["a"], ["chat/aula1/usuario"])


def test_the_bridges_own_clearing_is_no_rejection(desk: Desk) -> None:
    desk.recorder.process([said("a", mid=5, retain=True)])
    desk.recorder.process([said("", mid=6)])
    assert desk.output.published == []


@pytest.mark.parametrize(
    ("delivery", "reason"),
    [
        (said("a", topic="chat/Aula 1/x"), "bad-session"),
        (said("a", topic="chat/aula1"), "bad-topic"),
        (said("a", topic="chat/aula1/lab"), "reserved-role"),
        (said("a", topic="chat/aula1/a b"), "bad-role"),
        (said(""), "empty"),
        (said("x" * 1001), "too-large"),
        (said('{"to":5,"text":"a"}'), "bad-field"),
    ],
)
def test_what_is_refused_is_acknowledged_and_told_with_its_reason(desk: Desk, delivery: Delivery, reason: str) -> None:
    desk.recorder.process([delivery])
    [payload] = [payload for topic, payload in desk.output.published if topic == "lab/rejected"]
    assert (orjson.loads(payload)["reason"], desk.acknowledged) == (reason, [delivery])


@pytest.mark.parametrize(
    ("topic", "topics"),
    [
        ("chat/Aula 1/lamp", ["lab/rejected", "lab/rejected/lamp"]),
        ("chat/aula1/lamp/deep", ["lab/rejected", "lab/rejected/lamp"]),
        ("chat/aula1", ["lab/rejected"]),
        ("chat/aula1/a b", ["lab/rejected"]),
        ("chat/aula1/lab", ["lab/rejected"]),
        ("chat/lab/bridge", ["lab/rejected"]),
    ],
)
def test_a_refusal_is_told_to_the_lab_and_to_the_role_that_the_topic_names(
    desk: Desk, topic: str, topics: list[str]
) -> None:
    desk.recorder.process([said("a", topic=topic)])
    assert [topic for topic, _ in desk.output.published] == topics


@pytest.mark.parametrize(
    "topic", ["chat/BAD-1/x", "chat/aula1/pupil1/deep", "chat/lab/bridge", "chat/pulse/bridge", "chat/" + "x" * 60000]
)
def test_what_is_refused_and_retained_is_cleared_without_another_refusal(desk: Desk, topic: str) -> None:
    desk.recorder.process([said("pulse-1", topic=topic, retain=True)])
    refusals = len(desk.output.published)
    desk.recorder.process([said("", topic=topic)])
    assert (desk.output.cleared, refusals > 0, len(desk.output.published)) == ([topic], True, refusals)


def test_long_topics_are_refused_before_they_are_remembered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RateLimiter, "counts", lambda *_: True)  # as while messages wait
    desk.recorder.process([said("a", topic=f"chat/{n}/{'x' * 1000}") for n in range(100)])
    assert len(desk.acknowledged) == 100
    assert len(desk.recorder._rate_limiter._buckets) == 0


def test_a_refused_message_leaves_no_folder(desk: Desk) -> None:
    desk.recorder.process([said("", topic="chat/nothing/x"), said("a", topic="chat/../x")])
    assert not (desk.logs / "nothing").exists()


def test_a_full_disk_is_waited_for_and_nothing_is_acknowledged_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    is_full = threading.Event()
    is_full.set()
    real_flush = SessionLog.flush

    def flush(log: SessionLog) -> None:
        if is_full.is_set():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real_flush(log)

    monkeypatch.setattr(SessionLog, "flush", flush)
    thread = threading.Thread(target=desk.recorder.process, args=([said("a", mid=1)],))
    thread.start()
    wait_until(lambda: "No space left" in caplog.text)
    assert desk.acknowledged == []
    is_full.clear()
    thread.join(5)
    assert (desk.texts("aula1"), len(desk.acknowledged)) == (["a"], 1)


def test_a_file_that_is_removed_while_another_session_waits_for_the_disk_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_flush = SessionLog.flush
    waited: list[str] = []

    def flush(log: SessionLog) -> None:
        if log.folder.name == "full" and not waited:
            waited.append("full")
            next((desk.logs / "aula1").iterdir()).unlink()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real_flush(log)

    monkeypatch.setattr(SessionLog, "flush", flush)
    desk.recorder.process([said("a", mid=1), said("b", mid=2), said("c", topic="chat/full/x", mid=3)])
    assert (desk.texts("aula1"), desk.texts("full"), len(desk.acknowledged)) == (["a", "b"], ["c"], 3)


def test_a_recorder_that_waits_for_the_disk_can_be_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_: SessionLog) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(SessionLog, "flush", full)
    desk.inbox.put(said("a", mid=1))
    all_logged: list[bool] = []
    thread = threading.Thread(target=lambda: all_logged.append(desk.recorder.run()))
    thread.start()
    wait_until(lambda: "No space left" in caplog.text, what="it waits for the disk")
    desk.recorder.stop_waiting()
    desk.inbox.close()
    thread.join(5)
    assert (thread.is_alive(), desk.acknowledged, all_logged) == (False, [], [False])


def test_a_recorder_that_has_logged_everything_says_so(desk: Desk) -> None:
    desk.inbox.put(said("a", mid=1))
    desk.inbox.close()
    assert desk.recorder.run()


def test_open_files_stay_within_their_bound(tmp_path: Path) -> None:
    desk = Desk(tmp_path, open_files=8)
    for round_ in range(3):
        desk.recorder.process([said(f"{round_}", topic=f"chat/s{n}/x") for n in range(30)])
    assert sum(session.log.is_file_open for session in desk.sessions.open_sessions()) <= 8
    assert desk.texts("s0") == ["0", "1", "2"]


def test_a_large_log_goes_on_in_a_new_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path, rotate_at=500)
    for n in range(20):
        desk.recorder.process([said(f"message {n}")])
    assert len(list((tmp_path / "aula1").glob("chat_*.log"))) > 1
    assert [record.seq for record in desk.records("aula1")] == list(range(1, 21))


def test_a_request_sees_what_came_before_it_on_the_disk(desk: Desk) -> None:
    desk.recorder.process([said("a"), Request("delete", b'{"transaction":"t","session":"aula1"}'), said("b")])
    assert desk.texts("aula1") == ["b"]


def test_what_became_durable_is_published_with_its_span(desk: Desk) -> None:
    desk.recorder.process([said("a"), said("b")])
    [(topic, payload)] = desk.output.published_qos0
    assert (topic, orjson.loads(payload)["sessions"]) == ("lab/synced", {"aula1": [1, 2]})


@pytest.mark.parametrize("depth", [200, 238, 239, 253, 254, 255, 1000])
def test_no_nesting_stops_the_recorder(desk: Desk, depth: int) -> None:
    payload = '{"a":' * depth + "1" + "}" * depth
    desk.recorder.process([said(payload[:1000] if depth == 1000 else payload, mid=1), said("after", mid=2)])
    assert len(desk.acknowledged) == 2
    assert desk.texts("aula1")[-1] == "after"


def test_more_sessions_in_a_batch_than_files_may_be_open_are_all_logged(tmp_path: Path) -> None:
    desk = Desk(tmp_path, open_files=8)
    most = 0
    real_sync = Journal.sync

    def sync(journal: Journal) -> None:
        nonlocal most
        most = max(most, sum(session.log.is_file_open for session in desk.sessions.open_sessions()))
        real_sync(journal)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "sync", sync)
        desk.recorder.process([said("a", topic=f"chat/s{n}/x", mid=n + 1) for n in range(100)])
    assert (len(desk.acknowledged), most) == (100, 8)
    assert [desk.texts(f"s{n}") for n in range(100)] == [["a"]] * 100


def test_a_sync_that_fails_in_a_request_is_no_mere_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(SyncError):
        desk.recorder.process([Request("create", b'{"transaction":"t","session":"aula1"}')])
