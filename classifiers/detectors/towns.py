"""Expressions for the names of towns, in any case."""

import re
from collections import defaultdict
from collections.abc import Iterable

from classifiers.town_names import TOWNS

_ENDINGS = "аяыйьоуеіи"
_SHORT = 4
"""Names so short are whole words: with endings they would be others."""


def _stem(name: str) -> str:
    if len(name) <= _SHORT:
        return rf"{re.escape(name)}(?!\w)"
    return rf"{re.escape(name.rstrip(_ENDINGS))}\w{{0,6}}"


def _any_of(names: Iterable[str]) -> str:
    """An expression for any of the names, the longest first. They are put together by their first letters,
    so that at most places one look at a letter is enough."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for stem in sorted(set(map(_stem, names)), key=len, reverse=True):
        by_letter[stem[0]].append(stem[1:])
    return "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())


TOWN = _any_of(TOWNS.split())
"""An expression for any of them in any case, without its beginning."""
TOWN_WORD = _any_of(name.split("-")[0] for name in TOWNS.split())
"""The same for the first word of their names."""
