"""A dictionary that finds out what it does not hold."""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

_MAX_KNOWN = 300_000


class Known(dict[str, Value]):
    """What `find` says of each word met; found once, kept while there is room."""

    def __init__(self, find: Callable[[str], Value]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> Value:
        found = self._find(word)
        if len(self) < _MAX_KNOWN:
            self[word] = found
        return found
