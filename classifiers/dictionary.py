"""The Russian dictionary's words, as the tree in which pymorphy3's data keep them (a DAWG).

pymorphy3 walks it with three calls a letter, which was a third of the time for words not met before; and it
reads all that it knows of a word's grammar first. Here the file is mapped into memory, where processes share
it, and followed in one loop.

The file, as dawgdic writes it: the number of units, then the units, each of 32 bits. A unit tells where its
children are; the child for a byte bears that byte as its label.
"""

import mmap
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path

import pymorphy3_dicts_ru

from classifiers.known import Known

Branch = tuple[int, ...]
"""Where beginnings of a word lead to in the dictionary; empty: nowhere."""
_ROOT: Branch = (0,)
_FAR, _LABELLED = 1 << 9, 1 << 31 | 0xFF
_COUNT = 4
_SPELLINGS = 60
"""Beginnings that are followed side by side."""
_AFTER_WORD = b"\x01"
"""Stands between a word and its grammar."""


@cache
def _units() -> memoryview:
    path = Path(pymorphy3_dicts_ru.get_path()) / "words.dawg"
    with path.open("rb") as stream:
        whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    count = int.from_bytes(whole[:_COUNT], "little")
    return whole[_COUNT : _COUNT + 4 * count].cast("I")


def _bytes_of(letter: str) -> tuple[bytes, ...]:
    return tuple(one.encode() for one in ("её" if letter == "е" else letter))


_BYTES: Known[str, tuple[bytes, ...]] = Known(_bytes_of)


@lru_cache(maxsize=100_000)
def is_russian_word(word: str) -> bool:
    """Whether the dictionary knows a form, е for ё allowed."""
    return bool(_followed(branch_after(_ROOT, word.lower()), (_AFTER_WORD,)))


def is_near_russian_word(word: str, letters: str) -> bool:
    """Whether the dictionary knows a form that one slip makes of `word`, of those that
    `classifiers.slips.slips_of` tells: all that begin alike are followed at once."""
    branch = branch_after(_ROOT, word[:1])
    for at in range(1, len(word)):
        if not branch:
            return False
        letter, rest = word[at], word[at + 1 :]
        swapped = rest[:1] + letter + rest[1:]
        if _ends(branch, rest) or (swapped != word[at:] and _ends(branch, swapped)):
            return True
        for other in letters:
            step = branch_after(branch, other)
            if step and (_ends(step, letter + rest) or (other != letter and _ends(step, rest))):
                return True
        branch = branch_after(branch, letter)
    return any(_ends(branch, other) for other in letters)


def _ends(branch: Branch, letters: str) -> bool:
    """Whether a word ends `letters` behind `branch`."""
    return bool(_followed(branch_after(branch, letters) if letters else branch, (_AFTER_WORD,)))


def is_spelled(letters: Sequence[str], silent: str) -> bool:
    """Whether a word has, in this order, one or two of each of `letters`, and any of `silent` between."""
    branch, quiet = _ROOT, _steps_of(silent)
    for some in letters:
        steps = _steps_of(some)
        once = _followed(branch, steps)
        heard = (*once, *_followed(once, steps))
        branch = (*heard, *_followed(heard, quiet))
    return bool(_followed(branch, (_AFTER_WORD,)))


def likeliest_spelling(pieces: Sequence[Sequence[str]], most: int = 2) -> str:
    """The word that has one of the letters of each of `pieces` in turn, as few as possible other than the
    first ones and at most `most` of these; empty where there is none."""
    found: list[tuple[int, str, Branch]] = [(0, "", _ROOT)]
    for letters in pieces:
        further = [
            (cost + (number > 0), word + one, branch_after(branch, one) if one else branch)
            for cost, word, branch in found
            for number, one in enumerate(letters)
            if cost + (number > 0) <= most
        ]
        found = sorted((one for one in further if one[2]), key=itemgetter(0))[:_SPELLINGS]
    return next((word for _, word, branch in found if _followed(branch, (_AFTER_WORD,))), "")


def _steps_of(letters: str) -> tuple[bytes, ...]:
    return tuple(step for letter in letters for step in _BYTES[letter])


def branch_after(branch: Branch, letters: str) -> Branch:
    """Where `letters` lead to from `branch`, е for ё allowed; without any, where every word begins."""
    if not letters:
        return _ROOT
    if branch == _ROOT:
        branch, letters = _BEGINNINGS[letters[:_SHORT]], letters[_SHORT:]
    for letter in letters:
        if not branch:
            break
        branch = _followed(branch, _BYTES[letter])
    return branch


def _followed(branch: Branch, steps: Sequence[bytes]) -> Branch:
    """Where the bytes of a letter, of any of `steps`, lead to."""
    units = _units()
    found = []
    for place in branch:
        for step in steps:
            at = place
            for byte in step:
                unit = units[at]
                at ^= (unit >> 10) << ((unit & _FAR) >> 6) ^ byte
                if units[at] & _LABELLED != byte:
                    break
            else:
                found.append(at)
    return tuple(found)


def _begin(letters: str) -> Branch:
    branch = _ROOT
    for letter in letters:
        branch = _followed(branch, _BYTES[letter])
    return branch


_SHORT = 3
_BEGINNINGS: Known[str, Branch] = Known(_begin)
"""What the first letters lead to: few of what they may be, and asked for every word."""


def dictionary_size() -> int:
    """How large the dictionary is: tells one edition from another."""
    return len(_units())
