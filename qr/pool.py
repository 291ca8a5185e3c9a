"""Several isolated readers: one picture that is slow to read does not hold up the others."""

from collections.abc import Callable
from functools import cached_property
from queue import LifoQueue
from types import TracebackType
from typing import Self

from qr.reader import Reader
from qr.symbol import Reading
from qr.worker import IsolatedReader, WorkerLimits

READERS = 2
"""Each has a processor to itself, and a hundred megabytes or two."""


class ReaderPool:
    """An `IsolatedReader` that reads as many pictures at once as it has children. A second child starts when
    the first is busy."""

    def __init__(
        self, make: Callable[[], Reader] = Reader, limits: WorkerLimits | None = None, readers: int = READERS
    ) -> None:
        self._readers = [IsolatedReader(make, limits) for _ in range(readers)]
        self._idle: LifoQueue[IsolatedReader] = LifoQueue()
        for reader in reversed(self._readers):
            self._idle.put(reader)

    @cached_property
    def version(self) -> str:
        """As `Reader.version`, asked once: it starts a child, and waits for one that is busy."""
        return self._readers[0].version

    def read(self, data: bytes, *, deep: bool = False) -> Reading:
        """As `IsolatedReader.read`."""
        reader = self._idle.get()
        try:
            return reader.read(data, deep=deep)
        finally:
            self._idle.put(reader)

    def close(self) -> None:
        """Ends the children, also in the middle of an image. May be called twice."""
        for reader in self._readers:
            reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
