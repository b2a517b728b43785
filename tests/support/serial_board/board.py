"""The board: its reset and boot lines, its flash memory, and what runs on it."""

import os
import pty
import select
import signal
import subprocess
import termios
from collections.abc import Mapping
from pathlib import Path

from tests.support.board import BOARD_MODULES
from tests.support.micropython import find_micropython
from tests.support.serial_board.bootloader import Bootloader, Chip

FLASH_SIZE = 4 * 1024 * 1024
IMAGE_MAGIC = 0xE9
ROM_SPEED = 115_200


class MicroPython:
    """MicroPython's Unix port at a terminal, as a board runs it: `main.py` of its folder, the prompt, and again."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self._folder, self._environ = folder, environ
        self._process: subprocess.Popen[bytes] | None = None
        self._terminal = -1

    def start(self) -> None:
        """Run `main.py`, if there is one, then the prompt."""
        program = find_micropython()
        assert program is not None
        self._terminal, child = pty.openpty()
        mode = termios.tcgetattr(child)
        mode[1] &= ~termios.OPOST  # a serial line changes no byte
        mode[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(child, termios.TCSANOW, mode)
        script = ["-i", "main.py"] if (self._folder / "main.py").exists() else []
        environ = {**os.environ, **self._environ, "MICROPYPATH": f".:.frozen:{BOARD_MODULES}", "TERM": "dumb"}
        self._process = subprocess.Popen(
            [program, *script], cwd=self._folder, env=environ, stdin=child, stdout=child, stderr=child
        )
        os.close(child)

    def stop(self) -> None:
        """Cut the power."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=10)
            os.close(self._terminal)
        self._process = None

    def write(self, data: bytes) -> None:
        """Bytes of the serial line. While a program runs, Ctrl-C is a signal, as on a board; it reads no others."""
        if self._process is None:
            return
        if b"\x03" in data and termios.tcgetattr(self._terminal)[3] & termios.ISIG:
            self._process.send_signal(signal.SIGINT)
            data = data.replace(b"\x03", b"")
        os.write(self._terminal, data)

    def read(self) -> bytes:
        """What has been printed. After the end of the process, which Ctrl-D causes, the board starts again."""
        if self._process is None:
            return b""
        try:
            ready, _, _ = select.select([self._terminal], [], [], 0)
            if ready and (data := os.read(self._terminal, 4096)):
                return data
        except OSError:  # the process has closed its side
            pass
        else:
            if self._process.poll() is None:
                return b""
        self.stop()
        self.start()
        return b"MPY: soft reboot\r\n"


class Board:
    """A board with the usual circuit: RTS pulls its reset line and DTR its boot line, unless both are set."""

    def __init__(self, chip: Chip, folder: Path, environ: Mapping[str, str] | None = None) -> None:
        self.flash = bytearray(b"\xff" * FLASH_SIZE)
        self.chip = chip
        self.has_auto_reset = True
        self.is_busy = False
        """Another program has the port."""
        self.is_chosen = True
        """Whether the person chooses it from the list."""
        self.leaves_when_started = False
        """A board with a USB of its own: its port is gone when its program starts."""
        self.pulled_at: int | None = None
        """The cable is pulled when so many bytes have been sent to the board."""
        self.received = 0
        self.speed = ROM_SPEED
        self._micropython = MicroPython(folder, environ or {})
        self._bootloader: Bootloader | None = None
        self._in_reset = False
        self._waiting = b""

    def power(self) -> None:
        """Plug it in."""
        self._boot(download=False)

    def stop(self) -> None:
        """Unplug it."""
        self._micropython.stop()

    @property
    def is_gone(self) -> bool:
        """Whether the cable was pulled."""
        return self.pulled_at is not None and self.received >= self.pulled_at

    @property
    def bootloader(self) -> Bootloader | None:
        """What answers, if it is not the program in the flash memory."""
        return self._bootloader

    def signals(self, dtr: bool, rts: bool) -> None:
        """The lines as the computer sets them."""
        if not self.has_auto_reset:
            return
        in_reset = rts and not dtr
        if self._in_reset and not in_reset:
            self._boot(download=dtr and not rts)
            if self.leaves_when_started and self._bootloader is None:
                self.pulled_at = self.received
        self._in_reset = in_reset

    def press_reset(self, *, holding_boot: bool = False) -> None:
        """A finger on the reset button, and one on BOOT."""
        self._boot(download=holding_boot)

    def write(self, data: bytes) -> None:
        """Bytes for the board."""
        self.received += len(data)
        if self._bootloader is None:
            self._micropython.write(data)
        elif self.speed == self._bootloader.speed:
            self._waiting += self._bootloader.receive(data)

    def read(self) -> bytes:
        """Bytes of the board."""
        waiting, self._waiting = self._waiting, b""
        return waiting + (self._micropython.read() if self._bootloader is None else b"")

    def _boot(self, *, download: bool) -> None:
        self._micropython.stop()
        self._bootloader = None
        if download:
            self._bootloader = Bootloader(self.chip, self.flash)
            self._waiting = b"rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0))\r\nwaiting for download\r\n"
        elif self.flash[self.chip.bootloader_at] == IMAGE_MAGIC:
            self._micropython.start()
        else:
            self._waiting = b"invalid header: 0xffffffff\r\n" * 3
