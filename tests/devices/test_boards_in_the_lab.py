"""Boards with the lab's own bridge, on each of its brokers: each message is logged once, and commands are obeyed."""

from collections.abc import Iterator

import pytest

from tests.devices.boards import DESCRIPTION
from tests.support.board import BOARDS, BoardKind, Config, run_board
from tests.support.mqtt import Probe, probe
from tests.support.proxy import Proxy
from tests.support.services import Lab
from tests.support.waiting import wait_until


@pytest.fixture(scope="module", params=["mosquitto", "amqtt"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Broker and bridge."""
    lab = Lab(tmp_path_factory.mktemp("lab"), broker_kind=request.param)
    lab.start_broker()
    lab.start_bridge()
    yield lab
    lab.stop()


def _records(viewer: Probe, session: str) -> list[dict[str, object]]:
    """Each record once: a resend is relayed again."""
    by_seq = {record["seq"]: record for record in viewer.records(session) if record["role"] == "esp32-1"}
    return [by_seq[seq] for seq in sorted(by_seq)]


@pytest.mark.parametrize("kind", BOARDS, ids=lambda kind: kind.name)
def test_a_board_takes_part_is_cut_off_comes_back_and_leaves(running: Lab, kind: BoardKind) -> None:
    session = kind.name
    status = f"status/{session}/esp32-1"
    network = Proxy(running.mqtt_port)
    network.start()
    with probe(running.mqtt_port, f"log/{session}", "status/#") as viewer:
        board = run_board(running, kind, Config(port=network.port, session=session))
        wait_until(lambda: len(_records(viewer, session)) >= 3, what=board.text)

        viewer.publish(f"chat/{session}/teacher", "@esp32-1 on")
        wait_until(lambda: {"on": True} in [record.get("data") for record in _records(viewer, session)])

        network.break_all()
        wait_until(lambda: viewer.payloads(status).count(b"online") == 2, what="it is back")
        viewer.publish(f"chat/{session}/teacher", '{"to":"esp32-1","text":"desliga"}')
        wait_until(lambda: {"on": False} in [record.get("data") for record in _records(viewer, session)])

        board.kill()
        wait_until(lambda: viewer.payloads(status)[-1] == b"offline", what="its will")
        records = _records(viewer, session)
        assert records[0]["data"] == DESCRIPTION
        ids = [record["id"] for record in records]
        assert len(set(ids)) == len(ids)
        assert ids == sorted(ids, key=lambda each: int(str(each).rsplit("-", 1)[1])), "in the order in which it said it"
    network.stop()
