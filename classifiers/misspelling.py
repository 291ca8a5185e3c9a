"""Words that no dictionary has, given the spelling of the lexicon's word they sound like.

People write by ear and in haste: other vowels, lost soft signs, two letters swapped, one left out, one
doubled. What mostly stays is the skeleton: the consonants in their order, voiced and voiceless ones of the
vocabulary apart. So a long word that neither the lexicon nor the dictionary knows is compared by its
skeleton and taken for the lexicon's word if hardly anything else differs.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from classifiers.edits import Edit, Normalised, edited
from classifiers.known import Known

SHORTEST = 6
"""Letters of a word that is compared by its sound."""
MIN_SKELETON = 3
MIN_FAR_SKELETON = 5
"""Consonants from which one of them may be wrong."""
_DOUBLE = re.compile(r"([^\W\d_])\1+")
_VOWELS = re.compile("[аеиоуыэюяәөүұіьъйaeiouy]+")
_FOLD = str.maketrans(
    {"о": "а", "ё": "и", "е": "и", "э": "и", "ы": "и", "і": "и", "ю": "у", "я": "а", "ә": "а", "ө": "а"}
    | {"ұ": "у", "ү": "у", "қ": "к", "ғ": "г", "ң": "н", "һ": "х", "щ": "ш", "й": "", "ь": "", "ъ": ""}
    | {"c": "k", "q": "k", "y": "i"}
)
_DIGITS = re.compile(r"\d+")


Places = Callable[[str, Collection[str]], Iterable[tuple[str, int, int]]]
"""Finds words in a text, with their spans."""


class Corrector:
    """Gives unknown words the spelling of `words`. `is_known` tells the words that stay as they are."""

    def __init__(self, words: Iterable[str], is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._words = frozenset(words)
        self._near: dict[str, list[str]] = defaultdict(list)
        self._far: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            skeleton = skeleton_of(word)
            if len(word) < SHORTEST or len(skeleton) < MIN_SKELETON or not word.isalpha():
                continue
            self._near[skeleton].append(word)
            for shorter in _shorter(skeleton) if len(skeleton) >= MIN_FAR_SKELETON else ():
                self._far[shorter].append(word)
        self._seen: Known[tuple[str, bool], str] = Known(lambda asked: self._find(*asked), 200_000)

    def corrected(self, whole: Normalised, words: Iterable[str], places: Places, *, sure: bool) -> Normalised:
        """`whole` with its unknown words corrected. `places` finds some of `words` in its text, those that
        may be corrected. `sure`: the dictionary knows the text's language, so that a word
        unknown to it is indeed none."""
        spelled = {word: self.spelling(word, sure=sure) for word in set(words) if len(word) > 3}
        wrong = {word: new for word, new in spelled.items() if new != word}
        if not wrong:
            return whole
        found = places(whole.text, wrong)
        return edited(whole, (Edit(start, end, wrong[word]) for word, start, end in found))

    def spelling(self, word: str, *, sure: bool) -> str:
        """The lexicon's spelling of a lower-case word, or the word itself."""
        return self._seen[word, sure]

    def _find(self, word: str, sure: bool) -> str:
        if len(word) > 40 or word.isdigit() or word.isascii() or self._is_known(word):
            return word
        single = _DOUBLE.sub(r"\1", word)
        if single != word and len(single) > 2 + (not sure) and self._is_word(single):
            return single
        if not sure and len(word) <= SHORTEST:
            return word
        letters = _DIGITS.sub("", single if sure else word)
        if len(letters) < SHORTEST - any(map(str.isdigit, word)):
            return word
        return self._nearest(letters, sure) or word

    def _is_word(self, word: str) -> bool:
        return word in self._words or self._is_known(word)

    def _nearest(self, word: str, sure: bool) -> str:
        skeleton, folded = skeleton_of(word), _folded(word)
        allowed = 2 if sure and len(word) > SHORTEST else 1 if sure else 0
        found = _closest(folded, self._near.get(skeleton, ()), allowed)
        if found or not sure or len(skeleton) < MIN_FAR_SKELETON:
            return found
        further = {other for key in (skeleton, *_shorter(skeleton)) for other in self._far.get(key, ())}
        return _closest(folded, sorted(further), allowed)


def skeleton_of(word: str) -> str:
    """The consonants of a lower-case word, letters that sound alike as one, doubles once."""
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", word).translate(_FOLD))


def _folded(word: str) -> str:
    return _DOUBLE.sub(r"\1", word.translate(_FOLD))


def _shorter(skeleton: str) -> Iterator[str]:
    """The skeleton, and what is left of it without one of its letters; the first always stays."""
    yield skeleton
    for at in range(1, len(skeleton)):
        yield skeleton[:at] + skeleton[at + 1 :]


def _closest(folded: str, words: Iterable[str], allowed: int) -> str:
    best, least = "", allowed + 1
    for word in words:
        other = _folded(word)
        if other[:1] == folded[:1] and abs(len(other) - len(folded)) < least:
            away = distance(folded, other)
            if away < least:
                best, least = word, away
    return best


def distance(first: str, second: str) -> int:
    """Letters to change, add, leave out or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, 1):
        earlier, before, row = before, row, [at]
        for to, other in enumerate(second, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != other))
            if at > 1 and to > 1 and letter == second[to - 2] and first[at - 2] == other:
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
    return row[-1]
