"""Words whose letters are digits, signs, drawings or letters of other scripts, read as the word they make.

`classifiers.pieces` tells what may be one, `classifiers.respelling` and `classifiers.lattice` what it may
say; the reading that costs least is taken. What no word explains is left to the rules of
`classifiers.unmasking`.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from classifiers.edits import Edit, Trick
from classifiers.guessing import Read, guessed
from classifiers.known import Known
from classifiers.lattice import Lattice
from classifiers.pieces import (
    LEAST_AMID_SIGNS,
    PIECE,
    bare,
    has_sign_inside,
    is_mixed,
    is_odd_amid_signs,
    odd_pieces,
)
from classifiers.respelling import Respeller, is_twin
from classifiers.scripts import ELSEWHERE, Script, script_around, script_of
from classifiers.vocabulary import Vocabulary

MAX_PIECES = 400
"""Of the different pieces of one text so many are deciphered: who hides a shop hides it near the top."""
_LEAST = 3
"""Letters of a word that is read in a text that hides no others."""
_HOME, _AT_HOME = 0.5, 0.35
"""What a reading in the text's own script is preferred by, and where other words are in disguise, for each of
its letters."""
_LENT = frozenset(ELSEWHERE)
_LENT_LETTER = re.compile(f"[{ELSEWHERE}]")
_MANY, _MOST, _SHARE = 2, 3, 5
"""Words of a text that were surely in disguise, from which others may be that are words as they stand; or
pieces with signs inside, if those that are odd are a fifth of all."""
_MANY_MIXED, _SHARE_MIXED = 3, 10
"""The same for words with letters of both scripts: a slip of the keyboard makes one or two in a text."""


class _Asked(NamedTuple):
    """A piece, the script of the text around, and whether other words there are surely in disguise."""

    piece: str
    around: Script
    bold: bool


class Decipherer:
    """Reads disguised words with a vocabulary, at most `most` different ones of a text."""

    def __init__(self, vocabulary: Vocabulary, most: int = MAX_PIECES) -> None:
        self._most = most
        self.vocabulary = vocabulary
        self._respeller = Respeller(vocabulary)
        self._lattice = Lattice(vocabulary)
        self._read: Known[_Asked, Read | None] = Known(self._find, 200_000)
        self._odd: Known[str, tuple[str, ...]] = Known(lambda chunk: odd_pieces(chunk, vocabulary.knows))

    def edits(self, text: str, chunks: Collection[str], marked: Iterable[str]) -> list[Edit]:
        """Edits that give each disguised word of a folded text its letters, in order of position. `chunks`:
        what stands between its blanks, each once; `marked`: those that `unmasking.marked_of` gives."""
        odd = list(itertools.chain.from_iterable(map(self._odd.__getitem__, marked)))
        if not odd or _is_elsewhere(text):
            return []
        around = script_around(text[:2000])
        found = self._reads(odd, around, bold=False)
        mixed = sum(map(is_mixed, odd))
        inside = sum(map(has_sign_inside, odd))
        if len(found) - mixed >= _MANY or (inside >= _MOST and len(odd) * _SHARE >= len(chunks)):
            found |= self._reads({*odd, *_others(chunks, found, around)}, around, bold=True)
        elif mixed >= _MANY_MIXED and mixed * _SHARE_MIXED >= len(chunks):
            others = _others(chunks, found, around)
            twins = self._respeller.twins(others, around)
            rest = [piece for piece in others if piece not in twins and not self._is_listed(piece)]
            found |= self._reads(rest, around, bold=True) | twins
        return list(_edits(text, found)) if found else []

    def _is_listed(self, piece: str) -> bool:
        return self.vocabulary.is_listed(bare(piece))

    def _reads(self, pieces: Iterable[str], around: Script, *, bold: bool) -> dict[str, Read]:
        asked = sorted(pieces)[: self._most]
        reads = ((piece, self._read[_Asked(piece, around, bold)]) for piece in asked)
        return {piece: read for piece, read in reads if read is not None}

    def _find(self, asked: _Asked) -> Read | None:
        piece, around, bold = asked
        if unmixed := self._respeller.unmixed(piece, around):
            return unmixed
        found = [
            read._replace(cost=read.cost - (script is around) * (_HOME + bold * _AT_HOME * len(read.word)))
            for script in _scripts(asked)
            for read in self._lattice.readings(piece, script, bold=bold)
            if len(read.word) >= (LEAST_AMID_SIGNS if bold else _LEAST)
        ]
        if not found and (spoken := self._respeller.spoken(piece)):
            return spoken
        if found or not bold or piece[0] == "@":
            return min(found, key=lambda read: (read.cost, -len(read.word), read.word), default=None)
        return guessed(piece, around)


def _others(chunks: Iterable[str], found: Mapping[str, Read], around: Script) -> list[str]:
    pieces = {piece for chunk in chunks for piece in PIECE.findall(chunk)} - found.keys()
    return [piece for piece in pieces if is_odd_amid_signs(piece, around) or is_twin(piece, around)]


def _is_elsewhere(text: str) -> bool:
    """Whether a text is in a script that only lends its letters to disguises: Greek, Armenian."""
    lent = _LENT_LETTER.findall(text, 0, 2000)
    return bool(lent) and 2 * len(lent) > sum(map(str.isalpha, text[:2000]))


def _scripts(asked: _Asked) -> Collection[Script]:
    """The scripts that a piece may be meant in: that of most of its letters, and the text's own where letters
    say little."""
    piece, around, bold = asked
    if bold and piece.isascii() and piece.isalpha():
        return {around}
    letters = Counter(map(script_of, piece))
    latin, cyrillic = letters[Script.LATIN], letters[Script.CYRILLIC]
    own = {around} if bold or not _LENT.isdisjoint(piece) else set()
    if latin == cyrillic:
        return (Script.CYRILLIC, Script.LATIN)
    return sorted(own | {Script.LATIN if latin > cyrillic else Script.CYRILLIC})


def _edits(text: str, reads: Mapping[str, Read]) -> Iterator[Edit]:
    for piece in PIECE.finditer(text):
        read = reads.get(piece.group())
        if read is not None:
            start, end = piece.start() + read.start, piece.start() + read.end
            trick = Trick.HOMOGLYPH if text[start:end].isalpha() else Trick.LEET
            yield Edit(start, end, read.word, trick)
