"""Small pictures beside prices (H1). Alone they say nothing (US DEA, Emoji Drug Code)."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import WITH_DIGIT, Clues, parts
from classifiers.detectors.hints import Hints
from classifiers.reading import Mark, Reading

_PICTURE = "💊❄💎⚡🌿🍄🍫🔌🚀💰🔥🍁🌲🌳🐴👻🎱🧊🍬🍭🌈🥦🍀☘🤍💉🧪⛄🏔🎿🛸👽🦄🔮📍🧲📦⛏🪨🌱"
PICTURES = frozenset(_PICTURE)
"""Pictures of the trade."""
_HINTS = Hints(parts=tuple(_PICTURE), reach=80)
_BESIDE = re.compile(
    rf"[{_PICTURE}]{{1,6}}[^\n]{{0,40}}?(?P<price>\d{{1,6}}\s{{0,2}}(?:г\b|гр\b|g\b|к\b|k\b|₸|тг|тенге|"
    rf"теңге|мың|мын|тыс|₽|руб|\$|€|usd|000))"
    rf"|[{_PICTURE}]{{1,6}}[^\n]{{0,40}}?[$€£]\s?\d{{1,6}}|"
    rf"[{_PICTURE}]{{1,4}}[^\n\d]{{0,24}}\d{{1,2}}(?:[.,]\d)?\s?(?:г|гр|g)\b"
)


class EmojiPrices:
    """H1: pictures of the trade beside an amount or a price, at least twice."""

    kinds = frozenset({"H1_emoji_price"})
    clues: ClassVar[Clues] = {"H1_emoji_price": (parts(*PICTURES), WITH_DIGIT)}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each pair."""
        if not PICTURES & reading.characters:
            return
        found = [match.span() for match in _HINTS.matches(reading, _BESIDE)]
        for span in found:
            yield reading.mark("H1_emoji_price", *span, None if len(found) > 1 else 0.2)
