"""The official Socket.IO client against our server, over each transport and over the change from one to the other."""

import pytest

from tests.clients.conftest import RunNode
from tests.support.services import Lab

pytestmark = pytest.mark.parametrize("lab_on", ["mosquitto"], indirect=True, scope="package")


@pytest.fixture(scope="module")
def page_url(lab_on: Lab) -> str:
    """Where the web answers."""
    lab_on.start_web()
    lab_on.wait_until_well()
    return lab_on.url


@pytest.mark.parametrize(
    ("transports", "ends_on"), [("websocket", "websocket"), ("polling", "polling"), ("polling,websocket", "websocket")]
)
def test_the_official_client_joins_sends_and_hears(
    page_url: str, run_node: RunNode, transports: str, ends_on: str
) -> None:
    session = f"io-{transports.replace(',', '-')}"
    texts = [f"text {number}" for number in range(20)]
    [seen] = run_node("socketio.mjs", page_url, session, transports, *texts)
    assert seen["joined"] == ["bridge", "broker", "last_seq", "participants", "records", "state"]
    assert seen["answers"] == [{"status": "accepted"}] * len(texts)
    assert [record["text"] for record in seen["records"]] == texts
    assert seen["transport"] == ends_on
