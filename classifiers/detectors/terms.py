"""Terms of the lexicons."""

from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.kinds import KINDS
from classifiers.reading import Mark, Reading


class Terms:
    """A mark for each term, unless a longer term of the other side or of the same family says what it means
    ("закладка фундамента" is no "закладка")."""

    kinds = frozenset(KINDS)
    clues: ClassVar[Clues] = {kind: (Clue(kinds=frozenset({kind})),) for kind in KINDS}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """Marks for the terms that stand."""
        for match in reading.standing:
            yield reading.mark(match.term.kind, match.start, match.end, match.term.strength)
