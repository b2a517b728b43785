"""What the embedded broker takes from amqtt beyond its documented interface. A failure says what an upgrade broke."""

import ast
import asyncio
import inspect
import re
import time
from importlib.metadata import version
from pathlib import Path

import amqtt.broker
import pytest
from amqtt.adapters import WriterAdapter
from amqtt.broker import Broker
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.session import Session

from broker.embedded.amqtt_private import AmqttBroker, SessionState
from broker.embedded.connection import Connection
from broker.embedded.server import LabBroker
from broker.embedded.service import broker_config

ROOT = Path(__file__).resolve().parents[2]


def _attributes(path: Path) -> set[str]:
    """Names of attributes that a file uses or methods that it defines."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return used | {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_the_version_of_amqtt_is_one_that_these_tests_know() -> None:
    assert version("amqtt").startswith("0.12."), "amqtt has another minor version: read the failures of this file first"


def test_one_file_alone_uses_private_names_of_amqtt_s_broker_and_its_decoding_of_connect() -> None:
    private = {name for name in vars(Broker) if name.startswith("_") and not name.startswith("__")}
    private |= {"_sessions", "_retained_messages", "init_from_connect"}
    users = [path.name for path in (ROOT / "broker").rglob("*.py") if _attributes(path) & private]
    assert users == ["amqtt_private.py"]


@pytest.mark.parametrize(("ours", "theirs"), [(LabBroker, Broker), (Connection, BrokerProtocolHandler)])
def test_no_private_name_of_ours_hides_one_of_amqtt(ours: type, theirs: type) -> None:
    hidden = {name for name in vars(ours) if name.startswith("_") and not name.startswith("__")} & set(dir(theirs))
    assert not hidden, f"{ours.__name__} replaces {hidden} of amqtt without meaning to: choose other names"


def test_the_register_of_sessions_maps_a_client_id_to_session_and_handler() -> None:
    async def register() -> tuple[object, object]:
        broker, session = AmqttBroker(broker_config()), Session()
        session.client_id = "lamp"
        handler = BrokerProtocolHandler(broker.plugins_manager)
        broker.register_session(session, handler)
        return broker.sessions["lamp"] == (session, handler), broker.session_of("lamp") is session

    message = "Broker._sessions is no dict of client id -> (session, handler) any more: sessions would not expire"
    assert asyncio.run(register()) == (True, True), message


def test_a_session_of_a_broker_knows_whether_its_client_is_there_and_when_that_changed() -> None:
    async def states() -> list[tuple[str, bool, bool, bool]]:
        AmqttBroker(broker_config())
        session, seen = Session(), []
        for change in (None, "connect", "disconnect", "connect"):
            if change:
                getattr(session.transitions, change)()
            times = session.last_connect_time is not None, session.last_disconnect_time is not None
            seen.append((session.transitions.state, session.transitions.is_connected(), *times))
        assert isinstance(session.transitions, SessionState), (
            "Session no longer calls _init_states: CONNECT costs twice"
        )
        return seen

    assert asyncio.run(states()) == [
        ("new", False, False, False),
        ("connected", True, True, False),
        ("disconnected", False, True, True),
        ("connected", True, True, False),
    ], "amqtt's Session has other names for when its client came and left: sessions would not expire"


def test_amqtt_s_broker_asks_a_session_for_nothing_but_its_state() -> None:
    used = set(re.findall(r"session\.transitions\.(\w+)", inspect.getsource(amqtt.broker)))
    message = "amqtt's broker uses more of a session's state machine than SessionState has"
    assert used == {"connect", "disconnect", "is_connected", "state"}, message


async def _expire(*, permanent: bool) -> list[str | None]:
    """Client ids of the sessions that amqtt ends: of one that expired, which may be permanent, and another that did."""
    removed: list[str | None] = []

    class Watched(AmqttBroker):
        def session_removed(self, session: Session) -> None:
            removed.append(session.client_id)

    broker = Watched(broker_config())
    await broker.start()
    for name in ("gone", "later"):
        session = Session()
        session.client_id = name
        session.transitions.connect()
        session.transitions.disconnect()
        session.last_disconnect_time = int(time.time()) - 8 * 86400
        if permanent and name == "gone":
            broker.permanent = session
        broker.register_session(session, BrokerProtocolHandler(broker.plugins_manager))
    async with asyncio.timeout(10):
        while broker.session_of("later") is not None:
            await asyncio.sleep(0.02)
    await broker.shutdown()
    return removed


def test_a_session_that_is_disconnected_for_too_long_is_ended_and_its_subscriptions_with_it() -> None:
    message = "amqtt does not call Broker._del_all_subscriptions for an expired session: its subscriptions would stay"
    assert asyncio.run(_expire(permanent=False)) == ["gone", "later"], message


def test_a_permanent_session_does_not_expire() -> None:
    message = "amqtt does not call Broker._cleanup_session for an expired session: the bridge's would expire"
    assert asyncio.run(_expire(permanent=True)) == ["later"], message


def test_a_connection_replaces_what_amqtt_calls_to_end_one() -> None:
    assert hasattr(BrokerProtocolHandler, "stop"), "amqtt's handler has no stop any more: connection.py replaces it"


def test_connect_is_decoded_from_a_reader_and_a_writer() -> None:
    parameters = list(inspect.signature(BrokerProtocolHandler.init_from_connect).parameters)
    message = "BrokerProtocolHandler.init_from_connect takes other arguments: decode_connect passes them in this order"
    assert parameters[:3] == ["reader", "writer", "plugins_manager"], message


def test_a_session_has_the_fields_that_a_client_sets() -> None:
    fields = {"client_id", "clean_session", "will_flag", "will_topic", "will_message", "will_qos", "will_retain"}
    fields |= {"keep_alive", "username", "password", "remote_address", "remote_port", "parent", "attributes"}
    missing = fields - vars(Session()).keys()
    assert not missing, f"amqtt's Session has lost {missing}: admission.py and server.py use them"


def test_a_network_connection_has_all_that_amqtt_wants_of_a_writer() -> None:
    wanted = WriterAdapter.__abstractmethods__
    assert wanted == {"write", "drain", "get_peer_info", "get_ssl_info", "close"}, "network.py has these"
