"""Pictographs by their names, so that a model reads them as words: 🍁 is "maple leaf"."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

PICTOGRAPH = re.compile(
    "[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff]"
)
_SKIPPED = frozenset({"with", "and", "of", "sign", "symbol", "face", "black", "white", "heavy"})
"""Words that tell how one is drawn and not what it shows."""


def pictograph_names(text: str, start: int = 0, end: int | None = None) -> Iterator[str]:
    """The words of the names (Unicode's own) of the pictographs in `text[start:end]`, in small letters."""
    for _, names, _ in named_in(text, start, end):
        yield from names


def named_in(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """The pictographs in `text[start:end]`, the words of their names, and where they stand."""
    for found in PICTOGRAPH.finditer(text, start, len(text) if end is None else end):
        yield found[0], _words(found[0]), found.start()


@lru_cache(4096)
def _words(pictograph: str) -> tuple[str, ...]:
    name = unicodedata.name(pictograph, "").lower()
    return tuple(word for word in re.split(r"[ -]", name) if word and word not in _SKIPPED)
