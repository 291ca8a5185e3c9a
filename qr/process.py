"""The child process of `qr.worker`, as its parent sees it."""

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Pipe

import psutil

from qr.errors import QrError, ReaderNotStarted, StepLost
from qr.reader import Reader
from qr.symbol import Reading
from qr.wire import FAULT, READING, STEP, Request, decode_reading, encode_request

_START = 60.0
# One thread for linear algebra: the matrices are small, and idle threads that wait for work cost more.
_BOOT = (
    "import os, sys; os.environ['OPENBLAS_NUM_THREADS'] = '1'; sys.path[:] = {path!r}; "
    "from qr.child import serve; serve({fd})"
)
_NONSENSE = "answered nonsense"

_LOOK_EVERY = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """How long the child may be silent: seconds of CPU that it spends, and of wall clock whatever it does. On
    a busy machine the second goes by while nothing is wrong."""

    cpu: float
    wall: float


Patience = Callable[[str], Time]
"""The time that the step with this label may take; empty before the first."""


class _ChildLost(QrError):
    """The child died or said nothing in time."""


class ReaderProcess:
    """One child process and the pipe to it. `make` builds its reader, `memory_mb` is its address space, and
    `seconds` the time after which it ends by itself if its parent is gone. Raises `ReaderNotStarted`."""

    def __init__(self, make: Callable[[], Reader], *, memory_mb: int, seconds: float) -> None:
        self.images = 0
        self._pipe, far = Pipe()
        with far:
            boot = _BOOT.format(path=sys.path, fd=far.fileno())
            self._process = subprocess.Popen(  # noqa: S603 -- this interpreter, this package
                [sys.executable, "-c", boot],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(far.fileno(),),
                start_new_session=True,
            )
        self.pid = self._process.pid
        self._watched, self._spent = psutil.Process(self.pid), 0.0
        self.version = self._greeting(pickle.dumps((make, memory_mb, seconds)))

    def read(self, data: bytes, request: Request, patience: Patience) -> tuple[Reading, tuple[str, ...]]:
        """The reading, and the steps that were taken for it. Raises `StepLost`."""
        self.images += 1
        self._look()
        steps: list[str] = []
        try:
            self._send(encode_request(request))
            self._send(data)
            while (answer := self._answer(patience(steps[-1] if steps else "")))[:1] == STEP:
                steps.append(answer[1:].decode(errors="replace"))
        except _ChildLost as error:
            raise StepLost(steps[-1] if steps else "", str(error)) from error
        return _reading(answer, steps), tuple(steps)

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        """Kills the process and waits for it. May be called twice."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()

    def _greeting(self, order: bytes) -> str:
        try:
            self._send(order)
            greeting = self._answer(Time(cpu=_START, wall=_START))
        except _ChildLost as error:
            self.end()
            raise ReaderNotStarted(f"The reader's process could not start: {error}") from error
        word, _, rest = greeting.decode(errors="replace").partition(" ")
        if word != "ready":
            self.end()
            raise ReaderNotStarted(f"The reader's process could not start: {rest}")
        return rest

    def _send(self, message: bytes) -> None:
        try:
            self._pipe.send_bytes(message)
        except OSError as error:
            raise _ChildLost(self._epitaph()) from error

    def _answer(self, allowed: Time) -> bytes:
        began, start = time.monotonic(), self._spent
        try:
            while (left := allowed.wall - (time.monotonic() - began)) > 0:
                if self._pipe.poll(min(_LOOK_EVERY, left)):
                    return self._pipe.recv_bytes()
                self._look()
                if self._spent - start >= allowed.cpu:
                    break
        except (OSError, EOFError) as error:
            raise _ChildLost(self._epitaph()) from error
        raise _ChildLost(f"took more than {time.monotonic() - began:.1f} seconds")

    def _look(self) -> None:
        """See how much CPU time the child has spent."""
        with suppress(psutil.Error):  # one that has ended tells by its pipe
            times = self._watched.cpu_times()
            self._spent = times.user + times.system

    def _epitaph(self) -> str:
        try:
            status = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return "the decoder's process closed its pipe"
        cause = f"signal {-status}" if status < 0 else f"status {status}"
        return f"the decoder's process ended ({cause})"


def _reading(answer: bytes, steps: list[str]) -> Reading:
    step = steps[-1] if steps else ""
    if answer[:1] == FAULT:
        raise StepLost(step, answer[1:].decode(errors="replace"), child_is_well=True)
    if answer[:1] != READING:
        raise StepLost(step, _NONSENSE)
    try:
        return decode_reading(answer[1:])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise StepLost(step, _NONSENSE) from error
