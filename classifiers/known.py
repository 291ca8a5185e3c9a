"""A dictionary that finds out what it does not hold."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MOST = 300_000


class Known(dict[Key, Value]):
    """What `find` says of each key met; found once, kept while there is room for `most`."""

    __slots__ = ("_find", "_most")

    def __init__(self, find: Callable[[Key], Value], most: int = MOST) -> None:
        super().__init__()
        self._find = find
        self._most = most

    def __missing__(self, key: Key) -> Value:
        found = self._find(key)
        if len(self) < self._most:
            self[key] = found
        return found
