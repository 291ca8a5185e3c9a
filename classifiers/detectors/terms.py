"""Terms of the lexicons."""

from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import Clue, Clues
from classifiers.kinds import KINDS
from classifiers.lexicon import TermMatch
from classifiers.reading import Mark, Reading
from classifiers.signal import Family


class Terms:
    """A mark for each term, unless a longer term of the other side or of the same family says what it means
    ("закладка фундамента" is no "закладка")."""

    kinds = frozenset(KINDS)
    clues: ClassVar[Clues] = {kind: (Clue(kinds=frozenset({kind})),) for kind in KINDS}

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """Marks for the terms that stand."""
        for match in standing(reading.matches):
            yield reading.mark(match.term.kind, match.start, match.end, match.term.strength)


def standing(matches: tuple[TermMatch, ...]) -> Iterator[TermMatch]:
    """The matches that no longer match explains away. `matches` come ordered by start, longest first."""
    cover: list[TermMatch] = []
    for match in matches:
        cover = [other for other in cover if other.end > match.start][-12:]
        if not any(_explains(other, match) for other in cover):
            yield match
        cover.append(match)


def _explains(longer: TermMatch, match: TermMatch) -> bool:
    inside = longer.start <= match.start and match.end <= longer.end
    wider = longer.end - longer.start > match.end - match.start
    if not (inside and wider):
        return False
    first, second = KINDS[longer.term.kind].family, KINDS[match.term.kind].family
    return first is second or Family.COUNTER in (first, second)
