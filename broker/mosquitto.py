"""Run mosquitto with the lab's configuration.

On POSIX the process becomes mosquitto, so that a signal hits mosquitto itself and nothing is left to die twice. On
Windows, where a process can't become another, mosquitto is a child in a job that ends with us.

Started as root, mosquitto would change to the user `mosquitto`, who can't enter a data folder under a home that is
closed to others and would leave files that its owner can't clean up. So it stays the user who started it, as amqtt
does; run the lab as an ordinary user, as docker-compose.yml does.
"""

import base64
import hashlib
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from broker.address import Address, wait_accepting
from broker.mosquitto_conf import MosquittoConf
from chat.errors import SettingsError
from chat.private_file import write_private
from chat.settings import Settings


def run(program: Path, settings: Settings, address: Address) -> int:
    """Write the configuration and become mosquitto; on Windows, run it. Raises SettingsError (`bad-setting`)."""
    command = [str(program), "-c", str(prepare(settings, address))]
    return _run_child(command, address) if sys.platform == "win32" else _become(command, address)


def prepare(settings: Settings, address: Address) -> Path:
    """Write `LAB_DATA/broker/mosquitto.conf`, and the password file if there is a password; readable by us alone."""
    folder = (settings.data / "broker").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    passwords = folder / "passwords"
    passwords.unlink(missing_ok=True)
    if settings.mqtt_username:
        write_private(passwords, password_line(settings.mqtt_username, settings.mqtt_password))
    conf = MosquittoConf(
        host=address.host,
        port=address.port,
        ws_port=address.ws_port,
        state=f"{folder}{os.sep}",
        password_file=str(passwords) if settings.mqtt_username else "",
        user="root" if hasattr(os, "geteuid") and os.geteuid() == 0 else "",
    )
    return write_private(folder / "mosquitto.conf", str(conf))


def password_line(username: str, password: str) -> str:
    """A line of mosquitto's password file, as mosquitto_passwd 2.0 writes it: PBKDF2, SHA-512, 12 bytes of salt.

    Made here so that the password is on no command line. Raises SettingsError (`bad-setting`).
    """
    if ":" in username or "\n" in username:
        raise SettingsError("bad-setting", "LAB_MQTT_USERNAME: mosquitto allows no ':' in a user name")
    rounds, salt = 101, secrets.token_bytes(12)
    hashed = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds)
    return f"{username}:$7${rounds}${_base64(salt)}${_base64(hashed)}\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def ready_line(address: Address) -> str:
    """What the process prints once mosquitto accepts connections."""
    return f"broker: ready (mosquitto) on {address.urls}"


def _become(command: list[str], address: Address) -> NoReturn:
    _announce_from_a_child(address)
    os.execv(command[0], command)  # noqa: S606 - the program was found by us; no shell is meant


def _announce_from_a_child(address: Address) -> None:
    """Leave a short-lived process that prints the ready line, for after execv nobody of us is left to print it.

    It is orphaned at once (fork twice), so that mosquitto, which never waits for children, gets no zombie.
    """
    if sys.platform == "win32":
        return
    mosquitto_pid = os.getpid()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork() == 0 and wait_accepting(address, lambda: _is_alive(mosquitto_pid)):
        os.write(1, f"{ready_line(address)}\n".encode())
    os._exit(0)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _run_child(command: list[str], address: Address) -> int:
    """Windows: mosquitto as a child that can't outlive us. Returns its exit code."""
    from broker.windows_job import end_with_us  # noqa: PLC0415 - imports what only Windows has

    with subprocess.Popen(command) as child:  # noqa: S603 - the program was found by us; no shell is meant
        end_with_us(child)
        try:
            if wait_accepting(address, lambda: child.poll() is None):
                print(ready_line(address), flush=True)
            return child.wait()
        finally:
            child.terminate()
