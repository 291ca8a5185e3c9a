"""Words in disguise (K)."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import ClassVar

from classifiers.detectors.clues import HIDDEN, Clues
from classifiers.kinds import KINDS
from classifiers.normaliser import Trick
from classifiers.reading import Mark, Reading
from classifiers.signal import Family

_TELLING = frozenset(
    {Family.DEAD_DROP, Family.SUBSTANCE, Family.RECRUITMENT, Family.PAYMENT, Family.COMMERCE}
)
_GENERIC = frozenset({Trick.HOMOGLYPH, Trick.STYLED, Trick.ZERO_WIDTH})


class Disguised:
    """K1: a term of the trade that was hidden by look-alike letters, leet, invisible characters or gaps;
    K2: other words with letters of two scripts."""

    kinds = frozenset({"K1_disguised_term", "K2_mixed_script"})
    clues: ClassVar[Clues] = dict.fromkeys(kinds, (HIDDEN,))

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each disguised word."""
        tricks = sorted(reading.normalised.disguises, key=lambda disguise: disguise.start)
        starts = [trick.start for trick in tricks]
        hidden: set[int] = set()
        for match in reading.standing if tricks else ():
            if KINDS[match.term.kind].family not in _TELLING:
                continue
            at = bisect_left(starts, match.start - 40)
            while at < len(tricks) and tricks[at].start < match.end:
                if tricks[at].end > match.start:
                    hidden.add(at)
                    yield reading.mark("K1_disguised_term", match.start, match.end)
                    break
                at += 1
        for number, trick in enumerate(tricks):
            if number not in hidden and trick.trick in _GENERIC:
                yield reading.mark("K2_mixed_script", trick.start, trick.end)
