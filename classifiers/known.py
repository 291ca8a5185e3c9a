"""A dictionary that finds out what it does not hold."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MOST = 300_000
LONGEST = 100
"""Characters of a key that is kept: a hostile page of a few words of a megabyte would fill the memory."""


class Known(dict[Key, Value]):
    """What `find` says of each key met; found once, kept while there is room for `most`. Very long words are
    found out each time."""

    __slots__ = ("_find", "_most")

    def __init__(self, find: Callable[[Key], Value], most: int = MOST) -> None:
        super().__init__()
        self._find = find
        self._most = most

    def __missing__(self, key: Key) -> Value:
        found = self._find(key)
        if len(self) < self._most and not (isinstance(key, str) and len(key) > LONGEST):
            self[key] = found
        return found
