"""`python -m bridge`: the bridge's composition root."""

import logging
import os
import signal
import sys
import threading

from bridge.service import Bridge
from chat.errors import SessionLogError, SettingsError
from chat.settings import Settings
from system.file_limit import raise_file_limit, shortage

BAD_SETTING = 2


def main() -> int:
    """Run until SIGTERM or SIGINT. Returns 0; 1 when the disk failed; 2 when a setting is bad."""
    logging.basicConfig(level=logging.WARNING, format="bridge: %(message)s", stream=sys.stderr)
    done = threading.Event()
    failed = threading.Event()

    def fail() -> None:
        failed.set()
        done.set()

    try:
        settings = Settings.load(os.environ)
        if line := shortage(raise_file_limit()):
            logging.getLogger("bridge").warning("%s", line)
        bridge = Bridge(settings, on_ready=lambda: _say_ready(settings), on_failure=fail)
        for name in ("SIGTERM", "SIGINT", "SIGBREAK"):  # the last is how a process is asked to end on Windows
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: done.set())
        bridge.start()
    except (SettingsError, SessionLogError) as error:
        print(f"bridge: {error.detail}", file=sys.stderr)
        return BAD_SETTING
    while not done.wait(0.5):  # a wait without end can't be interrupted on Windows
        pass
    if failed.is_set():
        os._exit(1)  # nothing may be acknowledged or told any more; the broker keeps what is not logged
    bridge.stop()
    return 0


def _say_ready(settings: Settings) -> None:
    scheme = "mqtts" if settings.mqtt_tls_on else "mqtt"
    address = f"{scheme}://{settings.broker_address}:{settings.broker_port}"
    print(f"bridge: ready, logging {address} to {settings.logs.resolve()}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
