"""What each QoS promises and delivers under each fault, of paho, MicroPython and the page, counted in the log.

The table of docs/faults.md: `--into docs/faults.md`.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench.marked_part import write_part
from bench.promises.clients import CLIENTS, Line, Publish, wait_for
from bench.promises.plan import FAULTS, MESSAGES, Count, Row, Trial, markdown
from chat.fault_service import FaultService
from chat.history import History
from tests.support.ports import free_port
from tests.support.services import Lab
from tests.support.waiting import wait_until

_SETTLED = 2.0
"""Seconds without a new record after which the log has all that comes."""

_CLOSED = 20.0
"""Seconds in which a line hands on what is left and the broker notices that a client is gone."""


def main(arguments: list[str]) -> int:
    """Run with the options given; 0 when every promise held."""
    options = _options(arguments)
    rows: list[Row] = []
    with serving(options.broker) as lab:
        for rule, ways in FAULTS.items():
            if rule.startswith(options.only):
                rows += [
                    run_row(lab, f"t{len(rows)}-{place}", Trial(rule, way, options.messages))
                    for place, way in enumerate(ways)
                ]
    table = markdown(rows, list(CLIENTS))
    print(table)
    if options.into:
        write_part(options.into, "promises", table)
    broken = [f"{row.rule} {row.way.text} {client}: {what}" for row, client, what in broken_promises(rows)]
    print(f"\n{len(broken)} promises did not hold", *broken, sep="\n")
    return 1 if broken else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lab.py bench promises", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--broker", choices=["amqtt", "mosquitto"], default="amqtt")
    parser.add_argument("--messages", type=int, default=MESSAGES, help="of each client in each row, at most 200")
    parser.add_argument("--only", default="", help="rules that begin so")
    parser.add_argument("--into", type=Path, metavar="FILE", help="put the table into this document, between its marks")
    return parser.parse_args(arguments)


@contextmanager
def serving(broker: str) -> Iterator[Lab]:
    """Broker, bridge and fault lab of a lab of its own."""
    with tempfile.TemporaryDirectory(prefix="lab-promises-") as folder:
        lab = Lab(Path(folder), broker_kind=broker, settings={"LAB_FAULTS_PORT": str(free_port())})
        try:
            lab.start_broker()
            lab.start_bridge()
            made = lab.service("faults", "serve")
            wait_until(lambda: "faults: ready" in made.text(), what=made.text)
            yield lab
        finally:
            lab.stop()


def run_row(lab: Lab, session: str, trial: Trial) -> Row:
    """Let all clients publish at the same time, each through a line of its own."""
    rule, way, count = trial.rule, trial.way, trial.count
    with ThreadPoolExecutor(len(CLIENTS)) as pool:
        jobs = {
            name: pool.submit(_publish, lab, f"{session}/{place}", trial, publish)
            for place, (name, publish) in enumerate(CLIENTS.items())
        }
        did = {name: job.result() for name, job in jobs.items()}
    records = settled(lab, session)
    counts = {name: counted(records, str(place), count) if did[name] else None for place, name in enumerate(CLIENTS)}
    row = Row(rule, way, counts)
    print(
        f"{rule or 'none':26} QoS {way.text:14}",
        *(f"{name}: {one.text if one else '-'};" for name, one in counts.items()),
        flush=True,
    )
    return row


def _publish(lab: Lab, name: str, trial: Trial, publish: Publish) -> bool:
    service = FaultService.read(lab.folder / "data")
    if service is None:
        raise AssertionError("the fault lab has noted nothing")
    opened = Line(service, name, 0).ask("PUT", body={"rules": [trial.rule] if trial.rule else []})
    line = Line(service, name, int(opened["port"]))
    try:
        return publish(line, name.replace("/", "-"), trial.way, trial.count)
    finally:
        wait_for(lambda: line.ask("GET")["open"] == 0, _CLOSED)  # what is delayed or slow is on its way still
        line.ask("DELETE")


def settled(lab: Lab, session: str) -> list[dict[str, object]]:
    """The records of a session, once no more come."""
    size, since = -1, time.monotonic()

    def is_settled() -> bool:
        nonlocal size, since
        now = (
            sum(path.stat().st_size for path in (lab.logs / session).glob("*")) if (lab.logs / session).exists() else 0
        )
        if now != size:
            size, since = now, time.monotonic()
        return time.monotonic() - since > _SETTLED

    wait_until(is_settled, seconds=60, what="no more records come")
    return [json.loads(line) for line in History.of(lab.logs, session).all()]


def counted(records: list[dict[str, object]], role: str, sent: int) -> Count:
    """What the log has of a role's messages."""
    data = [record.get("data") for record in records if record["role"] == role]
    times = Counter(one["n"] for one in data if isinstance(one, dict) and "n" in one)
    return Count(sent, len(times), sum(count > 1 for count in times.values()))


def broken_promises(rows: list[Row]) -> Iterator[tuple[Row, str, str]]:
    """Row, client and what happened, of each promise that did not hold."""
    for row in rows:
        for client, count in row.counts.items():
            if count is not None and (what := count.broken(row.way)):
                yield row, client, what
