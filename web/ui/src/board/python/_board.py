"""What every module of the board shares: the bridge to the page, interrupts, timers, and the program's life.

`_bridge` is the one module that JavaScript provides (worker/bridge.ts). A handler runs between two calls of the
program to this API, as MicroPython's scheduled ("soft") interrupts do, never inside a computation.
"""

import io
import sys

import _bridge
from utime import ticks_add, ticks_diff, ticks_ms

_pins = {}  # number -> Pin with an interrupt handler
_timers = []  # machine.Timer objects that run
_busy = False


def watch(number, pin):
    """Call `pin._changed(level)` at each change of this pin from now on; with None no longer."""
    if pin is None:
        _pins.pop(number, None)
    else:
        _pins[number] = pin


def start_timer(timer):
    stop_timer(timer)
    _timers.append(timer)


def stop_timer(timer):
    if timer in _timers:
        _timers.remove(timer)


def protect(call, argument):
    """Call a handler. What it raises is printed, and the program goes on, as on a board."""
    try:
        call(argument)
    except Exception as error:
        print("".join(line for line in traceback(error) if "/lib/_board.py" not in line), end="")


def traceback(error):
    """Its lines, each with its end."""
    text = io.StringIO()
    sys.print_exception(error, text)
    return [line + "\n" for line in text.getvalue().split("\n") if line]


def dispatch():
    """Run the handlers of what has happened. Handlers do not interrupt each other."""
    global _busy
    if _busy:
        return
    _busy = True
    try:
        while True:
            edge = _bridge.next_edge()  # 2 * pin + level, or -1
            if edge < 0:
                break
            pin = _pins.get(edge >> 1)
            if pin is not None:
                pin._changed(edge & 1)
        if _timers:
            now = ticks_ms()
            for timer in _timers[:]:
                if timer in _timers and ticks_diff(now, timer._due) >= 0:
                    timer._fire(now)
    finally:
        _busy = False


def until_due(most):
    """Milliseconds until the next timer, at most `most`."""
    now = ticks_ms()
    for timer in _timers:
        most = min(most, max(0, ticks_diff(timer._due, now)))
    return most


def sleep_ms(ms):
    end = ticks_add(ticks_ms(), ms)
    while True:
        dispatch()
        left = ticks_diff(end, ticks_ms())
        if left <= 0:
            return
        _bridge.wait(left if _busy else until_due(left))


def idle():
    """Called by the page when the program has ended: handlers and timers stay alive. Returns when to call again, in ms."""
    dispatch()
    return until_due(1000) if _timers else -1


def run(path, name, space):
    """Run a file as the program, with the names in `space`. Returns its traceback; empty when it ended well."""
    try:
        with open(path) as file:
            source = file.read()
        exec(compile(source, name, "exec"), space)
    except SystemExit:
        pass
    except BaseException as error:
        return "".join(traceback(error))
    return ""


def line(source, space):
    """Run what was typed at the prompt; an expression prints its value. Returns the traceback, or an empty text."""
    try:
        exec(compile(source, "<stdin>", "single"), space)
    except BaseException as error:
        return "".join(traceback(error))
    return ""
