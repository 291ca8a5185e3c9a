"""Words near a word: what sounds like it, or is a slip away for whoever writes in haste."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz.distance.OSA import distance

MIN_SKELETON = 3
_FAR = 100
MIN_FAR_SKELETON = 5
"""Consonants from which one of them may be wrong."""
_DOUBLE = re.compile(r"([^\W\d_])\1+")
_ONCE = itemgetter(1)
"""Faster than a template, which is filled in by Python."""
_LETTERS = {"ұ": "у", "ү": "у", "қ": "к", "ғ": "г", "ң": "н", "һ": "х", "щ": "ш"}


_KEYBOARDS = (
    *("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "әіңғ", "үұқөһ"),
    *("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
_BESIDE: Mapping[str, str] = {
    key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _KEYBOARDS for at, key in enumerate(row)
}


class Sound(NamedTuple):
    """How a language is misheard: letters that sound alike, and the same without those that come and go."""

    alike: Mapping[int, str]
    consonants: Mapping[int, str]


def _sound(alike: Mapping[str, str], vowels: str) -> Sound:
    return Sound(str.maketrans(dict(alike)), str.maketrans({**alike, **dict.fromkeys(vowels, "")}))


VOICELESS = {"б": "п", "в": "ф", "г": "к", "д": "т", "ж": "ш", "з": "с"}
"""How voiced letters sound at the end of a word and before voiceless ones."""
_VOWELS = frozenset("аеёиоуыэюя")
RUSSIAN = _sound(
    {"о": "а", "ё": "и", "е": "и", "э": "и", "ы": "и", "і": "и", "ю": "у", "я": "а", "ә": "а", "ө": "а"}
    | {**_LETTERS, **VOICELESS, "й": "", "ь": "", "ъ": ""},
    "аеиоуыэюяәөүұі",
)
_SOUNDS = {chr(letter): heard for letter, heard in RUSSIAN.alike.items() if heard}
"""Unstressed vowels alike."""
KAZAKH = _sound(
    {"ә": "а", "ө": "о", "е": "и", "э": "и", "і": "и", "ь": "", "ъ": "", **_LETTERS}, "аеиоуыэюяәөүұі"
)
"""Letters that people type for each other; front and back vowels stay apart, for they tell words."""
ENGLISH = _sound({"c": "k", "q": "k", "y": "i"}, "aeiouy")


class Nearby(NamedTuple):
    """Words by what is left of them: their consonants, these without one, their letters in order."""

    consonants: dict[str, tuple[str, ...]]
    fewer: dict[str, tuple[str, ...]]
    letters: dict[str, tuple[str, ...]]


def nearby(words: Iterable[str], sound: Sound, shortest: int) -> Nearby:
    """The tables of words; those of fewer than `shortest` letters are left out."""
    consonants: dict[str, list[str]] = defaultdict(list)
    fewer: dict[str, list[str]] = defaultdict(list)
    letters: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) < shortest or not word.isalpha():
            continue
        letters[_letters_of(word.translate(sound.alike))].append(word)
        skeleton = _skeleton(word, sound)
        if len(skeleton) >= MIN_SKELETON:
            consonants[skeleton].append(word)
        for key in shorter(skeleton) if len(skeleton) >= MIN_FAR_SKELETON else ():
            fewer[key].append(word)
    return Nearby(
        *({key: tuple(found) for key, found in one.items()} for one in (consonants, fewer, letters))
    )


class Neighbours:
    """Finds the words that are near one, among those of `tables`."""

    def __init__(self, tables: Nearby, sound: Sound) -> None:
        self._near, self._far, self._swapped = tables
        self._sound = sound

    def alike(self, word: str, allowed: int) -> str:
        """The nearest word with the same consonants, at most `allowed` slips away, or none ("")."""
        return self._closest(word, self._near.get(_skeleton(word, self._sound), ()), allowed)

    def slipped(self, word: str) -> tuple[int, str]:
        """How far a word is from the nearest one that has its consonants, or its letters with two neighbours
        swapped: 0 or 1, and that word; or none ("")."""
        near = self._near.get(_skeleton(word, self._sound))
        if near and (found := self._closest(word, near, 0)):
            return 0, found
        heard = word.translate(self._sound.alike)
        for other in self._swapped.get(_letters_of(heard), ()):
            if other[0] == word[0] and distance(heard, other.translate(self._sound.alike)) <= 1:
                return 1, other
        return 1, self._closest(word, near, 1) if near else ""

    def distant(self, word: str, allowed: int) -> str:
        """The nearest word of which one consonant is another here, or missing, or none ("")."""
        skeleton = _skeleton(word, self._sound)
        if len(skeleton) < MIN_FAR_SKELETON:
            return ""
        further = {other for key in shorter(skeleton) for other in self._far.get(key, ())}
        return self._closest(word, sorted(further), allowed)

    def _closest(self, word: str, words: Iterable[str], allowed: int) -> str:
        heard = self._heard(word) if words else ""
        best, least = "", (allowed, _FAR)
        for candidate in words:
            other = self._heard(candidate)
            if other[:1] != heard[:1] or is_heard_apart(word, candidate):
                continue
            if abs(len(other) - len(heard)) <= least[0]:
                away = distance(heard, other)
                if away <= least[0] and (further := (away, distance(word, candidate))) < least:
                    best, least = candidate, further
        return best

    def _heard(self, word: str) -> str:
        return once(word.translate(self._sound.alike))


def is_heard_apart(word: str, other: str) -> bool:
    """Whether their first letters differ by voice alone before a vowel, where it is heard."""
    one, two = word[0], other[0]
    alike = one != two and VOICELESS.get(one, one) == VOICELESS.get(two, two)
    return alike and other[1:2] in _VOWELS


def _skeleton(word: str, sound: Sound) -> str:
    """The consonants, those that sound alike as one, doubles once."""
    return once(word.translate(sound.consonants))


def once(word: str) -> str:
    """A word with each of its double letters once."""
    return _DOUBLE.sub(_ONCE, word)


def beside(key: str) -> str:
    """The keys left and right of one."""
    return _BESIDE.get(key, "")


def slips_of(word: str, letters: str) -> Iterator[tuple[int, str]]:
    """The words that one slip makes this of, and how odd that slip is: letters swapped, one left out (any of
    `letters`), one too many, the key beside, another letter. The first letter stays."""
    for at in range(1, len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        if after and after[0] != letter:
            yield 0, before + after[0] + letter + after[1:]
        yield (0 if letter == word[at - 1] else 2), before + after
        near = _BESIDE.get(letter, "")
        for other in letters:
            yield 1, before + other + word[at:]
            if other != letter:
                yield (
                    (1 if other in near or _SOUNDS.get(other) == _SOUNDS.get(letter, "") else 3),
                    (before + other + after),
                )
    for other in letters:
        yield 1, word + other


_ROWS = str.maketrans({key: row[0] for row in _KEYBOARDS for key in row})


class Mistyped:
    """Finds words of which one key was missed, among `words`."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)

    @cached_property
    def _rows(self) -> frozenset[str]:
        return frozenset(map(_rows_of, self._words))

    def found(self, word: str) -> str:
        """The first word that a finger one key beside makes this of, or none ("")."""
        others = mistyped(word) if _rows_of(word) in self._rows else ()
        return next(filter(self._words.__contains__, others), "")

    def begun(self, word: str, sizes: Iterable[int]) -> str:
        """The first such word that begins with one of the words, of as many letters as `sizes` allow."""
        rows = _rows_of(word)
        sizes = [size for size in sizes if rows[:size] in self._rows]
        others = mistyped(word) if sizes else ()
        return next((other for other in others if any(other[:size] in self._words for size in sizes)), "")


def _rows_of(word: str) -> str:
    """A word with each key's row for the key, but for the first, which is never missed: few words are alike
    in this."""
    return word[:1] + word[1:].translate(_ROWS)


def mistyped(word: str) -> Iterator[str]:
    """The words that a finger one key beside makes this of; the first letter stays."""
    for at in range(1, len(word)):
        for key in _BESIDE.get(word[at], ""):
            yield word[:at] + key + word[at + 1 :]


def _letters_of(word: str) -> str:
    return "".join(sorted(word))


def shorter(word: str) -> Iterator[str]:
    """A word, and what is left of it without one of its letters; the first always stays."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
