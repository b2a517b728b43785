"""The files of boards as one zip archive, a folder for each board, made while it is sent."""

import time
import zipfile
from collections.abc import Callable, Iterator, Mapping

from web.boards.kinds import files_of
from web.boards.order import Order

_README = """\
Uma pasta para cada placa, com os arquivos prontos.
{}
Cada pasta tem a senha da sua placa. Guarde este arquivo só enquanto precisar dele.

A folder for each board, with files that are ready.
{}
Each folder has the password of its board. Keep this file only as long as you need it.
"""

_HOW: Mapping[str, tuple[str, str]] = {
    "micropython": (
        "Copie todos os arquivos da pasta para a placa de mesmo nome, com o Thonny ou o mpremote, e reinicie a placa.",
        "Copy every file of the folder to the board of the same name, with Thonny or mpremote, and reset the board.",
    ),
    "esp32": (
        "Abra lab_device/lab_device.ino da pasta na IDE do Arduino e envie-o para a placa de mesmo nome.",
        "Open lab_device/lab_device.ino of the folder in the Arduino IDE, and upload it to the board of the same name.",
    ),
    "pubsubclient": (
        (
            "Instale a biblioteca PubSubClient, de Nick O'Leary, na IDE do Arduino. "
            "Abra lab_pubsubclient/lab_pubsubclient.ino da pasta e envie-o para a placa de mesmo nome."
        ),
        (
            "Install the library PubSubClient, by Nick O'Leary, in the Arduino IDE. "
            "Open lab_pubsubclient/lab_pubsubclient.ino of the folder, and upload it to the board of the same name."
        ),
    ),
    "python": (
        "Na pasta: pip install paho-mqtt, uma vez, e depois python device.py",
        "In the folder: pip install paho-mqtt, once, and then python device.py",
    ),
}
"""What to do with the files of each kind, in both languages."""


class _Sink:
    """Takes what zipfile writes. It has no `seek`, so zipfile writes every file once, from the beginning to the end."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._chunks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def close(self) -> None:
        """There is nothing to close."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken


def zip_of(kind: str, order: Order, breathe: Callable[[], None]) -> Iterator[bytes]:
    """The archive in pieces of one board each. `breathe` lets others work between them. Raises as `files_of` does."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("README.txt"), _README.format(*_HOW[kind]))
        for board in order.boards:
            for file in files_of(kind, board, order):
                archive.writestr(_entry(f"{board.role}/{file.path}"), file.content)
            yield sink.take()
            breathe()
    yield sink.take()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, time.localtime()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16  # for its owner alone: it may hold a password
    return entry
