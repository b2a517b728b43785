"""What goes wrong, a board says on its console: in plain words, in both languages, once a cause. On real brokers."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from chat.credentials import add_device
from tests.devices.stub_bridge import StubBridge
from tests.support.board import BOARDS, MICROPYTHON, PUBSUBCLIENT, BoardKind, Config, run_board
from tests.support.ports import free_port
from tests.support.proxy import Conditions, Proxy
from tests.support.services import Lab, Service
from tests.support.waiting import wait_until
from tls.certificate import make_ca, new_key

PASSWORD = ("the lab refuses this user name and password", "o lab recusa este usuário e esta senha")
SILENCE = (
    "connected, but nothing is acknowledged: the lab does not log, is its bridge running?",
    "conectado, mas nada é confirmado: o lab não grava, a bridge está rodando?",
)

kinds = pytest.mark.parametrize("kind", BOARDS, ids=lambda kind: kind.name)


def wait_until_told(board: Service, words: tuple[str, str], seconds: float = 15.0) -> None:
    """Wait until a board has said this in both languages."""
    line = f"device: {words[0]} / {words[1]}\n"
    wait_until(lambda: line in board.text(), seconds=seconds, what=lambda: f"{line} in: {board.text()}")


@contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    """A way to a port, which counts connections."""
    made = Proxy(port)
    made.start()
    try:
        yield made
    finally:
        made.stop()


@contextmanager
def side_by_side(lab: Lab, port: int, config: Config) -> Iterator[list[tuple[BoardKind, Service, Proxy]]]:
    """A board of each kind, each with a way of its own to the port: what takes seconds, all do at the same time."""
    with ExitStack() as stack:
        made = []
        for kind in BOARDS:
            network = stack.enter_context(proxy(port))
            board = run_board(lab, kind, replace(config, port=network.port))
            stack.callback(board.kill)
            made.append((kind, board, network))
        yield made


def assert_told_once(board: Service, words: tuple[str, str], network: Proxy) -> None:
    """A board that tries again and again has said this, and nothing else."""
    wait_until_told(board, words)
    wait_until(lambda: network.accepted >= 3, what="it tries again, and again")
    assert board.text() == f"device: {words[0]} / {words[1]}\n"


@pytest.fixture(scope="module", params=["mosquitto", "amqtt"])
def closed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, str]]:
    """A closed lab with broker and bridge, and the password of its device `esp32-1`, which may use session `own`."""
    lab = Lab(tmp_path_factory.mktemp("closed"), broker_kind=request.param, settings={"LAB_ACCESS": "on"})
    password = add_device(lab.folder / "data", "esp32-1", ("own",))
    lab.start_broker()
    lab.start_bridge()
    yield lab, password
    lab.stop()


@kinds
def test_with_its_account_a_board_is_ready(closed: tuple[Lab, str], kind: BoardKind) -> None:
    lab, password = closed
    board = run_board(lab, kind, Config(port=lab.mqtt_port, session="own", username="esp32-1", password=password))
    wait_until(lambda: board.text() == "device: ready esp32-1 in own\n", what=board.text)
    board.kill()


@pytest.mark.parametrize("account", [("esp32-1", "wrong"), ("", "")], ids=["wrong", "none"])
def test_a_wrong_password(closed: tuple[Lab, str], account: tuple[str, str]) -> None:
    lab, _ = closed
    with side_by_side(lab, lab.mqtt_port, Config(username=account[0], password=account[1])) as boards:
        for _, board, network in boards:
            assert_told_once(board, PASSWORD, network)


@kinds
def test_a_role_that_is_not_the_accounts(closed: tuple[Lab, str], kind: BoardKind) -> None:
    lab, password = closed
    words = (
        'in a lab with accounts the user name is the role: "esp32-1" is not lamp',
        'em um lab com contas o usuário é o papel: "esp32-1" não é lamp',
    )
    board = run_board(lab, kind, Config(port=lab.mqtt_port, role="lamp", username="esp32-1", password=password))
    wait_until_told(board, words)
    board.kill()
    assert board.text().count("user name is the role") == 1


@pytest.mark.parametrize("closed", ["amqtt"], indirect=True)
@pytest.mark.parametrize("kind", [kind for kind in BOARDS if kind is not PUBSUBCLIENT], ids=lambda kind: kind.name)
def test_a_session_that_the_account_may_not_use(closed: tuple[Lab, str], kind: BoardKind) -> None:
    """mosquitto grants every subscription; PubSubClient does not say what was granted."""
    lab, password = closed
    board = run_board(lab, kind, Config(port=lab.mqtt_port, username="esp32-1", password=password))
    words = ("the account esp32-1 may not use the session aula1", "a conta esp32-1 não pode usar a sessão aula1")
    wait_until_told(board, words)
    board.kill()


def no_answer(port: int) -> tuple[str, str]:
    """What a board says of a port at which nothing answers."""
    return (
        f"nothing answers at 127.0.0.1:{port}: does the lab run there?",
        f"nada responde em 127.0.0.1:{port}: o lab está rodando lá?",
    )


@kinds
def test_nothing_listens_there(lab: Lab, kind: BoardKind) -> None:
    port = free_port()
    board = run_board(lab, kind, Config(port=port))
    wait_until_told(board, no_answer(port))


def test_what_listens_there_is_silent(lab: Lab) -> None:
    lab.start_broker()
    with side_by_side(lab, lab.mqtt_port, Config()) as boards:
        for _, _, network in boards:
            network.change(Conditions(silent_down=True))
        for _, board, network in boards:
            wait_until_told(board, no_answer(network.port))


@kinds
def test_a_name_that_no_machine_has(lab: Lab, kind: BoardKind) -> None:
    board = run_board(lab, kind, Config(host="no-such-lab.invalid"))
    wait_until_told(
        board, ("no machine is called no-such-lab.invalid", "nenhuma máquina se chama no-such-lab.invalid"), 30
    )


@kinds
def test_a_connection_that_is_lost_and_one_that_is_back(lab: Lab, bridge: StubBridge, kind: BoardKind) -> None:
    with proxy(lab.mqtt_port) as network:
        board = run_board(lab, kind, Config(port=network.port))
        wait_until(lambda: "device: ready" in board.text(), what=board.text)
        network.break_all()
        wait_until(lambda: board.text().count("device: ready") == 2, what=board.text)
        assert board.text() == (
            "device: ready esp32-1 in aula1\n"
            "device: the connection is lost / a conexão caiu\n"
            "device: ready esp32-1 in aula1\n"
        )


def test_a_lab_that_does_not_log(tmp_path: Path) -> None:
    """The embedded broker acknowledges when the bridge has logged. All kinds wait side by side."""
    lab = Lab(tmp_path, "amqtt")
    try:
        lab.start_broker()
        boards = [run_board(lab, kind, Config(port=lab.mqtt_port, role=kind.name)) for kind in BOARDS]
        for board in boards:
            wait_until_told(board, SILENCE, 30)
        lab.start_bridge()
        for board in boards:
            wait_until(lambda board=board: "device: ready" in board.text(), what=board.text)  # type: ignore[misc]
            assert board.text().count(SILENCE[0]) == 1
    finally:
        lab.stop()


def wait_for_turns(board: Service) -> None:
    """Wait until a board's loop has gone round fifty times: it pauses each time, and gives up the processor."""
    assert board.process is not None
    process = psutil.Process(board.process.pid)
    before = process.num_ctx_switches().voluntary
    wait_until(lambda: process.num_ctx_switches().voluntary >= before + 50, what="its loop goes round")


