"""Run mosquitto with the lab's configuration.

On POSIX the process becomes mosquitto, so that a signal hits mosquitto itself and nothing is left to die twice. On
Windows, where a process can't become another, mosquitto is a child in a job that ends with us.

In a closed lab a child of mosquitto stays beside it. When the credentials have changed, it rewrites mosquitto's files
and sends SIGHUP to mosquitto. Windows has no such signal: there a change holds from the next start on.

Started as root, mosquitto would change to the user `mosquitto`, who can't enter a data folder under a home that is
closed to others and would leave files that its owner can't clean up. So it stays the user who started it, as amqtt
does; run the lab as an ordinary user, as docker-compose.yml does.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from broker.address import Address, answers, wait_accepting
from broker.mosquitto_access import ACCESS_LIST, PASSWORDS, AccessFiles
from broker.mosquitto_conf import MosquittoConf
from chat.credentials import CredentialsFile
from chat.errors import SettingsError
from chat.private_file import write_private
from chat.secret import hash_password
from chat.settings import Settings
from tls.files import Identity

_CHECK_SECONDS = 0.5
"""Time between two checks of the credentials, in seconds."""


def run(program: Path, settings: Settings, address: Address, certificate: Identity | None = None) -> int:
    """Write the configuration and become mosquitto; on Windows, run it. Raises SettingsError."""
    files = None
    if settings.has_accounts:
        files = AccessFiles(CredentialsFile(settings.data), _folder(settings))
    command = [str(program), "-c", str(prepare(settings, address, files, certificate))]
    return _run_child(command, address) if sys.platform == "win32" else _become(command, address, files)


def _folder(settings: Settings) -> Path:
    folder = (settings.data / "broker").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def prepare(
    settings: Settings, address: Address, files: AccessFiles | None = None, certificate: Identity | None = None
) -> Path:
    """Write `LAB_DATA/broker/mosquitto.conf` and the files that it names, all with mode 600. Returns its path.

    `files`: the password file and access list of a closed lab; `certificate`: that of a lab with TLS. Raises
    SettingsError (`bad-setting`).
    """
    folder = _folder(settings)
    passwords = folder / PASSWORDS
    passwords.unlink(missing_ok=True)
    if files is not None:
        files.update()
    elif settings.mqtt_username:
        write_private(passwords, password_line(settings.mqtt_username, settings.mqtt_password))
    conf = MosquittoConf(
        host=address.host,
        plain_host=address.plain_host,
        port=address.port,
        ws_port=address.ws_port,
        tls_port=address.tls_port,
        certificate=str(certificate.certificate.resolve()) if certificate is not None else "",
        key=str(certificate.key.resolve()) if certificate is not None else "",
        state=f"{_state(folder, is_closed=files is not None)}{os.sep}",
        password_file=str(passwords) if passwords.exists() else "",
        access_list=str(folder / ACCESS_LIST) if files is not None else "",
        saves_always=settings.mosquitto_save == "always",
        user="root" if hasattr(os, "geteuid") and os.geteuid() == 0 else "",
    )
    return write_private(folder / "mosquitto.conf", str(conf))


def _state(folder: Path, *, is_closed: bool) -> Path:
    """Where mosquitto keeps its state. In a closed lab clients have other ids: the sessions that they left in the open
    one would fill meanwhile, and bring every message a second time once the lab is open again."""
    state = folder / "closed" if is_closed else folder
    state.mkdir(exist_ok=True)
    return state


def password_line(username: str, password: str) -> str:
    """A line of mosquitto's password file. Made here so that the password is on no command line.

    Raises SettingsError (`bad-setting`).
    """
    if ":" in username or "\n" in username:
        raise SettingsError("bad-setting", "LAB_MQTT_USERNAME: mosquitto allows no ':' in a user name")
    return f"{username}:{hash_password(password)}\n"


def ready_line(address: Address) -> str:
    """What the process prints once mosquitto accepts connections."""
    return f"broker: ready (mosquitto) on {address.urls}"


def _become(command: list[str], address: Address, files: AccessFiles | None) -> NoReturn:
    if files is None:
        _announce_from_an_orphan(address)
    else:
        _keep_files_in_a_child(address, files)
    os.execv(command[0], command)  # noqa: S606 - the program was found by us; no shell is meant


def _announce_from_an_orphan(address: Address) -> None:
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
    if os.fork() == 0:
        _announce(address, mosquitto_pid)
    os._exit(0)


def _keep_files_in_a_child(address: Address, files: AccessFiles) -> None:
    """Leave a process that prints the ready line and then keeps mosquitto's files as long as mosquitto lives."""
    if sys.platform == "win32":
        return
    mosquitto_pid = os.getpid()
    if os.fork():
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C: end with mosquitto, without a traceback
    try:
        _announce(address, mosquitto_pid)
        handles_signals = False
        # Its parent as long as it lives, whatever process has this number afterwards.
        while os.getppid() == mosquitto_pid:
            # It accepts connections before it handles SIGHUP, which would end it; it answers them afterwards.
            handles_signals = handles_signals or answers(address.plain_host, address.port)
            if handles_signals:
                _update(files, mosquitto_pid)
            time.sleep(_CHECK_SECONDS)
    finally:
        os._exit(0)


def _update(files: AccessFiles, mosquitto_pid: int) -> None:
    if sys.platform == "win32":
        return
    try:
        if files.update():
            os.kill(mosquitto_pid, signal.SIGHUP)
    except OSError as error:
        os.write(2, f"broker: the accounts could not be renewed, trying again: {error}\n".encode())


def _announce(address: Address, mosquitto_pid: int) -> None:
    if wait_accepting(address, lambda: _is_alive(mosquitto_pid)):
        os.write(1, f"{ready_line(address)}\n".encode())


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
