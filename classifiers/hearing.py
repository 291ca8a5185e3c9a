"""How words sound: what whoever writes by ear makes one of."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from classifiers.dictionary import is_near_russian_word, is_spelled
from classifiers.slips import KAZAKH, RUSSIAN, VOICELESS, Sound, once

_HEARD = 50_000
"""So many words' sounds are remembered."""
_Rules = Sequence[tuple[re.Pattern[str], str]]


def _heard_by(sound: Sound, further: Mapping[str, str], rules: _Rules = ()) -> Callable[[str], str]:
    """Voiced and voiceless are alike: at the end of a word and before each other they are."""
    letters = {**sound.alike, **str.maketrans({**VOICELESS, **further})}

    ruled = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in rules) or "(?!)")

    def heard(word: str) -> str:
        for pattern, sounds in rules if ruled.search(word) else ():
            word = pattern.sub(sounds, word)
        return _LONG_CONSONANT.sub(itemgetter(1), once(word).translate(letters))

    return lru_cache(_HEARD)(heard)


_LONG_CONSONANT = re.compile(r"([^\W\d_аиоуыэ])\1+")
heard_russian = _heard_by(
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
_SILENT = "".join(letter for letter in _RUSSIAN if not heard_russian(letter))
_SPELLINGS = {
    heard: "".join(letter for letter in _RUSSIAN if heard_russian(letter) == heard)
    for heard in set(map(heard_russian, _RUSSIAN)) - {""}
}
"""The letters that sound so."""
heard_kazakh = _heard_by(KAZAKH, {"ы": "и", "й": "и", "ғ": "к"})
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
def heard_english(word: str) -> str:
    """All vowels alike, and none at the end, where r is none either."""
    for letters, heard in _WRITTEN:
        word = word.replace(letters, heard)
    for pattern, heard in _SPOKEN:
        word = pattern.sub(heard, word)
    return once(word)


@lru_cache(_HEARD)
def is_nearly_russian(word: str) -> bool:
    """Whether the dictionary has a word that sounds the same, or is a slip away."""
    sounds = [_SPELLINGS.get(letter, letter) for letter in heard_russian(word)]
    return is_spelled(sounds, _SILENT) or is_near_russian_word(word, _RUSSIAN)
