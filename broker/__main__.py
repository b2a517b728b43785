"""`python -m broker`: read the settings, choose the broker, run it until a signal ends it."""

import os
import sys

from broker import mosquitto
from broker.address import listen_address
from broker.selection import choose
from chat.errors import SettingsError
from chat.settings import Settings
from system.file_limit import raise_file_limit, shortage
from tls.contexts import server_context
from tls.files import identity


def run(settings: Settings) -> int:
    """Run the broker that LAB_BROKER asks for. Returns the exit code. Raises SettingsError."""
    choice = choose(settings)
    print(f"broker: {choice.kind} ({choice.why})", flush=True)
    if choice.kind == "external":
        return 0
    _check_user(settings)
    address = listen_address(settings)
    certificate = identity(settings)
    # Also for mosquitto, which reads the files itself: its own errors about them say less.
    context = server_context(certificate) if certificate is not None else None
    if line := shortage(raise_file_limit()):
        print(f"broker: {line}", flush=True)
    if choice.program is not None:
        return mosquitto.run(choice.program, settings, address, certificate)
    from broker.embedded import service  # noqa: PLC0415 - amqtt is slow to import and mosquitto does without it

    return service.run(settings, address, context)


def _check_user(settings: Settings) -> None:
    if bool(settings.mqtt_username) != bool(settings.mqtt_password):
        raise SettingsError("bad-setting", "LAB_MQTT_USERNAME and LAB_MQTT_PASSWORD go together: set both or neither")


def main() -> int:
    """The process. A setting that can't work is one line and exit code 2."""
    try:
        return run(Settings.load(os.environ))
    except SettingsError as error:
        print(f"broker: {error.detail}", file=sys.stderr, flush=True)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
