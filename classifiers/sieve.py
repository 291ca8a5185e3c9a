"""The first look at a folded text: most texts of a crawl name nothing, and need no reading.

Which families a text may speak of is bounded from above: by its words, each looked up once and remembered,
by the lexicons' terms without their places, and by a few expressions. By the rules (`classifiers.rules`) a
text with fewer than two families is benign whatever a model says, so where at most one is possible the
verdict is known. A long text is not searched with the expressions where they cannot change the verdict: its
detectors look for themselves, only around hints. The bound comes from what detectors and lexicons declare.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from ahocorasick_rs import AhoCorasick, MatchKind

from classifiers.detectors.clues import Clue
from classifiers.detectors.detector import Detector
from classifiers.detectors.hints import LONG
from classifiers.kinds import KINDS
from classifiers.known import Known
from classifiers.lexicon import TOKEN, Lexicon
from classifiers.reading import STEM, Folded
from classifiers.signal import Family

_SILENT = frozenset({Family.COUNTER})
ALONE = frozenset(Family) - {Family.COUNTER, Family.SUBSTANCE, Family.RECRUITMENT}
"""Families that may speak alone in a text that is not read. A substance alone deserves a place above texts
that name nothing; recruitment alone can open its gate."""
_MAX_SORTS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """What may be found in a document, and by which detectors: none that will be is missing."""

    families: frozenset[Family]
    detectors: tuple[Detector, ...]

    @property
    def most(self) -> int | None:
        """How many families a document may have that is not read, none or one; None where it must be read."""
        alone = len(self.families) < 2 and self.families <= ALONE
        return len(self.families) if alone else None


def _either(patterns: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    """Matches what any of them does: one look at a word instead of many. Those that count on their flags or
    groups cannot be put together; with them, every word is looked at."""
    plain = all(one.flags == re.compile("").flags and not one.groups for one in patterns)
    return re.compile("|".join(f"(?:{one.pattern})" for one in patterns) if plain else "")


def _holds(found: int, needs: Iterable[int]) -> bool:
    """Whether all clues of any need are found."""
    for needed in needs:  # noqa: SIM110 - a generator takes twice as long
        if found & needed == needed:
            return True
    return False


class Sieve:
    """Bounds what texts may speak of. Clues are bits of a number. Thread-safe once built."""

    def __init__(self, lexicon: Lexicon, detectors: Sequence[Detector]) -> None:
        wanted = {
            (KINDS[kind].family, detector.clues.get(kind, ()))
            for detector in detectors
            for kind in detector.kinds
            if KINDS[kind].family not in _SILENT
        }
        clues = {clue for _, needed in wanted for clue in needed}
        self._bits = {clue: 1 << number for number, clue in enumerate(clues)}
        self._wanted: dict[Family, set[int]] = defaultdict(set)
        for family, needed in wanted:
            self._wanted[family].add(self._together(needed))
        self._detectors = [(detector, self._needs(detector)) for detector in detectors]
        of_kinds = Known(self._of_kinds)
        self._terms = [of_kinds[kinds] for kinds in lexicon.kinds]
        self._hidden = self._any(lambda clue: clue.hidden)
        self._texts = sorted(
            {
                (self._together(needed) & ~self._bits[clue], self._bits[clue], clue.glimpse, clue.text)
                for _, needed in wanted
                for clue in needed
                if clue.text
            },
            key=lambda one: one[:2],
        )
        self._links = [(clue.link, bit) for clue, bit in self._bits.items() if clue.link]
        of_parts = self._by(lambda clue: clue.parts)
        parts = sorted(of_parts)
        inner = [part for part in parts if TOKEN.fullmatch(part)]
        self._inner_parts = AhoCorasick(inner, matchkind=MatchKind.Standard)
        self._inner = [of_parts[part] for part in inner]
        loose = [part for part in parts if not TOKEN.fullmatch(part)]
        self._automaton = AhoCorasick(loose, matchkind=MatchKind.Standard)
        self._loose = [of_parts[part] for part in loose]
        self._stems = self._by(lambda clue: clue.stems)
        self._patterns = [(clue.word, bit) for clue, bit in self._bits.items() if clue.word]
        self._any_pattern = _either([pattern for pattern, _ in self._patterns])
        self._words = Known(self._signs_of)
        self._possible = Known(self._possible_with, _MAX_SORTS)

    def possible(self, folded: Folded) -> Possible:
        """What may be found in a document."""
        found = self._signs_in(folded)
        text = folded.normalised.text
        if len(text) > LONG:
            most = self._possible[self._unsearched(found)]
            if most.most == self._possible[found].most:
                return most
        return self._possible[self._searched(text, found)]

    def _possible_with(self, found: int) -> Possible:
        return Possible(
            families=frozenset([family for family, needs in self._wanted.items() if _holds(found, needs)]),
            detectors=tuple([one for one, needs in self._detectors if _holds(found, needs)]),
        )

    def _unsearched(self, found: int) -> int:
        """`found` with whatever expressions may find."""
        return reduce(or_, (bit for others, bit, _, _ in self._texts if _holds(found, (others,))), found)

    def _needs(self, detector: Detector) -> tuple[int, ...]:
        """What each kind of a detector needs. Clues bound signs that speak for something: whatever finds
        counter-evidence always looks."""
        if any(KINDS[kind].family in _SILENT for kind in detector.kinds):
            return (0,)
        return tuple({self._together(detector.clues.get(kind, ())) for kind in detector.kinds})

    def _signs_in(self, folded: Folded) -> int:
        text = folded.normalised.text
        words = folded.words
        terms = {phrase.number for phrase in folded.phrases}
        found = reduce(or_, map(self._words.__getitem__, set(words)), 0)
        found = reduce(or_, map(self._terms.__getitem__, terms), found)
        for part, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found |= self._loose[part]
        links = folded.document.links
        for pattern, bit in self._links if links else ():
            if any(pattern.search(link.lower()) for link in links):
                found |= bit
        return found | self._hidden if folded.normalised.disguises else found

    def _searched(self, text: str, found: int) -> int:
        """`found` with what the expressions find."""
        for others, bit, glimpse, pattern in self._texts:
            if found & bit or found & others != others or (glimpse and not glimpse.search(text)):
                continue
            if pattern.search(text):
                found |= bit
        return found

    def _signs_of(self, word: str) -> int:
        found = self._stems.get(word[:STEM], 0)
        for part, _, _ in self._inner_parts.find_matches_as_indexes(word, overlapping=True):
            found |= self._inner[part]
        for pattern, bit in self._patterns if self._any_pattern.match(word) else ():
            if pattern.match(word):
                found |= bit
        return found

    def _of_kinds(self, kinds: Sequence[str]) -> int:
        return self._any(lambda clue: not clue.kinds.isdisjoint(kinds))

    def _by(self, words: Callable[[Clue], Iterable[str]]) -> dict[str, int]:
        """The clues that have a word among theirs."""
        found: dict[str, int] = defaultdict(int)
        for clue, bit in self._bits.items():
            for word in words(clue):
                found[word] |= bit
        return dict(found)

    def _any(self, holds: Callable[[Clue], object]) -> int:
        return reduce(or_, (bit for clue, bit in self._bits.items() if holds(clue)), 0)

    def _together(self, clues: Sequence[Clue]) -> int:
        return reduce(or_, (self._bits[clue] for clue in clues), 0)
