"""What a word may be in a text of which word after word is misspelled: the nearest of those that are right.

Of Kazakh and English no dictionary tells which words are wrong, and of short words another is always near.
But where many words of a text are none, and each is a slip away from one that is, they are no accident;
`Garbled` tells such texts, and only in them is any word taken for the one it is near. Right are the words of
the lexicon and of our own texts (`classifiers.common`); of two as near the one they have more is likelier.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from rapidfuzz.distance.OSA import distance

from classifiers.beginnings import Beginnings
from classifiers.hearing import heard_english, heard_kazakh, heard_russian, is_nearly_russian
from classifiers.known import Known
from classifiers.morphology import bare_kazakh, has_no_kazakh_letter, is_bare_kazakh_ending
from classifiers.slips import beside, is_heard_apart, shorter
from classifiers.transliteration import cyrillic_from_latin

SHORTEST, SHORTEST_ENGLISH = 4, 5
"""Letters of a word that is near another. English words of four that we do not know are many, and right."""
LEAST = 3
SHARES = {"ru": (0.2, 0.12, 0.0), "kk": (0.25, 0.12, 0.0), "en": (0.3, 0.25, 0.5)}
"""Of a text's words so many must be unknown, so many a slip away from a right one, and so many of the unknown
ones. Many English words are unknown where nothing is wrong, and a German text has hardly a known one."""
_ASKED = 400
"""By so many unknown words, one as good as another, it is told of a long text whether it is garbled."""
_LONG = 7
_LONGEST = 24
_ENDING, _LONGEST_WRONG = 16, 6


class Heard(NamedTuple):
    """Words by their sounds: `near`, those that sound so, or do without a letter; `sounds`, how each does."""

    near: Mapping[str, tuple[str, ...]]
    sounds: Mapping[str, str]


class Right(NamedTuple):
    """Words that are right: English ones, Kazakh stems, and how often our own texts have a word."""

    english: frozenset[str]
    stems: frozenset[str]
    often: Mapping[str, int]


class Leeway(NamedTuple):
    """Words by how they sound, whole and without a letter: Russian ones, Kazakh stems, English ones. Read for
    the first text that may be garbled."""

    russian: Heard
    kazakh: Heard
    english: Heard


def leeway_of(russian: Iterable[str], right: Right) -> Leeway:
    """The tables of words that are right."""
    return Leeway(
        _table(russian, heard_russian),
        _table(right.stems, heard_kazakh),
        _table(right.english, heard_english),
    )


def _table(words: Iterable[str], heard: Callable[[str], str]) -> Heard:
    """Short words are there by their whole sound only."""
    found: dict[str, list[str]] = defaultdict(list)
    right = sorted(filter(str.isalpha, words))
    sounds = {word: word if (heard_so := heard(word)) == word else heard_so for word in right}
    for word, heard_so in sounds.items():
        for key in set(shorter(heard_so)) if len(word) >= SHORTEST else (heard_so,):
            found[key].append(word)
    return Heard({key: tuple(near) for key, near in found.items()}, sounds)


class Garbled:
    """Tells texts of misspelled words, and what these may be. `is_known` tells the words that stay,
    `is_ending` what may follow a stem."""

    def __init__(
        self,
        right: Right,
        leeway: Callable[[], Leeway],
        is_known: Callable[[str], bool],
        is_ending: Callable[[str], bool],
    ) -> None:
        self._english, self._stems, self._often = right
        self._leeway, self._is_known, self._is_ending = leeway, is_known, is_ending
        self._unknown = Known(self._is_unknown, 200_000)
        self._seen = Known(self._find, 200_000)
        self._others = Known(self._find_others, 200_000)
        self._endings = Known(self._of_ending, 50_000)

    @cached_property
    def _own_stems(self) -> "_Stems":
        return _Stems(self._stems, self._is_ending)

    @cached_property
    def _bare_stems(self) -> "_Stems":
        return _Stems(map(bare_kazakh, self._stems), is_bare_kazakh_ending)

    def others(self, word: str) -> tuple[str, ...]:
        """What else a word of a garbled text may be: of known ones those that sound the same."""
        return self._others[word]

    def right(self, words: Iterable[str], language: str) -> dict[str, str]:
        """What the misspelled ones of a text's words may be, themselves where no more than that can be told;
        nothing for a text that is written well."""
        if language not in SHARES:
            return {}
        long = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
        unknown = [word for word in long if self._unknown[word]]
        of_long, of_all, of_unknown = SHARES[language]
        if len(unknown) < max(LEAST, of_long * len(long)):
            return {}
        step = max(1, math.ceil(len(unknown) / _ASKED))
        asked = sorted(sorted(unknown)[::step], key=self._seen.__contains__, reverse=True)  # the cheap first
        least = max(LEAST, of_all * len(long) / step, of_unknown * len(unknown) / step)
        wrong = 0
        for left, word in zip(range(len(asked), 0, -1), asked, strict=True):
            if wrong + left < least:
                break
            wrong += self._seen[word][0] < _CLEAR
        if wrong < least:
            return {}
        return {word: new for word in long if (new := self._seen[word][1])}

    def _is_unknown(self, word: str) -> bool:
        if word in self._often or self._is_known(word):
            return False
        if word.isascii():
            return word not in self._english
        if not has_no_kazakh_letter(word):
            return not self._own_stems.begin(word)
        return not self._bare_stems.begin(bare_kazakh(word))

    def _find_others(self, word: str) -> tuple[str, ...]:
        if (
            not 2 < len(word) <= _LONGEST
            or not word.isalpha()
            or (word.isascii() and len(word) < SHORTEST_ENGLISH)
        ):
            return ()
        unknown = self._unknown[word]
        if word.isascii():
            near = _near(word, self._leeway().english, heard_english) if unknown else {}
        else:
            near = _near(word, self._leeway().russian, heard_russian)
            for size in range(len(word), SHORTEST - 1, -1) if unknown and self._stems else ():
                if is_bare_kazakh_ending(bare_kazakh(word[size:])):
                    near |= _near(word[:size], self._leeway().kazakh, heard_kazakh)
        least = _LOOSE if unknown else _ALIKE
        return tuple(sorted(other for other, away in near.items() if away < least and other != word))

    def _find(self, word: str) -> tuple[float, str]:
        """What a word may be, and how far that is."""
        if len(word) > _LONGEST or word in self._often or (word.isascii() and len(word) < SHORTEST_ENGLISH):
            return _NONE
        if not self._unknown[word]:
            return _NONE if word.isascii() else self._common_for(word)
        if word.isascii():
            return self._latin_reading(word)
        found = self._reading(word, _NONE)
        if found[0] < _CLEAR or not has_no_kazakh_letter(word) or not is_nearly_russian(word):
            return found
        return 0.0, word

    def _common_for(self, word: str) -> tuple[float, str]:
        """For a word that our own texts never have: one that they have and that sounds the same."""
        near = _near(word, self._leeway().russian, heard_russian)
        alike = {
            other: away for other, away in near.items() if away < _ALIKE and self._often.get(other, 0) > 1
        }
        return min(self._weighed(alike), default=_NONE)

    def _latin_reading(self, word: str) -> tuple[float, str]:
        found = min(self._weighed(_near(word, self._leeway().english, heard_english)), default=_NONE)
        return self._reading(cyrillic_from_latin(word, kazakh=True), found) if self._stems else found

    def _reading(self, word: str, nearest: tuple[float, str]) -> tuple[float, str]:
        """The nearest reading of a word in Cyrillic letters, if it is nearer than what is known already."""
        if has_no_kazakh_letter(word):
            near = _near(word, self._leeway().russian, heard_russian)
            nearest = min((nearest, *self._weighed(near)))
        least = max(SHORTEST, len(word) - _ENDING)
        for size in range(len(word), least - 1, -1) if self._stems else ():
            kept, odd, letters = self._endings[word[size:]]
            further = (len(word) - size) / 8
            if further + odd - _GAIN > nearest[0]:
                continue
            stems = _near(word[:size], self._leeway().kazakh, heard_kazakh)
            away, stem = min(self._weighed(stems), default=_NONE)
            if len(stem) >= letters:
                nearest = min(nearest, (away + further + odd, stem + kept))
        return nearest

    def _of_ending(self, ending: str) -> tuple[str, float, int]:
        """What stays of what follows a stem, how odd that is, and how many letters the stem must have."""
        if self._is_ending(ending):
            return ending, 0.0, 1
        if is_bare_kazakh_ending(bare_kazakh(ending)):
            return "", 0.3, 1
        return "", 1.0 if len(ending) <= _LONGEST_WRONG else math.inf, SHORTEST + 1

    def _weighed(self, near: Mapping[str, float]) -> Iterator[tuple[float, str]]:
        """How far words are, those that are written often less."""
        often = self._often
        for other, away in near.items():
            yield away - _OFTEN * min(_OFTENEST, math.log2(1 + often.get(other, 0))), other


class _Stems:
    def __init__(self, stems: Iterable[str], is_ending: Callable[[str], bool]) -> None:
        self._stems, self._is_ending = frozenset(stems), is_ending
        self._sizes = Beginnings(self._stems, SHORTEST)

    def begin(self, word: str) -> bool:
        """Whether a word is a stem with an ending."""
        sizes = self._sizes.sizes(word)
        return any(word[:size] in self._stems and self._is_ending(word[size:]) for size in sizes)


def _near(word: str, table: Heard, heard: Callable[[str], str]) -> dict[str, float]:
    sounds = heard(word)
    keys = shorter(sounds) if len(word) >= SHORTEST else (sounds,)
    others = set().union(*filter(None, map(table.near.get, keys)))
    near: dict[str, float] = {}
    if not others:
        return near
    bare = heard is heard_kazakh and has_no_kazakh_letter(word)
    plain = bare_kazakh(word) if bare else word
    for other in others:
        if other[0] == word[0] or not is_heard_apart(word, other):
            far = _away(plain, bare_kazakh(other) if bare else other, sounds, table.sounds[other])
            if far < _TOO_FAR:
                near[other] = far
    return near


_TOO_FAR = 3.0
_NONE = (math.inf, "")
_ALIKE = 1.2
"""Less far is what sounds the same."""
_CLEAR = 1.6
"""Less far is what a slip explains."""
_LOOSE = 2.1
"""Less far is what may complete a phrase."""
_OFTEN, _OFTENEST = 0.2, 4.0
"""What is written twice as often is so much nearer, up to so many times."""
_GAIN = _OFTEN * _OFTENEST + 0.01
"""More than that no word is nearer for being written often, however figures are rounded."""


def _away(word: str, other: str, sounds: str, others: str) -> float:
    """What is misheard counts little, the key beside and swapped letters less than what nothing explains."""
    alike, long = sounds == others, len(word) >= _LONG
    if not alike and not long and abs(len(word) - len(other)) > 1:
        return _TOO_FAR
    written = distance(word, other)
    if written > (3 if long else 2):
        return _TOO_FAR
    misheard = 0 if alike else distance(sounds, others)
    if misheard > 1:
        return _TOO_FAR
    return misheard + written / 2 + (0.5 if misheard and not _by_hand(word, other) else 0.0)


def _by_hand(word: str, other: str) -> bool:
    if len(word) != len(other):
        return True
    apart = [(a, b) for a, b in zip(word, other, strict=True) if a != b]
    return len(apart) != 1 or apart[0][1] in beside(apart[0][0])
