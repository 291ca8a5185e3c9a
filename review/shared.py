"""Answers that take long to find and that many people ask for."""

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Shared:
    """Answers of one application, each kept for `lasts` seconds where it was counted from so much that
    finding it takes long; else it is found anew each time and is exact. Two who ask at once wait for one."""

    def __init__(self, lasts: float) -> None:
        self._lasts = lasts
        self._kept: dict[Hashable, tuple[float, Any]] = {}
        self._finding: dict[Hashable, Lock] = {}

    def of(self, key: Hashable, find: Callable[[], T], much: Callable[[T], bool]) -> T:
        """The answer known by `key`, as `find` gives it; `much` says whether it was counted from much."""
        kept = self._fresh(key)
        if kept is None:
            with self._finding.setdefault(key, Lock()):
                kept = self._fresh(key) or self._find(key, find, much)
        return cast("T", kept[1])

    def _fresh(self, key: Hashable) -> tuple[float, Any] | None:
        kept = self._kept.get(key)
        return kept if kept is not None and time.monotonic() < kept[0] else None

    def _find(self, key: Hashable, find: Callable[[], T], much: Callable[[T], bool]) -> tuple[float, T]:
        answer, now = find(), time.monotonic()
        found = (now + self._lasts, answer)
        if much(answer):
            self._kept = {known: kept for known, kept in self._kept.items() if now < kept[0]} | {key: found}
        self._finding.pop(key, None)
        return found
