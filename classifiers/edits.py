"""Replacing parts of a text without losing where each character came from."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

_START = itemgetter(0)
MAX_DISGUISES = 5_000
"""Of more tricks in one text only these are told; all are undone."""


class Trick(StrEnum):
    """A way to hide a word."""

    ZERO_WIDTH = "zero_width"
    STYLED = "styled"
    HOMOGLYPH = "homoglyph"
    LEET = "leet"
    SPACED = "spaced"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguise:
    """A trick undone, with its span in the normalised text."""

    trick: Trick
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A folded text. `offsets[i]` is where `text[i]` began in the original, `offsets[len(text)]` is the
    original's length; offsets never fall."""

    text: str
    offsets: Sequence[int]
    disguises: tuple[Disguise, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span, code points, of `text[start:end]`; never empty for a non-empty span."""
        first = self.offsets[start]
        return first, max(self.offsets[end], self.offsets[end - 1] + 1 if end > start else first)


class Edit(NamedTuple):
    """`text` instead of what stands at `start` to `end`. `trick`: what this undoes, in the word around it."""

    start: int
    end: int
    text: str
    trick: Trick | None = None


def edited(whole: Normalised, edits: Iterable[Edit], disguises: Sequence[Disguise] = ()) -> Normalised:
    """`whole` with `edits` made; of two that overlap the first stays. `disguises` are further ones, in the
    positions of `whole`. Linear in the text."""
    made = _apart(edits)
    if not made and not disguises:
        return whole
    found = [*whole.disguises, *disguises]
    tricked = (_undone(one, one.trick) for one in made if one.trick)
    found += itertools.islice(tricked, max(0, MAX_DISGUISES - len(found)))
    if not made:
        return Normalised(text=whole.text, offsets=whole.offsets, disguises=tuple(found)) if found else whole
    text, offsets = _replaced(whole, made)
    moves = _Moves(made)
    return Normalised(text=text, offsets=offsets, disguises=tuple(map(moves.disguise, found)))


def _undone(edit: Edit, trick: Trick) -> Disguise:
    """What stood between two letters and is gone is told with its neighbours, so that it can be quoted."""
    around = 0 if edit.text else 1
    return Disguise(trick=trick, start=max(0, edit.start - around), end=edit.end + around)


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    made: list[Edit] = []
    end = 0
    for edit in sorted(edits, key=_START):
        if edit[0] >= end:
            made.append(edit)
            end = edit[1]
    return made


def _replaced(whole: Normalised, edits: Sequence[Edit]) -> tuple[str, list[int]]:
    text, old = whole.text, whole.offsets
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end, new, _ in edits:
        pieces.append(text[at:start])
        offsets += old[at:start]
        if len(new) == 1:
            pieces.append(new)
            offsets.append(old[start])
        elif new:
            pieces.append(new)
            offsets += _sources(text, start, end, new, old)
        at = end
    pieces.append(text[at:])
    offsets += old[at:]
    return "".join(pieces), offsets


def _sources(text: str, start: int, end: int, new: str, old: Sequence[int]) -> Sequence[int]:
    """Where each letter of a replacement came from: one for one, or letters that stood at equal distance."""
    if len(new) == end - start:
        return old[start:end]
    step = (end - start - 1) // (len(new) - 1)
    if step > 1 and text[start:end:step] == new:
        return old[start:end:step]
    return [old[min(start + number, end - 1)] for number in range(len(new))]


class _Moves:
    """Where positions are after some edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        grown = [len(edit.text) - (edit.end - edit.start) for edit in edits]
        self._grown = [0, *itertools.accumulate(grown)]

    def disguise(self, one: Disguise) -> Disguise:
        return Disguise(trick=one.trick, start=self._first(one.start), end=self._last(one.end))

    def _first(self, position: int) -> int:
        """A start inside an edit goes to the start of its replacement."""
        number = bisect_right(self._ends, position)
        inside = number < len(self._starts) and self._starts[number] < position
        return (self._starts[number] if inside else position) + self._grown[number]

    def _last(self, position: int) -> int:
        """An end inside an edit goes to the end of its replacement."""
        number = bisect_left(self._starts, position)
        if number and self._ends[number - 1] > position:
            position = self._ends[number - 1]
        return position + self._grown[number]
