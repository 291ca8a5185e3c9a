"""Where an expression can match: around the words or parts of words that every match of it holds.

To run every expression over the whole of a long text would cost more than everything else together. Few of
its stretches have the hints, and no expression reaches far from them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from re import Match, Pattern

from classifiers.reading import STEM, Reading

LONG = 3_000
"""Characters up to which a text is one stretch."""
REACH = 300
"""No expression of a detector matches more characters."""


def stems(words: str) -> frozenset[str]:
    """What `Reading.stems` holds for the words given: their first four letters."""
    return frozenset(word[:STEM] for word in words.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Of these every match holds one: `stems`, first letters of a word as in `Reading.stems`, or `parts` of
    the normalised text. `reach`: the most characters that a match has."""

    stems: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()
    reach: int = REACH

    def are_in(self, reading: Reading) -> bool:
        """Whether any is there."""
        if not reading.stems.keys().isdisjoint(self.stems):
            return True
        text = reading.text
        return any([part in text for part in self.parts])

    def matches(self, reading: Reading, *patterns: Pattern[str]) -> Iterator[Match[str]]:
        """What each expression in turn finds in the whole text."""
        text = reading.text
        if len(text) > LONG:
            return self._far_matches(reading, patterns)
        if not self.are_in(reading):
            return iter(())
        return chain.from_iterable(pattern.finditer(text) for pattern in patterns)

    def _far_matches(self, reading: Reading, patterns: Sequence[Pattern[str]]) -> Iterator[Match[str]]:
        text = reading.text
        stretches = list(self._stretches(reading))
        return chain.from_iterable(_matches_in(text, pattern, stretches) for pattern in patterns)

    def _stretches(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Where matches lie, in order and apart, each with room on both sides."""
        text = reading.text
        found = self.stems & reading.stems.keys()
        words = chain.from_iterable(reading.stems[stem] for stem in found)
        places = chain(words, *(_places(text, part, self.reach) for part in self.parts))
        return _joined(sorted(places), self.reach)


def glimpsed(text: str, pattern: Pattern[str], glimpse: Pattern[str], reach: int) -> Iterator[Match[str]]:
    """What `pattern` finds. `glimpse` is found sooner, in every match, at most `reach` characters from either
    end of it or from where it is found again."""
    if len(text) <= LONG:
        return pattern.finditer(text) if glimpse.search(text) else iter(())
    places = (found.start() for found in glimpse.finditer(text))
    return _matches_in(text, pattern, _joined(places, reach))


def _matches_in(
    text: str, pattern: Pattern[str], stretches: Iterable[tuple[int, int]]
) -> Iterator[Match[str]]:
    for start, end in stretches:
        for match in pattern.finditer(text, start, end):
            if match.end() < end or end >= len(text):  # else a word may be cut, and no hint is near
                yield match


def _places(text: str, part: str, step: int) -> Iterator[int]:
    """Where a part stands; of those within a step of each other, the first and one more."""
    at = text.find(part)
    while at >= 0:
        yield at
        last = text.rfind(part, at + 1, at + step)
        if last >= 0:
            yield last
        at = text.find(part, max(at, last) + 1)


def _joined(places: Iterable[int], reach: int) -> Iterator[tuple[int, int]]:
    start, end = 0, -1
    for place in places:
        if place - reach > end:
            if end >= 0:
                yield start, end
            start = max(0, place - reach)
        end = place + reach + 1
    if end >= 0:
        yield start, end
