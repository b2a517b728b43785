"""MicroPython's asyncio, the part that lessons use: tasks that take turns on the board's own clock.

Modules that wait (`time.sleep`) stop all tasks, as on a board. There are no streams.
"""

import sys

import _board
import _bridge
from utime import ticks_add, ticks_diff, ticks_ms


class CancelledError(BaseException):
    pass


class TimeoutError(Exception):
    pass


_tasks = []  # that have not ended, in the order in which they take turns
_current = None


class Task:
    def __init__(self, coro):
        self.coro, self._due, self._thrown = coro, ticks_ms(), None
        self._value = self._error = None
        self._ended = self._awaited = False

    def done(self):
        return self._ended

    def cancel(self):
        if self._ended:
            return False
        self._thrown, self._due = CancelledError(), ticks_ms()
        return True

    def __iter__(self):
        """Wait for its end."""
        self._awaited = True
        yield from _until(lambda: self._ended)
        if self._error is not None:
            raise self._error
        return self._value

    def _turn(self):
        """Let it go on to its next wait."""
        thrown, self._thrown = self._thrown, None
        try:
            if thrown is None:
                self.coro.send(None)
            else:
                self.coro.throw(thrown)
        except StopIteration as end:
            self._end(end.value, None)
        except CancelledError as error:
            self._end(None, error)
        except Exception as error:
            self._end(None, error)

    def _end(self, value, error):
        self._ended, self._value, self._error = True, value, error
        _tasks.remove(self)


def create_task(coro):
    task = Task(coro)
    _tasks.append(task)
    return task


def current_task():
    return _current


def run(coro):
    """Run a coroutine to its end, and the tasks that it makes meanwhile."""
    global _current
    _tasks.clear()
    main = create_task(coro)
    main._awaited = True
    while not main._ended:
        _board.dispatch()
        now = ticks_ms()
        due = [task for task in _tasks if ticks_diff(task._due, now) <= 0]
        for task in due:
            if not task._ended and not main._ended:
                _current = task
                task._turn()
                _tell(task)
        if not due:
            wait = min(ticks_diff(task._due, now) for task in _tasks)
            _bridge.wait(_board.until_due(wait))
    _current = None
    if main._error is not None:
        raise main._error
    return main._value


def _tell(task):
    """Print what ended a task for which nobody waits."""
    if task._ended and task._error is not None and not task._awaited and not isinstance(task._error, CancelledError):
        print("Task exception wasn't retrieved")
        sys.print_exception(task._error)


def sleep_ms(ms):
    """Let the others go on for some milliseconds."""
    _current._due = ticks_add(ticks_ms(), max(0, ms))
    yield


def sleep(seconds):
    return sleep_ms(int(seconds * 1000))


def _until(is_true):
    """Wait for a condition, looking every few milliseconds: what makes it true may be a handler of a pin."""
    while not is_true():
        _current._due = ticks_add(ticks_ms(), 5)
        yield


def _task_of(awaitable):
    return awaitable if isinstance(awaitable, Task) else create_task(awaitable)


async def gather(*awaitables, return_exceptions=False):
    tasks = [_task_of(one) for one in awaitables]
    results = []
    for task in tasks:
        try:
            results.append(await task)
        except Exception as error:
            if not return_exceptions:
                raise
            results.append(error)
    return results


async def wait_for_ms(awaitable, ms):
    task = _task_of(awaitable)
    task._awaited = True
    end = ticks_add(ticks_ms(), ms)
    await _until(lambda: task._ended or ticks_diff(end, ticks_ms()) <= 0)
    if not task._ended:
        task.cancel()
        raise TimeoutError
    return await task


def wait_for(awaitable, seconds):
    return wait_for_ms(awaitable, int(seconds * 1000))


class Event:
    def __init__(self):
        self._is_set = False

    def is_set(self):
        return self._is_set

    def set(self):
        self._is_set = True

    def clear(self):
        self._is_set = False

    async def wait(self):
        await _until(lambda: self._is_set)
        return True


class ThreadSafeFlag(Event):
    """An event for handlers of pins: whoever has waited clears it."""

    async def wait(self):
        await _until(lambda: self._is_set)
        self._is_set = False


class Lock:
    def __init__(self):
        self._is_locked = False

    def locked(self):
        return self._is_locked

    async def acquire(self):
        await _until(lambda: not self._is_locked)
        self._is_locked = True
        return True

    def release(self):
        if not self._is_locked:
            raise RuntimeError("Lock not acquired")
        self._is_locked = False

    async def __aenter__(self):
        return await self.acquire()

    async def __aexit__(self, *_):
        self.release()
