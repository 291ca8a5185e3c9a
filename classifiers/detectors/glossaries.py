"""Words explained one after another (L6): whoever sells does not tell his buyers what his words mean."""

import re
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clues
from classifiers.reading import Mark, Reading

_ENTRY = re.compile(
    r"(?:[«\"“„][^«»\"“”„\n]{2,30}[»\"”“][\s,]{0,3}){1,5}\s?(?:[—–-]|это|бұл|means?)\s[^\n\d@«\"“„]{4,120}"
)
_LEAST = 3
_STRENGTH = 0.6


class Glossaries:
    """L6: three quoted words, each with a dash and what it means."""

    kinds = frozenset({"L6_research"})
    clues: ClassVar[Clues] = {}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each entry."""
        if reading.characters.isdisjoint('«"“„'):
            return
        entries = [found.span() for found in _ENTRY.finditer(reading.text)]
        for span in entries if len(entries) >= _LEAST else ():
            yield reading.mark("L6_research", *span, _STRENGTH)
