"""`python -m devices <kind> --session S --role R`: the one place where the devices are put together."""

import logging
import os
import signal
import sys
import threading
from pathlib import Path

from devices import options
from devices.device import Device
from devices.environment import environment
from devices.fleet import command as fleet
from devices.kinds import KINDS
from devices.replay import command as replay
from devices.run import Assignment, run
from devices.texts import OptionError


def main() -> int:
    """Run until SIGINT or SIGTERM. Returns the exit code: 2 when the `.env` file, or `--file`, can't be used."""
    try:
        settings = environment(os.environ, Path(".env"))
    except OptionError as error:
        print(f"devices: {error.text(options.spoken_language(os.environ))}", file=sys.stderr)
        return 2
    if sys.argv[1:2] == ["fleet"]:
        return fleet.main(sys.argv[2:], settings)
    if sys.argv[1:2] == ["replay"]:
        return replay.main(sys.argv[2:], settings)
    chosen = options.parse(sys.argv[1:], settings)
    if chosen is None:
        print(options.listing(options.spoken_language(settings)))
        return 0
    try:
        devices: list[Device] = [KINDS[kind].make(role, chosen.language, chosen.choices) for kind, role in chosen.roles]
    except OptionError as error:
        print(f"devices: {error.text(chosen.language)}", file=sys.stderr)
        return 2
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="device: %(message)s")
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    assignments = [
        Assignment(device, chosen.broker_for(device.role), chosen.session, discovery=chosen.discovery)
        for device in devices
    ]
    run(assignments, stopping)
    return 0


if __name__ == "__main__":
    sys.exit(main())
