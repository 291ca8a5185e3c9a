"""Words whose letters were doubled, in a text that repeats letters elsewhere: мееф, ддоставка."""

import itertools
import re
from collections.abc import Iterator

from classifiers.edits import Disguise, Edit, Trick
from classifiers.vocabulary import Vocabulary

LEAST, SHARE = 3, 400
"""Words of a text with letters three times or more, from which a double letter is a disguise as well: at
least so many, and one in so many characters."""
_MAX_DOUBLES = 5
_DOUBLED = re.compile(r"(?<![\w@/.])[^\W\d_]{0,20}?([^\W\d_])\1[^\W\d_]{0,20}(?![\w@])")
_PAIR = re.compile(r"([^\W\d_])\1")


def are_many(disguises: tuple[Disguise, ...], length: int) -> bool:
    """Whether enough words of a text of this length had letters repeated."""
    return sum(one.trick is Trick.REPEATED for one in disguises) >= max(LEAST, length // SHARE)


def singles(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Edits that write double letters once where only so a word is known, and at the beginning of any."""
    for found in _DOUBLED.finditer(text):
        if (single := _single(found.group(), vocabulary)) != found.group():
            yield Edit(found.start(), found.end(), single)


def _single(word: str, vocabulary: Vocabulary) -> str:
    pairs = list(_PAIR.finditer(word))
    if not pairs or len(pairs) > _MAX_DOUBLES:
        return word
    chosen = itertools.chain.from_iterable(
        itertools.combinations(pairs, fewer) for fewer in range(len(pairs) + 1)
    )
    spelled = [_without(word, [pair.start() for pair in some]) for some in chosen]
    rarities = {one: rarity for one in spelled if (rarity := vocabulary.rarity(one)) is not None}
    if rarities:
        return min(rarities, key=rarities.__getitem__)
    return word[1:] if len(word) > 2 and word[0] == word[1] else word


def _without(word: str, places: list[int]) -> str:
    return "".join(letter for at, letter in enumerate(word) if at not in places)