@kinds
def test_a_wifi_that_is_not_there(lab: Lab, kind: BoardKind) -> None:
    board = run_board(lab, kind, Config(wifi_name="clasroom"))
    wait_until_told(board, ('no Wi-Fi network is called "clasroom"', 'nenhuma rede Wi-Fi se chama "clasroom"'))
    wait_for_turns(board)
    assert board.text().count("\n") == 1


@kinds
def test_a_wrong_password_of_the_wifi(lab: Lab, kind: BoardKind) -> None:
    board = run_board(lab, kind, Config(wifi_password="cheese"))
    wait_until_told(board, ("the Wi-Fi password is wrong", "a senha do Wi-Fi está errada"))
    wait_for_turns(board)
    assert board.text().count("\n") == 1


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, StubBridge]]:
    """A broker with TLS, and a stub bridge at its loopback side."""
    made = Lab(tmp_path_factory.mktemp("secure"), "amqtt", {"LAB_TLS": "auto"})
    made.start_broker()
    bridge = StubBridge(made.mqtt_port)
    bridge.start()
    yield made, bridge
    bridge.stop()
    made.stop()


def ca_of(lab: Lab) -> str:
    """The file of a lab's authority."""
    return str(lab.folder / "data" / "tls" / "ca.pem")


def untrusted(kind: BoardKind, host: str) -> tuple[str, str]:
    """What a board says of a certificate."""
    prefix = "" if kind is MICROPYTHON else "BOARD_"
    return (
        f"the certificate at {host} is not trusted: {prefix}CA must be the lab's ca.pem, and {prefix}HOST a name in it",
        f"o certificado em {host} não é confiável: {prefix}CA deve ser o ca.pem do lab, e {prefix}HOST um nome nele",
    )


