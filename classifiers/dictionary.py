"""The Russian dictionary's words, as the tree in which pymorphy3's data keep them (a DAWG).

pymorphy3 walks it with three calls a letter, which was a third of the time for words not met before; and it
reads all that it knows of a word's grammar first. Here the file is mapped into memory, where processes share
it, and followed in one loop.

The file, as dawgdic writes it: the number of units, then the units, each of 32 bits. A unit tells where its
children are; the child for a byte bears that byte as its label.
"""

import mmap
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
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


def is_russian_word(word: str) -> bool:
    """Whether the dictionary knows a form, е for ё allowed. It has none in Latin letters."""
    return not word.isascii() and _WORDS[word]


def _is_word(word: str) -> bool:
    return _is_end(branch_after(_ROOT, word.lower()))


_WORDS: Known[str, bool] = Known(_is_word)


def is_near_russian_word(word: str, letters: str) -> bool:
    """Whether the dictionary knows a form that one slip makes of `word`, of those that
    `classifiers.slips.slips_of` tells: all that begin alike are followed at once."""
    branch: Sequence[int] = branch_after(_ROOT, word[:1])
    for at in range(1, len(word)):
        if not branch:
            return False
        letter, rest = word[at], word[at + 1 :]
        swapped = rest[:1] + letter + rest[1:]
        if _ends(branch, rest) or (swapped != word[at:] and _ends(branch, swapped)):
            return True
        own, steps = _children(branch, letter), _children(branch, letters)
        if _ends(steps, word[at:]) or _ends([step for step in steps if step not in own], rest):
            return True
        branch = own
    return _is_end(_children(branch, letters))


def is_spelled(letters: Sequence[str], silent: str) -> bool:
    """Whether a word has, in this order, one or two of each of `letters`, and any of `silent` between."""
    branch: Sequence[int] = _ROOT
    for some in letters:
        once = _children(branch, some)
        if not once:
            return False
        heard = [*once, *_children(once, some)]
        branch = [*heard, *_children(heard, silent)]
    return _is_end(branch)


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
    return next((word for _, word, branch in found if _is_end(branch)), "")


def branch_after(branch: Branch, letters: str) -> Branch:
    """Where `letters` lead to from `branch`, е for ё allowed; without any, where every word begins."""
    if not letters:
        return _ROOT
    if branch == _ROOT:
        branch, letters = _BEGINNINGS[letters[:_SHORT]], letters[_SHORT:]
    return _behind(branch, letters)


def _behind(branch: Sequence[int], letters: str) -> Branch:
    """The same; without letters the branch itself."""
    first, *others = letters.split("е")
    branch = _along(branch, first.encode())
    for part in others:
        branch = _along(_children(branch, "е"), part.encode())
    return tuple(branch)


def _ends(branch: Sequence[int], letters: str) -> bool:
    """Whether a word ends `letters` behind `branch`."""
    return _is_end(_behind(branch, letters))


def _is_end(branch: Sequence[int]) -> bool:
    return bool(_along(branch, _AFTER_WORD))


def _along(branch: Sequence[int], data: bytes) -> Sequence[int]:
    """Where bytes, one after the other, lead to."""
    units = _units()
    found = []
    for at in branch if data else ():
        for byte in data:
            unit = units[at]
            at ^= (unit >> 10) << ((unit & _FAR) >> 6) ^ byte  # noqa: PLW2901 - a step
            if units[at] & _LABELLED != byte:
                break
        else:
            found.append(at)
    return found if data else branch


def _children(branch: Sequence[int], letters: str) -> Sequence[int]:
    """Where any of `letters` leads to, е for ё allowed."""
    units, endings = _units(), _ENDINGS[letters]
    found: list[int] = []
    for place in branch:
        for lead, ends in endings:
            at = place
            for byte in lead:
                unit = units[at]
                at ^= (unit >> 10) << ((unit & _FAR) >> 6) ^ byte
                if units[at] & _LABELLED != byte:
                    break
            else:
                unit = units[at]
                first = at ^ (unit >> 10) << ((unit & _FAR) >> 6)
                found += [first ^ end for end in ends if units[first ^ end] & _LABELLED == end]
    return found


def _endings(letters: str) -> tuple[tuple[bytes, bytes], ...]:
    """The bytes of letters: all but the last, and what that may be."""
    found: dict[bytes, bytes] = defaultdict(bytes)
    for letter in letters.replace("е", "её"):
        encoded = letter.encode()
        found[encoded[:-1]] += encoded[-1:]
    return tuple(found.items())


_ENDINGS = Known(_endings, 10_000)


def _begin(letters: str) -> Branch:
    return _behind(_ROOT, letters)


_SHORT = 3
_BEGINNINGS: Known[str, Branch] = Known(_begin)
"""What the first letters lead to: few of what they may be, and asked for every word."""


def dictionary_size() -> int:
    """How large the dictionary is: tells one edition from another."""
    return len(_units())
