"""What a word may be in a text of which word after word is misspelled: the nearest of the lexicon's words.

Of Kazakh and English no dictionary tells which words are wrong, and of short words another is always near.
But where many words of a text are none, and each is a slip away from one that is, they are no accident;
`Garbled` tells such texts, and only in them is any word taken for the one it is near.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance.OSA import distance

from classifiers.known import Known
from classifiers.morphology import bare_kazakh, is_bare_kazakh_ending
from classifiers.slips import KAZAKH, RUSSIAN, VOICELESS, Sound, beside, once, shorter

SHORTEST = 4
LEAST = 3
SHARES = {"ru": (0.25, 0.15), "kk": (0.25, 0.15), "en": (0.55, 0.4)}
"""Of a text's words so many must be unknown, and so many of them a slip away from a right one. Many English
words are unknown where nothing is wrong."""
_LONG = 7
_LONGEST_RUSSIAN = 6
"""Of longer ones the dictionary tells more, see `classifiers.misspelling`."""
_LONGEST = 24
_ENDING, _LONGEST_WRONG = 16, 6
_HEARD = 50_000
"""So many words' sounds are remembered."""

_KAZAKH = frozenset("әғқңөұүһі")

_Table = Mapping[str, tuple[str, ...]]


class Leeway(NamedTuple):
    """Words by how they sound, whole and without a letter: short Russian ones, Kazakh stems, English ones.
    `alike`: Russian ones of any length by how they sound."""

    russian: _Table
    kazakh: _Table
    english: _Table
    alike: _Table


def leeway_of(words: Iterable[str], stems: Iterable[str], english: Iterable[str]) -> Leeway:
    """The tables of words."""
    russian = sorted(word for word in words if not word.isascii() and word.isalpha())
    alike: dict[str, list[str]] = defaultdict(list)
    for word in russian:
        alike[_heard_russian(word)].append(word)
    return Leeway(
        _table((word for word in russian if len(word) <= _LONGEST_RUSSIAN), _heard_russian),
        _table(stems, _heard_kazakh),
        _table(english, _heard_english),
        {key: tuple(some) for key, some in alike.items()},
    )


def _table(words: Iterable[str], heard: Callable[[str], str]) -> _Table:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) >= SHORTEST and word.isalpha():
            for key in set(shorter(heard(word))):
                found[key].append(word)
    return {key: tuple(near) for key, near in found.items()}


def _heard_by(sound: Sound, further: Mapping[str, str]) -> Callable[[str], str]:
    """Voiced and voiceless are alike: at the end of a word and before each other they are."""
    letters = {**sound.alike, **str.maketrans({**VOICELESS, **further})}
    return lru_cache(_HEARD)(lambda word: once(word.translate(letters)))


_heard_russian = _heard_by(RUSSIAN, {})
_heard_kazakh = _heard_by(KAZAKH, {"ы": "и", "й": "и", "ғ": "к"})
_WRITTEN = (
    *(("tion", "shn"), ("shun", "shn"), ("ph", "f"), ("ck", "k"), ("q", "k")),
    *(("ce", "se"), ("ci", "si"), ("cy", "sy"), ("z", "s"), ("wh", "w"), ("x", "ks")),
)
_SPOKEN = (
    (re.compile("gh(?=t|$)"), ""),
    (re.compile("c(?!h)"), "k"),
    (re.compile("(?<=.)[aeiouy]+"), "e"),
    (re.compile("(?<=...)er?$"), ""),
)


@lru_cache(_HEARD)
def _heard_english(word: str) -> str:
    """All vowels alike, and none at the end, where r is none either."""
    for letters, heard in _WRITTEN:
        word = word.replace(letters, heard)
    for pattern, heard in _SPOKEN:
        word = pattern.sub(heard, word)
    return once(word)


