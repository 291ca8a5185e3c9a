"""Words in disguise (K)."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import ClassVar

from classifiers.detectors.clues import HIDDEN, Clues
from classifiers.kinds import KINDS
from classifiers.lexicon import TermMatch
from classifiers.normaliser import Disguise, Trick
from classifiers.reading import Mark, Reading
from classifiers.signal import Family

_TELLING = frozenset(
    {Family.DEAD_DROP, Family.SUBSTANCE, Family.RECRUITMENT, Family.PAYMENT, Family.COMMERCE}
)
_HIDDEN = frozenset({Family.DEAD_DROP, Family.SUBSTANCE, Family.RECRUITMENT})
_GENERIC = frozenset({Trick.HOMOGLYPH, Trick.STYLED, Trick.ZERO_WIDTH})
_LONG = 4
"""Letters of a word that is counted: shorter ones are seldom hidden, and numbers never."""
_OTHERS, _EVEN = 2, 0.25
"""Where so many other words are in disguise, and this share of them, all are."""
EVENLY = 0.3
"""What is left of a disguise that all words have, and of one that hides a word of any shop: a font, a bad
copy and a broken encoding hide whatever there is, a seller what must not be found."""


class Disguised:
    """K1: a term of the trade that was hidden by look-alike letters, leet, invisible characters or gaps;
    K2: other words with letters of two scripts."""

    kinds = frozenset({"K1_disguised_term", "K2_mixed_script"})
    clues: ClassVar[Clues] = dict.fromkeys(kinds, (HIDDEN,))

    def detect(self, reading: Reading) -> Iterator[Mark]:
        """A mark for each disguised word; a weak one where the words around are in disguise as well."""
        tricks = sorted(reading.normalised.disguises, key=lambda disguise: disguise.start)
        if not tricks:
            return
        terms = [match for match in reading.standing if KINDS[match.term.kind].family in _TELLING]
        share = EVENLY if _is_even(reading, tricks, terms) else 1.0
        starts = [trick.start for trick in tricks]
        hidden: set[int] = set()
        for match in terms:
            at = bisect_left(starts, match.start - 40)
            while at < len(tricks) and tricks[at].start < match.end:
                if tricks[at].end > match.start:
                    hidden.add(at)
                    least = share if KINDS[match.term.kind].family in _HIDDEN else EVENLY
                    yield _mark(reading, "K1_disguised_term", match.start, match.end, least)
                    break
                at += 1
        for number, trick in enumerate(tricks):
            if number not in hidden and trick.trick in _GENERIC:
                yield _mark(reading, "K2_mixed_script", trick.start, trick.end, share)


def _mark(reading: Reading, kind: str, start: int, end: int, share: float) -> Mark:
    return reading.mark(kind, start, end, KINDS[kind].strength * share)


def _is_even(reading: Reading, tricks: Sequence[Disguise], terms: Sequence[TermMatch]) -> bool:
    """Whether words that name nothing are in disguise, too."""
    named = {at for match in terms for at in _within(reading, match.start, match.end)}
    others = {
        at
        for at, word in enumerate(reading.words)
        if at not in named and len(word) >= _LONG and not word.isdigit()
    }
    disguised = {at for trick in tricks for at in _within(reading, trick.start, trick.end)} & others
    return len(disguised) >= max(_OTHERS, _EVEN * len(others))


def _within(reading: Reading, start: int, end: int) -> range:
    """The numbers of the words of which a part lies in a span."""
    first = bisect_left(reading.starts, start)
    if first and reading.starts[first - 1] + len(reading.words[first - 1]) > start:
        first -= 1
    return range(first, bisect_left(reading.starts, end))