@kinds
def test_over_tls_it_takes_part_as_it_does_without(secure: tuple[Lab, StubBridge], kind: BoardKind) -> None:
    lab, bridge = secure
    board = run_board(lab, kind, Config(port=lab.mqtts_port, ca=ca_of(lab), session=kind.name.replace("_", "-")))
    wait_until(lambda: "device: ready" in board.text(), what=board.text)
    bridge.say(kind.name.replace("_", "-"), "teacher", "@esp32-1 on")
    wait_until(lambda: bridge.texts(kind.name.replace("_", "-"), "esp32-1") == ["ligada"], what="it obeys")
    board.kill()


def test_with_tls_on_at_a_port_without_it(secure: tuple[Lab, StubBridge]) -> None:
    lab, _ = secure
    with side_by_side(lab, lab.mqtt_port, Config(ca=ca_of(lab))) as boards:
        for _, board, network in boards:
            here = f"127.0.0.1:{network.port}"
            words = f"TLS does not begin at {here}: is this the port of TLS?"
            assert_told_once(board, (words, f"o TLS não começa em {here}: esta é a porta do TLS?"), network)


def test_over_tls_a_file_that_is_no_certificate_is_not_trusted(secure: tuple[Lab, StubBridge], tmp_path: Path) -> None:
    other = tmp_path / "ca.pem"
    other.write_text("PASTE THE TEXT OF ca.pem HERE")
    assert_not_trusted(secure, "127.0.0.1", str(other))


def assert_not_trusted(secure: tuple[Lab, StubBridge], host: str, ca: str) -> None:
    lab, bridge = secure
    with side_by_side(lab, lab.mqtts_port, Config(host=host, ca=ca, session="other")) as boards:
        for kind, board, network in boards:
            assert_told_once(board, untrusted(kind, host), network)
    assert bridge.of("other", "esp32-1") == []


def test_over_tls_another_authority_is_not_trusted(secure: tuple[Lab, StubBridge], tmp_path: Path) -> None:
    other = tmp_path / "ca.pem"
    other.write_bytes(make_ca(new_key(), "other", datetime.now(UTC)).public_bytes(Encoding.PEM))
    assert_not_trusted(secure, "127.0.0.1", str(other))


def test_over_tls_a_host_that_is_not_in_the_certificate_hears_nothing(secure: tuple[Lab, StubBridge]) -> None:
    assert_not_trusted(secure, "127.1", ca_of(secure[0]))  # the same address, by a name that the certificate lacks