class Garbled:
    """Tells texts of misspelled words, and what these may be. `is_known` tells the words that stay,
    `is_ending` what may follow a stem."""

    def __init__(
        self, tables: Leeway, is_known: Callable[[str], bool], is_ending: Callable[[str], bool]
    ) -> None:
        self._tables, self._is_known, self._is_ending = tables, is_known, is_ending
        self._words = frozenset(word for near in tables.english.values() for word in near)
        self._unknown = Known(self._is_unknown, 200_000)
        self._seen = Known(self._find, 200_000)
        self._others = Known(self._find_others, 200_000)

    def others(self, word: str) -> tuple[str, ...]:
        """What else a word of a garbled text may be: of known ones those that sound the same."""
        return self._others[word]

    def _find_others(self, word: str) -> tuple[str, ...]:
        if not 2 < len(word) <= _LONGEST or not word.isalpha():
            return ()
        if word.isascii():
            known = self._is_known(word)
            return () if known else tuple(_near(word, self._tables.english, _heard_english))
        found = set(self._tables.alike.get(_heard_russian(word), ()))
        if not self._is_known(word):
            found.update(_near(word, self._tables.russian, _heard_russian))
            for size in range(len(word), SHORTEST - 1, -1):
                ending = word[size:]
                if is_bare_kazakh_ending(bare_kazakh(ending)):
                    found.update(_near(word[:size], self._tables.kazakh, _heard_kazakh))
        return tuple(sorted(found - {word}))

    def suspects(self, words: Iterable[str], language: str) -> bool:
        """Whether so many of a text's words are unknown that it may be garbled: a quick look."""
        if language not in SHARES:
            return False
        long = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
        unknown = sum(map(self._unknown.__getitem__, long))
        return unknown >= max(LEAST, SHARES[language][0] * len(long))

    def right(self, words: Iterable[str], corrected: Collection[str], language: str) -> dict[str, str]:
        """What the misspelled ones of a text's words may be; nothing for a text that is written well.
        `corrected`: those that are known to be misspelled."""
        long = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
        unknown = [word for word in long if self._unknown[word]]
        least = max(LEAST, SHARES[language][1] * len(long))
        near: dict[str, str] = {}
        wrong = len(corrected)
        for left, word in zip(range(len(unknown), 0, -1), unknown, strict=True):
            if wrong + left < least:
                break
            if new := self._seen[word]:
                near[word] = new
                wrong += word not in corrected
        return near if wrong >= least else {}

    def _is_unknown(self, word: str) -> bool:
        return word not in self._words if word.isascii() else not self._is_known(word)

    def _find(self, word: str) -> str:
        if len(word) > _LONGEST:
            return ""
        if word.isascii():  # fewer are near another than unknown
            near = _nearest(word, self._tables.english, _heard_english)[1]
            return near if near and not self._is_known(word) else ""
        if self._is_known(word):
            return ""
        found = min(self._readings(word), key=lambda one: one[0], default=(0, ""))
        return found[1]

    def _readings(self, word: str) -> Iterator[tuple[float, str]]:
        if _KAZAKH.isdisjoint(word):
            away, near = _nearest(word, self._tables.russian, _heard_russian)
            if near:
                yield away, near
        for size in range(len(word), max(SHORTEST, len(word) - _ENDING) - 1, -1):
            ending = word[size:]
            away, near = _nearest(word[:size], self._tables.kazakh, _heard_kazakh)
            if near and self._is_ending(ending):
                yield away + len(ending) / 8, near + ending
            elif near and is_bare_kazakh_ending(bare_kazakh(ending)):
                yield away + 0.3 + len(ending) / 8, near
            elif near and len(near) > SHORTEST and len(ending) <= _LONGEST_WRONG:
                yield away + 1.0 + len(ending) / 8, near


def _nearest(word: str, table: _Table, heard: Callable[[str], str]) -> tuple[float, str]:
    near = _near(word, table, heard)
    return min(((away, other) for other, away in near.items()), default=(_TOO_FAR, ""))


def _near(word: str, table: _Table, heard: Callable[[str], str]) -> dict[str, float]:
    sounds = heard(word)
    near: dict[str, float] = {}
    for other in {other for key in shorter(sounds) for other in table.get(key, ())}:
        if word[0] == other[0] and -3 <= len(word) - len(other) <= 3:
            far = _away(word, other, sounds, heard(other))
            if far < _TOO_FAR:
                near[other] = far
    return near


_TOO_FAR = 3.0


def _away(word: str, other: str, sounds: str, others: str) -> float:
    """What is misheard counts little, the key beside and swapped letters less than what nothing explains."""
    alike, long = sounds == others, len(word) >= _LONG
    if not alike and not long and abs(len(word) - len(other)) > 1:
        return _TOO_FAR
    written = distance(word, other)
    if written > (3 if long else 2 if alike else 1):
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
