"""Words that no dictionary has, given the spelling of the lexicon's word that they are near.

People write by ear and in haste: other vowels, lost soft signs, two letters swapped, one left out, one
doubled, the key beside. So a word that neither the lexicon nor the dictionary knows is compared with the
lexicon's by its sound and by the keyboard (`classifiers.slips`), and taken for the one from which hardly
anything tells it. Of Kazakh and English words the dictionary knows none; there a vowel may be lost, two
letters swapped, or one key missed. A text of which word after word is wrong is read with more leeway
(`classifiers.leeway`).
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import itemgetter
from typing import NamedTuple

from classifiers.edits import Edit, Normalised, edited
from classifiers.known import Known
from classifiers.leeway import Garbled, Leeway, Right
from classifiers.slips import ENGLISH, KAZAKH, RUSSIAN, Mistyped, Nearby, Neighbours, nearby, once

SHORTEST = 5
"""Letters of a word that is compared with others."""
SHORTEST_DOUBLED, SHORTEST_ENGLISH = 4, 6
_LONG = 7
_DIGITS = re.compile(r"\d+")
_LONGEST, _LONGEST_SLIPPED = 40, 20
_CYRILLIC = re.compile("[а-я]+")
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"

_Right = tuple[str, str] | None
Places = Callable[[str, Collection[str]], Iterable[tuple[str, int, int]]]
"""Finds words in a text, with their spans."""


class Corrected(NamedTuple):
    """A text with its words corrected; of a garbled one what else they may be, `others`."""

    whole: Normalised
    others: Mapping[str, tuple[str, ...]]


class Corrections(NamedTuple):
    """Words that are right: Russian ones, Kazakh stems, English ones; what is near each of these; `right` in
    texts that may be garbled."""

    words: frozenset[str]
    stems: frozenset[str]
    english: frozenset[str]
    near: tuple[Nearby, Nearby, Nearby]
    right: Right


Missed = tuple[Mistyped, Mistyped, Mistyped]
"""Words of which one key was missed, by the first three parts of `Corrections`."""


def missed_of(corrections: Corrections) -> Missed:
    """For all correctors of a lexicon, since to make it takes a while."""
    return Mistyped(corrections.words), Mistyped(corrections.stems), Mistyped(corrections.english)


def corrections_of(
    words: Iterable[str], stems: Iterable[str], english: Iterable[str], right: Right
) -> Corrections:
    """The tables of words, of Kazakh stems, which take endings, and of English words."""
    own = frozenset(words), frozenset(stems), frozenset(english)
    near = (
        nearby((word for word in own[0] if not word.isascii()), RUSSIAN, SHORTEST),
        nearby(own[1], KAZAKH, SHORTEST),
        nearby(own[2], ENGLISH, SHORTEST_ENGLISH),
    )
    return Corrections(*own, near, right)


class Corrector:
    """Gives unknown words the spelling of right ones, `missed` where only a key is; in garbled texts with
    `leeway`. `is_known` tells the words that stay as they are, `is_ending` what may follow a stem."""

    def __init__(
        self,
        corrections: Corrections,
        missed: Missed,
        leeway: Callable[[], Leeway],
        is_known: Callable[[str], bool],
        is_ending: Callable[[str], bool],
    ) -> None:
        self._is_known, self._is_ending = is_known, is_ending
        self._words, _, _, near, right = corrections
        self._missed, self._missed_stems, self._missed_english = missed
        self._garbled = Garbled(right, leeway, is_known, is_ending)
        sounds = (RUSSIAN, KAZAKH, ENGLISH)
        self._spelled, self._stems, self._english = map(Neighbours, near, sounds)
        self._seen: Known[str, _Right] = Known(lambda word: self._right(word, sure=False), 200_000)
        self._seen_sure: Known[str, _Right] = Known(lambda word: self._right(word, sure=True), 200_000)

    def corrected(self, whole: Normalised, words: Iterable[str], places: Places, language: str) -> Corrected:
        """`whole` with its unknown words corrected. `places` finds some of `words` in its text, those that
        may be corrected. Of a Russian text the dictionary knows the language, so that a word unknown to it
        is indeed none."""
        words = set(words)
        wrong, garbled = self._wrong(words, language)
        if not wrong:
            return Corrected(whole, {})
        found = places(whole.text, wrong)
        text = edited(whole, (Edit(start, end, wrong[word]) for word, start, end in found))
        return Corrected(text, self._others(words, wrong) if garbled else {})

    def _others(self, words: Iterable[str], wrong: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        others = ((wrong.get(word, word), self._garbled.others(word)) for word in sorted(words))
        return {word: found for word, found in others if found}

    def _wrong(self, words: set[str], language: str) -> tuple[dict[str, str], bool]:
        """What to correct, and whether the text is garbled."""
        seen = self._seen_sure if language == "ru" else self._seen
        found = dict(filter(None, map(seen.__getitem__, words)))
        near = self._garbled.right(words, language)
        wrong = {**found, **near}
        return {word: new for word, new in wrong.items() if new != word}, bool(near)

    def _right(self, word: str, *, sure: bool) -> _Right:
        """A word with its spelling, or None where it has that already."""
        if not SHORTEST_DOUBLED <= len(word) <= _LONGEST or word.isdigit():
            return None
        if word.isascii():  # few words are near another, and to find that takes less than to know them all
            new = word if sure else self._slipped_english(word)
            return None if new == word or self._is_known(word) else (word, new)
        if self._is_known(word):
            return None
        new = self._find(word, sure=sure)
        return None if new == word else (word, new)

    def _find(self, word: str, *, sure: bool) -> str:
        single = once(word)
        if single != word and len(single) > 2 + (not sure) and self._is_word(single):
            return single
        return (self._near(word, single) if sure else self._slipped(word)) or word

    def _is_word(self, word: str) -> bool:
        return word in self._words or self._is_known(word)

    def _near(self, word: str, single: str) -> str:
        """For a word that the dictionary would know, if it were one."""
        letters = _DIGITS.sub("", single)
        if len(letters) < SHORTEST + (letters == word) - any(map(str.isdigit, word)):
            return self._spelled.slipped(word)[1]
        allowed = 2 if len(letters) >= _LONG else 1
        near = self._spelled
        return (
            near.alike(letters, allowed)
            or near.slipped(word)[1]
            or self._missed.found(word)
            or near.distant(letters, allowed)
        )

    def _slipped(self, word: str) -> str:
        """For a word of a language whose words are not all known."""
        if len(word) < SHORTEST or not word.isalpha():
            return ""
        found = self._spelled.slipped(word)[1] if len(word) > SHORTEST else ""
        if len(found) > SHORTEST and found[-1] == word[-1]:
            return found
        ends = (size for size in range(len(word), SHORTEST - 1, -1) if self._is_ending(word[size:]))
        stems = ((self._stems.slipped(word[:size]), word[size:]) for size in ends)
        near = [(away, stem + ending) for (away, stem), ending in stems if stem]
        return min(near, key=itemgetter(0), default=(0, ""))[1] or self._mistyped(word)

    def _mistyped(self, word: str) -> str:
        """A Kazakh word of which one key was missed."""
        ends = range(len(word), _LONG - 2, -1) if len(word) >= _LONG else ()
        return self._missed_stems.begun(word, (size for size in ends if self._is_ending(word[size:])))

    def _slipped_english(self, word: str) -> str:
        if len(word) < SHORTEST_ENGLISH:
            return word
        found = self._english.slipped(word)[1]
        lost = len(found) > len(word) or sorted(found) == sorted(word)
        if lost and found[-1] == word[-1]:
            return found
        return self._missed_english.found(word) or word
