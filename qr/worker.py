"""Reading in a process of its own, which can be killed.

Decoders are C and C++ on hostile images: they can crash, and one has hung for ten minutes on one picture.
`IsolatedReader` gives such a picture up and goes on with the next.
"""

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Pipe
from types import TracebackType
from typing import Self

from qr.errors import QrError, ReaderClosed, ReaderNotStarted
from qr.reader import Reader
from qr.symbol import Reading
from qr.wire import decode_reading

_START_SECONDS = 60.0
_BOOT = "import sys; sys.path[:] = {path!r}; from qr.child import serve; serve({fd})"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """`seconds` of wall clock for one image, `memory_mb` of address space for the child, and the number of
    images after which a fresh child takes over (libraries leak)."""

    seconds: float = 20.0
    memory_mb: int = 4096
    images: int = 5_000


class IsolatedReader:
    """A `Reader` in one long-lived child process, with the same `read`.

    `make` builds the reader in the child; it must be importable there (a class or a function of a module).
    The child starts with the first image; where it cannot, `read` raises `ReaderNotStarted`. Safe for
    several threads, which take turns. Close it, or use it in a `with` statement; a child whose parent dies
    ends by itself.
    """

    def __init__(self, make: Callable[[], Reader] = Reader, limits: WorkerLimits | None = None) -> None:
        self.limits = limits or WorkerLimits()
        self._order = pickle.dumps((make, self.limits.memory_mb, self.limits.seconds))
        self._turn = threading.Lock()
        self._child: _Child | None = None
        self._closed = False

    @property
    def version(self) -> str:
        """As `Reader.version`; starts the child if there is none."""
        with self._turn:
            return self._ready_child().version

    @property
    def pid(self) -> int | None:
        """The child's process number, None while there is no child."""
        return self._child.pid if self._child else None

    def read(self, data: bytes, *, deep: bool = False) -> Reading:
        """As `Reader.read`; a picture that takes too long, too much memory or the child's life gives a
        `Reading` with `error`. Raises `ReaderClosed` after `close()`."""
        with self._turn:
            try:
                return self._ready_child().read(data, deep=deep, seconds=self.limits.seconds)
            except _ChildLost as error:
                self._end_child()
                return Reading(error=str(error))

    def close(self) -> None:
        """Ends the child, also in the middle of an image. May be called twice."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._turn:
            self._end_child()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ready_child(self) -> "_Child":
        if self._closed:
            raise ReaderClosed("The reader is closed.")
        if self._child is not None and self._child.images >= self.limits.images:
            self._end_child()
        if self._child is None:
            self._child = _Child(self._order)
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class _ChildLost(QrError):
    """The child died, hung or answered nonsense."""


class _Child:
    """One child process and the pipe to it."""

    def __init__(self, order: bytes) -> None:
        self.images = 0
        self.version = ""
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
        self._start(order)

    def read(self, data: bytes, *, deep: bool, seconds: float) -> Reading:
        self.images += 1
        self._send(b"\1" if deep else b"\0")
        self._send(data)
        answer = self._answer(seconds, f"The image took more than {seconds:g} seconds and was given up.")
        try:
            return decode_reading(answer)
        except (ValueError, KeyError, TypeError) as error:
            raise _ChildLost("The decoder answered nonsense on this image; it was given up.") from error

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        """Kills the process and waits for it. May be called twice."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()

    def _start(self, order: bytes) -> None:
        try:
            self._send(order)
            greeting = self._answer(_START_SECONDS, "The reader's process did not start in time.")
        except _ChildLost:
            self.end()
            raise
        word, _, rest = greeting.decode(errors="replace").partition(" ")
        if word != "ready":
            self.end()
            raise ReaderNotStarted(f"The reader's process could not start: {rest}")
        self.version = rest

    def _send(self, message: bytes) -> None:
        try:
            self._pipe.send_bytes(message)
        except OSError as error:
            raise _ChildLost(self._epitaph()) from error

    def _answer(self, seconds: float, late: str) -> bytes:
        try:
            if self._pipe.poll(seconds):
                return self._pipe.recv_bytes()
        except (OSError, EOFError) as error:
            raise _ChildLost(self._epitaph()) from error
        raise _ChildLost(late)

    def _epitaph(self) -> str:
        try:
            status = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return "The decoder's process closed its pipe on this image; it was given up."
        cause = f"signal {-status}" if status < 0 else f"status {status}"
        return f"The decoder's process ended on this image ({cause}); it was given up."
