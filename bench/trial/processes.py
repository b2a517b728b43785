"""Faults of processes: killed, paused, restarted without memory, all at once, doubled."""

from collections.abc import Iterator

from bench.trial.fault import Act, Fault
from bench.trial.synced import lose_unsynced
from bench.trial.testbed import Testbed
from chat.history import History
from tests.support.waiting import wait_until

TORN = b'{"seq":999999,"at":"2026-11-22T16:48:00.123Z","role":"p'
"""The beginning of a line, as a machine leaves it that stops while it writes."""

# mosquitto saves its state every two seconds. amqtt saves nothing, and acknowledges nothing that is not logged.
_MOSQUITTO = ("mosquitto",)


def faults() -> Iterator[Fault]:
    """All of them."""
    every = ("broker", "bridge", "web", "device0")
    for name in every:
        loses = _MOSQUITTO if name == "broker" else ()
        word = name.rstrip("0")
        yield Fault(
            f"{word}-killed", f"SIGKILL of the {word}", _kill(name), _start(name), loses=loses, is_for_soak=True
        )
    yield Fault(
        "broker-and-bridge-killed",
        "SIGKILL of the broker and the bridge",
        _kill("broker", "bridge"),
        _start("broker", "bridge"),
        loses=_MOSQUITTO,
        is_for_soak=True,
    )
    for name in every:
        word = name.rstrip("0")
        yield Fault(f"{word}-paused", f"SIGSTOP of the {word}, SIGCONT", _pause(name), _resume(name), is_for_soak=True)
    yield Fault("all-paused", "SIGSTOP of all, SIGCONT", _pause(*every), _resume(*every), is_for_soak=True)
    yield Fault(
        "machine-stop",
        "SIGKILL of all at once; each log loses what no sync of it covers, or gets a torn last line",
        _stop_machine,
        _start(*every),
        loses=_MOSQUITTO,
        is_for_soak=True,
    )
    yield Fault(
        "broker-forgets",
        "SIGKILL of the broker; its state is removed",
        _forget,
        _start("broker"),
        loses=_MOSQUITTO,
        is_for_soak=True,
    )
    yield Fault("bridge-stopped", "SIGTERM of the bridge", lambda testbed: _stop(testbed, "bridge"), _start("bridge"))
    yield Fault("second-bridge", "a second bridge is started on the same folder", _start_second_bridge)


def _kill(*names: str) -> Act:
    def act(testbed: Testbed) -> None:
        for process in testbed.processes(*names):
            process.kill()
        for name in names:
            testbed.service(name).kill()

    return act


def _start(*names: str) -> Act:
    def act(testbed: Testbed) -> None:
        for name in names:
            testbed.service(name).start()

    return act


def _pause(*names: str) -> Act:
    def act(testbed: Testbed) -> None:
        for process in testbed.processes(*names):
            process.suspend()

    return act


def _resume(*names: str) -> Act:
    def act(testbed: Testbed) -> None:
        for process in testbed.processes(*names):
            process.resume()

    return act


def _stop(testbed: Testbed, name: str) -> None:
    assert testbed.service(name).stop() == 0


def _stop_machine(testbed: Testbed) -> None:
    _kill("broker", "bridge", "web", "device0")(testbed)
    newest = [History(folder).files()[-1].path for folder in sorted(testbed.lab.logs.glob("s*"))]
    testbed.lost_bytes += lose_unsynced(testbed.sync_notes, newest[1:])
    with newest[0].open("ab") as file:
        file.write(TORN)


def _forget(testbed: Testbed) -> None:
    _kill("broker")(testbed)
    for state in (testbed.lab.folder / "data").rglob("mosquitto.db*"):
        state.unlink()


def _start_second_bridge(testbed: Testbed) -> None:
    second = testbed.lab.service("bridge")
    assert second.process is not None
    wait_until(lambda: second.process is not None and second.process.poll() is not None, what="the second refuses")
    assert second.process.returncode == 2
    assert "another bridge writes in" in second.text()
