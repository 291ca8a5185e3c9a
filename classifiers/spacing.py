"""Words whose letters were set apart: м е ф, м.е.ф, м_е_ф, зак-лад-ка."""

import re
from collections.abc import Callable, Iterator

from classifiers.dictionary import is_russian_word
from classifiers.edits import MAX_DISGUISES, Disguise, Edit, Trick
from classifiers.scripts import CYRILLIC, LATIN

_LETTER = f"[{LATIN}{CYRILLIC}]"
_SPACED = re.compile(
    rf"(?<!\w){_LETTER}(?P<gap>[^\w\n]{{1,3}}|_{{1,2}}){_LETTER}(?:(?P=gap){_LETTER}){{1,40}}(?!\w)"
)
_DOWNWARD = re.compile(rf"(?<![^\n]){_LETTER}\n{_LETTER}(?:\n{_LETTER}){{2,40}}(?![^\n])")
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz абвгдежзийклмнопрстуфхцчшщъыьэюя аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
)
"""An index, or a list of points, hides no word: а б в г."""
_LAST_GAP = re.compile(r" [\s.,:;!?»)-]")
"""A blank behind the last letter that parts it from nothing."""
_ALONE = frozenset("вксуоияаa")
"""Words of one letter, which stand before a spaced one with the same gap: в т о ч к е."""
_CLOSE = re.compile("[._-][а-яәғқңөұүһі]{1,4}[._-]")
_CHUNK = "[а-яәғқңөұүһі]{1,4}"
_CHUNKS = re.compile(rf"(?<![\w.-]){_CHUNK}(?P<gap>[._-]){_CHUNK}(?:(?P=gap){_CHUNK}){{1,8}}(?![\w.-])")
_GAP = re.compile(r"[\W_]+")


def joins(text: str, is_word: Callable[[str], bool]) -> tuple[list[Edit], list[Disguise]]:
    """The gaps to take out, and the words they hid; `is_word` tells words. Linear: every pattern is of
    bounded length."""
    edits = [*_spaced_letters(text, is_word)]
    hidden: list[Disguise] = []
    if _CLOSE.search(text):
        for start, end in _chunked(text):
            hidden.append(Disguise(trick=Trick.SPACED, start=start, end=end))
            edits += [Edit(gap.start(), gap.end(), "") for gap in _GAP.finditer(text, start, end)]
    return edits, hidden[:MAX_DISGUISES]


def _spaced_letters(text: str, is_word: Callable[[str], bool]) -> Iterator[Edit]:
    for found in _SPACED.finditer(text):
        step = len(found["gap"]) + 1
        letters = found.group()[::step]
        if letters not in _ALPHABETS or is_word(letters):
            own = letters[0] in _ALONE and len(letters) > 2 and is_word(letters[1:]) and not is_word(letters)
            yield Edit(found.start() + own * step, found.end(), letters[own:], Trick.SPACED)
            if _LAST_GAP.match(text, found.end(), found.end() + step) and text.startswith(
                found["gap"], found.end()
            ):
                yield Edit(found.end(), found.end() + step - 1, "")
    for found in _DOWNWARD.finditer(text) if "\n" in text else ():
        letters = found.group()[::2]
        if letters not in _ALPHABETS:
            yield Edit(found.start(), found.end(), letters, Trick.SPACED)


def _chunked(text: str) -> Iterator[tuple[int, int]]:
    for found in _CHUNKS.finditer(text):
        chunks = found.group().split(found["gap"])
        whole = max(map(len, chunks)) > 1
        if whole and (is_russian_word("".join(chunks)) or not any(map(is_russian_word, chunks))):
            yield found.span()
