"""Keys in portions that one query takes: databases limit how many values a statement may name."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

PORTION = 500
Key = TypeVar("Key")


def portions(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The keys in their order, at most `PORTION` at a time."""
    every = list(keys)
    return (every[start : start + PORTION] for start in range(0, len(every), PORTION))
