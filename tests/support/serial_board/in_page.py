"""Gives a board to the pages of a browser context."""

from base64 import b64decode, b64encode
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.support.serial_board.board import Board

SCRIPT = Path(__file__).with_name("page.js")


def connect(context: BrowserContext, board: Board) -> None:
    """Put the board at the serial port of each page that is opened from now on."""

    def opened(speed: int) -> bool:
        board.speed = speed
        return not board.is_busy

    def read() -> str | None:
        return None if board.is_gone else b64encode(board.read()).decode()

    def write(data: str) -> str | None:
        board.write(b64decode(data))
        return read()

    context.expose_function("boardChosen", lambda: board.is_chosen)
    context.expose_function("boardOpen", opened)
    context.expose_function("boardClose", lambda: None)
    context.expose_function("boardSignals", board.signals)
    context.expose_function("boardWrite", write)
    context.expose_function("boardRead", read)
    context.add_init_script(path=SCRIPT)
