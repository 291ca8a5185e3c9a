"""Two attacks after published descriptions of how texts are disguised, apart from those of `attacks.py`.

Both are among the low-level attacks of Eger and Benz, "From Hero to Zéroe" (2020): signs that intrude into
words, and slips on the keyboard with shuffled inner letters. Written before the answer to them was.
"""

import re
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

Attack = Callable[[str, int], str]

SHARE = 0.7
"""Of the words that are long enough."""
CONTACT = re.compile(r"@|://|t\.me|\.(?:example|test)\b|bc1q|0x[0-9a-fA-F]{8}")
PIECE = re.compile(r"\S+")
WORD = re.compile(r"[^\W\d_]{4,}")
INTRUDERS = "'^~*_/|.-+=:"
KEYBOARDS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")


def intruded(text: str, seed: int) -> str:
    """Signs between the letters of words, at one or two places, not always the same sign."""
    random = Random(seed)

    def intrude(word: str) -> str:
        places = sorted(random.sample(range(1, len(word)), min(len(word) - 1, random.randint(1, 2))))
        parts = [word[first:end] for first, end in zip([0, *places], [*places, len(word)], strict=True)]
        return "".join(part + random.choice(INTRUDERS) for part in parts[:-1]) + parts[-1]

    return _disguised(text, random, intrude)


def slipped(text: str, seed: int) -> str:
    """A finger beside the key, or two inner letters in each other's place: once a word."""
    random = Random(seed)

    def slip(word: str) -> str:
        at = random.randint(1, len(word) - 2)
        if random.random() < 0.5:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + _beside(word[at], random) + word[at + 1 :]

    return _disguised(text, random, slip, shortest=5)


def _beside(letter: str, random: Random) -> str:
    for keys in KEYBOARDS:
        at = keys.find(letter.lower())
        if at >= 0:
            near = random.choice([keys[to] for to in (at - 1, at + 1) if 0 <= to < len(keys)])
            return near.upper() if letter.isupper() else near
    return letter


def _disguised(text: str, random: Random, change: Callable[[str], str], shortest: int = 4) -> str:
    def word(found: re.Match[str]) -> str:
        return change(found[0]) if len(found[0]) >= shortest and random.random() < SHARE else found[0]

    def piece(found: re.Match[str]) -> str:
        return found[0] if CONTACT.search(found[0]) else WORD.sub(word, found[0])

    return PIECE.sub(piece, text)


ATTACKS: Mapping[str, Attack] = MappingProxyType({"intruded": intruded, "slipped": slipped})
