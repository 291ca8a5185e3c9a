"""Reading in a process of its own, which can be killed.

Decoders are C and C++ on hostile images: they can crash, and one has hung for ten minutes on one picture.
`IsolatedReader` takes it that such a picture costs one attempt: it reads the picture again, from the start
and in a fresh process, without that attempt.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from qr.errors import ReaderClosed, StepLost
from qr.losses import Losses
from qr.process import ReaderProcess, Time
from qr.reader import Reader
from qr.symbol import Reading
from qr.watch import OPEN
from qr.wire import Request

# Less than this is no time for a fresh child and a reading.
_LEAST_SECONDS = 0.1
STRETCH = 3
"""How many seconds may go by for one of CPU that an attempt may spend: other work runs beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """`seconds` of wall clock for one image with every attempt lost on it, `step_seconds` of CPU for each
    attempt, `memory_mb` of address space for the child, and the number of images after which
    a fresh child takes over (libraries leak)."""

    seconds: float = 20.0
    step_seconds: float = 5.0
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
        self._make = make
        self._turn = threading.Lock()
        self._child: ReaderProcess | None = None
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
        """As `Reader.read`. An attempt that takes too long, too much memory or the child's life is named in
        `failures` and left out; after the second one of a decoder, so is the decoder. `error` is set when
        the image cannot be opened, when no attempt came to an end, or when the time is spent. Raises
        `ReaderClosed` after `close()`."""
        with self._turn:
            self._ready_child()
            until = time.monotonic() + self.limits.seconds
            losses = Losses()
            while not losses.given_up and until - time.monotonic() > _LEAST_SECONDS:
                try:
                    return self._read(data, deep, losses, until)
                except StepLost as lost:
                    losses.add(lost.step, str(lost))
                    if not lost.child_is_well:
                        self._end_child()
                if self._closed:
                    return Reading(error="The reader was closed while it read this image.")
            return _given_up(losses)

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

    def _read(self, data: bytes, deep: bool, losses: Losses, until: float) -> Reading:
        def patience(step: str) -> Time:
            left = max(0.0, until - time.monotonic())
            # Half of what is left, so that there is always time to read again without this step; only
            # without opening it there is nothing to read.
            if step == OPEN:
                return Time(cpu=left, wall=left)
            seconds = self.limits.step_seconds
            return Time(cpu=min(seconds, left / 2), wall=min(STRETCH * seconds, left / 2))

        request = Request(deep=deep, skipped=frozenset(losses.skipped))
        reading, steps = self._ready_child().read(data, request, patience)
        if losses.causes and reading.error is None and not any("/" in step for step in steps):
            return _given_up(losses)
        return replace(reading, failures=(*losses.causes, *reading.failures))

    def _ready_child(self) -> ReaderProcess:
        if self._closed:
            raise ReaderClosed("The reader is closed.")
        if self._child is not None and self._child.images >= self.limits.images:
            self._end_child()
        if self._child is None:
            self._child = ReaderProcess(
                self._make, memory_mb=self.limits.memory_mb, seconds=self.limits.seconds
            )
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def _given_up(losses: Losses) -> Reading:
    return Reading(error=f"The image was given up ({losses}).", failures=tuple(losses.causes))
