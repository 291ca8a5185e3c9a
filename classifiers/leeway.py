"""What a word may be in a text of which word after word is misspelled: the nearest of those that are right.

Of Kazakh and English no dictionary tells which words are wrong, and of short words another is always near.
But where many words of a text are none, and each is a slip away from one that is, they are no accident;
`Garbled` tells such texts, and only in them is any word taken for the one it is near. Right are the words of
the lexicon and of our own texts (`classifiers.common`); of two as near the one they have more is likelier.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance.OSA import distance

from classifiers.dictionary import is_near_russian_word, is_spelled
from classifiers.known import Known
from classifiers.morphology import bare_kazakh, is_bare_kazakh_ending
from classifiers.slips import (
    KAZAKH,
    RUSSIAN,
    VOICELESS,
    Sound,
    beside,
    is_heard_apart,
    once,
    shorter,
)
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
_HEARD = 50_000
"""So many words' sounds are remembered."""

has_no_kazakh_letter = frozenset("әғқңөұүһі").isdisjoint
"""Asked for a word."""

_Table = Mapping[str, tuple[str, ...]]


class Right(NamedTuple):
    """Words that are right: English ones, Kazakh stems, and how often our own texts have a word."""

    english: frozenset[str]
    stems: frozenset[str]
    often: Mapping[str, int]


class Leeway(NamedTuple):
    """Words by how they sound, whole and without a letter: Russian ones, Kazakh stems, English ones. Read for
    the first text that may be garbled."""

    russian: _Table
    kazakh: _Table
    english: _Table


def leeway_of(russian: Iterable[str], right: Right) -> Leeway:
    """The tables of words that are right."""
    return Leeway(
        _table(russian, _heard_russian),
        _table(right.stems, _heard_kazakh),
        _table(right.english, _heard_english),
    )


def _table(words: Iterable[str], heard: Callable[[str], str]) -> _Table:
    """Short words are there by their whole sound only."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if word.isalpha():
            sounds = heard(word)
            sounds = word if sounds == word else sounds  # one text, so that tables are the same to the byte
            for key in set(shorter(sounds)) if len(word) >= SHORTEST else (sounds,):
                found[key].append(word)
    return {key: tuple(near) for key, near in found.items()}


_Rules = Sequence[tuple[re.Pattern[str], str]]


def _heard_by(sound: Sound, further: Mapping[str, str], rules: _Rules = ()) -> Callable[[str], str]:
    """Voiced and voiceless are alike: at the end of a word and before each other they are."""
    letters = {**sound.alike, **str.maketrans({**VOICELESS, **further})}

    def heard(word: str) -> str:
        for pattern, sounds in rules:
            word = pattern.sub(sounds, word)
        return _LONG_CONSONANT.sub(r"\1", once(word).translate(letters))

    return lru_cache(_HEARD)(heard)


_LONG_CONSONANT = re.compile(r"([^\W\d_аиоуыэ])\1+")
_heard_russian = _heard_by(
    RUSSIAN,
    {},
    (
        (re.compile("[тд]ь?с"), "ц"),
        (re.compile("[сзж]ч"), "щ"),
        (re.compile("(?<=[сз])[тд](?=н)|(?<=.)в(?=ств)"), ""),
        (re.compile("(?<=..[ое])г(?=о$)"), "в"),
        (re.compile("йо"), "е"),
    ),
)
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_SILENT = "".join(letter for letter in _RUSSIAN if not _heard_russian(letter))
_SPELLINGS = {
    heard: "".join(letter for letter in _RUSSIAN if _heard_russian(letter) == heard)
    for heard in set(map(_heard_russian, _RUSSIAN)) - {""}
}
"""The letters that sound so."""
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
        self,
        right: Right,
        leeway: Callable[[], Leeway],
        is_known: Callable[[str], bool],
        is_ending: Callable[[str], bool],
    ) -> None:
        self._english, self._stems, self._often = right
        self._bare_stems = frozenset(map(bare_kazakh, self._stems))
        self._leeway, self._is_known, self._is_ending = leeway, is_known, is_ending
        self._unknown = Known(self._is_unknown, 200_000)
        self._seen = Known(self._find, 200_000)
        self._others = Known(self._find_others, 200_000)

    def others(self, word: str) -> tuple[str, ...]:
        """What else a word of a garbled text may be: of known ones those that sound the same."""
        return self._others[word]

    def suspects(self, words: Iterable[str], language: str) -> bool:
        """Whether so many of a text's words are unknown that it may be garbled: a quick look."""
        if language not in SHARES:
            return False
        long = _long(words)
        unknown = sum(map(self._unknown.__getitem__, long))
        return unknown >= max(LEAST, SHARES[language][0] * len(long))

    def right(self, words: Iterable[str], language: str) -> dict[str, str]:
        """What the misspelled ones of a text's words may be, themselves where no more than that can be told;
        nothing for a text that is written well."""
        long = _long(words)
        unknown = [word for word in long if self._unknown[word]]
        step = max(1, math.ceil(len(unknown) / _ASKED))
        asked = sorted(unknown)[::step]
        _, of_all, of_unknown = SHARES[language]
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
            return not _has_stem(word, self._stems, self._is_ending)
        return not _has_stem(bare_kazakh(word), self._bare_stems, is_bare_kazakh_ending)

    def _find_others(self, word: str) -> tuple[str, ...]:
        if (
            not 2 < len(word) <= _LONGEST
            or not word.isalpha()
            or (word.isascii() and len(word) < SHORTEST_ENGLISH)
        ):
            return ()
        unknown = self._unknown[word]
        if word.isascii():
            near = _near(word, self._leeway().english, _heard_english) if unknown else {}
        else:
            near = _near(word, self._leeway().russian, _heard_russian)
            for size in range(len(word), SHORTEST - 1, -1) if unknown and self._stems else ():
                if is_bare_kazakh_ending(bare_kazakh(word[size:])):
                    near |= _near(word[:size], self._leeway().kazakh, _heard_kazakh)
        least = _LOOSE if unknown else _ALIKE
        return tuple(sorted(other for other, away in near.items() if away < least and other != word))

    def _find(self, word: str) -> tuple[float, str]:
        """What a word may be, and how far that is."""
        if len(word) > _LONGEST or word in self._often or (word.isascii() and len(word) < SHORTEST_ENGLISH):
            return _NONE
        if not self._unknown[word]:
            return _NONE if word.isascii() else self._common_for(word)
        if word.isascii():
            return min(self._latin_readings(word), default=_NONE)
        found = min(self._readings(word), default=_NONE)
        if found[0] < _CLEAR or not has_no_kazakh_letter(word) or not _is_nearly_russian(word):
            return found
        return 0.0, word

    def _common_for(self, word: str) -> tuple[float, str]:
        """For a word that our own texts never have: one that they have and that sounds the same."""
        near = _near(word, self._leeway().russian, _heard_russian)
        alike = {
            other: away for other, away in near.items() if away < _ALIKE and self._often.get(other, 0) > 1
        }
        return min(self._weighed(alike), default=_NONE)

    def _latin_readings(self, word: str) -> Iterator[tuple[float, str]]:
        yield from self._weighed(_near(word, self._leeway().english, _heard_english))
        if self._stems:
            yield from self._readings(cyrillic_from_latin(word, kazakh=True))

    def _readings(self, word: str) -> Iterator[tuple[float, str]]:
        if has_no_kazakh_letter(word):
            yield from self._weighed(_near(word, self._leeway().russian, _heard_russian))
        least = max(SHORTEST, len(word) - _ENDING)
        for size in range(len(word), least - 1, -1) if self._stems else ():
            ending = word[size:]
            stems = _near(word[:size], self._leeway().kazakh, _heard_kazakh)
            away, near = min(self._weighed(stems), default=_NONE)
            away += len(ending) / 8
            if near and self._is_ending(ending):
                yield away, near + ending
            elif near and is_bare_kazakh_ending(bare_kazakh(ending)):
                yield away + 0.3, near
            elif near and len(near) > SHORTEST and len(ending) <= _LONGEST_WRONG:
                yield away + 1.0, near

    def _weighed(self, near: Mapping[str, float]) -> Iterator[tuple[float, str]]:
        """How far words are, those that are written often less."""
        often = self._often
        for other, away in near.items():
            yield away - _OFTEN * min(_OFTENEST, math.log2(1 + often.get(other, 0))), other


def _has_stem(word: str, stems: Collection[str], is_ending: Callable[[str], bool]) -> bool:
    return any(word[:at] in stems and is_ending(word[at:]) for at in range(len(word), SHORTEST - 1, -1))


def _long(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) >= SHORTEST and word.isalpha()]


@lru_cache(_HEARD)
def _is_nearly_russian(word: str) -> bool:
    """Whether the dictionary has a word that sounds the same, or is a slip away."""
    sounds = [_SPELLINGS.get(letter, letter) for letter in _heard_russian(word)]
    return is_spelled(sounds, _SILENT) or is_near_russian_word(word, _RUSSIAN)


def _near(word: str, table: _Table, heard: Callable[[str], str]) -> dict[str, float]:
    sounds = heard(word)
    near: dict[str, float] = {}
    bare = heard is _heard_kazakh and has_no_kazakh_letter(word)
    plain = bare_kazakh(word) if bare else word
    keys = shorter(sounds) if len(word) >= SHORTEST else (sounds,)
    for other in {other for key in keys for other in table.get(key, ())}:
        others = heard(other)
        if others[:1] == sounds[:1] and not is_heard_apart(word, other):
            far = _away(plain, bare_kazakh(other) if bare else other, sounds, others)
            if far < _TOO_FAR:
                near[other] = far
    return near


_TOO_FAR = 3.0
_NONE = (_TOO_FAR, "")
_ALIKE = 1.2
"""Less far is what sounds the same."""
_CLEAR = 1.6
"""Less far is what a slip explains."""
_LOOSE = 2.1
"""Less far is what may complete a phrase."""
_OFTEN, _OFTENEST = 0.2, 3.0
"""What is written twice as often is so much nearer, up to so many times."""


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
